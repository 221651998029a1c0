"""What the pages that come out of a web archive are shown with: of all that they name, what is worth a request, by the
bounds that a crawl keeps. Pure state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archive.records import FileState, Needed, Use
from archive.resources import KnownResource, chosen
from archive.store.resources import MAX_ROWS
from queson_crawler.files.resources import MAX_DEPTH
from queson_crawler.parse.resources import needed_by_sheet
from queson_crawler.portals import Portal
from queson_crawler.urls import leads_out


@dataclass(slots=True)
class _Named:
    """How often an address was named, and what came of asking for it."""

    needed: Needed
    pages: int = 0
    at_home: bool = False
    state: str = ""
    bytes: int = 0


@dataclass(slots=True)
class PageLooks:
    """What the pages of a portal name, and which of it is still to be asked for."""

    portal: Portal
    _named: dict[str, _Named] = field(default_factory=dict)
    _pages: set[str] = field(default_factory=set)
    _pictures: set[str] = field(default_factory=set)

    def note_page(self, url: str, needs: Iterable[Needed], *, is_home: bool) -> None:
        """Note what a page names; each address of a page counts once."""
        is_new = url not in self._pages
        self._pages.add(url)
        for named in self._note(needs):
            named.pages += is_new
            named.at_home = named.at_home or is_home

    def note_pictures(self, urls: Iterable[str]) -> None:
        """Note pictures of articles, which are asked for as such."""
        self._pictures.update(urls)

    def came(self, needed: Needed, url: str, body: bytes, charset: str | None) -> None:
        """Note that something came; what a style sheet names is needed too."""
        named = self._named[needed.url]
        named.state, named.bytes = FileState.KEPT, len(body)
        if needed.use is Use.SHEET and needed.depth < MAX_DEPTH:
            self._note(needed_by_sheet(body, charset, url, needed.depth + 1))

    def next(self) -> list[Needed]:
        """What is to be asked for, as far as is known now; each is told once."""
        wanted: list[Needed] = []
        for each in chosen(list(self._known()), len(self._pages), with_files=True):
            named = self._named[each.url]
            named.state = FileState.NOT_FOUND
            wanted.append(named.needed)
        return wanted

    def _note(self, needs: Iterable[Needed]) -> list[_Named]:
        noted: list[_Named] = []
        for each in needs:
            if not self.portal.owns(each.url) or leads_out(each.url):
                continue
            if len(self._named) < MAX_ROWS or each.url in self._named:
                noted.append(self._named.setdefault(each.url, _Named(each)))
        return noted

    def _known(self) -> Iterator[KnownResource]:
        for url, named in self._named.items():
            yield KnownResource(
                url, named.needed.use, named.needed.depth, named.pages, named.at_home, named.state, 1, named.bytes,
                is_due=False, is_of_article=url in self._pictures,
            )  # fmt: skip
