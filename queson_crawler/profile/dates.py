"""Where a portal's articles have their date; which dates on their pages are clocks or have the month first. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

from queson_crawler.parse import words
from queson_crawler.parse.article.field_places import FieldPlace, FieldRole, Fields
from queson_crawler.parse.article.sightings import MACHINE, DateSeen
from queson_crawler.profile.counted import MOST, agreed, most_agree, share_of
from queson_crawler.profile.places_seen import Place, by_place, known_places, outside, place_of, votes
from queson_crawler.profile.regions import MIN_PAGES
from queson_crawler.text import Order

Dates: TypeAlias = Collection[DateSeen]
Pages: TypeAlias = Sequence[Sequence[DateSeen]]
"""The dates of each page."""
ByPage: TypeAlias = Mapping[int, DateSeen]
"""One date of each page that has it, by the number of the page."""
ByPlace: TypeAlias = Mapping[Place, ByPage]
"""The first date of each page at each place."""
CLOCK_ERROR, MAX_WRONG = 180.0, 26 * 3600.0
"""Seconds by which the times of one clock may differ from each other, and by which it may go wrong."""
MIN_DAYS = 3
"""Different days that dates of articles tell at least, where they stand against what is the same on all pages."""
_NEVER_MINUTES = (MACHINE, words.UPDATED)
"""Forms of dates that never make the date of an article more precise."""


def learn_dates(pages: Pages, known: Fields) -> Iterator[FieldPlace]:
    """The clocks and banners among the dates of these pages, then the place of the articles' own date, and that of a
    more precise time of the same day."""
    shown = by_place(pages)
    own = known_places(known, FieldRole.DATE)
    none = known_places(known, FieldRole.NO_DATE)
    for place in shown:
        if place not in own and _is_no_date(place, shown, len(pages)):
            none.add(place)
            yield FieldPlace(FieldRole.NO_DATE, *place)
    for place, dates in shown.items():
        if _has_month_first(dates.values()):
            yield FieldPlace(FieldRole.MONTH_FIRST, *place)
    yield from _own_places(outside(none, pages))


# Clocks and banners.


def _is_no_date(place: Place, shown: ByPlace, pages: int) -> bool:
    """Whether what most pages show at a place is the time of fetching, or one day on all of them while their own dates
    differ."""
    dates = shown[place].values()
    if not most_agree(len(dates), pages):
        return False
    if is_clock(dates):
        return True
    if _days(dates) > 1:
        return False
    return _is_refuted(place, shown, pages)


def is_clock(dates: Dates) -> bool:
    """Whether the times at a place run with the clock by which the pages were fetched, right or wrong."""
    behind = sorted(date.behind for date in dates if date.behind is not None)
    if not most_agree(len(behind), len(dates)):
        return False
    middle = behind[len(behind) // 2]
    if abs(middle) > MAX_WRONG:
        return False
    near = [abs(each - middle) <= CLOCK_ERROR for each in behind]
    return share_of(near) >= MOST


def _is_refuted(place: Place, shown: ByPlace, pages: int) -> bool:
    """Whether most pages have another date in their own lines, or for machines, and these differ. What is labelled as
    the date of an article in its own lines is refuted by machines alone."""
    is_labelled = _is_labelled(place, shown[place].values())
    for dates in shown.values():
        able = [date for date in dates.values() if _may_refute(date, is_labelled)]
        if _differ_on_most(able, pages):
            return True
    return False


def _is_labelled(place: Place, dates: Dates) -> bool:
    """Whether the dates at a place are labelled as those of articles, and stand in the articles' own lines."""
    if place.form != words.PUBLISHED:
        return False
    in_own_lines = [date.is_about for date in dates]
    return share_of(in_own_lines) >= MOST


def _may_refute(date: DateSeen, is_labelled: bool) -> bool:
    if date.form == MACHINE:
        return True
    if is_labelled or date.form == words.UPDATED:
        return False
    return date.is_about


def _differ_on_most(dates: Dates, pages: int) -> bool:
    """Whether most pages have one of these dates, and they tell different days."""
    if not most_agree(len(dates), pages):
        return False
    return _days(dates) >= MIN_DAYS


def _days(dates: Dates) -> int:
    """How many different days dates tell."""
    return len({date.day for date in dates})


def _has_month_first(dates: Dates) -> bool:
    """Whether several dates at a place can only be read with the month first, and none only with the day."""
    orders = [date.order for date in dates]
    if Order.DAY_FIRST in orders:
        return False
    return orders.count(Order.MONTH_FIRST) >= MIN_DAYS


# The articles' own date.


def _own_places(pages: Pages) -> Iterator[FieldPlace]:
    """The places of the articles' own date and of its minute, among dates that are no clocks and no banners."""
    shown = by_place(pages)
    own = _place_of_date(pages, shown)
    if own is None:
        return
    yield FieldPlace(FieldRole.DATE, *own)
    for place, dates in shown.items():
        if place.form not in _NEVER_MINUTES and _tells_minutes(dates, shown[own], len(pages)):
            yield FieldPlace(FieldRole.MINUTES, *place)
            return


def _place_of_date(pages: Pages, shown: ByPlace) -> Place | None:
    """The place where most pages have the date that each by itself takes for its own; else the one whose days are
    those that machines are told, or whose label alone says that it is one."""
    voted = votes(pages)
    usual = agreed(voted, len(voted))
    told = _told_to_machines(pages)
    if usual is not None and not _is_contradicted(_same_days(shown[usual], told)):
        return usual
    for place, dates in shown.items():
        if place.form == MACHINE or not _differ_on_most(dates.values(), len(pages)):
            continue
        if most_agree(len(told), len(pages)):
            is_sure = share_of(_same_days(dates, told)) >= MOST
        else:
            is_sure = not voted and _is_sure_by_label(place, pages, len(dates))
        if is_sure:
            return place
    return usual


def _told_to_machines(pages: Pages) -> ByPage:
    """The date that each page tells machines, the surest."""
    told: dict[int, DateSeen] = {}
    for number, page in enumerate(pages):
        for date in page:
            if date.form == MACHINE:
                told.setdefault(number, date)
    return told


def _same_days(dates: ByPage, others: ByPage) -> list[bool]:
    """Whether two dates are of the same day, for each page that has both."""
    both = dates.keys() & others.keys()
    return [dates[page].day == others[page].day for page in both]


def _is_contradicted(same: Sequence[bool]) -> bool:
    """Whether machines are told other days on nearly all of enough pages."""
    if len(same) < MIN_PAGES:
        return False
    return share_of(same) < 1 - MOST


def _is_sure_by_label(place: Place, pages: Pages, count: int) -> bool:
    """Whether a label alone says that a date is the article's: it is the only one of its kind on each of the pages, so
    many in `count`, that have it."""
    if place.form != words.PUBLISHED:
        return False
    everywhere = [place_of(date) for page in pages for date in page]
    return everywhere.count(place) == count


def _tells_minutes(dates: ByPage, own: ByPage, pages: int) -> bool:
    """Whether most pages tell at a place a minute of the day that their own date tells, which has none itself, and few
    that have both do otherwise."""
    if share_of([date.is_minute for date in own.values()]) > 1 - MOST:
        return False
    if _days(dates.values()) == 1:
        return False
    minutes = {page: date for page, date in dates.items() if date.is_minute}
    same = _same_days(minutes, own).count(True)
    if not most_agree(same, pages):
        return False
    return same >= MOST * len(dates.keys() & own.keys())
