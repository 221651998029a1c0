"""What people see of the keeper's list of portals."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive.clock import now
from archive.fleet import Listed
from archive.fleet_records import FleetPortal, PortalState
from archive.fleet_status import PortalLine
from queson_crawler.cli.views.runs import number
from queson_crawler.cli.views.terminal import say
from queson_crawler.portals.decisions import in_words


def as_json(listed: Listed) -> dict[str, Any]:
    """A row, its standing, and when its turn is."""
    found = dataclasses.asdict(listed.portal) | dataclasses.asdict(listed.standing)
    return found | {"due_at": listed.due_at.strftime("%Y-%m-%dT%H:%M:%SZ"), "is_due": listed.is_due(now())}


def listed(console: Console, several: Iterable[Listed]) -> None:
    """One line for each portal, in the order of their slugs."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("portal", "state", "every", "bound", "group", "last begun", "ended", "last whole", "target"):
        table.add_column(name, overflow="fold", no_wrap=name != "target")
    count = 0
    for each in several:
        count += 1
        row, standing = each.portal, each.standing
        table.add_row(
            Text(_name(row), style="bold"),
            row.state,
            in_words(row.every),
            bound(row),
            row.group,
            (standing.last_begun or "never")[:16],
            ended(each),
            (standing.last_whole or "never")[:10],
            row.target,
            style="" if row.state == PortalState.ACTIVE else "dim",
        )
    console.print(table)
    console.print(f"{number(count)} portals")


def _name(row: FleetPortal) -> str:
    return f"{row.slug} ({row.name})" if row.name else row.slug


def bound(row: FleetPortal) -> str:
    """At most how much one run of a portal does."""
    if row.max_requests:
        return f"{number(row.max_requests)} requests"
    if row.max_minutes:
        return f"{number(row.max_minutes)} min"
    return ""


def ended(listed: Listed) -> str:
    """How its last crawl ended."""
    if listed.standing.last_begun is None:
        return ""
    return listed.standing.last_outcome or "not yet"


_HEAD = (
    *("portal", "ended", "last begun", "last whole"),
    *("articles", "new", "revised", "missing", "wrong", "state", "group"),
)
_COUNTS = range(4, 9)
"""The places of the columns that hold counts."""


def lines(found: Sequence[PortalLine], of: int) -> None:
    """One line for each portal, and how many there are of each kind. Plain text: some thousand lines at once."""
    rows: list[tuple[str, ...]] = [_HEAD]
    for each in found:
        rows.append(_line(each))
    widths = [0] * len(_HEAD)
    for row in rows:
        for place, cell in enumerate(row):
            widths[place] = max(widths[place], len(cell))
    said = []
    marks = ["  "]
    for each in found:
        marks.append("! " if each.is_failing else "  ")
    for mark, row in zip(marks, rows, strict=True):
        said.append(mark + _padded(row, widths))
    said.append(_summary(found, of))
    say("\n".join(said))


def _padded(row: tuple[str, ...], widths: Sequence[int]) -> str:
    cells = []
    for place, cell in enumerate(row):
        cells.append(cell.rjust(widths[place]) if place in _COUNTS else cell.ljust(widths[place]))
    return "  ".join(cells).rstrip()


def _line(each: PortalLine) -> tuple[str, ...]:
    begun = whole = ""
    if each.listed is not None:
        begun = (each.listed.standing.last_begun or "")[:16].replace("T", " ")
        whole = (each.listed.standing.last_whole or "never")[:10]
    name = each.slug
    if each.listed is not None and each.listed.portal.name:
        name = f"{each.slug} ({each.listed.portal.name})"
    state = f"{each.state}, late" if each.late else each.state
    return (
        name, each.verdict, begun, whole, number(each.articles), number(each.new), number(each.revised),
        number(each.failed), str(each.wrong or ""), state, each.group,
    )  # fmt: skip


def _summary(found: Sequence[PortalLine], of: int) -> str:
    counts = Counter(each.verdict for each in found)
    parts = []
    for verdict, count in sorted(counts.items()):
        parts.append(f"{count:,} {verdict}")
    failing = 0
    for each in found:
        failing += each.is_failing
    shown = f"{len(found):,} of {of:,} portals" if len(found) != of else f"{of:,} portals"
    told = f"{shown}: {', '.join(parts)}." if parts else f"{shown}."
    if failing:
        told += f" {failing:,} to look at (!): queson status PORTAL tells why."
    return told


def line_as_json(each: PortalLine) -> dict[str, Any]:
    """How a portal stands in the fleet."""
    return {
        "verdict": each.verdict, "is_failing": each.is_failing, "is_late": each.late, "wrong": each.wrong,
        "accepted": each.accepted, "fleet": as_json(each.listed) if each.listed else None,
    }  # fmt: skip
