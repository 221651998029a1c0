"""The tables of what is wrong with portals, as they were released: never edited."""

from __future__ import annotations

STATEMENTS = (
    """create table troubles (
        portal text not null, kind text not null, subject text not null, detail text not null, example text not null,
        size integer not null, shape text not null, since text not null, seen_at text not null,
        run_id integer not null, accepted_at text, accepted_shape text, accepted_size integer,
        told_at text, told_shape text, told_size integer, ended_at text,
        primary key (portal, kind, subject)) without rowid""",
    """create table accepted_kinds (
        portal text not null, kind text not null, accepted_at text not null,
        primary key (portal, kind)) without rowid""",
    "create index troubles_run_id on troubles (run_id)",
)
