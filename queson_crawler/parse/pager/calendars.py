"""Calendars beside lists, and drop-downs of a date: their numbers lead somewhere, and are no pages of a list. Pure."""

from __future__ import annotations

from itertools import islice

from lxml import html

from queson_crawler.parse.document import text_of

MAX_TABLES, MAX_CELLS = 100, 80
MIN_WEEKS, DAYS_OF_WEEK = 4, 7
MAX_SELECTS, MAX_OPTIONS, MIN_YEARS = 20, 200, 2
FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST_MONTH = 31
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


def asks_for_date(form: html.HtmlElement) -> bool:
    """Whether drop-downs of a form ask for a day: one names years and nothing else, and another counts months or days
    from 1."""
    told = [_numbers_of(select) for select in islice(form.iter("select"), MAX_SELECTS)]
    several = [numbers for numbers in told if len(numbers) >= MIN_YEARS]
    return any(map(_are_years, several)) and any(map(_are_days_or_months, several))


def _are_years(numbers: set[int]) -> bool:
    return FIRST_YEAR <= min(numbers) <= max(numbers) <= LAST_YEAR


def _are_days_or_months(numbers: set[int]) -> bool:
    return min(numbers) == 1 < max(numbers) <= LONGEST_MONTH


def _numbers_of(select: html.HtmlElement) -> set[int]:
    """The numbers that the entries of a drop-down say, each for itself: `8`, `08`, `Tháng 8`."""
    found: set[int] = set()
    for option in islice(select.iter("option"), MAX_OPTIONS):
        said = text_of(option).split()
        if said and said[-1].isdecimal():
            found.add(int(said[-1]))
    return found
