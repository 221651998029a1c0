"""`queson serve` and `queson publish`: the reading room."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from archive.store import Archive
from queson_crawler.cli.base import archive_option
from queson_crawler.cli.views.terminal import say


@click.command(epilog="Example: queson serve --archive data --port 8001")
@archive_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="The port on this machine; 0 for any.",
)
@click.option("--snapshot", is_flag=True, help="Serve a read-only copy made now, as a public host would.")
def serve(folder: Path, port: int, snapshot: bool) -> None:
    """Browse the archive in the reading room (Datasette).

    It is served on this machine only; Ctrl-C ends it.
    """
    from archive.datasette import serving

    def ready(address: str) -> None:
        say(f"Browse the archive at {address} (Ctrl-C ends it).", err=True)

    with Archive.open(folder, create=False) as archive, tempfile.TemporaryDirectory(prefix="queson-") as passing:
        about = serving.described(archive)
        if snapshot:
            serving.publish(archive, Path(passing) / "copy")
            (Path(passing) / "copy/warc").symlink_to(archive.warc.resolve())
            serving.run(serving.room(Path(passing) / "copy/archive.db", about, fixed=True), port, ready)
        else:
            serving.run(serving.room(folder / "archive.db", about, fixed=archive.is_read_only), port, ready)


@click.command(epilog="Example: queson publish --archive data --to public")
@archive_option
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, help="A new folder for the copy.")
@click.option("--with-captures", is_flag=True, help="Copy the WARC files too, so that pages can be shown as captured.")
def publish(folder: Path, target: Path, with_captures: bool) -> None:
    """Write a read-only copy of the archive for a public host.

    It comes with its description and limits.
    """
    from archive.datasette import serving

    with Archive.open(folder, create=False) as archive:
        serving.publish(archive, target, captures=with_captures)
    say(f"Written: {target}. Serve it with: datasette serve {target} --port 8001")
