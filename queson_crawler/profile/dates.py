"""Where the pages of a portal's articles have their date, and which dates on them are clocks and banners. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeAlias

from queson_crawler.parse import words
from queson_crawler.parse.article.field_places import FieldPlace, FieldRole, Fields
from queson_crawler.parse.article.sightings import MACHINE, DateSeen
from queson_crawler.profile.counted import MOST, agreed, most_agree, share_of
from queson_crawler.profile.regions import MIN_PAGES

Dates: TypeAlias = Sequence[DateSeen]
"""The dates of one page."""
Place: TypeAlias = tuple[str, str]
"""A path, and the form of what stands there."""
ByPlace: TypeAlias = dict[Place, list[DateSeen]]
"""The first date of each page at each place."""
CLOCK_ERROR, MAX_WRONG = 180.0, 26 * 3600.0
"""Seconds by which the times of one clock may differ from each other, and by which it may go wrong."""
MIN_DAYS = 3
"""Different days that dates of articles tell at least, where they stand against what is the same on all pages."""


def learn_dates(pages: Sequence[Dates], known: Fields) -> Iterator[FieldPlace]:
    """The clocks and banners among the dates of these pages, then the place of the articles' own date, and that of a
    more precise time of the same day."""
    by_place = _by_place(pages)
    own = {_place(each) for each in known.of(FieldRole.DATE)}
    none = {_place(each) for each in known.of(FieldRole.NO_DATE)}
    for place, dates in by_place.items():
        if place not in own and _is_no_date(place, dates, by_place, len(pages)):
            none.add(place)
            yield FieldPlace(FieldRole.NO_DATE, *place)
    date = _own_place(pages, by_place, none)
    if date is not None:
        yield FieldPlace(FieldRole.DATE, *date)
        yield from _more_precise(pages, by_place, date, none)


def _place(known: FieldPlace) -> Place:
    return known.path, known.form


def place_of(date: DateSeen) -> Place:
    """Where a date stands."""
    return date.path, date.form


def _by_place(pages: Sequence[Dates]) -> ByPlace:
    """The first date of each page at each place."""
    found: ByPlace = {}
    for page in pages:
        for place, date in _firsts(page).items():
            found.setdefault(place, []).append(date)
    return found


def _firsts(page: Dates) -> dict[Place, DateSeen]:
    firsts: dict[Place, DateSeen] = {}
    for date in page:
        firsts.setdefault(place_of(date), date)
    return firsts


def _is_no_date(place: Place, dates: Dates, by_place: ByPlace, pages: int) -> bool:
    """Whether what most pages show at a place is the time of fetching, or one day on all of them while their own dates
    differ."""
    if not most_agree(len(dates), pages):
        return False
    return is_clock(dates) or (_days(dates) == 1 and _is_refuted(place, by_place, pages))


def is_clock(dates: Dates) -> bool:
    """Whether the times at a place run with the clock by which the pages were fetched, right or wrong."""
    behind = sorted(date.behind for date in dates if date.behind is not None)
    if len(behind) < MIN_PAGES or len(behind) < MOST * len(dates):
        return False
    middle = behind[len(behind) // 2]
    near = [abs(each - middle) <= CLOCK_ERROR for each in behind]
    return abs(middle) <= MAX_WRONG and share_of(near) >= MOST


def _days(dates: Dates) -> int:
    """How many different days dates tell."""
    return len({date.day for date in dates})


def _is_refuted(place: Place, by_place: ByPlace, pages: int) -> bool:
    """Whether most pages have another date in their own lines, or for machines, and these differ. What is labelled as
    the date of an article in its own lines is refuted by machines alone."""
    own_lines = [date.is_about for date in by_place[place]]
    is_labelled = place[1] == words.PUBLISHED and share_of(own_lines) >= MOST
    for other, dates in by_place.items():
        able = [date for date in dates if _may_refute(date, is_labelled)]
        if other != place and most_agree(len(able), pages) and _days(able) >= MIN_DAYS:
            return True
    return False


def _may_refute(date: DateSeen, is_labelled: bool) -> bool:
    if date.form == MACHINE:
        return True
    return date.is_about and not is_labelled and date.form != words.UPDATED


def _own_place(pages: Sequence[Dates], by_place: ByPlace, none: set[Place]) -> Place | None:
    """The place where most pages have the date that each by itself takes for its own; else the one whose days are
    those that machines are told, or whose label alone says that it is one."""
    votes: list[Place] = []
    for page in pages:
        ranked = [date for date in page if date.rank is not None and place_of(date) not in none]
        if ranked:
            votes.append(place_of(ranked[0]))
    usual = agreed(votes, len(votes))
    told = _told_to_machines(pages, none)
    if usual is not None and _agrees(by_place[usual], told, pages):
        return usual
    for place in by_place:
        if place not in none and _is_sure(place, by_place, told, pages, has_other=bool(votes)):
            return place
    return usual


def _told_to_machines(pages: Sequence[Dates], none: set[Place]) -> dict[int, str]:
    """The day that each page (by the identity of its dates) tells machines, the surest."""
    told: dict[int, str] = {}
    for page in pages:
        for date in page:
            if date.form == MACHINE and place_of(date) not in none:
                told.setdefault(id(page), date.day)
    return told


def _agrees(dates: Dates, told: dict[int, str], pages: Sequence[Dates]) -> bool:
    """Whether the dates at a place are those that machines are told, where pages tell any."""
    same = _same_days(place_of(dates[0]), told, pages)
    return len(same) < MIN_PAGES or share_of(same) >= 1 - MOST


def _same_days(place: Place, told: dict[int, str], pages: Sequence[Dates]) -> list[bool]:
    same: list[bool] = []
    for page in pages:
        date = _firsts(page).get(place)
        if date is not None and id(page) in told:
            same.append(date.day == told[id(page)])
    return same


def _is_sure(
    place: Place,
    by_place: ByPlace,
    told: dict[int, str],
    pages: Sequence[Dates],
    *,
    has_other: bool,
) -> bool:
    """Whether dates at a place that no page by itself takes for its own are that all the same."""
    dates = by_place[place]
    if place[1] == MACHINE or not most_agree(len(dates), len(pages)) or _days(dates) < MIN_DAYS:
        return False
    if most_agree(len(told), len(pages)):
        return share_of(_same_days(place, told, pages)) >= MOST
    return place[1] == words.PUBLISHED and not has_other and _stands_once(place, pages)


def _stands_once(place: Place, pages: Sequence[Dates]) -> bool:
    """Whether no page shows more than one date at a place."""
    for page in pages:
        if [place_of(date) for date in page].count(place) > 1:
            return False
    return True


def _more_precise(pages: Sequence[Dates], by_place: ByPlace, own: Place, none: Iterable[Place]) -> Iterator[FieldPlace]:
    """The place of a time that tells, on most pages, the minute of the day that the articles' own date tells."""
    if share_of([date.is_minute for date in by_place[own]]) > 1 - MOST:
        return
    for place, dates in by_place.items():
        if place[1] in (MACHINE, words.UPDATED) or place in chain(none, (own,)):
            continue
        same: list[bool] = []
        for page in pages:
            firsts = _firsts(page)
            if own in firsts and place in firsts:
                same.append(firsts[place].is_minute and firsts[place].day == firsts[own].day)
        if most_agree(same.count(True), len(pages)) and share_of(same) >= MOST and _days(dates) > 1:
            yield FieldPlace(FieldRole.MINUTES, *place)
            return
