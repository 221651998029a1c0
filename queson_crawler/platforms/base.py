"""What the project knows of one CMS family, as data."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from queson_crawler.platforms.selectors import BY_STRUCTURE, LINKS_BY_STRUCTURE, ArticleSelectors, ListSelectors
from queson_crawler.urls import canonical, host, local, page_name, without_language

WHOLE_NUMBER = r"(?![\da-zA-Z]|-[\da-fA-F]{4}-)"
"""What must follow the number of a parameter: that with which a GUID begins is no number."""


@dataclass(frozen=True, slots=True)
class Platform:
    """One CMS family.

    `marks` are regular expressions over a page's text; a page that shows `enough` of them is of this family. `ids`
    are expressions over path and query whose groups, joined by `:`, are the native id: an id space, then the number;
    where groups are named, `space` comes before `id`. `variant` matches other views of the same article (print,
    popup). `page_parameter` matches the query parameter that numbers list pages, `state` those that only carry the
    CMS's own state, `action` those by which a link asks for something else than a page. `shown_ids` finds, on a page
    that shows an article in full, the attribute that carries its id.
    """

    name: str
    marks: tuple[str, ...] = ()
    enough: int = 2
    ids: tuple[str, ...] = ()
    variant: str = r"(?!)"
    page_parameter: str = r"(?!)"
    page_path: str = r"(?!)"
    """The part of a path that numbers list pages (`/page-3/`, `/trang-37`): without it, it is the list's own."""
    pagers: tuple[str, ...] = ()
    """The kinds of pager met on this platform, in words, for people."""
    feeds: tuple[str, ...] = ()
    """Paths, from the portal's root, at which the platform names its articles once more: sitemaps, feeds, an API."""
    state: str = r"(?!)"
    action: str = r"(?!)"
    article: ArticleSelectors = BY_STRUCTURE
    listing: ListSelectors = LINKS_BY_STRUCTURE
    shown_ids: tuple[str, str] | None = None
    ids_only: bool = False
    """Whether every article address has an id: then an address without one is never an article."""
    hosts: tuple[str, ...] = ()
    """All hosts of one portal (`www.` left out) where it has several; no platform has any, a portal's file may."""
    folded: bool = False
    """Whether the case of letters in an id says nothing, as on servers that read addresses so."""
    one_form: Callable[[str], str] | None = None
    """One name for all the addresses under which the CMS shows one page, to compare by and never to ask."""
    entries_below: bool = False
    """Whether the articles of a list stand directly below its address: then other links beside them are no entries."""
    category_mark: str = r"(?!)"
    """What the text of a category's page says of itself: then a paged list counts wherever its articles stand."""

    def same_site(self, url: str, other: str) -> bool:
        """Whether two addresses belong to one portal."""
        return host(url) == host(other) or (host(url) in self.hosts and host(other) in self.hosts)

    def name_of(self, url: str) -> str:
        """What tells one page from another, whatever its address looks like."""
        return page_name(self.one_form(url) if self.one_form else canonical(url))

    def native_id(self, url: str) -> str | None:
        """The article id an address carries, or None where it is no article's."""
        text = local(url)
        for rule in self.ids:
            match = re.search(rule, text, re.I)
            if match:
                return self._id_of(match)
        return None

    def _id_of(self, match: re.Match[str]) -> str:
        """The id that the groups of one of `ids` make."""
        named = match.groupdict()
        groups = match.groups()
        if named.get("id"):
            groups = (named.get("space"), named["id"])
        whole = ":".join(filter(None, groups))
        return whole.casefold() if self.folded or named else whole

    def is_state(self, parameter: str) -> bool:
        """Whether a query parameter plays no part in which list an address names."""
        return bool(re.search(self.page_parameter, parameter, re.I) or re.search(self.state, parameter, re.I))

    def is_action(self, parameter: str) -> bool:
        """Whether a query parameter makes an address something else than a page."""
        return bool(re.search(self.action, parameter, re.I))

    def is_variant(self, url: str) -> bool:
        """Whether an address is another view of an article."""
        return bool(re.search(self.variant, local(url), re.I))


def path_id(url: str) -> str:
    """The identity of an article whose address carries no number: its path without ending."""
    path = unquote(without_language(urlsplit(url).path)).strip("/")
    return re.sub(r"\.(?:html?|aspx?|php|jsp)$", "", path, flags=re.I)
