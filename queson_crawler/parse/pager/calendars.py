"""Calendars beside lists: their days are numbers that lead somewhere, and are no pages of a list. Pure."""

from __future__ import annotations

from itertools import islice

from lxml import html

from queson_crawler.parse.document import text_of

MAX_TABLES, MAX_CELLS = 100, 80
MIN_WEEKS, DAYS_OF_WEEK = 4, 7
_ALL_DAYS = frozenset(range(1, 29))
"""The days of the shortest month."""


def calendars(root: html.HtmlElement) -> frozenset[html.HtmlElement]:
    """The tables of weeks that show all days of a month; of tables within each other the innermost."""
    found: set[html.HtmlElement] = set()
    for table in islice(root.iter("table"), MAX_TABLES):
        if _is_calendar(table):
            found.difference_update(table.iterancestors())
            found.add(table)
    return frozenset(found)


def _is_calendar(table: html.HtmlElement) -> bool:
    days: set[int] = set()
    weeks = 0
    for row in islice(table.iter("tr"), MAX_TABLES):
        held = _days_of(row)
        if len(held) > DAYS_OF_WEEK:
            continue
        weeks += bool(held)
        days |= held
    return weeks >= MIN_WEEKS and days >= _ALL_DAYS


def _days_of(row: html.HtmlElement) -> set[int]:
    """The numbers that cells of a row say, each for itself."""
    found: set[int] = set()
    for cell in islice(row.iter("td"), MAX_CELLS):
        said = text_of(cell)
        if len(said) <= 2 and said.isdecimal():
            found.add(int(said))
    return found
