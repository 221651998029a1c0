"""Databases of others: values of any type, parts that are missing, that do something, or that have no end."""
# ruff: noqa: E501 (tables read best as they are)

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from tests.fuzz.structured.changes import Change, How


def spoiled(database: Path, plan: Sequence[Change]) -> None:
    """Change a database: values of any type, rows that are not there, parts that are others or do something."""
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        db.execute("pragma foreign_keys = off")
        for change in plan:
            with suppress(sqlite3.Error, UnicodeEncodeError, OverflowError):
                db.execute(*statement_of(db, change))
        db.execute("pragma wal_checkpoint(truncate)")


def statement_of(db: sqlite3.Connection, change: Change) -> tuple[str, tuple[Any, ...]]:
    """The statement that does a change, with its values."""
    query = "select name from sqlite_master where type = 'table' and name not like '%fts%' and name not like 'sqlite%'"
    tables = [name for (name,) in db.execute(query)]
    table = tables[change.place % len(tables)]
    columns = [row[1] for row in db.execute(f"pragma table_info({table})")]
    column = columns[change.place // 7 % len(columns)]
    value = change.value if isinstance(change.value, str | int | float | None) else b"\xff\x00\x1b"
    match change.how:
        case How.DROP:
            return f"delete from {table}", ()
        case How.DOUBLE:
            others = ", ".join(f"'x' || {each}" for each in columns)
            return f"insert or ignore into {table} select {others} from {table}", ()
        case How.RENAME:
            return PARTS[change.place % len(PARTS)].format(table=table, column=column), ()
        case How.SWAP:
            return f"update {table} set {column} = {columns[change.place // 11 % len(columns)]}", ()
        case How.WRAP:
            return f"update {table} set {column} = cast({column} || x'ff80' as blob)", ()
        case _:
            return f"update {table} set {column} = ?", (value,)


ENDLESS = "with recursive c(x) as (select 1 union all select x + 1 from c) select"
PARTS = (
    "drop table {table}",
    "alter table {table} drop column {column}",
    "alter table {table} rename to other_{table}",
    "create trigger t_{table} after insert on {table} begin "
    + f"delete from articles where ({ENDLESS} max(x) from c) > 0; end",
    "create trigger t_{table} after update on {table} begin update portals set title = zeroblob(900000000); end",
    f"create view articles_x as {ENDLESS} x from c",
    "create index i_{table} on {table} (length(replace(hex(zeroblob(1000)), '0', {column})))",
    "pragma user_version = 99999",
    "pragma application_id = 1",
    "update sqlite_sequence set seq = 9223372036854775807",
)


def with_views(database: Path, number: int) -> None:
    """Tables that are views without an end, or virtual tables."""
    tables = ("articles", "portals", "runs", "categories", "revisions", "captures")
    table = tables[number % len(tables)]
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        columns = ", ".join(f"x as {row[1]}" for row in db.execute(f"pragma table_info({table})"))
        db.execute("pragma writable_schema = on")
        db.execute("pragma legacy_alter_table = on")
        with suppress(sqlite3.Error):
            db.execute(f"alter table {table} rename to kept_{table}")
            db.execute(
                f"create view {table} as with recursive c(x) as (select 1 union all select x + 1 from c) select {columns} from c"
            )


def spoil(database: Path, plan: Sequence[Change], view: int, flipped: float) -> None:
    spoiled(database, plan)
    if view >= 0:
        with_views(database, view)
    if flipped >= 0:
        data = bytearray(database.read_bytes())
        at = int(len(data) * flipped)
        data[at : at + 3] = b"\xff\x00\x7f"
        database.write_bytes(data)
