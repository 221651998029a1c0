"""The command `copies`: which articles repeat others."""

from __future__ import annotations

from pathlib import Path

import click

from archive.dedup import Kind
from archive.reprints import reprints
from archive.store import Archive
from queson_crawler.cli.base import archive_option, json_option
from queson_crawler.cli.views.runs import reprint
from queson_crawler.cli.views.terminal import OUT, print_records, progress

AT_ONCE = 500


@click.command(epilog="Example: queson copies --across --limit 50")
@archive_option
@click.option("--portal", help="Only copies on this portal (slug).")
@click.option(
    "--kind",
    type=click.Choice([str(Kind.EXACT), str(Kind.NEAR)], case_sensitive=False),
    help="Only copies of this kind.",
)
@click.option("--across", is_flag=True, help="Only copies of what another portal published.")
@click.option(
    "--limit", type=click.IntRange(1, 100_000), default=20, show_default=True, metavar="N", help="List at most N."
)
@json_option
def copies(folder: Path, portal: str | None, kind: str | None, across: bool, limit: int, as_json: bool) -> None:
    """List articles that repeat others, exactly or nearly. Articles that an older queson stored are compared first."""
    with Archive.open(folder, create=False) as archive:
        _compare_stored(archive)
        found = reprints(archive, portal=portal, kind=kind, across=across, most=limit)
        if as_json:
            print_records(found)
            return
        for each in found:
            reprint(OUT, each)
        if not found:
            OUT.print("No article repeats another.")


def _compare_stored(archive: Archive) -> None:
    """In steps, so that a crawl may write between them, and breaking off loses nothing."""
    while left := archive.compare_stored(AT_ONCE):
        progress(f"{left:,} articles to compare ")
