"""A fleet of portals night after night, without crawls: runs are stored as crawls record them, then judged and told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.clock import AHEAD, moment
from archive.events import Event, ListWalked
from archive.records import (
    Article,
    Capture,
    Category,
    Entry,
    Extent,
    ListPage,
    Outcome,
    Page,
    PageState,
    PortalRecord,
    Problem,
    RunStart,
)
from archive.store import Archive, events
from archive.store.conclusions import page_of
from archive.troubles import are_all_accepted
from queson_crawler.monitoring.digest import Digest
from queson_crawler.monitoring.exit_codes import exit_code
from queson_crawler.monitoring.verdict import verdict
from queson_crawler.portals import Portal
from queson_crawler.runs.crawl import End
from queson_crawler.runs.fleet import Job
from queson_crawler.runs.news import News, news_of, note_told

DAY = 86_400
ARTICLES, READ_AGAIN = 8, 4
NEW = "0-moi"
SILENT = "nothing answers at that address (connection refused)"


@dataclass
class Night:
    """What one portal shows in one night; a trouble changes it."""

    articles: int = ARTICLES
    author: str | None = "Ban Biên tập"
    is_there: bool = True
    start_status: int = 200
    lists: int = 2
    further_page: PageState = PageState.READ
    has_new: bool = False
    """Whether its first list names one article more; `refused` is why that cannot be read."""
    refused: Problem | None = None
    extent: Extent = Extent.WHOLE
    declared: int | None = None


Change = Callable[[Night], None]


def dead(night: Night) -> None:
    night.is_there = False


def closed(night: Night) -> None:
    night.start_status = 503


def behind_a_login(night: Night) -> None:
    night.refused = Problem("", "login wall", "asks who one is")


def not_found(night: Night) -> None:
    night.refused = Problem("", "not found", "answered 404")


def failing(night: Night) -> None:
    night.refused = Problem("", "http error", "answered 500")


def page_missing(night: Night) -> None:
    night.further_page = PageState.MISSING


def list_gone(night: Night) -> None:
    night.lists = 1


def emptied(night: Night) -> None:
    night.articles = 1


def unproven(night: Night) -> None:
    night.extent = Extent.UNPROVEN


def fewer(night: Night) -> None:
    night.declared = 3 * ARTICLES


TROUBLES: dict[str, Change] = {
    "dead": dead, "closed": closed, "behind a login": behind_a_login, "not found": not_found, "failing": failing,
    "a page of a list is missing": page_missing, "a list is gone": list_gone, "a list is nearly empty": emptied,
    "nothing shows that a list ends": unproven, "fewer than declared": fewer,
}  # fmt: skip


OF_NEW = (behind_a_login, not_found, failing)
"""Troubles with an article that is new in the first night."""


class Fleet:
    """So many portals in one archive. `troubles` are (portal, first night, last night, what is changed)."""

    def __init__(self, folder: Path, portals: int, patch: pytest.MonkeyPatch) -> None:
        self.folder, self._patch = folder, patch
        self.portals = [Portal(f"xa-{number:03d}", f"http://xa-{number:03d}.example/") for number in range(portals)]
        self.troubles: list[tuple[int, int, int, Change]] = []
        self.offline: set[int] = set()
        self._next_id = 1
        with Archive.open(folder):
            pass

    def nights(self, first: int, last: int) -> Iterator[tuple[int, News]]:
        """Each night with what is new, which is told."""
        for number in range(first, last + 1):
            news = self.night(number)
            assert note_told(self.folder, news) == ""
            yield number, news

    def night(self, number: int) -> News:
        """One night: every portal is crawled; what is new is not told yet."""
        self._patch.setenv(AHEAD, str(number * DAY))
        with Archive.open(self.folder) as archive, archive.together(1000):
            jobs = [self._crawled(archive, place, number) for place in range(len(self.portals))]
        return news_of(self.folder, jobs)

    def _crawled(self, archive: Archive, place: int, number: int) -> Job:
        portal, shown = self.portals[place], Night()
        for which, first, last, change in self.troubles:
            if which == place and first <= number:
                shown.has_new = shown.has_new or change in OF_NEW
                if number <= last:
                    change(shown)
        if number in self.offline:
            shown.is_there = False
        run_id = archive.begin_run(RunStart(portal.slug, _now(), portal.start, "1"))
        for page in self._pages(portal, run_id, shown, number):
            archive.store(page)
        archive.finish_run(run_id, _now(), Outcome.INCOMPLETE)
        ended = verdict(archive, portal, run_id)
        events.store(archive, Event(run_id, _now(), ended))
        is_accepted = are_all_accepted(archive, run_id)
        end = End(exit_code(ended.outcome, is_accepted=is_accepted), run_id, is_accepted=is_accepted)
        return Job(portal, portal.start, end=end)

    def _pages(self, portal: Portal, run: int, shown: Night, number: int) -> Iterator[Page]:
        start = portal.start
        if not shown.is_there:
            yield Page(run, problems=(Problem(start, "no answer", SILENT),), observed_at=_now())
            return
        capture = self._capture(run, start, "page", shown.start_status)
        if shown.start_status != 200:
            yield Page(run, capture, problems=(Problem(start, "http error", "answered 503"),))
            return
        yield Page(run, capture, portal=PortalRecord(portal.slug, "Xã", start))
        for place in range(shown.lists):
            yield from self._list(run, f"{start}tin-{place}", place, shown)
        yield from self._articles(portal, run, shown, number)

    def _list(self, run: int, url: str, place: int, shown: Night) -> Iterator[Page]:
        base = url.rpartition("/")[0]
        names = [f"{place}-{each}" for each in range(shown.articles)]
        if shown.has_new and not place:
            names.insert(0, NEW)
        entries = [Entry(name, f"{base}/bai-{name}", f"Bài {name}") for name in names]
        category = Category(url, f"Tin {place}")
        listing = ListPage(url, 1, url, PageState.READ, shown.declared, None, tuple(entries))
        yield Page(run, self._capture(run, url, "list"), category=category, listing=listing)
        further = ListPage(url, 2, f"{url}?trang=2", shown.further_page)
        if shown.further_page == PageState.READ:
            yield Page(run, self._capture(run, f"{url}?trang=2", "list"), category=category, listing=further)
        else:
            yield Page(run, category=category, listing=further, observed_at=_now())
        if shown.further_page == PageState.READ:
            yield page_of(ListWalked(url, shown.extent), run, _now())

    def _articles(self, portal: Portal, run: int, shown: Night, number: int) -> Iterator[Page]:
        """Every article is read the first night, and a few again in each."""
        names = [f"{of_list}-{each}" for of_list in range(2) for each in range(ARTICLES)]
        chosen = (
            names if number == 0 else [name for place, name in enumerate(names) if (place + number) % READ_AGAIN == 0]
        )
        if shown.has_new:
            chosen.append(NEW)
        for name in chosen:
            url = f"{portal.start}bai-{name}"
            if name == NEW and shown.refused is not None:
                problem = Problem(url, shown.refused.kind, shown.refused.detail)
                yield Page(run, self._capture(run, url, "article", 403), problems=(problem,))
                continue
            article = Article(
                portal=portal.slug, native_id=name, url=url, title=f"Bài {name}",
                body=f"Nội dung bài {name} của cổng. " * 12, author=shown.author,
            )  # fmt: skip
            yield Page(run, self._capture(run, url, "article"), article=article)

    def _capture(self, run: int, url: str, role: str, status: int = 200) -> Capture:
        number = self._next_id
        self._next_id += 1
        return Capture(
            number, run, url, _now(), status, "text/html", f"{number:064x}", "a.warc.gz", number * 100, 100, role
        )


def _now() -> str:
    return moment().strftime("%Y-%m-%dT%H:%M:%SZ")


def told(digest: Digest) -> list[tuple[str, str]]:
    """What a digest tells: (portal, "wrong" or "over"), each once."""
    found = []
    for each in digest.portals:
        if each.needs_a_look:
            found.append((each.slug, "wrong"))
        if each.over:
            found.append((each.slug, "over"))
    return found
