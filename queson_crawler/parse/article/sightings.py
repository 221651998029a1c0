"""The dates and counts that an article's page shows, each with its place: from those of many pages it is learned which
belongs to the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from queson_crawler.parse import labels, words
from queson_crawler.parse.flow import Block
from queson_crawler.parse.lines import MAX_META, find_date, is_meta
from queson_crawler.text import Order, PublishedDate

MACHINE = "machine"
"""The form of a date that only machines are told."""
UNLABELLED = ""
_DIGIT = re.compile(r"\d")
_LABELS = (words.PUBLISHED, words.UPDATED)
MAX_SIGHTINGS = 60
"""Dates, and counts, of one page that are looked at."""


@dataclass(frozen=True, slots=True)
class DateSeen:
    """A date on a page: where it stands and by which label, what it tells, and how many seconds it is behind the time
    of fetching. `rank` is its place among what one page alone takes for its date, None for anything else; `is_about`
    says that it stands in the article's own lines."""

    path: str
    form: str
    iso: str
    is_minute: bool
    behind: float | None = None
    rank: int | None = None
    is_about: bool = False
    order: Order | None = None
    """The only order in which its numbers can be read; None where both are possible."""

    @property
    def day(self) -> str:
        """The day it tells, ISO."""
        return self.iso[:10]

    def ranked(self, rank: int, *, is_about: bool) -> DateSeen:
        """The same among what a page alone takes for its date."""
        return replace(self, rank=rank, is_about=is_about)


@dataclass(frozen=True, slots=True)
class CountSeen:
    """A number of views on a page, and where it stands; `rank` as of a date."""

    path: str
    form: str
    number: int
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Sightings:
    """The dates and counts of one page, those of what it shows in their order."""

    dates: tuple[DateSeen, ...] = ()
    counts: tuple[CountSeen, ...] = field(default=())


NOTHING_SEEN = Sightings()


def dates_in(block: Block) -> Iterator[tuple[str, PublishedDate]]:
    """The dates that a line about an article tells, each with the field of its label."""
    told = labels.cut(block.text)
    dated = {form: told[form] for form in _LABELS if form in told}
    if not dated and is_meta(block):
        dated = {UNLABELLED: block.text}
    for form, text in dated.items():
        date = find_date(text)
        if date is not None:
            yield form, date


def label_of_date(block: Block) -> str:
    """The field of the label of a line's date, "" where it has none."""
    told = labels.cut(block.text)
    return next(filter(told.__contains__, _LABELS), UNLABELLED)


def count_in(block: Block) -> tuple[str, int] | None:
    """The number of views that a line tells, with the field of its label."""
    form, number = UNLABELLED, labels.views(block.text)
    value = labels.cut(block.text).get(words.VIEWS)
    if value:
        form, number = words.VIEWS, labels.number(value)
    if number is None:
        return None
    return form, number


def lines_with_digits(blocks: Sequence[Block]) -> Iterator[Block]:
    """The lines that may tell a date or a count."""
    for block in blocks:
        if len(block.text) <= MAX_META and _DIGIT.search(block.text):
            yield block
