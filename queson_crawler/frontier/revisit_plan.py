"""Which stored articles are asked for once more, and how many. Pure: the same archive and clock give the same plan.

What is recent is a matter of the portal's own rhythm: articles within ten of its publishing intervals of its newest
one, or within the time in which it has edited articles before. Recent ones are asked at every crawl, newest first.
Older ones are asked at growing distance: when a quarter of their age has passed since the last time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import ceil
from statistics import median

from archive.memory import KnownArticle

CHANGED, UNCHANGED = 0.10, 0.05
"""Of the requests of a full crawl: what a crawl may spend beside list heads and changes, and all that it may spend
where nothing has changed."""
FLOOR, SMALL, LONG_AGO = 5, 100, timedelta(hours=20)
"""So many articles are asked again in any case where something has changed, a full crawl is SMALL, or the last look is
LONG_AGO."""
INTERVALS, MIN_RECENT, MAX_RECENT = 10, timedelta(days=7), timedelta(days=180)
SAMPLE = 50
GROWTH, MIN_DISTANCE = 0.25, timedelta(days=7)
OF_RECENT = 2 / 3
"""The part of a crawl's budget that recent articles may take while older ones are waiting."""
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


def allowance(cost: int, spent: Spent, idle: timedelta) -> int:
    """How many more articles may be asked again; `cost` is that of a full crawl, `idle` the time since the last."""
    floor = (FLOOR if spent.changed or cost <= SMALL or idle >= LONG_AGO else 0) - spent.revisited
    if spent.changed:
        return max(int(CHANGED * cost) - (spent.requests - spent.heads - spent.news), floor)
    return max(int(UNCHANGED * cost) - spent.requests, floor)


def moment(text: str) -> datetime:
    """A stored time; long ago where there is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return _NEVER
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def recent_since(articles: Iterable[KnownArticle]) -> datetime:
    """From which time of publication on articles are recent, by the portal's rhythm."""
    every = list(articles)
    dates = sorted((moment(one.published_at) for one in every if one.published_at), reverse=True)
    if not dates:
        return _NEVER
    days = sorted({date.date() for date in dates[:SAMPLE]}, reverse=True)
    gaps = [(a - b).days for a, b in pairwise(days)]
    window = timedelta(days=INTERVALS * median(gaps)) if gaps else MIN_RECENT
    edits = sorted(
        moment(one.edited_at) - moment(one.published_at) for one in every if one.edited_at and one.published_at
    )
    if edits:
        window = max(window, edits[int(EDITED_WITHIN * (len(edits) - 1))])
    return dates[0] - min(max(window, MIN_RECENT), MAX_RECENT)


def is_due(article: KnownArticle, now: datetime) -> bool:
    """Whether an older article was left alone for long enough: it is asked at growing distance."""
    return now - moment(article.checked_at) >= _distance(article)


def _distance(article: KnownArticle) -> timedelta:
    return max((moment(article.checked_at) - moment(article.published_at)) * GROWTH, MIN_DISTANCE)


def in_order(articles: Iterable[KnownArticle], now: datetime, budget: int, *, eager: bool) -> list[KnownArticle]:
    """At most `budget` articles, in the order in which they are asked again: recent ones, newest first, then those that
    were not looked at for longest. With `eager` also those whose time has not come."""
    every = [one for one in articles if not one.absent_at or one.gone]
    since = recent_since(every)
    recent = [one for one in every if moment(one.published_at) >= since and not one.gone]
    recent.sort(key=lambda one: one.published_at, reverse=True)
    chosen = {one.native_id for one in recent}
    older = [one for one in every if one.native_id not in chosen]
    older = [one for one in older if is_due(one, now) or (eager and not one.gone)]
    # Those looked at on one day are taken newest first.
    older.sort(key=lambda one: one.published_at, reverse=True)
    older.sort(key=lambda one: one.checked_at[:10])
    first = recent[: max(ceil(OF_RECENT * budget), budget - len(older))]
    return (first + older)[: max(budget, 0)]
