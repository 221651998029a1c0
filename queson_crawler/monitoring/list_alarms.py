"""Pure: alarms about lists that shrank, vanished, lost their pager, or cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
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


def list_alarms(now: RunSigns, before: tuple[RunSigns, ...]) -> Iterator[Alarm]:
    """The alarms about the lists of a run; `before` are earlier runs, newest first."""
    addresses = set(now.heads)
    for run in before:
        addresses |= run.heads.keys()
    for url in sorted(addresses):
        past = _past(url, before)
        if not past:
            continue
        detail = _fault(now.heads.get(url), past)
        if detail:
            yield Alarm(AlarmKind.LIST, url, f"{past[0].title or 'a list'}: {detail}", url)


def _past(url: str, before: tuple[RunSigns, ...]) -> list[Head]:
    """The list as earlier runs read it, newest first."""
    found = []
    for run in healthy(before, AlarmKind.LIST, url):
        head = run.heads.get(url)
        if head is not None and head.read:
            found.append(head)
    return found


def _fault(head: Head | None, past: list[Head]) -> str:
    """What is wrong with a list, as the end of a sentence; "" where nothing is."""
    usual = _usual(past)
    if head is None:
        return f"the portal shows it no more; it had {usual} articles on its first page"
    if not head.read:
        return f"its first page cannot be read; it had {usual} articles"
    if usual >= MIN_ENTRIES and head.entries <= HEAD_SHRUNK * usual:
        return f"its first page shows {head.entries} articles where there were {usual}"
    for check in (_smaller_total, _astray, _fewer_named, _less_than_declared):
        detail = check(head, past)
        if detail:
            return detail
    return ""


def _usual(past: list[Head]) -> int:
    return int(median(head.entries for head in past))


def _smaller_total(head: Head, past: list[Head]) -> str:
    declared = next((each.declared for each in past if each.declared), 0)
    if not declared or head.declared is None:
        return ""
    if declared - head.declared <= max(MIN_FEWER, TOTAL_SHRUNK * declared):
        return ""
    return f"the portal declares {head.declared} articles where it declared {declared}"


def _astray(head: Head, past: list[Head]) -> str:
    if not head.astray or any(each.astray for each in past):
        return ""
    return f"{head.astray} of its further pages show another page once more, or no way leads to them any more"


def _fewer_named(head: Head, past: list[Head]) -> str:
    named = int(median(each.listed for each in past))
    if named - head.listed <= MIN_ENTRIES or head.listed > LIST_SHRUNK * named:
        return ""
    return f"its pages name {head.listed} articles where they named {named}"


def _less_than_declared(head: Head, past: list[Head]) -> str:
    """A list that named all that it declares, and no longer does."""
    whole = head.pages > 1 or head.entries < _usual(past)
    if not head.declared or not head.listed or not whole:
        return ""
    if head.declared - head.listed <= max(MIN_FEWER, TOTAL_SHRUNK * head.declared) or not _added_up(past):
        return ""
    return f"the portal declares {head.declared} articles in it, and its pages name {head.listed}"


def _added_up(past: list[Head]) -> bool:
    """Whether a list named all that it declares before."""
    for head in past:
        if head.declared is None or head.declared > head.listed + 1:
            return False
    return True
