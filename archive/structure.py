"""Whether a database still has the parts that the program gave it: tables, indexes, triggers and views."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from archive import schema
from archive.checks import is_iso
from archive.rows import shaped
from archive.sqlite import Database

_PARTS = "select type, name, sql from sqlite_master where sql is not null"
_RESTORABLE = ("index", "trigger", "view")
"""Made of nothing but their definition. What was in a table comes back from the WARC files alone."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the database. `kind` is `table`, `index`, `trigger` or `view`."""

    kind: str
    name: str
    sql: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def is_restorable(self) -> bool:
        """Whether making it anew brings it back whole."""
        return self.kind in _RESTORABLE


def missing(db: Database) -> list[Part]:
    """What a new database has, and this one lacks or has otherwise."""
    here = _parts(db)
    return [part for part in _of_a_new_one() if part not in here]


def foreign_triggers(db: Database) -> list[Part]:
    """Triggers that the program did not make. They change rows whenever it stores something."""
    ours = {part.name for part in _of_a_new_one()}
    return [part for part in _parts(db) if part.kind == "trigger" and part.name not in ours]


def strange_steps(db: Database) -> list[str]:
    """The lines of the list of steps that no queson writes, though it names the right ones."""
    found, steps = [], schema.MIGRATIONS
    for kind, name, at in db.execute(f"select migration_set, name, applied_at from {steps.migrations_table}"):
        if kind != steps.name:
            found.append(f"{name} of {kind}")
        elif not is_iso(str(at)):
            found.append(f"{name}, taken at no time")
    return found


def restore(db: Database, parts: list[Part]) -> None:
    """Make parts anew, none of which is a table. Call it in a transaction."""
    for part in parts:
        db.conn.execute(f'drop {part.kind} if exists "{part.name}"')
        db.conn.execute(part.sql)


@cache
def _of_a_new_one() -> tuple[Part, ...]:
    new = Database(memory=True)
    schema.apply(new)
    return _parts(new)


def _parts(db: Database) -> tuple[Part, ...]:
    return shaped(Part, db.execute(_PARTS))
