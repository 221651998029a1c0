"""Which captures of a web archive are worth a request. Pure state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from queson_crawler.imports.index import loosely
from queson_crawler.imports.web_archives.rows import Row
from queson_crawler.portals import Portal
from queson_crawler.urls import clean, host, may_be_read

PAGES = ("text/html", "application/xhtml+xml")
MAX_OLDER = 4
"""At most this many captures of an address are looked at, newest first, until one is a page with content."""
_WITH_CONTENT = ("200", "-", "")
_REVISIT, _UNKNOWN = "warc/revisit", ("", "-", "unk", "warc/revisit")
_MAYBE = frozenset((*PAGES, *_UNKNOWN))


@dataclass(slots=True)
class Choice:
    """The captures of one portal. Of each address the newest is asked, an older one where that is no content; with
    `every` each that differs."""

    portal: Portal
    every: bool = False
    found: int = 0
    _pages: dict[str, list[Row]] = field(default_factory=dict)
    _files: dict[str, list[Row]] = field(default_factory=dict)
    _kinds: dict[str, str] = field(default_factory=dict)

    def add(self, rows: Iterable[Row]) -> None:
        """What an index names; what is no answer with content, or of another host, is passed over."""
        for row in rows:
            if row.status in _WITH_CONTENT and self._is_own(row.url):
                self._add(row)

    def _add(self, row: Row) -> None:
        self.found += 1
        if row.digest and row.kind not in _UNKNOWN:
            self._kinds.setdefault(row.digest, row.kind)
        kinds = self._pages if _may_be_page(row) else self._files
        kinds.setdefault(loosely(row.url), []).append(row)

    def summary(self) -> Iterator[tuple[str, str]]:
        """Year and kind (`page` or `file`) of every capture."""
        for kind, by_address in (("page", self._pages), ("file", self._files)):
            for several in by_address.values():
                for row in several:
                    yield row.time[:4], kind

    def has(self, url: str) -> bool:
        """Whether any capture of a page is of that address."""
        return loosely(url) in self._pages

    def _is_own(self, url: str) -> bool:
        return host(url) in self.portal.all_hosts and clean(url) != ""

    def pages(self) -> Iterator[list[Row]]:
        """For each address that may be a page: the captures to ask for, one after the other until one has content; with
        `every` each stands alone."""
        for address in sorted(self._pages, key=self._rank):
            several = list(filter(self._is_page, self._distinct(self._pages[address])))
            if self.every:
                for row in several:
                    yield [row]
            elif several:
                yield several[:MAX_OLDER]

    def _rank(self, address: str) -> tuple[bool, int, str]:
        """The start page first, then what lies near the root."""
        return address != loosely(self.portal.start), address.count("/"), address

    def file(self, url: str) -> list[Row]:
        """The captures of a file, newest first; each is asked for once."""
        address = loosely(url)
        several = self._files.pop(address, [])
        several += [row for row in self._pages.get(address, []) if not row.kind]
        return self._distinct(several)[:MAX_OLDER]

    def _is_page(self, row: Row) -> bool:
        """Whether a capture is a page, as far as the index tells; others with its bytes may tell what it is."""
        kind = row.kind
        if kind in _UNKNOWN:
            kind = self._kinds.get(row.digest, PAGES[0])
        return kind in PAGES

    @staticmethod
    def _distinct(several: list[Row]) -> list[Row]:
        """Whole ones first, then newest first; of captures with the same bytes the one that is no mere reference, else
        the newest; of one capture that two archives have, that of the archive which was named first."""
        kept: dict[str, Row] = {}
        times: set[tuple[str, str]] = set()
        for row in sorted(several, key=_worth, reverse=True):
            if (row.time, row.url) not in times:
                kept.setdefault(row.digest or row.time, row)
            times.add((row.time, row.url))
        return sorted(kept.values(), key=lambda one: (not one.truncated, one.time), reverse=True)


def _worth(row: Row) -> tuple[bool, bool, str, int]:
    """What makes one of two captures the better one."""
    return row.kind != _REVISIT, not row.truncated, row.time, -row.archive


def _may_be_page(row: Row) -> bool:
    return row.kind in _MAYBE and may_be_read(row.url)
