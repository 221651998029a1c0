"""The page of the fleet: how every portal stands, one line each, sorted and narrowed as the reader asks."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.utils.asgi import Response

from archive.datasette.answers import page
from archive.datasette.base import Asked, ask, remembered
from archive.datasette.views import view
from archive.fleet_status import PortalLine, lines_in
from archive.records import Outcome
from archive.text import fold

ON_A_PAGE = 200
MAX_PAGE = 1000
COLUMNS = (
    *("portal", "ended", "last_begun", "last_whole", "articles", "new", "revised"),
    *("missing", "wrong", "state", "group"),
)
"""What can be sorted by; a minus before the name turns the order round."""
STATES = ("active", "paused", "retired", "dark", "moved", "imported")
COUNTS = frozenset(("articles", "new", "revised", "missing", "wrong"))


@view
async def fleet(datasette: Any, db: Any, asked: Asked) -> Response:
    every = await ask(db, lambda conn: remembered(conn, "fleet", _rows))
    found = ordered(narrowed(every, asked), asked.get("sort"))
    number = asked.number("page", MAX_PAGE) or 1
    shown = found[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    groups = _values(every, "group")
    states = [state for state in STATES if state in _values(every, "state")]
    to_look_at = len([row for row in every if row["failing"]])
    data = {"portals": len(every), "found": len(found), "to_look_at": to_look_at, "rows": found}
    return await page(datasette, asked, "fleet", {
        **data, "_shown": shown, "_page": number, "_last": number * ON_A_PAGE >= len(found), "_columns": COLUMNS,
        "_counts": COUNTS, "_groups": groups, "_states": states,
    })  # fmt: skip


def _rows(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    return [_row(line) for line in lines_in(connection)]


def _row(line: PortalLine) -> dict[str, Any]:
    begun, whole = line.crawls.last_begun, line.crawls.last_whole
    ended: str | None = line.verdict
    if ended not in ("imported", *Outcome):
        ended = "running" if begun else None
    return {
        "portal": line.slug, "name": line.name, "ended": ended, "last_begun": begun, "last_whole": whole,
        "articles": line.articles, "new": line.new, "revised": line.revised, "missing": line.failed,
        "wrong": line.wrong, "accepted": line.accepted, "state": line.state, "group": line.group, "late": line.late,
        "failing": line.is_failing,
    }  # fmt: skip


def _values(rows: list[dict[str, Any]], name: str) -> list[str]:
    """What stands in a column, each once."""
    return sorted({row[name] for row in rows if row[name]})


def narrowed(rows: list[dict[str, Any]], asked: Asked) -> list[dict[str, Any]]:
    """The portals that are asked for: by a part of their name, by group, by state, those to look at."""
    words = fold(asked.get("q")).split()
    group, state = asked.get("group"), asked.get("state")
    found = []
    for row in rows:
        name = fold(f"{row['portal']} {row['name']}")
        is_named = all(map(name.__contains__, words))
        if is_named and group in ("", row["group"]) and state in ("", row["state"]):
            found.append(row)
    if asked.get("failing"):
        found = [row for row in found if row["failing"]]
    return found


def ordered(rows: list[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    """Portals by a column; where none is named, those to look at first. What is not known comes last."""
    name = sort.removeprefix("-")
    if name not in COLUMNS:
        return sorted(rows, key=lambda row: (not row["failing"], row["portal"]))
    known = [row for row in rows if row[name] is not None]
    unknown = [row for row in rows if row[name] is None]
    return sorted(known, key=lambda row: row[name], reverse=sort.startswith("-")) + unknown
