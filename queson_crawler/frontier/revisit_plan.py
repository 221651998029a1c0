"""Which stored articles are asked for once more, and how many. Pure: the same archive and clock give the same plan.

What is recent is a matter of the portal's own rhythm: articles within a month or ten of its publishing intervals of its
newest one, or within the time in which it has edited articles before. Recent ones are asked at every crawl, newest
first. Older ones are asked at growing distance: when a quarter of their age has passed since the last time.

Before all of these comes the round: in each crawl a share of all articles, those that were not asked for longest, so
that no article waits for more than ROUND crawls (counting only those at least ROUND_APART after the one before).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import nsmallest
from itertools import pairwise
from math import ceil
from operator import attrgetter
from statistics import median

from archive.memory import KnownArticle

CHANGED, UNCHANGED = 0.10, 0.05
"""Of the requests of a full crawl: what a crawl may spend beside list heads and changes, and all that it may spend
where nothing has changed."""
FLOOR, SMALL, LONG_AGO = 5, 100, timedelta(hours=20)
"""At least FLOOR articles are asked again where something has changed, where a full crawl takes SMALL requests or less,
or where the last look is LONG_AGO."""
ROUND, ROUND_APART = 40, timedelta(hours=20)
"""In so many crawls every article is asked again; one that was asked within ROUND_APART is not asked for the round."""
INTERVALS, MIN_RECENT, MAX_RECENT = 10, timedelta(days=30), timedelta(days=180)
SAMPLE = 50
GROWTH, MIN_DISTANCE = 0.25, timedelta(days=7)
MAX_RECENT_SHARE = 2 / 3
"""The share of a crawl's budget that recent articles may take while older ones are waiting."""
EDITED_WITHIN = 0.9

_NEVER = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Spent:
    """What a crawl has asked for until now: all its requests, and of these heads of lists, articles that were new or
    had changed, and articles asked again. `changed` says whether anything has changed at all."""

    requests: int = 0
    heads: int = 0
    news: int = 0
    revisited: int = 0
    changed: bool = False


def allowance(cost: int, spent: Spent, idle: timedelta, owed: int = 0) -> int:
    """How many more articles may be asked again; `cost` is that of a full crawl, `idle` the time since the last, and
    `owed` how many the round asks for, whatever else was spent."""
    if spent.changed:
        budget = int(CHANGED * cost) - (spent.requests - spent.heads - spent.news)
    else:
        budget = int(UNCHANGED * cost) + owed - spent.requests
    least = owed
    if spent.changed or cost <= SMALL or idle >= LONG_AGO:
        least += FLOOR
    return max(budget, least - spent.revisited)


def round_of(articles: Iterable[KnownArticle], now: datetime) -> list[KnownArticle]:
    """The articles whose turn it is in this crawl, whatever their age: those that were not asked for longest."""
    there = [one for one in articles if not one.gone and not one.absent_at]
    share = ceil(len(there) / ROUND)
    waiting = [one for one in there if now - moment(one.checked_at) >= ROUND_APART]
    return nsmallest(share, waiting, key=attrgetter("checked_at", "native_id"))


def moment(text: str) -> datetime:
    """A stored time; long ago where there is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return _NEVER
    if found.tzinfo is None:
        return found.replace(tzinfo=UTC)
    return found


def is_later(told: str, checked: str) -> bool:
    """Whether a time that a portal tells lies after one of ours; of a day alone any moment of it counts."""
    if len(told) == len("2026-01-01"):
        return told >= checked[: len(told)]
    return moment(told) > moment(checked)


def recent_since(articles: Iterable[KnownArticle]) -> datetime:
    """From which time of publication on articles are recent, by the portal's rhythm."""
    dates: list[datetime] = []
    edits: list[timedelta] = []
    for one in filter(attrgetter("published_at"), articles):
        published = moment(one.published_at)
        dates.append(published)
        if one.edited_at:
            edits.append(moment(one.edited_at) - published)
    if not dates:
        return _NEVER
    dates.sort(reverse=True)
    edits.sort()
    window = INTERVALS * _interval(dates[:SAMPLE])
    if edits:
        window = max(window, edits[int(EDITED_WITHIN * (len(edits) - 1))])
    return dates[0] - min(max(window, MIN_RECENT), MAX_RECENT)


def _interval(dates: Iterable[datetime]) -> timedelta:
    """The usual time between two days on which something was published; none where there was only one."""
    days = sorted({date.date() for date in dates})
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    return timedelta(days=median(gaps or [0]))


def is_due(article: KnownArticle, now: datetime) -> bool:
    """Whether an older article was left alone for long enough: it is asked at growing distance."""
    return now - moment(article.checked_at) >= _distance(article)


def _distance(article: KnownArticle) -> timedelta:
    return max((moment(article.checked_at) - moment(article.published_at)) * GROWTH, MIN_DISTANCE)


def in_order(articles: Iterable[KnownArticle], now: datetime, budget: int, *, eager: bool) -> list[KnownArticle]:
    """At most `budget` articles, in the order in which they are asked again: recent ones, newest first, then those that
    were not looked at for longest. With `eager` also those whose time has not come."""
    candidates = [one for one in articles if not one.absent_at or one.gone]
    candidates.sort(key=attrgetter("published_at"), reverse=True)
    since = recent_since(candidates)
    recent: list[KnownArticle] = []
    older: list[KnownArticle] = []
    for one in candidates:
        is_wanted = eager and not one.gone
        if not one.gone and moment(one.published_at) >= since:
            recent.append(one)
        elif is_wanted or is_due(one, now):
            older.append(one)
    older.sort(key=lambda one: one.checked_at[:10])  # those looked at on one day are taken newest first
    for_recent = max(ceil(MAX_RECENT_SHARE * budget), budget - len(older))
    chosen = recent[:for_recent] + older
    return chosen[: max(budget, 0)]
