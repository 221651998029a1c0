"""Commands that look after an archive: `rebuild`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from archive import scratch
from archive.store import Archive
from queson_crawler.cli.base import archive_option, fail, jobs_option
from queson_crawler.cli.views.terminal import progress, say
from queson_crawler.monitoring.exit_codes import Exit


@click.command(epilog="Example: queson rebuild --archive data")
@archive_option
@click.option(
    "--to", "target", type=click.Path(path_type=Path), help="Leave the archive as it is, and fill a new folder."
)
@jobs_option
def rebuild(folder: Path, target: Path | None, jobs: int) -> None:
    """Make the database anew from nothing but the WARC files.

    Every page is read with the parser of this version: what it reads better than an older one changes the articles and
    their revisions, and makes no new revision. While that goes on, the archive can be browsed as it was.
    """
    from queson_crawler.replay.rebuild import rebuild_to, renew

    if not (folder / "warc").is_dir():
        fail(f"There are no WARC files in {folder / 'warc'}: name an archive's folder with --archive.")
    if target is None:
        with Archive.open(folder) as archive, archive.lock():
            archive.mend()
            count = _counted(renew(archive, jobs))
        say(f"{count:,} exchanges read; {folder / 'archive.db'} was made anew.")
        return
    if not scratch.is_free(target):
        fail(f"{target} is not empty: name a new folder with --to.", Exit.USAGE)
    count = _counted(rebuild_to(folder / "warc", target, jobs))
    say(f"{count:,} exchanges read; the database is {target / 'archive.db'}.")


def _counted(counts: Iterable[int]) -> int:
    """The last of the counts; on a terminal they are shown."""
    count = 0
    for count in counts:
        if count and count % 1000 == 0:
            progress(f"{count:,} exchanges")
    return count
