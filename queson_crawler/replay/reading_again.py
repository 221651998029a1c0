"""Stored articles read once more from WARC with what their pages told together, never from the network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from archive import captures
from archive.errors import WarcDamaged
from archive.events import ProfileLearned
from archive.records import Article, Capture, Page
from archive.store import Archive
from archive.warc import Place, read_at
from queson_crawler.parse.results import PageLink
from queson_crawler.understand.parts import further_of
from queson_crawler.understand.reader import Reader, answer_of
from queson_crawler.understand.reading import Reading
from queson_crawler.understand.steps import judged, normalised
from queson_crawler.understand.tasks import ArticleTask, task_of

MAX_PARTS = 100
"""Further pages of one article that are read."""


def learn(archive: Archive, reader: Reader, at: str, learned: ProfileLearned, warc: Path | None = None) -> None:
    """Let a reader, and the archive, take up what the pages of a portal told together.

    The articles that are stored are read once more where their pages turned out to have more in common, and the lists
    of the run where another rule tells articles apart. `warc` is the folder of the WARC files, where it is not the
    archive's own.
    """
    before, folder = reader.profile, warc or archive.warc
    reader.take_up(learned)
    articles: Iterable[tuple[Article, Capture]] = ()
    lists: Iterable[Page] = ()
    if reader.profile.template != before.template:
        articles = _read_again(archive, reader, folder)
    if before.is_identity_learned and reader.profile.identity != before.identity:
        lists = _lists_again(archive, reader, folder)
    archive.learn(reader.run_id, at, reader.profile.kept(), reader.profile.identify, articles, lists)


def _lists_again(archive: Archive, reader: Reader, warc: Path) -> Iterator[Page]:
    """The lists that the run has read, with every entry under the id that it has now: of two entries that were taken
    for one, only one is stored."""
    anew = Reader(reader.portal, reader.run_id)
    anew.profile = reader.profile
    for capture in captures.of_lists(archive, reader.run_id):
        try:
            _, page = _read(anew, warc, capture)
        except WarcDamaged:
            continue
        page = normalised(page)
        if page.listing is not None:
            yield Page(page.run_id, capture=capture, category=page.category, listing=page.listing, again=True)


def _read_again(archive: Archive, reader: Reader, warc: Path) -> Iterator[tuple[Article, Capture]]:
    """The articles of a reader's portal as the reader reads their captures now, in the order of these.

    An article that the page shows no more stays as it is stored.
    """
    anew = Reader(reader.portal, reader.run_id)
    anew.profile, anew.parts.waits = reader.profile, reader.parts.waits
    for capture in captures.of_articles(archive, reader.portal.slug):
        try:
            page = _page_of(archive, anew, warc, capture)
        except WarcDamaged:
            continue  # `doctor` names it; what was read of it before is all that is known
        article = judged(normalised(page), archive).article
        if article is not None:
            yield article, page.shown_by or capture


def _page_of(archive: Archive, reader: Reader, warc: Path, capture: Capture) -> Page:
    """What a capture holds; of an article in several pages, the whole of it."""
    reading, page = _read(reader, warc, capture)
    waiting, asked = list(further_of(reading)), 0
    while page.article is None and waiting and asked < MAX_PARTS:
        asked += 1
        further = captures.newest_in_run(archive, waiting.pop(0).url, capture.run_id)
        if further is not None:
            reading, page = _read(reader, warc, further)
            waiting += _not_asked(reading, waiting)
    return page


def _not_asked(reading: Reading, waiting: list[PageLink]) -> list[PageLink]:
    """The further pages that a page of an article names after itself, and that do not wait to be read."""
    number = reading.task.part if isinstance(reading.task, ArticleTask) else 0
    known = {link.number for link in waiting}
    return [link for link in further_of(reading) if link.number > number and link.number not in known]


def _read(reader: Reader, warc: Path, capture: Capture) -> tuple[Reading, Page]:
    exchange = read_at(warc, Place(capture.warc_file, capture.warc_offset, capture.warc_length)).exchange
    return reader.read(task_of(exchange.url, exchange.task), answer_of(exchange), capture)
