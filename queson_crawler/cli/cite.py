"""`queson cite`: a citation of one article, legal document or other page, and the mark that proves it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from archive import cite as citing
from archive.store import Archive
from queson_crawler.cli.base import archive_option, json_option
from queson_crawler.cli.views.terminal import print_json, say


@click.command(epilog="Example: queson cite queson/20203 --format bibtex")
@click.argument("key")
@archive_option
@click.option("--revision", type=click.IntRange(min=1), metavar="N", help="This revision (else the latest).")
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(citing.FORMATS)),
    default="apa",
    show_default=True,
    help="A line of text, BibTeX, CSL-JSON or RIS.",
)
@json_option
def cite(key: str, folder: Path, revision: int | None, form: str, as_json: bool) -> None:
    """Cite an article, a legal document or another page: who, when, what, where and which bytes.

    KEY is its key or its address.

    Every form holds a mark (queson:KEY;revision=N;sha256=...; of a document or another page
    queson:KEY;document;sha256=...) by which the archive can prove what it holds.
    """
    with Archive.open(folder, create=False) as archive:
        cited = citing.citation(archive, key, revision)
    if as_json:
        print_json(dataclasses.asdict(cited) | {"mark": cited.mark})
    else:
        say(citing.FORMATS[form](cited))
