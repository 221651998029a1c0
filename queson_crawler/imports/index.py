"""What a file holds, by address: which portals are in it, and what each address answered, when. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urlsplit

from archive.warc.foreign import Found
from archive.warc.message import moment
from queson_crawler.portals import Portal, resolve, shipped
from queson_crawler.urls import canonical, clean, host, without_language

ANSWERS = ("response", "revisit", "conversion", "resource")
PAGES = ("text/html", "application/xhtml+xml")
MIN_SHARE, MIN_PAGES = 10, 5
"""A host with less than a tenth of the pages of the largest is no portal of its own, unless it is a government's; nor
is one with hardly any pages and no home page."""
_HOMES = ("trang-chu", "home", "default", "index", "portal", "web/guest/home")


@dataclass(frozen=True, slots=True)
class Held:
    """One record: the number of its WARC within the file, and where it is in that."""

    window: int
    found: Found

    @property
    def is_answer(self) -> bool:
        """Whether it is a portal's answer with a time, which a capture can be made of."""
        one = self.found
        return one.kind in ANSWERS and one.url.startswith(("http://", "https://")) and bool(moment(one.date))

    @property
    def is_page(self) -> bool:
        one = self.found
        return self.is_answer and one.media_type in PAGES and one.status in (0, 200) and bool(clean(one.url))


@dataclass(slots=True)
class Index:
    """The records of a file. `lookup` finds answers by address, whatever its scheme and spelling."""

    held: Sequence[Held]
    exact: dict[str, list[Held]] = field(default_factory=dict)
    loose: dict[str, str] = field(default_factory=dict)
    requests: dict[str, Held] = field(default_factory=dict)
    by_digest: dict[str, Held] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._pair()
        for one in self.held:
            found = one.found
            asked = self.requests.get(found.record_id)
            if not one.is_answer or (asked is not None and asked.found.method not in ("GET", "")):
                continue  # what a form brought is no page of its address
            if found.kind == "response" and found.payload_digest:
                self.by_digest.setdefault(found.payload_digest, one)
            if url := clean(found.url):
                self.exact.setdefault(url, []).append(one)
        for url, several in self.exact.items():
            several.sort(key=lambda one: moment(one.found.date))
            # An address that only leads to itself with another scheme is no page.
            if loosely(url) not in self.loose or any(one.is_page for one in several):
                self.loose[loosely(url)] = url

    def _pair(self) -> None:
        """Which request belongs to which answer: either of them may name the other."""
        asked = {one.found.record_id: one for one in self.held if one.found.kind == "request"}
        for one in self.held:
            found = one.found
            if found.kind == "request" and found.concurrent_to:
                self.requests.setdefault(found.concurrent_to, one)
            elif found.kind in ANSWERS and found.concurrent_to in asked:
                self.requests.setdefault(found.record_id, asked[found.concurrent_to])

    def lookup(self, url: str) -> list[Held]:
        """The answers of an address, oldest first."""
        asked = clean(url)
        several = self.exact.get(asked, [])
        if any(one.is_page for one in several):
            return several
        return self.exact.get(self.loose.get(loosely(url), ""), several)

    def original(self, revisit: Found) -> Held | None:
        """The record whose payload a revisit repeats."""
        at = clean(revisit.refers_to_url or revisit.url)
        dated = [
            one
            for one in self.exact.get(at, [])
            if one.found.kind == "response" and moment(one.found.date) == moment(revisit.refers_to_date)
        ]
        same = [one for one in dated if one.found.payload_digest == revisit.payload_digest]
        return same[0] if same else self.by_digest.get(revisit.payload_digest)


def loosely(url: str) -> str:
    """An address without scheme and `www.`, its path and query unquoted."""
    whole = canonical(url)
    parts = urlsplit(whole)
    return host(whole) + unquote(parts.path) + (f"?{unquote(parts.query)}" if parts.query else "")


def portals(index: Index, stored: Iterable[tuple[str, str]]) -> list[Portal]:
    """The portals in a file, the one with the most pages first; `stored` are slug and address of those in the archive.

    A page of a host that is no portal (a film, a map, a counter) belongs to the portal that shows it.
    """
    counts = Counter(host(one.found.url) for one in index.held if one.is_page)
    most = max(counts.values(), default=0)
    stored = list(stored)
    named, taken = _by_host(stored), {slug for slug, _ in stored}
    found: dict[str, Portal] = {}
    for name, count in counts.most_common():
        start = start_of(index, name)
        large = count * MIN_SHARE >= most and (count == most or count >= MIN_PAGES or looks_like_home(start))
        if large or name in named or name.partition(":")[0].endswith(".gov.vn"):
            portal = named.get(name) or _unlike(resolve(start), taken)
            if portal.slug not in found:
                known = portal.start and any(one.is_answer for one in index.lookup(portal.start))
                found[portal.slug] = portal if known else replace(portal, start=start)
    return list(found.values())


def _unlike(portal: Portal, taken: Container[str]) -> Portal:
    """A portal of a host that is new, under a slug that no other host has: `a-b.vn` and `a.b.vn` are two."""
    if portal.slug not in taken:
        return portal
    digest = hashlib.sha256(host(portal.start).encode("utf-8", "replace")).hexdigest()[:6]
    return replace(portal, slug=f"{portal.slug[:50]}-{digest}")


def _by_host(stored: Iterable[tuple[str, str]]) -> dict[str, Portal]:
    """The portals that are known, by each of their hosts: those in the archive, then those that come with queson."""
    found: dict[str, Portal] = {}
    for slug in shipped():
        portal = resolve(slug)
        found |= dict.fromkeys((host(portal.start), *portal.hosts), portal)
    ours = {portal.slug for portal in found.values()}
    return found | {host(url): Portal(slug, url) for slug, url in stored if host(url) and slug not in ours}


def start_of(index: Index, name: str) -> str:
    """Where reading a host begins: its root, else the page that looks most like a home page."""
    pages = [one.found.url for one in index.held if one.is_page and host(one.found.url) == name]
    root = f"{urlsplit(pages[0]).scheme}://{urlsplit(pages[0]).netloc}/"
    return root if index.lookup(root) else min(pages, key=_depth)


def _depth(url: str) -> tuple[bool, bool, int, int]:
    parts = urlsplit(url)
    return bool(parts.query), not looks_like_home(url), parts.path.strip("/").count("/"), len(url)


def looks_like_home(url: str) -> bool:
    """Whether an address is named like that of a home page."""
    path = without_language(urlsplit(url).path).strip("/").lower()
    return not path or (path.rpartition(".")[0] or path) in _HOMES
