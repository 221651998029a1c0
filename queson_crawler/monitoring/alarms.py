"""Pure: one run of a portal held against those before it. What is not as it was becomes an alarm.

That an office publishes nothing is no alarm: its lists are read and show what they showed. Broken is what can no longer
be read, and it shows by rates: a share that held before and now would come by chance in `rates.CHANCE` of the runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter
from statistics import median

from archive.records import Alarm
from archive.signs import Layout, RunSigns
from queson_crawler.monitoring.article_alarms import article_alarms
from queson_crawler.monitoring.kinds import AlarmKind
from queson_crawler.monitoring.list_alarms import list_alarms
from queson_crawler.monitoring.rates import NOTHING, healthy
from queson_crawler.parse.results import Why

MIN_PROBLEMS, TROUBLED, MORE_TROUBLED = 3, 0.1, 5
"""A wave: at least this many problems of one kind, in this share of the requests, this many times the usual share."""
FRAME, FRAME_KEPT = 0.9, 0.6
"""Class names on this share of the pages are their frame; at least this share of the frame must still be there."""
HEAVY, MIN_BYTES = 10, 50_000_000
"""Pages are heavy at this many times their usual size, in a run of at least this many bytes."""
_NO_LAYOUT = Layout(0, {})
_TROUBLE = (
    Why.LOGIN,
    Why.CHALLENGE,
    Why.MAINTENANCE,
    Why.NO_ARTICLE,
    Why.NO_LIST,
    Why.HTTP_ERROR,
    Why.NO_ANSWER,
    Why.EMPTY,
    Why.BROKEN,
    Why.REFUSED,
    Why.NOT_HTML,
    Why.OTHER_SITE,
    Why.SOFT_NOT_FOUND,
    Why.UNDATED,
)
"""The kinds of problems of which a wave is an alarm."""


def judge(now: RunSigns, before: tuple[RunSigns, ...]) -> tuple[Alarm, ...]:
    """The alarms of a run; `before` are earlier runs that came to their end, newest first. None without any."""
    if not before:
        return ()
    found = (
        *article_alarms(now, before),
        *list_alarms(now, before),
        *_problems(now, before),
        *_layouts(now, before),
        *_size(now, before),
    )
    dated = [_since(alarm, now, before[0]) for alarm in found]
    return tuple(sorted(dated, key=attrgetter("kind", "subject")))


def _since(alarm: Alarm, now: RunSigns, last_run: RunSigns) -> Alarm:
    """The alarm with the time since which it is so: the last run may have given it already."""
    last = last_run.alarmed(alarm.kind, alarm.subject)
    if last is None:
        return replace(alarm, since=now.started_at)
    return replace(alarm, since=last.since)


def _problems(now: RunSigns, before: tuple[RunSigns, ...]) -> Iterator[Alarm]:
    for kind in _TROUBLE:
        count = now.problems.get(kind, NOTHING)
        usual = _usual_share(kind, before)
        if count.seen < MIN_PROBLEMS:
            continue
        if usual is None:
            continue
        share = count.seen / max(1, now.requests)
        if share > max(TROUBLED, MORE_TROUBLED * usual):
            detail = f"{count.seen} of {now.requests} requests ended in a new problem: {kind}"
            yield Alarm(AlarmKind.PROBLEM, kind, detail, count.example)


def _usual_share(kind: str, before: tuple[RunSigns, ...]) -> float | None:
    """The share of requests that ended in such a problem before; None where nothing was asked."""
    requests = problems = 0
    for run in healthy(before, AlarmKind.PROBLEM, kind):
        requests += run.requests
        problems += run.problems.get(kind, NOTHING).seen
    if not requests:
        return None
    return problems / requests


def _layouts(now: RunSigns, before: tuple[RunSigns, ...]) -> Iterator[Alarm]:
    """A new layout is told once, in the run that first meets it: the next run is held against it."""
    for role, layout in now.layouts.items():
        share = _share_kept(layout, _frame(role, before))
        if share < FRAME_KEPT:
            detail = f"the {role} pages look different: {share:.0%} of the class names of their frame are left"
            yield Alarm(AlarmKind.LAYOUT, role, f"{detail}; compare a sample with the portal")


def _share_kept(layout: Layout, frame: list[str]) -> float:
    """Which share of a frame is on the pages still; all of it where there was none."""
    if not frame:
        return 1.0
    kept = [layout.tokens.get(name, 0) for name in frame]
    return sum(kept) / (len(frame) * layout.pages)


def _frame(role: str, before: tuple[RunSigns, ...]) -> list[str]:
    """The class names that nearly all pages of a role had in the newest run that read some."""
    layout = _last_layout(role, before)
    least = FRAME * layout.pages
    return [name for name, count in layout.tokens.items() if count >= least]


def _last_layout(role: str, runs: tuple[RunSigns, ...]) -> Layout:
    for run in runs:
        if role in run.layouts:
            return run.layouts[role]
    return _NO_LAYOUT


def _size(now: RunSigns, before: tuple[RunSigns, ...]) -> Iterator[Alarm]:
    past = healthy(before, AlarmKind.SIZE, "warc")
    sizes = [run.warc_bytes / run.requests for run in past if run.requests]
    if not sizes or not now.requests:
        return
    if now.warc_bytes < MIN_BYTES:
        return
    usual = median(sizes)
    size = now.warc_bytes / now.requests
    if size > HEAVY * usual:
        yield Alarm(AlarmKind.SIZE, "warc", f"{size / 1e3:,.0f} kB per request where {usual / 1e3:,.0f} kB were usual")
