"""Commands that look after an archive: `rebuild`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from queson_crawler.cli.base import archive_option, fail
from queson_crawler.health import Exit


@click.command(epilog="Example: queson rebuild --archive data --to data-anew")
@archive_option
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, help="A new folder for the database made anew."
)
def rebuild(folder: Path, target: Path) -> None:
    """Make the database anew from nothing but the WARC files of an archive, into another folder."""
    from queson_crawler.rebuild import rebuild as run

    if not (folder / "warc").is_dir():
        fail(f"There are no WARC files in {folder / 'warc'}: name an archive's folder with --archive.")
    if target.exists() and any(target.iterdir() if target.is_dir() else [target]):
        fail(f"{target} is not empty: name a new folder with --to.", Exit.USAGE)
    count = 0
    for count in run(folder / "warc", target):
        if count and count % 1000 == 0 and sys.stderr.isatty():
            click.echo(f"\r{count:,} exchanges", nl=False, err=True)
    click.echo(f"{count:,} exchanges read; the database is {target / 'archive.db'}.")
