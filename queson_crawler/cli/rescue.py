"""`queson rescue`: a portal that is off, out of web archives."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from queson_crawler.cli.base import archive_option, fail, iso_option, json_option, private_option
from queson_crawler.cli.imports import shown_run, tell_some
from queson_crawler.cli.options import contact_option, delay_option
from queson_crawler.cli.views.terminal import OUT, print_json
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.portals import Portal, resolve

if TYPE_CHECKING:
    from queson_crawler.imports.web_archives.known import KnownArchive
    from queson_crawler.runs.crawl import Options

WAYBACK = "wayback"
_MINUTE, _HOUR = 60, 3600


def _until(context: click.Context, parameter: click.Parameter, value: str | None) -> str:
    return (iso_option(context, parameter, value) or "").replace("-", "")


@click.command(
    epilog="Example: queson rescue queson --from wayback --from arquivo --until 2025-06-30 --archive data --dry-run"
)
@click.argument("target")
@archive_option
@click.option(
    "--from",
    "named",
    multiple=True,
    default=(WAYBACK,),
    show_default=True,
    metavar="ARCHIVE",
    help="A web archive: wayback, arquivo, commoncrawl, a name in archives.toml of the archive's folder, or the "
    "address of one like the Wayback Machine or of a collection of pywb (http://HOST/COLLECTION). May be repeated: of "
    "each page the best capture of all of them is fetched.",
)
@click.option(
    "--until",
    callback=_until,
    metavar="DAY",
    help="Only captures up to this day, such as the last before a portal was replaced.",
)
@click.option("--every", is_flag=True, help="Every capture that differs, for all revisions; else each page's newest.")
@click.option("--dry-run", is_flag=True, help="Ask the indexes only, and say what there is and how long it would take.")
@delay_option
@click.option(
    "--files/--no-files", default=True, show_default=True, help="Whether files and pictures of articles are fetched."
)
@contact_option
@private_option
@json_option
def rescue(
    target: str,
    folder: Path,
    named: tuple[str, ...],
    until: str,
    every: bool,
    dry_run: bool,
    delay: float | None,
    files: bool,
    contact: str,
    as_json: bool,
) -> None:
    """Fetch a portal that is off out of web archives. TARGET is a portal's slug, a portal file or its old address.

    The archives' indexes name the captures; those of pages are fetched as the portal sent them, and read like pages of
    a crawl, with the archives' own times. Each archive is asked at a pace that it allows, its index apart from its
    captures. A call that was broken off goes on when it is started again. The exit code is 3 where something did not
    come, or lists name articles that no archive holds; 75 where an archive has blocked this address: the same call
    goes on at the time that is told, and asks nothing before.
    """
    from queson_crawler.imports.web_archives.known import BadTable, known
    from queson_crawler.runs.crawl import Options

    portal = resolve(target)
    try:
        archives = [known(folder, each) for each in dict.fromkeys(named)]
    except BadTable as error:
        fail(str(error), Exit.USAGE)
    options = Options(delay, files=files, contact=contact)
    if dry_run:
        _tell_prospect(portal, archives, folder, options, until, every, as_json)
        return
    code, told = Exit.DONE, []
    for shown in _rescued(portal, archives, folder, options, until, every, as_json):
        if shown.get("missing") or shown.get("damage") or shown.get("findings"):
            code = Exit.INCOMPLETE
        if shown.get("blocked"):
            code = Exit.BUSY
        told.append(shown)
    if as_json:
        print_json(told)
    sys.exit(code)


def _rescued(
    portal: Portal, archives: list[KnownArchive], folder: Path, options: Options, until: str, every: bool, as_json: bool
) -> Iterator[dict[str, Any]]:
    """What came, and what the import of it brought, as JSON; told to people where that is not what is wanted."""
    from queson_crawler.imports import Progress
    from queson_crawler.runs.rescue import Fetched
    from queson_crawler.runs.rescue import rescue as run

    bases = " ".join(each.base for each in archives)
    for step in run(portal, archives, folder, options, until=until, every=every):
        if isinstance(step, Fetched):
            yield _fetched(step, bases, as_json)
        elif not isinstance(step, Progress):
            yield shown_run(folder, bases, step, as_json)


def _fetched(step: Any, bases: str, as_json: bool) -> dict[str, Any]:
    if not as_json:
        OUT.print(f"{bases}: {step.named:,} captures are named: {step.came:,} fetched, {step.had:,} were here already.")
        tell_some("missing", step.missing)
        _tell_blocked(step.blocked)
    return {"from": bases, **dataclasses.asdict(step)}


def _tell_blocked(blocked: Sequence[tuple[str, str]]) -> None:
    """Name the archives that have blocked, and when they may be asked again, by the clock of this machine."""
    for name, until in blocked:
        at = datetime.fromisoformat(until).astimezone()
        OUT.print(f"{name}: blocked; continue after {at:%H:%M} ({at:%Y-%m-%d %z}) with the same call.")


def _tell_prospect(
    portal: Portal, archives: list[KnownArchive], folder: Path, options: Options, until: str, every: bool, as_json: bool
) -> None:
    """Say what there is. Nothing is fetched or stored."""
    from queson_crawler.runs.rescue import prospect

    found = prospect(portal, archives, folder, options, until=until, every=every)
    if as_json:
        print_json(dataclasses.asdict(found))
    else:
        OUT.print(f"{found.named:,} captures of {portal.slug}:")
        for year, kind, count in found.by_year:
            OUT.print(f"  {year} {kind}s: {count:,}")
        for name, count in found.by_archive:
            OUT.print(f"  from {name}: {count:,} pages")
        OUT.print(f"About {found.requests:,} requests for pages, {_duration(found.seconds)}; files come beside them.")
        if found.lacking:
            OUT.print(
                f"Of {found.lacking:,} articles that lists here name and that are not stored, {found.captured:,} are "
                "captured."
            )
        tell_some("missing", found.missing)
        _tell_blocked(found.blocked)
    if found.blocked:
        sys.exit(Exit.BUSY)
    sys.exit(Exit.INCOMPLETE if found.missing else Exit.DONE)


def _duration(seconds: int) -> str:
    """Seconds as people say them."""
    if seconds < 2 * _MINUTE:
        return f"{seconds} seconds"
    if seconds < 2 * _HOUR:
        return f"{seconds // _MINUTE} minutes"
    return f"{seconds // _HOUR} hours"
