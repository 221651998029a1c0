"""When an article was published: what readers see decides, what the page tells machines makes it more precise.

Three things look like a date of publication and are none: the clock of the page (it tells the day of fetching), the
date of an event in the text, and the dates of other articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import html

from queson_crawler.parse import labels, words
from queson_crawler.parse.article.field_places import NO_FIELDS, FieldPlace, FieldRole, Fields
from queson_crawler.parse.article.furniture import blocks_at, path_of
from queson_crawler.parse.article.sightings import UNLABELLED, dates_in, label_of_date, lines_with_digits
from queson_crawler.parse.article.stamps import MINUTE, is_now, machine_dates
from queson_crawler.parse.document import Document, names_of
from queson_crawler.parse.dress import around
from queson_crawler.parse.evidence import Sign, Verdict
from queson_crawler.parse.flow import Block, Flow
from queson_crawler.parse.legal.words import tells_day_of_document
from queson_crawler.parse.lines import find_date, is_meta, with_month_first
from queson_crawler.text import HANOI, PublishedDate

_CLOCK_HINT = re.compile(r"clock|dong-?_?ho|today|hom-?nay|current|now|weather|thoi-?tiet", re.I)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
MAX_CLOCK_STEPS = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """A date that readers see, and the line it stands in; `form` is the field of its label, "" for a bare date."""

    date: PublishedDate
    block: Block
    form: str = UNLABELLED
    is_learned: bool = False
    """Whether it stands where sibling pages have their dates."""

    @property
    def is_bare(self) -> bool:
        """Whether nothing but its place on this one page says that it is a date of publication."""
        return not self.form and not self.is_learned


@dataclass(frozen=True, slots=True)
class DatedPage:
    """A page whose date is sought: its title, the lines `about` its article, the blocks `below` its text, and what is
    `known` of the places of dates on its siblings. `where` are the blocks among which such a place is looked for."""

    doc: Document
    flow: Flow
    title: Block
    about: Sequence[Block]
    below: Sequence[Block]
    where: Sequence[Block] = ()
    known: Fields = NO_FIELDS


def published(page: DatedPage, half_days: str) -> PublishedDate | None:
    """The date where sibling pages have theirs, else that of a label, else the first on the lines by the title or below
    the text; machines' time fills in."""
    shown = next(_surest(page), None)
    if shown is None:
        return next(machine_dates(page.doc, page.flow, page.title, None, page.known), None)
    date = _whole_days(shown.date, half_days)
    stamps = list(machine_dates(page.doc, page.flow, page.title, shown.block, page.known))
    surest = next(iter(stamps), date)
    if _is_far(shown, page.title):
        return surest
    same_day = _of_day(date, stamps)
    if stamps and not same_day and _has_open_year(shown):
        return surest
    return _with_minute(date, page, same_day)


def _with_minute(date: PublishedDate, page: DatedPage, same_day: list[PublishedDate]) -> PublishedDate:
    """A date with its minute: its own, that of machines on the same day, or that where siblings have theirs."""
    if date.precision == MINUTE:
        return date
    beside = [seen.date for seen in _seen_at(page, FieldRole.MINUTES)]
    timed = (each for each in (*same_day, *_of_day(date, beside)) if each.precision == MINUTE)
    return next(timed, date)


def _of_day(day: PublishedDate, dates: Iterable[PublishedDate]) -> list[PublishedDate]:
    """The dates of the same day."""
    return [date for date in dates if date.iso[:10] == day.iso[:10]]


def verdict_on_date(page: DatedPage) -> Verdict | None:
    """Why a date was chosen, where sibling pages told it."""
    for seen in _seen_at(page, FieldRole.DATE):
        return Verdict("date", seen.date.raw, (Sign("stands where sibling pages have theirs", 1),))
    return None


def _surest(page: DatedPage) -> Iterator[Shown]:
    """What may be the date that readers see: where sibling pages have theirs, then as one page alone tells it."""
    for seen in _seen_at(page, FieldRole.DATE):
        yield _in_order(page, seen)
    clocks: dict[tuple[str, str], Shown] = {}
    for shown in shown_dates(page):
        place = path_of(shown.block.element), shown.form
        is_none = page.known.has(FieldRole.NO_DATE, *place)
        if not is_none or _is_after_clock(page.doc, shown, clocks.setdefault(place, shown)):
            yield _in_order(page, shown)


