"""The end of a crawl of many portals: one line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from archive import runs
from archive.runs import Ended
from archive.store import Archive
from archive.text import one_line
from archive.troubles import troubles
from queson_crawler.cli.views.fleet import counted, marked
from queson_crawler.cli.views.runs import number
from queson_crawler.cli.views.terminal import say
from queson_crawler.monitoring.exit_codes import Exit

if TYPE_CHECKING:  # Scrapy is imported when a crawl begins: --help is to answer at once
    from queson_crawler.runs.crawl import End
    from queson_crawler.runs.fleet import Job

_HEAD = ("portal", "ended", "requests", "new", "revised", "gone", "failed", "took", "wrong")
_COUNTS = range(2, 8)


@dataclass(frozen=True, slots=True)
class Crawled:
    """How the crawl of one portal ended. `run` is None where none was begun; `wrong` are sentences, the first thing
    first."""

    slug: str
    outcome: str
    run: Ended | None
    wrong: tuple[str, ...]
    is_failing: bool


def show(folder: Path, jobs: Sequence[Job]) -> None:
    """What a crawl of many portals came to: a line for each, those first that are well, and what is to be done."""
    several = sorted(_crawled(folder, jobs), key=_order)
    rows: list[tuple[str, ...]] = [_HEAD]
    failing = []
    for each in several:
        rows.append(_crawled_row(each))
        failing.append(each.is_failing)
    say("\n".join(marked(rows, _COUNTS, failing)))
    told = f"{len(several):,} portals: {counted(each.outcome for each in several)}."
    if any(failing):
        told += f" {sum(failing):,} to look at (!): queson status PORTAL --archive {folder} tells all that is missing."
    say(told)


def _order(each: Crawled) -> tuple[bool, str]:
    return each.is_failing, each.slug


def _crawled_row(each: Crawled) -> tuple[str, ...]:
    cells = ["", "", "", "", "", ""]
    run = each.run
    if run is not None:
        cells = [number(run.requests), number(run.new), number(run.revised), number(run.gone), number(run.failed)]
        cells.append(_took(run.started_at, run.finished_at))
    wrong = each.wrong[0] if each.wrong else ""
    if len(each.wrong) > 1:
        wrong += f" (and {len(each.wrong) - 1:,} more)"
    return (each.slug, each.outcome, *cells, one_line(wrong))


def _took(began: str, ended: str | None) -> str:
    if ended is None:
        return ""
    seconds = int((datetime.fromisoformat(ended) - datetime.fromisoformat(began)).total_seconds())
    hours, seconds = divmod(max(seconds, 0), 3600)
    return f"{hours}:{seconds // 60:02}:{seconds % 60:02}"


def _crawled(folder: Path, jobs: Sequence[Job]) -> list[Crawled]:
    """How each of many crawls ended."""
    several = []
    with Archive.open(folder, create=False) as archive:
        for job in jobs:
            if job.end is not None:
                several.append(_one_of_many(archive, job.portal.slug, job.end))
    return several


def _wrong(archive: Archive, slug: str, run_id: int) -> list[str]:
    """What a run found wrong with its portal, and nobody accepted."""
    found = []
    for each in troubles(archive, slug):
        if each.run_id == run_id and each.ended_at is None and not each.is_accepted:
            found.append(each.detail)
    return found


def _one_of_many(archive: Archive, slug: str, end: End) -> Crawled:
    run = runs.ended(archive, end.run_id)
    wrong = _wrong(archive, slug, end.run_id)
    if end.error:
        wrong = [end.error]
    outcome = run.outcome if run is not None and run.outcome else "not begun"
    if end.is_accepted:
        outcome += ", accepted"
    return Crawled(slug, outcome, run, tuple(wrong), is_failing=end.code != Exit.DONE)
