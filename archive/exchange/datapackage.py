"""A folder that explains itself: the table as CSV, `datapackage.json` (Frictionless) and a README."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.exchange.selection import Counts, counts
from archive.exchange.table import COLUMNS, csv_lines
from archive.search import Query
from archive.status import PortalStatus, status
from archive.store import Archive

TABLE, DESCRIPTION, README = "articles.csv", "datapackage.json", "README.md"
MAX_LISTS = 20
"""At most this many lists of a portal are named in the README."""

LICENCE = (
    "The articles belong to those who published them; this package grants no licence to them. Cite the address, the "
    "portal and the time of capture, and ask the portal's owner (or its successor) before republishing whole texts."
)
METHOD = (
    "Every page was fetched from the portal's own lists and kept as received (WARC). Title, lead, body, people and "
    "dates are read from the stored pages by rules, never guessed: what a portal does not say is empty. Spelling is as "
    "published."
)
CELLS = (
    "A cell that begins with = + - @, a tab, a line end or an apostrophe has an apostrophe in front, so that no "
    "spreadsheet calculates it: take one apostrophe off each cell that begins with one."
)


def write(archive: Archive, query: Query, folder: Path) -> Iterator[int]:
    """Write the package into a folder that is there and empty; yields how many articles are written so far."""
    digest, size, lines = hashlib.sha256(), 0, 0
    with (folder / TABLE).open("wb") as file:
        for line in csv_lines(archive.db.conn, query):
            data = line.encode("utf-8", "replace")
            digest.update(data)
            size += len(data)
            file.write(data)
            yield lines
            lines += 1
    portals = _exported(archive, query)
    chosen = _selection(query, counts(archive.db.conn, query))
    described = _described(chosen, portals, digest.hexdigest(), size)
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    (folder / DESCRIPTION).write_text(text, "utf-8", newline="\n")
    (folder / README).write_text(_readme(chosen, portals, lines - 1), "utf-8", newline="\n")


def _exported(archive: Archive, query: Query) -> list[PortalStatus]:
    """The portals that a query may select articles of."""
    portals = status(archive)
    if query.portal is None:
        return list(portals)
    return [each for each in portals if each.slug == query.portal]


def _described(chosen: str, portals: list[PortalStatus], sha256: str, size: int) -> dict[str, Any]:
    fields = []
    for name, column in COLUMNS.items():
        fields.append({"name": name, "type": column.type, "description": column.meaning})
    return {
        "name": "queson-articles",
        "title": f"Articles of {_names(portals)}",
        "description": f"{chosen} {METHOD} {CELLS} {LICENCE}",
        "sources": _sources(portals),
        "resources": [
            {
                "name": "articles",
                "type": "table",
                "path": TABLE,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": size,
                "hash": f"sha256:{sha256}",
                "schema": {"fields": fields, "primaryKey": ["key"], "missingValues": [""]},
            }
        ],
    }


def _sources(portals: list[PortalStatus]) -> list[dict[str, str]]:
    return [{"title": _name(each), "path": each.base_url} for each in portals if each.base_url]


def _names(portals: list[PortalStatus]) -> str:
    return ", ".join(map(_name, portals)) or "no portal"


def _name(portal: PortalStatus) -> str:
    return portal.title or portal.slug


def _selection(query: Query, found: Counts) -> str:
    told = []
    if query.words:
        told.append(f"words {query.words}")
    for name, value in query.filters.items():
        told.append(f"{name} {value}")
    if not told:
        return "All articles of the archive."
    chosen = f"Only articles with {', '.join(told)}"
    if not query.words.strip():
        return f"{chosen}."
    return f"{chosen}: {found}. A word with marks binds, a word without them is open to any."


def _readme(chosen: str, portals: list[PortalStatus], count: int) -> str:
    columns = "\n".join(f"| {name} | {column.type} | {column.meaning} |" for name, column in COLUMNS.items())
    return f"""# Articles of {_names(portals)}

{count:,} articles. {chosen}

## Method

{METHOD}

{CELLS}

## What is missing

{chr(10).join(map(_gaps, portals)) or "The archive holds no portal."}

## Licence

{LICENCE}

## Columns of {TABLE}

| column | type | meaning |
|---|---|---|
{columns}
"""


def _gaps(portal: PortalStatus) -> str:
    """What is known to be missing of a portal, by its lists' own totals."""
    told = _short_lists(portal)
    if len(told) > MAX_LISTS:
        told = [*told[:MAX_LISTS], f"{len(told) - MAX_LISTS} more lists"]
    pages = sum(each.gaps or 0 for each in portal.categories if each.same_as is None)
    if pages:
        told.append(f"{pages:,} list pages could not be read")
    missing = "; ".join(told) or "nothing that its lists name"
    return f"- {_name(portal)} ({_last_run(portal)}): {missing}."


def _last_run(portal: PortalStatus) -> str:
    if not portal.runs:
        return "never crawled"
    run = portal.runs[0]
    return f"last run {run.started_at[:10]}, {run.outcome or 'not finished'}"


def _short_lists(portal: PortalStatus) -> list[str]:
    """The lists that name more articles than are stored."""
    told = []
    for each in portal.categories:
        listed, stored = each.listed or 0, each.stored or 0
        if each.same_as is None and listed > stored:
            told.append(f"`{each.title or each.url}` names {listed:,} and {stored:,} are stored")
    return told
