"""All dates and counts of an article's page, as they are compared over sibling pages."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from queson_crawler.parse.article.blocks import indices_of
from queson_crawler.parse.article.counts import CountedPage, counts_told
from queson_crawler.parse.article.furniture import path_of
from queson_crawler.parse.article.published import DatedPage, shown_dates
from queson_crawler.parse.article.sightings import (
    MACHINE,
    MAX_SIGHTINGS,
    CountSeen,
    DateSeen,
    Sightings,
    count_in,
    dates_in,
    lines_with_digits,
)
from queson_crawler.parse.article.stamps import MINUTE, machine_stamps
from queson_crawler.parse.document import Document
from queson_crawler.text import PublishedDate, order_of


def sightings_of(dated: DatedPage, counted: CountedPage) -> Sightings:
    """The dates and counts of a page: first those that it alone would take, the surest first."""
    return Sightings(_dates(dated), _counts(dated, counted))


def _dates(page: DatedPage) -> tuple[DateSeen, ...]:
    seen: dict[tuple[int, str], DateSeen] = {}
    about = indices_of(page.about)
    for rank, shown in enumerate(islice(shown_dates(page), MAX_SIGHTINGS)):
        one = _date(page.doc, path_of(shown.block.element), shown.form, shown.date)
        at = shown.block.index
        seen.setdefault((at, shown.form), one.ranked(rank, is_about=at in about))
    for block in islice(lines_with_digits(page.flow.blocks), MAX_SIGHTINGS):
        for form, date in dates_in(block):
            seen.setdefault((block.index, form), _date(page.doc, path_of(block.element), form, date))
    machine: list[DateSeen] = []
    for place, date in islice(machine_stamps(page.doc, page.flow, page.title, None), MAX_SIGHTINGS):
        machine.append(_date(page.doc, place, MACHINE, date))
    return (*seen.values(), *machine)


def _date(doc: Document, path: str, form: str, date: PublishedDate) -> DateSeen:
    is_minute = date.precision == MINUTE
    behind = None
    if is_minute and doc.fetched_at is not None:
        behind = (doc.fetched_at - datetime.fromisoformat(date.iso)).total_seconds()
    return DateSeen(path, form, date.iso, is_minute, behind, order=order_of(date.raw))


def _counts(dated: DatedPage, counted: CountedPage) -> tuple[CountSeen, ...]:
    seen: dict[int, CountSeen] = {}
    for rank, (block, form, number) in enumerate(counts_told(counted)):
        seen.setdefault(block.index, CountSeen(path_of(block.element), form, number, rank))
    for block in islice(lines_with_digits(dated.flow.blocks), MAX_SIGHTINGS):
        told = count_in(block)
        if told is not None:
            seen.setdefault(block.index, CountSeen(path_of(block.element), *told))
    return tuple(seen.values())
