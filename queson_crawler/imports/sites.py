"""Which portals a file holds pages or pictures of, and where reading each begins. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from queson_crawler.imports.index import Index
from queson_crawler.portals import Portal, resolve, shipped
from queson_crawler.urls import host, without_language

MIN_SHARE, MIN_PAGES = 10, 5
"""A host with less than a tenth of the pages of the largest is no portal of its own, unless it is a government's; nor
is one with hardly any pages and no home page."""
MAX_NEW = 64
"""One file gives at most this many unknown portals: more is no crawl of portals, and each costs a run."""
_HOMES = ("", "trang-chu", "home", "default", "index", "portal", "web/guest/home")


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
        is_stored = portal is not None and portal.slug in slugs
        if portal is None:
            if not _is_portal(name, len(pages[name]), most, start):
                continue
            if new == MAX_NEW:
                left_out += 1
                continue
            new += 1
            portal = _unlike(resolve(start), slugs)
        if not is_stored and not index.lookup(portal.start):
            portal = replace(portal, start=start)
        found.setdefault(portal.slug, portal)
    for portal in _known_portals(index, named, slugs):
        found.setdefault(portal.slug, portal)
    return list(found.values()), left_out


def _known_portals(index: Index, named: Mapping[str, Portal], stored: Container[str]) -> list[Portal]:
    """The portals of the archive to which a file belongs by the hosts of what it holds, be it without a page; the one
    with the most first."""
    counts: Counter[str] = Counter()
    for one in index.held:
        portal = named.get(host(one.found.url)) if one.is_answer else None
        if portal is not None and portal.slug in stored:
            counts[host(one.found.url)] += 1
    several = {named[name].slug: named[name] for name, _ in counts.most_common()}
    return list(several.values())


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
