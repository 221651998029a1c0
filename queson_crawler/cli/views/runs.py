"""What people see: tables and lists in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from archive.dedup import Kind
from archive.ledger import ListLedger, RunLedger
from archive.records import Alarm
from archive.reprints import Reprint
from archive.search import Hit
from archive.status import PortalStatus, RunStatus
from queson_crawler.monitoring.completeness import Finding, judge

MARKS = ("\x02", "\x03")
"""How hits are marked on their way to the terminal: characters that no stored text holds."""

_VERDICTS = {
    "complete": "The archive in {folder} is complete.",
    "incomplete": "The archive in {folder} is incomplete: queson status --archive {folder} tells what is missing.",
    "stopped": "Stopped before the end; start it again and it goes on. The archive is {folder}.",
}


_BROKEN_OFF = (None, "cut off", "stopped")


def number(value: int | None) -> str:
    """A count with its thousands grouped; a dash where there is none."""
    return "–" if value is None else f"{value:,}"


def marked(text: str, *, plain: bool) -> Text:
    """A snippet with its hits in bold, or in brackets where there is no colour."""
    found = Text()
    for place, part in enumerate(text.replace("\n", " ").split(MARKS[0])):
        hit, _, rest = part.partition(MARKS[1]) if place else ("", "", part)
        found.append(f"[{hit}]" if plain and hit else hit, style="bold yellow")
        found.append(rest)
    return found


def hits(console: Console, found: Iterable[Hit]) -> None:
    """The articles found, one below the other."""
    for hit in found:
        date = (hit.date or "no date")[:10]
        copies = f" · {hit.copies} more with this text" if hit.copies else ""
        console.print(Text(hit.title, style="bold"))
        console.print(Text(f"{date} · {hit.portal}{copies}", style="cyan"))
        console.print(marked(hit.snippet, plain=not console.is_terminal))
        console.print(Text(hit.url, style="dim"), soft_wrap=True)
        console.print()


def reprint(console: Console, found: Reprint) -> None:
    """A copy, and below it what it repeats."""
    how = "the same text" if found.kind == Kind.EXACT else f"{found.similarity:.0%} of its phrases in common"
    console.print(Text(found.title, style="bold"))
    console.print(Text(f"{(found.published_at or 'no date')[:10]} · {found.key}", style="cyan"))
    console.print(Text(f"repeats {found.original}, {(found.original_published_at or 'no date')[:10]} ({how})"))
    if found.original_title != found.title:
        console.print(Text(found.original_title, style="dim"))
    console.print()


def lists(rows: Iterable[ListLedger]) -> Table:
    """The ledger of a run: what each list declared, named and left unread."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("list", overflow="fold", ratio=1)
    for name in ("declared", "listed", "stored", "pages"):
        table.add_column(name, justify="right")
    table.add_column("missing pages")
    for row in rows:
        if row.same_as:
            continue
        missing = ", ".join(map(str, row.missing))
        short = row.stored < row.listed or (row.declared or 0) > row.listed or bool(missing)
        counts = map(number, (row.declared, row.listed, row.stored, row.pages))
        table.add_row(row.title or row.url, *counts, missing, style="yellow" if short else "")
    return table


def alarm(of: Alarm) -> str:
    """What is not as it was: what broke, since when, with an address to look at."""
    example = f", for example {of.example}" if of.example else ""
    return f"alarm: {of.detail} (since {of.since}{example})"


def alarms(console: Console, found: Sequence[Alarm], slug: str, indent: str = "") -> None:
    """Every alarm on a line of its own, and what a keeper may say to them."""
    for each in found:
        console.print(Text(f"{indent}{alarm(each)}", style="bold red"), soft_wrap=True)
    if found:
        hint = f"{indent}If this is how the portal is now: queson portals accept {slug}"
        console.print(Text(hint, style="dim"), soft_wrap=True)


