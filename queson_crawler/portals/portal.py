"""A portal is data: one site, and in what it differs from its platform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from archive.records import PortalRecord
from queson_crawler.parse.imprint import Imprint
from queson_crawler.platforms import Platform
from queson_crawler.platforms.selectors import BY_STRUCTURE, ArticleSelectors, ListSelectors
from queson_crawler.urls import grows, host

NO_LIST_SELECTORS = ListSelectors(link=())
_PARTS: dict[str, type[ArticleSelectors | ListSelectors]] = {"article": ArticleSelectors, "listing": ListSelectors}


@dataclass(frozen=True, slots=True)
class Portal:
    """One site. `start` is the page a crawl begins at; `platform` is empty where the first page tells; `categories`
    are lists that no menu leads to, `titles` their names where given. `known` says how sure the file is: confirmed,
    or assumed until first met.

    The rest is said only where the portal differs from its platform: `refuse` matches addresses never asked, `ids`
    and `page_parameter` are as in `Platform`, `hosts` are further hosts of this portal, `article` and `listing`
    selectors are tried before the platform's own. `render` says when a browser is used: auto, never or always; `files`
    which files of articles are fetched (all, documents: no pictures, none), `file_megabytes` how large one may be (0:
    the default).
    """

    slug: str
    start: str
    title: str = ""
    platform: str = ""
    delay: float | None = None
    render: str = ""
    files: str = ""
    file_megabytes: int = 0
    categories: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    refuse: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    page_parameter: str = ""
    hosts: tuple[str, ...] = ()
    article: ArticleSelectors = BY_STRUCTURE
    listing: ListSelectors = NO_LIST_SELECTORS
    owner: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    known: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Portal:
        """The portal that `dataclasses.asdict` and JSON made `data` of, also in an earlier version."""
        known = {name: _frozen(data[name]) for name in cls.__slots__ if name in data}
        for name, kind in _PARTS.items():
            if name in known:
                known[name] = kind(**known[name])
        return cls(**known)

    @property
    def all_hosts(self) -> tuple[str, ...]:
        """The host of the start page, then the further ones."""
        return host(self.start), *self.hosts

    def title_of(self, category: str) -> str:
        """The name the file gives one of `categories`, or ""."""
        return dict(zip(self.categories, self.titles, strict=False)).get(category, "")

    def owns(self, url: str) -> bool:
        """Whether an address is on one of the portal's hosts, and not in a space without end."""
        return host(url) in self.all_hosts and not grows(url)

    def platform_of(self, base: Platform) -> Platform:
        """The platform with everything in which this portal differs from it; `base` itself where it does not."""
        variant = "|".join(f"(?:{rule})" for rule in (base.variant, *self.refuse))
        listing = replace(base.listing, **_joined(self.listing, base.listing))
        possible: tuple[tuple[str, bool, Any], ...] = (
            ("variant", bool(self.refuse), variant),
            ("ids", bool(self.ids), (*self.ids, *base.ids)),
            ("page_parameter", bool(self.page_parameter), f"(?:{base.page_parameter})|(?:{self.page_parameter})"),
            ("hosts", bool(self.hosts), self.all_hosts),
            ("article", self.article != BY_STRUCTURE, _article(self.article, base.article)),
            ("listing", self.listing != NO_LIST_SELECTORS, listing),
        )
        changes = {name: value for name, is_told, value in possible if is_told}
        if not changes:
            return base
        return replace(base, **changes)

    def record(self, platform: str, said: Imprint) -> PortalRecord:
        """What the archive keeps of the portal itself: what its file tells, else what its start page says."""
        parts = urlsplit(self.start)
        base = f"{parts.scheme}://{parts.netloc}/"
        return PortalRecord(
            slug=self.slug,
            title=self.title or said.title,
            base_url=base,
            platform=platform,
            owner=self.owner or said.owner,
            address=self.address or said.address,
            phone=self.phone or said.phone,
            email=self.email or said.email,
        )


def _frozen(value: Any) -> Any:
    """A value of JSON with its lists as tuples."""
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    if isinstance(value, dict):
        return {name: _frozen(each) for name, each in value.items()}
    return value


def _joined(own: ArticleSelectors | ListSelectors, base: ArticleSelectors | ListSelectors) -> dict[str, Any]:
    """Each part's own selectors, then the platform's."""
    joined: dict[str, Any] = {}
    for name in own.__slots__:
        selectors = getattr(own, name)
        if isinstance(selectors, tuple):
            joined[name] = tuple(dict.fromkeys((*selectors, *getattr(base, name))))
    return joined


def _article(own: ArticleSelectors, base: ArticleSelectors) -> ArticleSelectors:
    """`not_body` is one selector for all, so there both count."""
    joined = _joined(own, base)
    both = (*own.not_body, *base.not_body)
    if both:
        joined["not_body"] = (", ".join(both),)
    return replace(base, **joined)
