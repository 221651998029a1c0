"""The part of `queson import` that takes what web archives hold: WARC and WACZ files."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import runs
from archive.store import Archive
from queson_crawler.cli.base import ending
from queson_crawler.cli.views.terminal import OUT, progress, say
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.portals import Portal, resolve

if TYPE_CHECKING:
    from queson_crawler.imports import Taken

MAX_TOLD = 8


def take_warc(folder: Path, file: Path) -> Exit:
    """Import one WARC or WACZ file; the options are those of the command that is running."""
    context = click.get_current_context()
    target, as_json = context.params["portal"], context.params["as_json"]
    jobs: int = context.params["jobs"]
    portal = resolve(target) if target else None
    with Archive.open(folder) as archive:
        told = _one(archive, file, portal, jobs, as_json)
    context.meta["told"] += told
    return ending(is_well=not any(map(itemgetter("damage"), told)))


def _one(archive: Archive, file: Path, portal: Portal | None, jobs: int, as_json: bool) -> list[dict[str, Any]]:
    from queson_crawler.imports import Progress, take_in

    told = []
    for step in take_in(archive, file, portal, jobs=jobs):
        if isinstance(step, Progress):
            if step.done % 100 == 0:
                progress(f"{file.name}: {step.done:,} of {step.whole:,} records")
            continue
        if sys.stderr.isatty():
            say("", err=True)
        told.append(_told(archive, file.name, step, as_json) | {"file": str(file)})
    return told


def shown_run(folder: Path, name: str, taken: Taken, as_json: bool) -> dict[str, Any]:
    """What one source brought, as JSON; shown to people where that is not what is wanted."""
    with Archive.open(folder, create=False) as archive:
        return _told(archive, name, taken, as_json)


def _told(archive: Archive, name: str, taken: Taken, as_json: bool) -> dict[str, Any]:
    told = {**dataclasses.asdict(taken), **runs.counts_of(archive, taken.run_id)}
    if not as_json:
        _show(name, told)
    return told


def _show(source: str, told: dict[str, Any]) -> None:
    if not told["run_id"]:
        OUT.print(f"{source}: the archive has all of it already.")
    else:
        OUT.print(
            f"{source}: {told['captures']:,} captures of {told['portal']}: {told['new']:,} new articles, "
            f"{told['revised']:,} revised, {told['unchanged']:,} unchanged.",
        )
    tell_some("damaged", told["damage"])
    tell_some("missing", list(map(itemgetter("text"), told["findings"])))


def tell_some(name: str, texts: Sequence[str]) -> None:
    """The first of some clauses, each under a name, and how many more there are."""
    for text in texts[:MAX_TOLD]:
        OUT.print(f"  {name}: {text}")
    if len(texts) > MAX_TOLD:
        OUT.print(f"  {name}: {len(texts) - MAX_TOLD:,} more")


def take_jsonl(folder: Path, file: Path) -> Exit:
    """Import one file of JSON lines."""
    from queson_crawler.imports.lines import take_lines

    context = click.get_current_context()
    with Archive.open(folder) as archive:
        for taken in take_lines(archive, file):
            progress(f"{file.name}: {taken.lines:,} lines ")
    context.meta["told"].append({"file": str(file), **dataclasses.asdict(taken)})
    if not context.params["as_json"]:
        OUT.print(f"{file.name}: {taken.records:,} records taken in, {taken.known:,} were known.")
    for told in taken.told:
        say(f"queson: {file.name}, {told}", err=True)
    if taken.broken:
        say(f"queson: {taken.broken:,} lines of {file.name} are no records; the rest is stored.", err=True)
    return ending(is_well=not taken.broken)