def _in_order(page: DatedPage, shown: Shown) -> Shown:
    """A date, read with the month first where sibling pages have it so."""
    if not page.known.has(FieldRole.MONTH_FIRST, path_of(shown.block.element), shown.form):
        return shown
    return replace(shown, date=with_month_first(shown.date.raw) or shown.date)


def _is_after_clock(doc: Document, shown: Shown, clock: Shown) -> bool:
    """Whether a date stands just as the page's clock does, whose place alone was learned, and is another day's."""
    if shown.block.index < clock.block.index:
        return False
    days = _days_of_fetching(doc)
    if clock.date.iso[:10] not in days:
        return False
    return shown.date.iso[:10] not in days


def _seen_at(page: DatedPage, role: FieldRole) -> Iterator[Shown]:
    """The dates that stand where sibling pages have those of a role, by the order of these places."""
    found: dict[FieldPlace, Shown] = {}
    for path, block in blocks_at(page.known.paths(role), lines_with_digits(page.where)):
        for form, date in dates_in(block):
            found.setdefault(FieldPlace(role, path, form), Shown(date, block, form, is_learned=True))
    for place in page.known.of(role):
        if place in found:
            yield found[place]


def _whole_days(date: PublishedDate, half_days: str) -> PublishedDate:
    """A date without the time that a 12-hour clock prints without its half."""
    if re.search(half_days, date.raw):
        return PublishedDate(date.iso[:10], "day", date.raw)
    return date


def _is_far(shown: Shown, title: Block) -> bool:
    """Whether a bare date stands above the title, where a page shows its clock too: machines know better."""
    return shown.is_bare and shown.block.index < title.index


def _has_open_year(shown: Shown) -> bool:
    """Whether nothing but its place says what a date of two-digit numbers is: `25/01/08` may stand on the card of
    another article, and begin with its year."""
    return shown.is_bare and _YEAR.search(shown.date.raw) is None


def shown_dates(page: DatedPage) -> Iterator[Shown]:
    """What one page alone may take for the date that readers see, the surest first."""
    lines = (*page.about, *page.below)
    yield from _labelled(lines, words.PUBLISHED)
    yield from _labelled(page.about, words.UPDATED)
    bare = _bare(page.flow, page.about)
    yield from (one for one in bare if not _is_clock(page.doc, one, page.title))
    yield from _labelled(lines, words.UPDATED)
    yield from _bare(page.flow, filter(is_meta, page.below))


def _labelled(blocks: Sequence[Block], field: str) -> Iterator[Shown]:
    """The dates of a label, line by line."""
    for block in blocks:
        value = labels.fields_of([block.text]).get(field, "")
        yield from _dated(block, value, field)


def _bare(flow: Flow, blocks: Iterable[Block]) -> Iterator[Shown]:
    """The first date of each line, whatever stands before it; the day of a legal document is none."""
    for block in blocks:
        if not _is_of_document(flow, block):
            yield from _dated(block, block.text, label_of_date(block))


def _is_of_document(flow: Flow, block: Block) -> bool:
    """Whether a line, or the one just before it, labels the day of a legal document."""
    near = flow.blocks[max(block.index - 1, 0) : block.index + 1]
    return any(tells_day_of_document(each.text) for each in near)


def _dated(block: Block, text: str, form: str) -> Iterator[Shown]:
    """The date that a line tells, if it does."""
    date = find_date(text)
    if date is not None:
        yield Shown(date, block, form)


def _is_clock(doc: Document, shown: Shown, title: Block) -> bool:
    """Whether a bare date above the title is the page's clock: it tells the day, or the minute, of fetching."""
    block = shown.block
    if block.index > title.index or labels.cut(block.text):
        return False
    if any(map(_is_named_clock, around(block.element, MAX_CLOCK_STEPS))):
        return True
    if shown.date.precision == MINUTE:
        return is_now(doc, shown.date)
    return shown.date.iso[:10] in _days_of_fetching(doc)


def _is_named_clock(element: html.HtmlElement) -> bool:
    return _CLOCK_HINT.search(names_of(element)) is not None


def _days_of_fetching(doc: Document) -> tuple[str, ...]:
    """The day a page was fetched, in its own zone and in Hanoi's."""
    if doc.fetched_at is None:
        return ()
    return doc.fetched_at.date().isoformat(), doc.fetched_at.astimezone(HANOI).date().isoformat()
