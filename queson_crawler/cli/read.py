"""Commands that read an archive: `status`, `diff`, `serve`."""

from __future__ import annotations

from pathlib import Path

import click

from archive import status as stating
from archive.diff import difference
from archive.ledger import ledger_of
from archive.store import Archive
from queson_crawler.cli.base import archive_option, json_option
from queson_crawler.cli.views import diff as show_diff
from queson_crawler.cli.views import status as show
from queson_crawler.cli.views.terminal import OUT, print_json, print_records


@click.command(epilog="Example: queson status --archive data")
@archive_option
@json_option
def status(folder: Path, as_json: bool) -> None:
    """Tell what the archive holds and what is missing."""
    with Archive.open(folder, create=False) as archive:
        portals = stating.status(archive)
        if as_json:
            print_records(portals)
        else:
            show.status(OUT, [(p, ledger_of(archive, p.runs[0].id) if p.runs else None) for p in portals])


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
