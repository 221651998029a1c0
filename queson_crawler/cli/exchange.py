"""Commands that bring records out of an archive and into one: `export`, `import`.

A format of `export` is a subcommand; `import` looks at how a file begins and hands it to whoever reads that kind
(`IMPORTERS`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import click

from archive.store import Archive
from queson_crawler.cli.base import archive_option, fail, jobs_option, json_option
from queson_crawler.cli.exports import (
    export_atom,
    export_csv,
    export_datapackage,
    export_documents,
    export_jsonl,
    export_pages,
    export_parquet,
)
from queson_crawler.cli.imports import take_jsonl, take_warc
from queson_crawler.cli.views.terminal import print_json, say
from queson_crawler.imports.kinds import FileKind, kind_of
from queson_crawler.monitoring.exit_codes import Exit

Importer = Callable[[Path, Path], Exit]
"""Takes the archive's folder and a file; says how it ended, and what it did: to people, or with ``--json`` as dicts
added to ``meta["told"]`` of click's context."""

IMPORTERS: dict[FileKind, Importer] = {
    FileKind.WARC: take_warc,
    FileKind.WACZ: take_warc,
    FileKind.SAVED: take_warc,
    FileKind.JSONL: take_jsonl,
}


@click.group()
def export() -> None:
    """Write what the archive holds for other programs to read."""


for _format in (
    export_atom,
    export_csv,
    export_datapackage,
    export_documents,
    export_jsonl,
    export_pages,
    export_parquet,
):
    export.add_command(_format)


@export.command("wacz", epilog="Example: queson export wacz queson.wacz --portal queson --archive data")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@archive_option
@click.option("--portal", help="Only this portal (slug).")
@json_option
def export_wacz(file: Path, folder: Path, portal: str | None, as_json: bool) -> None:
    """Write WARC files, an index and a list of the articles as one WACZ package, which replay tools open.

    The same archive gives the same bytes. A portal's package also holds the WARC files that its captures refer to.
    """
    try:
        from archive import cdxj, wacz  # noqa: F401 (cdxj needs what the extra brings)
    except ImportError:
        fail("This needs the extra export: pip install 'queson[export]'.")
    from queson_crawler.recording.session import SOFTWARE

    with Archive.open(folder, create=False) as archive, archive.lock():
        archive.mend()
        written = wacz.write(archive, file, software=SOFTWARE, portal=portal)
    if as_json:
        print_json(dataclasses.asdict(written))
    else:
        say(
            f"{file}: {written.captures:,} captures and {written.pages:,} pages of {written.files} WARC files "
            f"({written.bytes / 1e6:,.1f} MB)."
        )


@click.command("import", epilog="Example: queson import portal-2022.warc.gz rescued.wacz --archive data")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@archive_option
@click.option("--portal", metavar="TARGET", help="Whose pages a WARC or WACZ holds, where it does not tell.")
@jobs_option
@json_option
@click.pass_context
def import_(
    context: click.Context, files: tuple[Path, ...], folder: Path, portal: str | None, jobs: int, as_json: bool
) -> None:
    """Take in WARC and WACZ files and JSON lines of others, and folders: of WARC and WACZ files, mirrors of wget and
    HTTrack, pages of SingleFile, MHTML or a browser's "save page as", ArchiveBox.

    What kind a file is shows in how it begins, not in its name. Files of one folder are read together, so that a
    revisit in one is resolved by another. Saved pages come with the addresses and times that they, or the logs beside
    them, tell; what does not say where it came from is named.

    The pages of WARC and WACZ files are read as if they had been crawled: every record is copied as it is, with its own
    time, and the file's name and digest are kept. What the archive has already is not taken twice. The exit code is 3
    where a part of a file could not be read.
    """
    told = context.meta["told"] = []
    worst = Exit.DONE
    for path in files:
        importer = IMPORTERS.get(kind_of(path))
        if importer is None:
            fail(f"{path} is none of the kinds of files that can be imported: {', '.join(IMPORTERS)}.")
        worst = max(worst, importer(folder, path))
    if as_json:
        print_json(told)
    raise SystemExit(worst)
