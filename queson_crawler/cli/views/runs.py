"""What people see: tables and lists in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import filterfalse
from operator import attrgetter

from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive.dedup import Kind as CopyKind
from archive.ledger import ListLedger, RunLedger
from archive.records import Alarm, Outcome
from archive.reprints import Reprint
from archive.search import Hit
from archive.search.documents import DocumentHit
from archive.search.pages import PageHit
from archive.status import RunStatus
from queson_crawler.monitoring.completeness import Finding, ranges

MARKS = ("\x02", "\x03")
"""How hits are marked on their way to the terminal: characters that no stored text holds."""

_VERDICTS = {
    Outcome.COMPLETE: "The archive in {folder} is complete.",
    Outcome.INCOMPLETE: "The archive in {folder} is incomplete: "
    "queson status --archive {folder} tells what is missing.",
    Outcome.STOPPED: "Stopped before the end; start it again and it goes on. The archive is {folder}.",
}


def number(value: int | None) -> str:
    """A count with its thousands grouped; a dash where there is none."""
    return "–" if value is None else f"{value:,}"


def marked(text: str, *, plain: bool) -> Text:
    """A snippet with its hits in bold, or in brackets where there is no colour."""
    opening, closing = MARKS
    before, *others = text.replace("\n", " ").split(opening)
    found = Text(before)
    for part in others:
        hit, _, rest = part.partition(closing)
        if plain and hit:
            hit = f"[{hit}]"
        found.append(hit, style="bold yellow")
        found.append(rest)
    return found


def hits(console: Console, found: Iterable[Hit]) -> None:
    """The articles found, one below the other."""
    for hit in found:
        about = f"{_day(hit.date)} · {hit.portal}"
        if hit.copies:
            about += f" · {hit.copies} more with this text"
        about += _by_machine(hit.confidence)
        console.print(Text(hit.title, style="bold"))
        console.print(Text(about, style="cyan"))
        console.print(marked(hit.snippet, plain=not console.is_terminal))
        console.print(Text(hit.url, style="dim"), soft_wrap=True)
        console.print()


def documents(console: Console, found: Iterable[DocumentHit]) -> None:
    """The legal documents found, one below the other."""
    for hit in found:
        about = f"{_day(hit.issued)} · {hit.issuer or hit.portal}"
        if hit.signer:
            about += f" · {hit.signer}"
        if hit.articles:
            about += f" · named in {hit.articles:,} articles"
        about += _by_machine(hit.confidence)
        console.print(Text(hit.title, style="bold"))
        console.print(Text(about, style="cyan"))
        console.print(Text(f"{hit.key}  {hit.url}", style="dim"), soft_wrap=True)
        console.print()


def _by_machine(confidence: float | None) -> str:
    """That a text was read from a scan, and how sure the program was; nothing of other texts."""
    if confidence is None:
        return ""
    return f" · read by machine, confidence {confidence:.0%}"


def pages(console: Console, found: Iterable[PageHit]) -> None:
    """The pages found that are neither lists nor news, one below the other."""
    for hit in found:
        console.print(Text(hit.title, style="bold"))
        console.print(Text(f"{hit.way or hit.portal} · seen {_day(hit.last_seen_at)}", style="cyan"))
        console.print(marked(hit.snippet, plain=not console.is_terminal))
        console.print(Text(f"{hit.key}  {hit.url}", style="dim"), soft_wrap=True)
        console.print()


def _day(moment: str | None) -> str:
    return (moment or "no date")[:10]


def reprint(console: Console, found: Reprint) -> None:
    """A copy, and below it what it repeats."""
    how = "the same text"
    if found.kind != CopyKind.EXACT:
        how = f"{found.similarity:.0%} of its phrases in common"
    console.print(Text(found.title, style="bold"))
    console.print(Text(f"{_day(found.published_at)} · {found.key}", style="cyan"))
    console.print(Text(f"repeats {found.original}, {_day(found.original_published_at)} ({how})"))
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
        missing = ranges(row.missing)
        counts = map(number, (row.declared, row.listed, row.stored, row.pages))
        table.add_row(row.name, *counts, missing, style="yellow" if _is_short(row) else "")
    return table


def _is_short(row: ListLedger) -> bool:
    """Whether something of a list is missing."""
    if row.missing or row.stored < row.listed:
        return True
    return (row.declared or 0) > row.listed


def alarm(of: Alarm) -> str:
    """What is not as it was: what broke, since when, with an address to look at."""
    example = f", for example {of.example}" if of.example else ""
    return f"alarm: {of.detail} (since {of.since}{example})"


def alarms(console: Console, found: Sequence[Alarm], slug: str, indent: str = "") -> None:
    """Every alarm on a line of its own, and what a keeper may say to them."""
    for each in found:
        line(console, f"{indent}{alarm(each)}", "bold red")
    if found:
        line(console, f"{indent}If this is how the portal is now: queson portals accept {slug}", "dim")


def line(console: Console, text: str, style: str = "") -> None:
    """One line that is not wrapped, so that it can be searched for and copied."""
    console.print(Text(text, style=style), soft_wrap=True)


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
    _lists_of_run(console, ledger)
    witnesses(console, ledger)
    if run.outcome != Outcome.STOPPED:
        missing(console, filterfalse(attrgetter("fatal"), found))
    alarms(console, amiss, slug)
    _files(console, ledger)
    counts = f"{number(run.new)} new, {number(run.revised)} revised, {number(run.unchanged)} seen again"
    cost = ""
    if ledger.needed:
        cost = f" ({ledger.requests / ledger.needed:.2f} per article and list page)"
    verdict = _VERDICTS[Outcome(run.outcome or Outcome.STOPPED)].format(folder=folder)
    line(console, f"{counts}; {number(run.requests)} requests{cost}. {verdict}")


def _lists_of_run(console: Console, ledger: RunLedger) -> None:
    if not ledger.lists:
        return
    console.print(lists(ledger.lists))
    repeated = len(list(filter(attrgetter("same_as"), ledger.lists)))
    if repeated:
        console.print(Text(f"{repeated} list(s) repeat one of these under another address.", style="dim"))
    console.print()


def _files(console: Console, ledger: RunLedger) -> None:
    if not ledger.files and not ledger.files_missing:
        return
    text = f"{number(ledger.files)} files and pictures"
    if ledger.files_missing:
        text += f", {number(ledger.files_missing)} did not come"
    console.print(Text(f"{text}.", style="dim"))


def missing(console: Console, found: Iterable[Finding], indent: str = "") -> None:
    """A line for each thing that a run did not find."""
    for finding in found:
        line(console, f"{indent}missing: {finding.text}", "yellow")


def witnesses(console: Console, ledger: RunLedger, indent: str = "") -> None:
    """A line for each other account of what the portal holds, and how far the lists agree with it."""
    for witness in ledger.witnesses:
        beside = ", all of them listed"
        if witness.unlisted:
            beside = f", {number(witness.unlisted)} of them in no list"
        console.print(Text(f"{indent}{witness.source} names {number(witness.named)} articles{beside}.", style="dim"))
