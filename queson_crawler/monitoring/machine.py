"""Whether this machine is the cause when nothing comes, or soon will be: its network, its disk, its clock."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from archive import gaps, runs
from archive.records import ToldTrouble
from archive.store import Archive

MIN_SILENT, MIN_NEW = 2, 3
"""So many portals, on addresses of their own, must fall silent at once before this machine is the likely cause; so many
where it is not known of all that they answered before."""
MIN_FREE = 256 << 20
"""Bytes that are to be free on the disk of an archive, whatever a crawl writes."""
NIGHTS = 7
"""The disk should have room for this many crawls like the last one."""
SET_BACK = timedelta(days=1)
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One portal that was asked: its run, and the address of its start page."""

    run_id: int
    start: str


def silence(archive: Archive, asked: Sequence[Asked]) -> str:
    """In a sentence that this machine is the likely cause of a silence; "" where a portal answered, or where those that
    do not were silent before."""
    for each in asked:
        if gaps.was_answered(archive, each.run_id):
            return ""
    fallen = [each for each in asked if gaps.was_alive(archive, each.run_id) is not False]
    is_known = all(gaps.was_alive(archive, each.run_id) for each in fallen)
    addresses = {urlsplit(each.start).netloc for each in fallen}
    if len(addresses) < (MIN_SILENT if is_known else MIN_NEW):
        return ""
    why = runs.first_problem(archive, fallen[0].run_id)
    return (
        f"Not one of {len(asked)} portals answered: the network of this machine is the likely cause, and nothing is "
        f"concluded about the portals (such as {fallen[0].start}: {why})."
    )


def disk(archive: Archive, asked: Sequence[Asked]) -> list[ToldTrouble]:
    """That the disk of an archive will be full soon, where it will."""
    free = shutil.disk_usage(archive.folder)[2]
    written = sum(runs.warc_bytes_of(archive, each.run_id) for each in asked)
    least = max(MIN_FREE, NIGHTS * written)
    if free >= least:
        return []
    detail = (
        f"The disk of the archive {archive.folder} is nearly full: {free / MB:,.0f} MB are free, and this crawl wrote "
        f"{written / MB:,.0f} MB"
    )
    return [ToldTrouble("", "disk", "free", detail, size=100 * least // max(free, 1))]


def clock(archive: Archive, asked: Sequence[Asked], now: datetime) -> list[ToldTrouble]:
    """That the clock of this machine was set back, where an earlier crawl is of a later time."""
    last = runs.last_began(archive, frozenset(each.run_id for each in asked))
    if not last or datetime.fromisoformat(last) - now <= SET_BACK:
        return []
    detail = f"The clock of this machine says {now:%Y-%m-%d}, and an earlier crawl began at {last}: set the clock"
    return [ToldTrouble("", "clock", "set back", detail)]
