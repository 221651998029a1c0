"""What people see of an archive: portal by portal, how complete the last run found it, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from archive.ledger import RunLedger
from archive.portal_pages import PagesStatus
from archive.records import Outcome
from archive.status import PortalStatus, ResourceStatus, RunStatus
from queson_crawler.cli.views.runs import alarms, line, lists, missing, number, witnesses
from queson_crawler.monitoring.completeness import judge

_BROKEN_OFF = (None, Outcome.CUT_OFF, Outcome.STOPPED)


def status(console: Console, portals: Iterable[tuple[PortalStatus, RunLedger | None]]) -> None:
    """What the archive holds, portal by portal: whether the last run found it complete, and if not, what is missing."""
    for portal, ledger in portals:
        _head(console, portal)
        _resources(console, portal.resources)
        _pages(console, portal.pages)
        _runs(console, portal.runs)
        for problem in portal.problems:
            line(console, f"  {number(problem.count)} × {problem.kind}: {problem.example}", "yellow")
        alarms(console, portal.alarms, portal.slug, "  ")
        broken_off = _is_broken_off(portal.runs)
        if broken_off:
            _how_to_go_on(console, portal.runs[0])
        if ledger is None:
            continue
        witnesses(console, ledger, "  ")
        if not broken_off:
            missing(console, judge(ledger), "  ")
        if ledger.lists:
            console.print(Padding(lists(ledger.lists), (1, 0, 1, 2)))


def _runs(console: Console, runs: Iterable[RunStatus]) -> None:
    """A line for each run, the newest in full light."""
    style = ""
    for run in runs:
        console.print(Text(f"  {_run_line(run)}", style=style))
        style = "dim"


def _is_broken_off(runs: Sequence[RunStatus]) -> bool:
    """Whether the newest run did not come to its end."""
    return bool(runs) and runs[0].outcome in _BROKEN_OFF


def _head(console: Console, portal: PortalStatus) -> None:
    """A portal's name, how its last run ended, and how much of it there is."""
    verdict = "never crawled"
    if portal.runs:
        verdict = portal.runs[0].outcome or "running"
    years = "no dates"
    if portal.first_year:
        years = f"{portal.first_year}–{portal.last_year}"
    name = Text(f"{portal.slug}  {portal.title}  ", style="bold")
    console.print(name.append(verdict, style="green" if verdict == Outcome.COMPLETE else "yellow"))
    documents = ""
    if portal.documents:
        documents = f"{number(portal.documents)} legal documents; "
    console.print(
        f"  {number(portal.articles)} articles ({number(portal.copies)} copies), {years}; {documents}"
        f"{number(portal.captures)} captures, {portal.warc_bytes / 1e6:,.1f} MB in WARC"
    )


def _resources(console: Console, found: ResourceStatus) -> None:
    """How much there is of what pages are shown with."""
    if not found.kept and not found.missing:
        return
    text = f"  shown with {number(found.kept)} style sheets, scripts, fonts and pictures, {found.bytes / 1e6:,.1f} MB"
    if found.missing:
        text += f"; {number(found.missing)} did not come, such as {found.example}"
    line(console, text)


def _pages(console: Console, found: PagesStatus) -> None:
    """How much there is of the rest of a portal, within which bounds it was asked for, and what was left out."""
    if not found.run_id and not found.kept:
        return
    line(
        console,
        f"  {number(found.kept)} other pages ({number(found.aliases)} further addresses of them), "
        f"{found.bytes / 1e6:,.1f} MB in WARC",
    )
    if found.run_id:
        line(
            console,
            f"    bounds of run {found.run_id}: {number(found.max_pages)} pages, {found.max_bytes >> 20:,} MB, "
            f"{found.max_depth} clicks, {number(found.max_of_host)} pages of one host",
        )
    for each in found.not_kept:
        line(console, f"    did not come: {number(each.count)} × {each.reason}, such as {each.example}")
    for each in found.left:
        line(console, f"    left out: {number(each.count)} × {each.reason}, such as {each.example}")


def _how_to_go_on(console: Console, last: RunStatus) -> None:
    when = "was broken off" if last.outcome else "still runs, or was killed"
    line(console, f"  The last crawl {when}: queson crawl {last.target} goes on where it was.", "yellow")


def _run_line(run: RunStatus) -> str:
    counts = f"{number(run.new)} new, {number(run.revised)} revised, {number(run.failed)} missing"
    return f"run {run.id}  {run.started_at}  {run.outcome or 'running'}  {counts}, {number(run.requests)} requests"
