"""What a file holds, by address: which portals are in it, and what each address answered, when. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
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
_WEB = ("http://", "https://")
MAX_NEW = 64
"""So many portals that nobody knows come out of one file: more is no crawl of portals, and each costs a run."""
_HOMES = ("", "trang-chu", "home", "default", "index", "portal", "web/guest/home")


@dataclass(frozen=True, slots=True)
class Held:
    """One record: the number of its WARC within the file, and where it is in that."""

    window: int
    found: Found

    @property
    def when(self) -> str:
        """The time it was fetched, to the second; "" where it tells none."""
        return moment(self.found.date)

    @property
    def is_rendered(self) -> bool:
        """Whether it is a page as a browser showed it."""
        return self.found.kind == "conversion"

    @property
    def is_answer(self) -> bool:
        """Whether it is a portal's answer with a time, which a capture can be made of."""
        is_web = self.found.url.startswith(_WEB)
        return is_web and self.found.kind in ANSWERS and self.when != ""

    @property
    def is_page(self) -> bool:
        """Whether it is an answer that holds a page."""
        one = self.found
        is_markup = one.media_type in PAGES and one.status in (0, 200)
        return is_markup and self.is_answer and clean(one.url) != ""


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
            if one.is_answer and not self._is_of_a_form(one):
                self._add(one)
        for url, several in self.exact.items():
            several.sort(key=attrgetter("when"))
            key = loosely(url)
            # An address that only leads to itself with another scheme is no page.
            if key not in self.loose or _has_page(several):
                self.loose[key] = url

    def _pair(self) -> None:
        """Which request belongs to which answer: either of them may name the other."""
        asked = {one.found.record_id: one for one in self.held if one.found.kind == "request"}
        for one in self.held:
            found = one.found
            if found.kind == "request" and found.concurrent_to:
                self.requests.setdefault(found.concurrent_to, one)
            elif found.kind in ANSWERS and found.concurrent_to in asked:
                self.requests.setdefault(found.record_id, asked[found.concurrent_to])

    def _is_of_a_form(self, answer: Held) -> bool:
        """Whether a form brought an answer: it is no page of its address."""
        asked = self.requests.get(answer.found.record_id)
        return asked is not None and asked.found.method not in ("GET", "")

    def _add(self, answer: Held) -> None:
        found = answer.found
        if found.kind == "response" and found.payload_digest:
            self.by_digest.setdefault(found.payload_digest, answer)
        url = clean(found.url)
        if url:
            self.exact.setdefault(url, []).append(answer)

    def lookup(self, url: str) -> list[Held]:
        """The answers of an address, oldest first."""
        several = self.exact.get(clean(url), [])
        if _has_page(several):
            return several
        return self.exact.get(self.loose.get(loosely(url), ""), several)

    def original(self, revisit: Found) -> Held | None:
        """The record whose payload a revisit repeats."""
        url = clean(revisit.refers_to_url or revisit.url)
        sought = ("response", moment(revisit.refers_to_date), revisit.payload_digest)
        for one in self.exact.get(url, []):
            if (one.found.kind, one.when, one.found.payload_digest) == sought:
                return one
        return self.by_digest.get(revisit.payload_digest)


def _has_page(several: Iterable[Held]) -> bool:
    return any(map(attrgetter("is_page"), several))


def loosely(url: str) -> str:
    """An address without scheme and `www.`, its path and query unquoted."""
    whole = canonical(url)
    parts = urlsplit(whole)
    place = host(whole) + unquote(parts.path)
    if parts.query:
        place += f"?{unquote(parts.query)}"
    return place


def portals(index: Index, stored: Iterable[tuple[str, str]]) -> tuple[list[Portal], int]:
    """The portals in a file, the one with the most pages first, and how many are one too many: of those that nobody
    knows at most MAX_NEW come in. `stored` are slug and address of those in the archive.

    A page of a host that is no portal (a film, a map, a counter) belongs to the portal that shows it.
    """
    pages = _pages_by_host(index)
    most = max(map(len, pages.values()), default=0)
    slugs = dict(stored)
    named = _by_host(slugs)
    found: dict[str, Portal] = {}
    new = left_out = 0
    for name in sorted(pages, key=lambda name: len(pages[name]), reverse=True):
        start = _start_of(index, pages[name])
        portal = named.get(name)
        if portal is None:
            if not _is_portal(name, len(pages[name]), most, start):
                continue
            if new == MAX_NEW:
                left_out += 1
                continue
            new += 1
            portal = _unlike(resolve(start), slugs)
        if not index.lookup(portal.start):
            portal = replace(portal, start=start)
        found.setdefault(portal.slug, portal)
    return list(found.values()), left_out


def _pages_by_host(index: Index) -> dict[str, list[str]]:
    """The addresses of the pages of each host."""
    pages: dict[str, list[str]] = {}
    for one in index.held:
        if one.is_page:
            pages.setdefault(host(one.found.url), []).append(one.found.url)
    return pages


def _is_portal(name: str, count: int, most: int, start: str) -> bool:
    """Whether a host with `count` pages, where the largest has `most`, is a portal of its own."""
    if name.partition(":")[0].endswith(".gov.vn"):
        return True
    if count * MIN_SHARE < most:
        return False
    return count >= min(most, MIN_PAGES) or looks_like_home(start)


def _unlike(portal: Portal, taken: Container[str]) -> Portal:
    """A portal of a host that is new, under a slug that no other host has: `a-b.vn` and `a.b.vn` are two."""
    if portal.slug not in taken:
        return portal
    digest = hashlib.sha256(host(portal.start).encode("utf-8", "replace")).hexdigest()[:6]
    return replace(portal, slug=f"{portal.slug[:50]}-{digest}")


def _by_host(stored: Mapping[str, str]) -> dict[str, Portal]:
    """The portals that are known, by each of their hosts: those in the archive, then those that come with queson."""
    found: dict[str, Portal] = {}
    slugs = shipped()
    for slug in slugs:
        portal = resolve(slug)
        found |= dict.fromkeys(portal.all_hosts, portal)
    for slug, url in stored.items():
        if slug not in slugs and host(url):
            found[host(url)] = Portal(slug, url)
    return found


def _start_of(index: Index, pages: Sequence[str]) -> str:
    """Where reading a host begins: its root, else the page that looks most like a home page."""
    parts = urlsplit(pages[0])
    root = f"{parts.scheme}://{parts.netloc}/"
    if index.lookup(root):
        return root
    return min(pages, key=_depth)


def _depth(url: str) -> tuple[bool, bool, int, int]:
    parts = urlsplit(url)
    return bool(parts.query), not looks_like_home(url), parts.path.strip("/").count("/"), len(url)


def looks_like_home(url: str) -> bool:
    """Whether an address is named like that of a home page."""
    path = without_language(urlsplit(url).path).strip("/").lower()
    stem = path.rpartition(".")[0]
    return (stem or path) in _HOMES
