"""Stored articles read once more from WARC with what their pages told together, never from the network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from archive import captures
from archive.errors import WarcDamaged
from archive.events import ProfileLearned
from archive.records import Article, Capture, Page
from archive.store import Archive
from archive.workers import Workers
from queson_crawler.parse.article.furniture import Template, all_words, as_compared
from queson_crawler.parse.results import PageLink
from queson_crawler.profile.profile import Profile
from queson_crawler.replay.captures_again import NONE_MADE, Again, exchange_of, in_order
from queson_crawler.understand.ahead import Ahead
from queson_crawler.understand.parts import further_of
from queson_crawler.understand.reader import Reader, answer_of
from queson_crawler.understand.reading import Reading
from queson_crawler.understand.steps import judged, normalised
from queson_crawler.understand.tasks import ArticleTask, task_of

MAX_PARTS = 100
"""Further pages of one article that are read."""


def learn(
    archive: Archive,
    reader: Reader,
    at: str,
    learned: ProfileLearned,
    warc: Path | None = None,
    workers: Workers | None = None,
    made: Mapping[int, Ahead] = NONE_MADE,
) -> None:
    """Let a reader, and the archive, take up what the pages of a portal told together.

    Where the pages of articles turned out to have more in common, those that are stored are read once more: all of them
    when that is learned first, later those of the run and those whose text holds it. The lists of the run are read
    again where another rule tells articles apart. `warc` is the folder of the WARC files, where it is not the
    archive's own; `workers` parse the pages, where there are any; `made` are those of which the pages are parsed.
    """
    before, folder = reader.profile, warc or archive.warc
    reader.take_up(learned)
    articles: Iterable[tuple[Article, Capture]] = ()
    lists: Iterable[Page] = ()
    if reader.profile.template != before.template:
        several = concerned(archive, reader.run_id, reader.profile, before.template)
        again = in_order(folder, several, reader.profile, workers, made=made)
        articles = _read_again(archive, reader, folder, again)
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


def concerned(archive: Archive, run_id: int, profile: Profile, before: Template) -> list[Capture]:
    """The captures of articles that may read otherwise with what was learned by a run, in order."""
    slug = profile.portal.slug
    every = captures.of_articles(archive, slug)
    now = profile.template
    has_first_fields = bool(now.fields.places) and not before.fields.places
    if has_first_fields or not before.furniture:
        return every
    fresh = now.furniture - before.furniture
    holding = _articles_that_hold(archive, slug, all_words(fresh))
    chosen: list[Capture] = []
    for capture, article_id in zip(every, captures.articles_of(archive, every), strict=True):
        if capture.run_id == run_id or article_id in holding:
            chosen.append(capture)
    return chosen


def _articles_that_hold(archive: Archive, portal: str, words: frozenset[str]) -> set[int]:
    """The articles of a portal of which a stored text has a paragraph with these words."""
    found: set[int] = set()
    for article_id, text in captures.texts_of(archive, portal):
        if article_id not in found and any(as_compared(each) in words for each in text.split("\n")):
            found.add(article_id)
    return found


def _read_again(
    archive: Archive, reader: Reader, warc: Path, several: Iterable[Again]
) -> Iterator[tuple[Article, Capture]]:
    """The articles of a reader's portal as the reader reads some of their captures now, in the order of these.

    An article that the page shows no more stays as it is stored.
    """
    anew = Reader(reader.portal, reader.run_id)
    anew.profile, anew.parts.waits = reader.profile, reader.parts.waits
    for one in several:
        capture = one.capture
        try:
            page = _page_of(archive, anew, warc, one)
        except WarcDamaged:
            continue  # a further page of it: `doctor` names it
        article = judged(normalised(page), archive).article
        if article is not None:
            yield article, page.shown_by or capture


def _page_of(archive: Archive, reader: Reader, warc: Path, one: Again) -> Page:
    """What a capture holds; of an article in several pages, the whole of it."""
    exchange, capture = one.exchange, one.capture
    reading, page = reader.read(task_of(exchange.url, exchange.task), answer_of(exchange), capture, one.ahead)
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
    number = 0
    if isinstance(reading.task, ArticleTask):
        number = reading.task.part
    known = {*range(number + 1), *(link.number for link in waiting)}
    return [link for link in further_of(reading) if link.number not in known]


def _read(reader: Reader, warc: Path, capture: Capture) -> tuple[Reading, Page]:
    exchange = exchange_of(warc, capture)
    return reader.read(task_of(exchange.url, exchange.task), answer_of(exchange), capture)
