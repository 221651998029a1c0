"""Commands that bring records out of an archive and into one: `export`, `import`.

A format of `export` is a subcommand; `import` looks at how a file begins and hands it to whoever reads that kind
(`IMPORTERS`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from queson_crawler.cli.base import archive_option, fail
from queson_crawler.health import Exit
from queson_crawler.kinds import FileKind, kind_of

Importer = Callable[[Path, Path], Exit]
"""Takes the archive's folder and a file; says what it did, and how it ended."""

IMPORTERS: dict[FileKind, Importer] = {}


@click.group()
def export() -> None:
    """Write what the archive holds into a file that other programs read."""


@click.command("import", epilog="Example: queson import articles.jsonl --archive data")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@archive_option
def import_(files: tuple[Path, ...], folder: Path) -> None:
    """Take files into an archive; what kind each is shows in how it begins, not in its name."""
    worst = Exit.DONE
    for path in files:
        importer = IMPORTERS.get(kind_of(path))
        if importer is None:
            fail(f"{path} is none of the kinds of files that can be imported: {', '.join(IMPORTERS) or 'none yet'}.")
        worst = max(worst, importer(folder, path))
    raise SystemExit(worst)
