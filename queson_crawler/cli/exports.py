"""The formats of `queson export` that hold records and no pages, all with the filters of a search."""

from __future__ import annotations

import errno
import fcntl
import io
import os
import sys
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

import click

from archive.exchange import datapackage, documents, feed, lines, pages, table
from archive.exchange.selection import Counts, counts
from archive.scratch import is_free, whole_or_nothing
from archive.search import Query
from archive.store import Archive
from queson_crawler.cli.base import Command, archive_option, fail, iso_option
from queson_crawler.cli.views.terminal import progress, say
from queson_crawler.monitoring.exit_codes import Exit

STEP = 500
LOST = "it cuts them when it opens the file, which is whole. LibreOffice and other programs read all of it."


def filters(command: Command) -> Command:
    """The filters of a search, and where to write."""
    options = (
        click.argument("words", nargs=-1),
        click.option("--out", default="-", show_default=True, help="The file to write; - is standard output."),
        archive_option,
        click.option("--portal", help="Only this portal (slug)."),
        click.option("--category", help="Only this category (title)."),
        click.option(
            "--since", metavar="DATE", callback=iso_option, help="Published then or later: a day, month or year."
        ),
        click.option("--until", metavar="DATE", callback=iso_option, help="Published then or earlier."),
        click.option("--author", help="Only this author (a part of the name)."),
        click.option(
            "--near",
            is_flag=True,
            help="Also what comes near: the words with other marks than typed; of a long query some of its words.",
        ),
        click.option("--fold-copies", is_flag=True, help="One article of each text, as a search shows them."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def asked(given: dict[str, Any], words: tuple[str, ...]) -> Query:
    """The query that the options of `filters` make; all copies are in it, unless they are to be folded."""
    return Query(" ".join(words), **given)


@click.command("jsonl", epilog="Example: queson export jsonl --out articles.jsonl --portal queson")
@filters
def export_jsonl(words: tuple[str, ...], out: str, folder: Path, **given: Any) -> None:
    """Write articles and legal documents, with all that hangs on them, as JSON lines; `queson import` takes them in."""
    with Archive.open(folder, create=False) as archive:
        query = asked(given, words)
        write(out, lines.json_lines(archive.db.conn, query), counts(archive.db.conn, query))


@click.command("csv", epilog="Example: queson export csv --out articles.csv --bom --since 2020")
@click.option("--bom", is_flag=True, help="Begin with a byte order mark, by which Excel knows UTF-8.")
@filters
def export_csv(words: tuple[str, ...], out: str, folder: Path, bom: bool, **given: Any) -> None:
    """Write articles as a table, one row each. A cell that a spreadsheet would calculate begins with an apostrophe."""
    with Archive.open(folder, create=False) as archive:
        query, long = asked(given, words), table.LongCells()
        found = table.csv_lines(archive.db.conn, query, long)
        write(out, _marked(found) if bom else found, counts(archive.db.conn, query))
    _tell_long(long)


@click.command("documents", epilog="Example: queson export documents --out documents.csv --bom --since 2020")
@click.argument("words", nargs=-1)
@click.option("--out", default="-", show_default=True, help="The file to write; - is standard output.")
@archive_option
@click.option("--portal", help="Only this portal (slug).")
@click.option("--since", metavar="DATE", callback=iso_option, help="Issued then or later: a day, month or year.")
@click.option("--until", metavar="DATE", callback=iso_option, help="Issued then or earlier.")
@click.option("--bom", is_flag=True, help="Begin with a byte order mark, by which Excel knows UTF-8.")
@click.option("--json-lines", is_flag=True, help="JSON lines in place of CSV, with the text of the files.")
def export_documents(words: tuple[str, ...], out: str, folder: Path, bom: bool, json_lines: bool, **given: Any) -> None:
    """Write legal documents (văn bản), one row each, with their files and the articles that name them."""
    _export(documents, "documents", folder, asked(given, words), out, bom=bom, json_lines=json_lines)


@click.command("pages", epilog="Example: queson export pages --out pages.jsonl --json-lines --portal queson")
@click.argument("words", nargs=-1)
@click.option("--out", default="-", show_default=True, help="The file to write; - is standard output.")
@archive_option
@click.option("--portal", help="Only this portal (slug).")
@click.option("--bom", is_flag=True, help="Begin with a byte order mark, by which Excel knows UTF-8.")
@click.option("--json-lines", is_flag=True, help="JSON lines in place of CSV.")
def export_pages(words: tuple[str, ...], out: str, folder: Path, bom: bool, json_lines: bool, **given: Any) -> None:
    """Write the pages that are neither lists nor news (kept by crawl --whole), one row each, with their addresses."""
    _export(pages, "pages", folder, asked(given, words), out, bom=bom, json_lines=json_lines)


def _export(
    exporter: ModuleType, name: str, folder: Path, query: Query, out: str, *, bom: bool, json_lines: bool
) -> None:
    """Write what a module of `archive.exchange` gives of records of one kind."""
    long = table.LongCells()
    with Archive.open(folder, create=False) as archive:
        connection = archive.db.conn
        if json_lines:
            found = exporter.json_lines(connection, query)
        else:
            found = exporter.csv_lines(connection, query, long)
        write(out, _marked(found) if bom else found, Counts(exporter.count(connection, query), what=name))
    _tell_long(long)


@click.command("parquet", epilog="Example: queson export parquet --out articles.parquet --portal queson")
@filters
def export_parquet(words: tuple[str, ...], out: str, folder: Path, **given: Any) -> None:
    """Write articles as a Parquet table, for pandas, DuckDB, Polars and R."""
    try:
        from archive.exchange import parquet
    except ImportError:
        fail("This needs the extra export: pip install 'queson[export]'.")
    with Archive.open(folder, create=False) as archive, opened(out) as file:
        query = asked(given, words)
        whole = counts(archive.db.conn, query)
        for done in parquet.write(archive.db.conn, query, file):
            _progress(out, done, whole)
    _done(out, whole)


@click.command("atom", epilog='Example: queson export atom "nông thôn mới" --out feed.xml --limit 50')
@click.option(
    "--limit", type=click.IntRange(1, 5000), default=100, show_default=True, metavar="N", help="Write the newest N."
)
@filters
def export_atom(words: tuple[str, ...], out: str, folder: Path, limit: int, **given: Any) -> None:
    """Write the newest articles as an Atom feed."""
    with Archive.open(folder, create=False) as archive:
        query = asked(given, words)
        found = counts(archive.db.conn, query)
        write(out, feed.atom(archive.db.conn, query, limit), replace(found, whole=min(limit, found.whole)))


@click.command("datapackage", epilog="Example: queson export datapackage --out articles-2020 --since 2020 --until 2020")
@filters
def export_datapackage(words: tuple[str, ...], out: str, folder: Path, **given: Any) -> None:
    """Write a folder with the table as CSV, a description of its columns for programs and people, method and gaps."""
    target = Path(out)
    if out == "-" or not is_free(target):
        fail("A data package is a folder: name a new one with --out.", Exit.USAGE)
    with Archive.open(folder, create=False) as archive:
        query = asked(given, words)
        whole = counts(archive.db.conn, query)
        try:
            with whole_or_nothing(target) as place:
                for done in datapackage.write(archive, query, place):
                    _progress(out, done, whole)
        except OSError as error:
            fail(f"{out} cannot be written ({error.strerror}): name another folder with --out.")
    _done(out, whole)


def _tell_long(long: table.LongCells) -> None:
    """Say how many cells Excel will cut."""
    if long.cells:
        most = f"the {table.MAX_IN_EXCEL:,} characters that Excel holds"
        say(f"{long.cells:,} cells are longer than {most}: {LOST}", err=True)


def _marked(found: Iterator[str]) -> Generator[str, None, None]:
    yield table.BOM
    yield from found


def write(out: str, found: Generator[str, None, None], whole: Counts) -> None:
    """Write text as it comes; a file appears only when it is complete."""
    with opened(out) as file, closing(found):  # what reads the archive ends before the archive is closed
        for number, text in enumerate(found):
            file.write(text.encode("utf-8", "replace"))
            _progress(out, number, whole)
    _done(out, whole)


def _progress(out: str, done: int, counted: Counts) -> None:
    if done % STEP == 0 and out != "-":
        progress(f"{min(done, counted.whole):,} of {counted.whole:,} {counted.what} ")


def _done(out: str, written: Counts) -> None:
    """Say what was written; of a search always, since it may have left something out."""
    if out != "-":
        say(f"{out}: {written}.", err=True)
    elif written.left_out or written.near:
        say(f"{written}.", err=True)


@contextmanager
def opened(out: str) -> Iterator[BinaryIO]:
    """The file to write, under another name until it is complete; - is standard output."""
    try:
        with _opened(out) as file:
            yield file
    except BrokenPipeError:
        raise  # who reads has read enough
    except OSError as error:
        fail(f"{out} cannot be written ({error.strerror}): name another file with --out.")


@contextmanager
def _opened(out: str) -> Iterator[BinaryIO]:
    if out == "-":
        yield _standard_output()
        sys.stdout.buffer.flush()
        return
    target = Path(out)
    for_one = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    part = target.with_name(f".{target.name}.part")  # what a kill left of it is written over by the next one
    try:
        with os.fdopen(os.open(part, for_one, 0o666), "wb") as file:
            _lock(file, part)
            file.truncate()
            yield file
            file.flush()
            part.replace(target)  # while the lock is held: nobody else writes into what has its name by now
    except BlockingIOError:
        raise  # the file is another's
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _lock(file: BinaryIO, part: Path) -> None:
    """Make a file that is open this command's own. Raises BlockingIOError where another command writes it, or has just
    given it its final name."""
    another = BlockingIOError(errno.EAGAIN, "another command is writing it")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise another from error
    if not part.exists() or not os.path.samestat(os.fstat(file.fileno()), part.stat()):
        raise another


class _Shown(io.BytesIO):
    """What goes to a terminal, and steers nothing there."""

    def write(self, data: Any) -> int:
        """Print what is UTF-8 of whole letters, as all that is exported is."""
        say(bytes(data).decode("utf-8", "replace"), end="")
        return len(data)


def _standard_output() -> BinaryIO:
    if sys.stdout.isatty():
        return _Shown()
    return sys.stdout.buffer
