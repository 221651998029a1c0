"""What people see of the keeper's list of portals."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from archive.clock import now
from archive.fleet import Listed
from archive.fleet_records import FleetPortal
from archive.fleet_status import PortalLine
from queson_crawler.cli.views.runs import number
from queson_crawler.cli.views.terminal import say
from queson_crawler.portals.decisions import in_words


def as_json(listed: Listed) -> dict[str, Any]:
    """A row, how its crawls went, and when its turn is."""
    found = dataclasses.asdict(listed.portal) | dataclasses.asdict(listed.crawls)
    return found | {"due_at": listed.due_at.strftime("%Y-%m-%dT%H:%M:%SZ"), "is_due": listed.is_due(now())}


_LISTED_HEAD = ("portal", "state", "every", "bound", "group", "last begun", "ended", "last whole", "target")


def listed(several: Iterable[Listed]) -> None:
    """One line for each portal, in the order of their slugs; never cut, however wide."""
    rows: list[tuple[str, ...]] = [_LISTED_HEAD]
    for each in several:
        rows.append(_listed_row(each))
    count = len(rows) - 1
    word = "portal" if count == 1 else "portals"
    say("\n".join([*aligned(rows), f"{number(count)} {word}"]))


def _listed_row(each: Listed) -> tuple[str, ...]:
    row, crawls = each.portal, each.crawls
    return (
        _name(row), row.state, in_words(row.every), bound(row), row.group,
        _minute(crawls.last_begun or "never"), ended(each), _day(crawls.last_whole), row.target,
    )  # fmt: skip


def _minute(at: str) -> str:
    return at[:16].replace("T", " ")


def _day(at: str | None) -> str:
    return (at or "never")[:10]


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
    if listed.crawls.last_begun is None:
        return ""
    return listed.crawls.last_outcome or "not yet"


_HEAD = (
    *("portal", "ended", "last begun", "last whole"),
    *("articles", "new", "revised", "missing", "wrong", "state", "group"),
)
_COUNTS = range(4, 9)
"""The places of the columns that hold counts."""


def lines(found: Sequence[PortalLine], of: int) -> None:
    """One line for each portal, and how many there are of each kind. Plain text: some thousand lines at once."""
    rows: list[tuple[str, ...]] = [_HEAD]
    failing = []
    for each in found:
        rows.append(_line(each))
        failing.append(each.is_failing)
    say("\n".join([*marked(rows, _COUNTS, failing), _summary(found, of)]))


def marked(rows: Sequence[tuple[str, ...]], counts: Collection[int], failing: Sequence[bool]) -> list[str]:
    """Rows as `aligned` gives them, with a sign before those of which `failing` says that they need a look; the first
    row is the head."""
    lines = []
    for is_failing, line in zip((False, *failing), aligned(rows, counts), strict=True):
        lines.append(f"! {line}" if is_failing else f"  {line}")
    return lines


def counted(kinds: Iterable[str]) -> str:
    """How many there are of each kind: `1 failed, 3 whole`."""
    parts = []
    for kind, count in sorted(Counter(kinds).items()):
        parts.append(f"{count:,} {kind}")
    return ", ".join(parts)


def aligned(rows: Sequence[tuple[str, ...]], counts: Collection[int] = ()) -> list[str]:
    """Rows as lines of columns; `counts` are the places of those that stand to the right."""
    widths = []
    for column in zip(*rows, strict=True):
        widths.append(len(max(column, key=len)))
    lines = []
    for row in rows:
        cells = []
        for place, cell in enumerate(row):
            cells.append(cell.rjust(widths[place]) if place in counts else cell.ljust(widths[place]))
        lines.append("  ".join(cells).rstrip())
    return lines


def _line(each: PortalLine) -> tuple[str, ...]:
    name, begun, whole = each.slug, "", ""
    if each.listed is not None:
        name = _name(each.listed.portal)
        begun = _minute(each.listed.crawls.last_begun or "")
        whole = _day(each.listed.crawls.last_whole)
    state = f"{each.state}, late" if each.late else each.state
    return (
        name, each.verdict, begun, whole, number(each.articles), number(each.new), number(each.revised),
        number(each.failed), str(each.wrong or ""), state, each.group,
    )  # fmt: skip


def _summary(found: Sequence[PortalLine], of: int) -> str:
    verdicts = counted(each.verdict for each in found)
    failing = sum(each.is_failing for each in found)
    shown = f"{len(found):,} of {of:,} portals" if len(found) != of else f"{of:,} portals"
    told = f"{shown}: {verdicts}." if verdicts else f"{shown}."
    if failing:
        told += f" {failing:,} to look at (!): queson status PORTAL tells why."
    return told


def line_as_json(each: PortalLine) -> dict[str, Any]:
    """How a portal stands in the fleet."""
    return {
        "verdict": each.verdict, "is_failing": each.is_failing, "is_late": each.late, "wrong": each.wrong,
        "accepted": each.accepted, "fleet": as_json(each.listed) if each.listed else None,
    }  # fmt: skip