def run(
    console: Console,
    run: RunStatus,
    ledger: RunLedger,
    found: tuple[Finding, ...],
    amiss: tuple[Alarm, ...],
    folder: str,
    slug: str,
) -> None:
    """The end of a crawl: what was done and what is missing."""
    if ledger.lists:
        console.print(lists(ledger.lists))
        twins = sum(1 for row in ledger.lists if row.same_as)
        if twins:
            console.print(Text(f"{twins} list(s) repeat one of these under another address.", style="dim"))
        console.print()
    _witnesses(console, ledger)
    for finding in () if run.outcome == "stopped" else found:
        if not finding.fatal:
            console.print(Text(f"missing: {finding.text}", style="yellow"), soft_wrap=True)
    alarms(console, amiss, slug)
    if ledger.files or ledger.files_missing:
        missing = f", {number(ledger.files_missing)} did not come" if ledger.files_missing else ""
        console.print(Text(f"{number(ledger.files)} files and pictures{missing}.", style="dim"))
    counts = f"{number(run.new)} new, {number(run.revised)} revised, {number(run.unchanged)} seen again"
    cost = f" ({ledger.requests / ledger.needed:.2f} per article and list page)" if ledger.needed else ""
    verdict = _VERDICTS[run.outcome or "stopped"].format(folder=folder)
    console.print(Text(f"{counts}; {number(run.requests)} requests{cost}. {verdict}"), soft_wrap=True)


def status(console: Console, portals: Iterable[tuple[PortalStatus, RunLedger | None]]) -> None:
    """What the archive holds, portal by portal: whether the last run found it complete, and if not, what is missing."""
    for portal, ledger in portals:
        years = f"{portal.first_year}–{portal.last_year}" if portal.first_year else "no dates"
        verdict = (portal.runs[0].outcome or "running") if portal.runs else "never crawled"
        said = Text(f"{portal.slug}  {portal.title}  ", style="bold")
        console.print(said.append(verdict, style="green" if verdict == "complete" else "yellow"))
        console.print(
            f"  {number(portal.articles)} articles ({number(portal.copies)} copies), {years}; "
            f"{number(portal.captures)} captures, {portal.warc_bytes / 1e6:,.1f} MB in WARC"
        )
        for run in portal.runs:
            console.print(Text(f"  {_run_line(run)}", style="dim" if run is not portal.runs[0] else ""))
        for problem in portal.problems:
            console.print(
                Text(f"  {number(problem.count)} × {problem.kind}: {problem.example}", style="yellow"), soft_wrap=True
            )
        alarms(console, portal.alarms, portal.slug, "  ")
        broken_off = bool(portal.runs) and portal.runs[0].outcome in _BROKEN_OFF
        if broken_off:
            when = "was broken off" if portal.runs[0].outcome else "still runs, or was killed"
            hint = f"  The last crawl {when}: queson crawl {portal.runs[0].target} goes on where it was."
            console.print(Text(hint, style="yellow"), soft_wrap=True)
        if ledger is not None:
            _witnesses(console, ledger, "  ")
            for finding in () if broken_off else judge(ledger):
                console.print(Text(f"  missing: {finding.text}", style="yellow"), soft_wrap=True)
            if ledger.lists:
                console.print(Padding(lists(ledger.lists), (1, 0, 1, 2)))


def _witnesses(console: Console, ledger: RunLedger, indent: str = "") -> None:
    for witness in ledger.witnesses:
        beside = f", {number(witness.unlisted)} of them in no list" if witness.unlisted else ", all of them listed"
        console.print(Text(f"{indent}{witness.source} names {number(witness.named)} articles{beside}.", style="dim"))


def _run_line(run: RunStatus) -> str:
    counts = f"{number(run.new)} new, {number(run.revised)} revised, {number(run.failed)} missing"
    return f"run {run.id}  {run.started_at}  {run.outcome or 'running'}  {counts}, {number(run.requests)} requests"
