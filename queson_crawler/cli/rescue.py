"""`queson rescue`: a portal that is off, out of a web archive."""

from __future__ import annotations

import dataclasses
import re
import sys
from pathlib import Path
from typing import Any

import click

from queson_crawler.cli.base import archive_option, json_option, private_option
from queson_crawler.cli.imports import shown_run, tell_some
from queson_crawler.cli.options import contact_option, delay_option
from queson_crawler.cli.views.terminal import OUT, print_json
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.portals import resolve
from queson_crawler.urls import clean

KNOWN = "https://web.archive.org"


def _base(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if not clean(value) or "?" in value:
        raise click.BadParameter("give the address of a web archive, beginning with http:// or https://")
    return value.rstrip("/")


def _until(context: click.Context, parameter: click.Parameter, value: str | None) -> str:
    if value and not re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", value):
        raise click.BadParameter("give a day as YYYY-MM-DD, or a month, or a year")
    return (value or "").replace("-", "")


@click.command(epilog="Example: queson rescue queson --from https://web.archive.org --until 2025-06-30 --archive data")
@click.argument("target")
@archive_option
@click.option(
    "--from",
    "base",
    default=KNOWN,
    show_default=True,
    callback=_base,
    metavar="URL",
    help="The web archive: one like the Wayback Machine, or a collection of pywb (http://HOST/COLLECTION).",
)
@click.option("--until", callback=_until, metavar="DAY", help="Only captures up to this day, as from before an end.")
@click.option("--every", is_flag=True, help="Every capture that differs, for all revisions; else each page's newest.")
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
    base: str,
    until: str,
    every: bool,
    delay: float | None,
    files: bool,
    contact: str,
    as_json: bool,
) -> None:
    """Fetch a portal that is off out of a web archive. TARGET is a portal's slug, a portal file or its old address.

    The archive's index names the captures; those of pages are fetched as the portal sent them, and read like pages of a
    crawl, with the archive's own times. A call that was broken off goes on when it is started again. The exit code is 3
    where something did not come, or lists name articles that the archive does not hold.
    """
    from queson_crawler.imports import Progress
    from queson_crawler.runs.crawl import Options
    from queson_crawler.runs.rescue import Fetched
    from queson_crawler.runs.rescue import rescue as run

    portal = resolve(target)
    code, told = Exit.DONE, []
    for step in run(portal, base, folder, Options(delay, files=files, contact=contact), until=until, every=every):
        if isinstance(step, Progress):
            continue
        shown = _fetched(step, base, as_json) if isinstance(step, Fetched) else shown_run(folder, base, step, as_json)
        if shown.get("missing") or shown.get("damage") or shown.get("findings"):
            code = Exit.INCOMPLETE
        told.append(shown)
    if as_json:
        print_json(told)
    sys.exit(code)


def _fetched(step: Any, base: str, as_json: bool) -> dict[str, Any]:
    if not as_json:
        OUT.print(
            f"{base} names {step.named:,} captures: {step.came:,} fetched, {step.had:,} were here already.",
        )
        tell_some("missing", step.missing)
    return {"from": base, **dataclasses.asdict(step)}
