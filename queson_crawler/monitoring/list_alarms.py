"""Pure: alarms about lists that shrank, vanished, lost their pager, or cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from statistics import median

from archive.records import Alarm
from archive.signs import Head, RunSigns
from queson_crawler.monitoring.kinds import AlarmKind
from queson_crawler.monitoring.rates import healthy

MIN_ENTRIES = 4
HEAD_SHRUNK, LIST_SHRUNK = 0.5, 0.7
"""What is left of the first page, of the whole list: so small a share of what was usual."""
MIN_FEWER, TOTAL_SHRUNK = 3, 0.1
"""By how many, and by which share, a declared total must fall."""
_NOT_READ = Head("", "", read=False, entries=0, declared=None)
"""What stands for a list that a run did not meet."""


def list_alarms(now: RunSigns, before: tuple[RunSigns, ...]) -> Iterator[Alarm]:
    """The alarms about the lists of a run; `before` are earlier runs, newest first."""
    addresses = set(now.heads).union(*map(attrgetter("heads"), before))
    for url in sorted(addresses):
        past = _past(url, before)
        if not past:
            continue
        detail = _fault(now.heads.get(url), past)
        if detail:
            name = past[0].title or "a list"
            yield Alarm(AlarmKind.LIST, url, f"{name}: {detail}", url)


def _past(url: str, before: tuple[RunSigns, ...]) -> list[Head]:
    """The list as earlier runs read it, newest first."""
    found: list[Head] = []
    for run in healthy(before, AlarmKind.LIST, url):
        head = run.heads.get(url, _NOT_READ)
        if head.read:
            found.append(head)
    return found


def _fault(head: Head | None, past: list[Head]) -> str:
    """What is wrong with a list, as the end of a sentence; "" where nothing is."""
    if head is None:
        return f"the portal shows it no more; it had {_usual(past)} articles on its first page"
    if not head.read:
        return f"its first page cannot be read; it had {_usual(past)} articles"
    for check in (_smaller_head, _smaller_total, _astray, _fewer_named, _less_than_declared):
        detail = check(head, past)
        if detail:
            return detail
    return ""


def _usual(past: list[Head]) -> int:
    """How many entries its first page had."""
    return int(median(map(attrgetter("entries"), past)))


def _is_fewer(now: int, before: int) -> bool:
    """Whether a number is smaller by more than a few articles that were taken down."""
    return before - now > max(MIN_FEWER, TOTAL_SHRUNK * before)


def _smaller_head(head: Head, past: list[Head]) -> str:
    usual = _usual(past)
    if usual < MIN_ENTRIES:
        return ""
    if head.entries > HEAD_SHRUNK * usual:
        return ""
    return f"its first page shows {head.entries} articles where there were {usual}"


def _smaller_total(head: Head, past: list[Head]) -> str:
    totals = filter(None, map(attrgetter("declared"), past))
    declared = next(totals, 0)
    if head.declared is None:
        return ""
    if not _is_fewer(head.declared, declared):
        return ""
    return f"the portal declares {head.declared} articles where it declared {declared}"


def _astray(head: Head, past: list[Head]) -> str:
    if not head.astray:
        return ""
    if any(map(attrgetter("astray"), past)):
        return ""
    return f"{head.astray} of its further pages show another page once more, or no way leads to them any more"


def _fewer_named(head: Head, past: list[Head]) -> str:
    named = int(median(map(attrgetter("listed"), past)))
    if named - head.listed <= MIN_ENTRIES:
        return ""
    if head.listed > LIST_SHRUNK * named:
        return ""
    return f"its pages name {head.listed} articles where they named {named}"


def _less_than_declared(head: Head, past: list[Head]) -> str:
    """A list that named all that it declares, and no longer does."""
    if not head.declared or not head.listed:
        return ""
    is_on_one_page = head.pages <= 1 and head.entries >= _usual(past)
    if is_on_one_page:
        return ""
    if not _is_fewer(head.listed, head.declared):
        return ""
    if not all(map(_adds_up, past)):
        return ""
    return f"the portal declares {head.declared} articles in it, and its pages name {head.listed}"


def _adds_up(head: Head) -> bool:
    """Whether a list named all that it declared."""
    if head.declared is None:
        return False
    return head.declared <= head.listed + 1
