"""When an article was published: what readers see decides, what the page tells machines makes it more precise.

Three things look like a date of publication and are none: the clock of the page (it tells the day of fetching), the
date of an event in the text, and the dates of other articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import html

from queson_crawler.parse import labels, words
from queson_crawler.parse.article.stamps import MINUTE, is_now, machine_dates
from queson_crawler.parse.document import Document, names_of
from queson_crawler.parse.dress import around
from queson_crawler.parse.flow import Block, Flow
from queson_crawler.parse.lines import find_date, is_meta
from queson_crawler.text import HANOI, PublishedDate

_CLOCK_HINT = re.compile(r"clock|dong-?_?ho|today|hom-?nay|current|now|weather|thoi-?tiet", re.I)
MAX_CLOCK_STEPS = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """A date that readers see, by its label or bare, and the line it stands in."""

    date: PublishedDate
    block: Block
    labelled: bool


def published(
    doc: Document,
    flow: Flow,
    title: Block,
    about: Sequence[Block],
    below: Sequence[Block],
    half_days: str,
) -> PublishedDate | None:
    """The date by its label, else the first on the lines by the title or below the text; machines' time fills in.

    `about` are the lines about the article, `below` the blocks that follow its text.
    """
    shown = next(_shown_dates(doc, title, about, below), None)
    if shown is None:
        return next(machine_dates(doc, flow, title, None), None)
    date = _whole_days(shown.date, half_days)
    stamps = machine_dates(doc, flow, title, shown.block)
    if _is_far(shown, title):
        return next(stamps, date)
    if date.precision == MINUTE:
        return date
    for stamp in stamps:
        if stamp.precision == MINUTE and stamp.iso[:10] == date.iso[:10]:
            return stamp
    return date


def _whole_days(date: PublishedDate, half_days: str) -> PublishedDate:
    """A date without the time that a 12-hour clock prints without its half."""
    if re.search(half_days, date.raw):
        return PublishedDate(date.iso[:10], "day", date.raw)
    return date


def _is_far(shown: Shown, title: Block) -> bool:
    """Whether a bare date stands above the title, where a page shows its clock too: machines know better."""
    return not shown.labelled and shown.block.index < title.index


def _shown_dates(doc: Document, title: Block, about: Sequence[Block], below: Sequence[Block]) -> Iterator[Shown]:
    """What may be the date that readers see, the surest first."""
    lines = (*about, *below)
    yield from _labelled(lines, words.PUBLISHED)
    yield from _labelled(about, words.UPDATED)
    for bare in _bare(about):
        if not _is_clock(doc, bare, title):
            yield bare
    yield from _labelled(lines, words.UPDATED)
    yield from _bare(filter(is_meta, below))


def _labelled(blocks: Sequence[Block], field: str) -> Iterator[Shown]:
    """The date of a label: that of the first line which says anything for it."""
    for block in blocks:
        value = labels.fields_of([block.text]).get(field)
        if value:
            yield from _dated(block, value, labelled=True)
            return


def _bare(blocks: Iterable[Block]) -> Iterator[Shown]:
    """The dates that stand in lines without a label for them."""
    for block in blocks:
        yield from _dated(block, block.text, labelled=False)


def _dated(block: Block, text: str, *, labelled: bool) -> Iterator[Shown]:
    """The date that a line tells, if it does."""
    date = find_date(text)
    if date is not None:
        yield Shown(date, block, labelled)


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
