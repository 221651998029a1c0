"""What people see of the keeper's list of portals."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive.clock import now
from archive.fleet import Listed
from archive.fleet_records import FleetPortal, PortalState
from queson_crawler.cli.views.runs import number
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
