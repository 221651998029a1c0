"""The command `merge`: other archives into this one."""

from __future__ import annotations

import dataclasses
import sqlite3
from contextlib import closing
from operator import itemgetter
from pathlib import Path
from typing import Any

import click

from archive import foreign_database, scratch
from archive.exchange import lines
from archive.search import Query
from archive.store import Archive
from archive.store.opening import DATABASE, WARC
from queson_crawler.cli.base import archive_option, ending, fail, jobs_option, json_option
from queson_crawler.cli.views.terminal import print_json, progress, say

MAX_TOLD = 8


@click.command(epilog="Example: queson merge ../other-keeper/data --archive data")
@click.argument("others", nargs=-1, required=True, metavar="ARCHIVE…", type=click.Path(path_type=Path, exists=True))
@archive_option
@jobs_option
@json_option
def merge(others: tuple[Path, ...], folder: Path, jobs: int, as_json: bool) -> None:
    """Make one archive of several: folders, or their .db.

    What is here already is not taken twice.

    Every exchange is copied as it is, with its own time; an article's revisions stand in the order of their captures.
    The other archives are only read. Of a .db without WARC files come the records: articles, revisions, views. The exit
    code is 3 where a part of an archive could not be read.
    """
    told: list[dict[str, Any]] = []
    with Archive.open(folder) as archive:
        for other in others:
            told.append({"archive": str(other), **_merged(archive, other, jobs)})
            if not as_json:
                _show(told[-1])
    if as_json:
        print_json(told)
    raise SystemExit(ending(is_well=not any(map(itemgetter("damage"), told))))


def _merged(archive: Archive, other: Path, jobs: int) -> dict[str, Any]:
    from queson_crawler.imports.merge import Merged
    from queson_crawler.imports.merge import merge as run

    if other.is_file() and not (other.name == DATABASE and (other.parent / WARC).is_dir()):
        return _records(archive, other)
    for step in run(archive, other.parent if other.is_file() else other, jobs):
        if isinstance(step, Merged):
            return {"records": 0, **dataclasses.asdict(step)}
        if step % 100 == 0:
            progress(f"{other}: {step:,} captures ")
    raise AssertionError("a merge ends with what it brought")


def _records(archive: Archive, database: Path) -> dict[str, Any]:
    """What a database alone can give: its records, by way of the format in which archives exchange them."""
    from queson_crawler.imports.lines import take_lines

    with scratch.made(archive.folder, scratch.MERGE) as folder:
        copy = folder / DATABASE
        _copied(database, copy)
        file = folder / f"{database.name}.jsonl"
        _write_records(database, copy, file)
        *_, taken = take_lines(archive, file)
    return {
        "records": taken.records,
        "runs": int(taken.run_id > 0),
        "captures": 0,
        "known": taken.known,
        "damage": taken.told,
    }


def _write_records(database: Path, copy: Path, file: Path) -> None:
    with (
        foreign_database.as_ours(copy, database) as other,
        file.open("w", encoding="utf-8", errors="replace") as out,
        closing(lines.records(other.connection, Query("", fold_copies=False))) as found,
    ):
        for record in found:
            out.write(lines.dumped_whatever(record))
            other.begin_again()


def _copied(database: Path, to: Path) -> None:
    """A database as it is now, also while it is written to; it is looked at as a copy, since ours may be newer."""
    try:
        with sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True) as there, sqlite3.connect(to) as here:
            there.backup(here)
    except sqlite3.Error as error:
        fail(f"{database} cannot be read ({error}): name the folder of an archive, or its .db.")


def _show(told: dict[str, Any]) -> None:
    if told["captures"]:
        brought = f"{told['captures']:,} captures of {told['runs']:,} runs"
        say(f"{told['archive']}: {brought} taken in, {told['known']:,} were here.")
    elif told["records"]:
        say(f"{told['archive']}: {told['records']:,} records taken in, {told['known']:,} were here.")
    elif told["runs"]:
        say(f"{told['archive']}: {told['runs']:,} runs without a new page taken in.")
    else:
        say(f"{told['archive']}: the archive has all of it already.")
    for each in told["damage"][:MAX_TOLD]:
        say(f"queson: {told['archive']}: {each}", err=True)
    if len(told["damage"]) > MAX_TOLD:
        say(f"queson: {told['archive']}: {len(told['damage']) - MAX_TOLD:,} more", err=True)
