"""Commands that read an archive: `status`, `diff`, `serve`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from archive import fleet_status
from archive import status as stating
from archive.diff import difference
from archive.fleet_status import PortalLine
from archive.ledger import ledger_of
from archive.store import Archive
from archive.troubles import troubles
from queson_crawler.cli.base import archive_option, fail, iso_option, json_option
from queson_crawler.cli.views import diff as show_diff
from queson_crawler.cli.views import fleet as show_fleet
from queson_crawler.cli.views import status as show
from queson_crawler.cli.views import troubles as show_troubles
from queson_crawler.cli.views.terminal import OUT, print_json
from queson_crawler.monitoring import exporting
from queson_crawler.monitoring.exit_codes import Exit


@click.command(epilog="Example: queson status --failing --archive data")
@click.argument("names", nargs=-1, metavar="[PORTAL]...")
@archive_option
@click.option("--failing", is_flag=True, help="Only portals that somebody has to look at.")
@click.option("--group", metavar="TEXT", help="Only portals of this group (queson portals set --group).")
@click.option("--since", callback=iso_option, metavar="DAY", help="Only portals that were crawled since that day.")
@click.option(
    "--metrics",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a text file for Prometheus (node_exporter reads it) instead.",
)
@json_option
def status(
    names: tuple[str, ...],
    folder: Path,
    failing: bool,
    group: str | None,
    since: str | None,
    metrics: Path | None,
    as_json: bool,
) -> None:
    """Tell how the archive stands: one line for each portal; of one PORTAL, or where there is only one, all of it.

    Lines that begin with ! are of portals that somebody has to look at: something is wrong with them and not accepted,
    their last crawl did not come to its end, or they should have been crawled long since.
    """
    with Archive.open(folder, create=False) as archive:
        lines = fleet_status.lines(archive)
        if names:
            lines = _named(lines, names, folder)
        found = _chosen(lines, failing=failing, group=group, since=since or "")
        if metrics is not None:
            exporting.write(metrics, lines)
        elif as_json:
            print_json([_as_json(archive, each) for each in found])
        elif names or (len(lines) == 1 and len(found) == 1):
            _details(archive, found)
        else:
            show_fleet.lines(found, len(lines))


def _named(lines: list[PortalLine], names: tuple[str, ...], folder: Path) -> list[PortalLine]:
    """The portals of some slugs or names; one that is not there is refused."""
    found = []
    for name in names:
        those = [each for each in lines if each.slug == name] or [each for each in lines if each.name == name]
        if not those:
            fail(f"The archive in {folder} has no portal {name!r}: queson status tells of all.", Exit.USAGE)
        found += those
    return found


def _chosen(lines: list[PortalLine], *, failing: bool, group: str | None, since: str) -> list[PortalLine]:
    found = []
    for each in lines:
        begun = each.crawls.last_begun or ""
        if (each.is_failing or not failing) and group in (None, each.group) and begun >= since:
            found.append(each)
    return found


def _details(archive: Archive, lines: list[PortalLine]) -> None:
    for each in lines:
        portal = stating.status_of(archive, each.slug)
        if portal is None:
            show_fleet.lines([each], 1)
            continue
        ledger = None
        if portal.runs:
            ledger = ledger_of(archive, portal.runs[0].id)
        show.status(OUT, [(portal, ledger)])
        show_troubles.accepted(OUT, troubles(archive, each.slug))


def _as_json(archive: Archive, line: PortalLine) -> dict[str, Any]:
    """All that is known of a portal, and how it stands in the keeper's list."""
    portal = stating.status_of(archive, line.slug)
    found: dict[str, Any] = {"slug": line.slug, "title": line.title, "base_url": line.base_url, "articles": 0}
    if portal is not None:
        found = dataclasses.asdict(portal)
    return found | show_fleet.line_as_json(line)


@click.command(epilog="Example: queson diff queson/20203 --from 1 --to 3")
@click.argument("key")
@archive_option
@click.option(
    "--from", "old", type=click.IntRange(min=1), metavar="N", help="The earlier revision (else the one before)."
)
@click.option("--to", "new", type=click.IntRange(min=1), metavar="M", help="The later revision (else the last).")
@json_option
def diff(key: str, folder: Path, old: int | None, new: int | None, as_json: bool) -> None:
    """Show, word by word, what changed in an article.

    KEY is portal/native-id. Removed words stand in [-…-], added ones in {+…+}, in colour on a terminal.
    """
    with Archive.open(folder, create=False) as archive:
        found = difference(archive, key, old, new)
    if as_json:
        print_json(show_diff.as_json(found) if found else None)
    elif found:
        show_diff.difference(OUT, found)
    else:
        OUT.print(f"{key} has one revision: nothing has changed since it was first read.")
