"""`queson`: one command is one call. May import everything; nothing imports it."""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console

from archive import search as searching
from archive import status as stating
from archive.errors import ArchiveBusy, ArchiveError
from archive.ledger import ledger_of
from archive.store import Archive
from queson_crawler import show
from queson_crawler.health import Exit
from queson_crawler.portals import Portal, UnknownPortal, load, resolve, shipped

_OUT = Console(highlight=False)
_Command = Callable[..., Any]


def _fail(message: str, code: Exit = Exit.FAILED) -> NoReturn:
    click.echo(f"queson: {message}", err=True)
    sys.exit(code)


class Group(click.Group):
    """The door: errors that have a sentence reach people as that sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UnknownPortal as error:
            _fail(str(error), Exit.USAGE)
        except ArchiveBusy as error:
            _fail(str(error), Exit.BUSY)
        except ArchiveError as error:
            _fail(str(error))


def _archive_option(command: _Command) -> _Command:
    return click.option(
        "--archive",
        "folder",
        type=click.Path(path_type=Path),
        envvar="QUESON_ARCHIVE",
        default="data",
        show_default=True,
        help="The archive's folder; else $QUESON_ARCHIVE.",
    )(command)


_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="queson")
def main() -> None:
    """Crawl Vietnamese district portals and keep them: every byte, every article, searchable.

    Exit codes: 0 done and complete, 1 failed, 2 wrong usage, 3 done but incomplete, 75 another crawl holds the
    archive.
    """


@main.command(epilog="Example: queson crawl queson --archive data --delay 2")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@_archive_option
@click.option(
    "--delay",
    type=click.FloatRange(min=0),
    metavar="S",
    help="Seconds between two requests (else the portal's, else 1).",
)
@click.option("--full", is_flag=True, help="Fetch articles again that are already stored.")
@click.option(
    "--max-articles",
    type=click.IntRange(min=1),
    metavar="N",
    help="Stop after N articles; the run then counts as stopped.",
)
@click.option(
    "--render",
    type=click.Choice(("auto", "never", "always")),
    help="When a browser (Debian's chromium) shows a page: where it needs one, never, or for every list (else as the "
    "portal's file says, else auto).",
)
def crawl(
    targets: tuple[str, ...],
    folder: Path,
    delay: float | None,
    full: bool,
    max_articles: int | None,
    render: str | None,
) -> None:
    """Crawl portals into the archive. A TARGET is a portal's slug, a portal file (.toml) or any web address.

    Every exchange is kept in WARC files; articles, lists and what is missing go into the database. A crawl that was
    broken off is continued by starting it again.
    """
    portals = [resolve(target) for target in targets]
    if len(targets) > 1:
        options = ["--archive", str(folder), *(["--render", render] if render else []), *(["--full"] if full else [])]
        options += [] if delay is None else ["--delay", str(delay)]
        options += [] if max_articles is None else ["--max-articles", str(max_articles)]
        sys.exit(_one_by_one(targets, options))
    from queson_crawler.crawl import Options

    sys.exit(_crawl(portals[0], targets[0], folder, Options(delay, full, max_articles, render or "")))


def _one_by_one(targets: tuple[str, ...], options: list[str]) -> int:
    """Each portal in a process of its own, so that none can take the others down; the worst exit code of all."""
    command = [sys.executable, "-m", "queson_crawler.cli", "crawl", *options]
    codes = [subprocess.run([*command, target]).returncode for target in targets]
    return next((code for code in (Exit.FAILED, Exit.BUSY, Exit.INCOMPLETE) if code in codes), max(codes))


def _crawl(portal: Portal, target: str, folder: Path, options: Any) -> int:
    from queson_crawler.crawl import crawl as run

    _log_events()
    end = run(portal, target, folder, options)
    if end.error:
        click.echo(f"queson: {end.error}", err=True)
    else:
        with Archive.open(folder, create=False) as archive:
            runs = next(p.runs for p in stating.status(archive) if p.slug == portal.slug)
            this = next(r for r in runs if r.id == end.run_id)
            show.run(_OUT, this, ledger_of(archive, end.run_id), end.findings, str(folder))
    return end.code


def _log_events() -> None:
    """One line per event on the error stream, where no progress line is drawn."""
    logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(message)s", level=logging.WARNING)
    logging.getLogger("queson").setLevel(logging.WARNING if sys.stderr.isatty() else logging.INFO)


@main.command(epilog='Example: queson search "que son" --portal queson')
@click.argument("words", nargs=-1, required=True)
@_archive_option
@click.option("--portal", help="Only this portal (slug).")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="At most so many articles.")
@_json_option
def search(words: tuple[str, ...], folder: Path, portal: str | None, limit: int, as_json: bool) -> None:
    """Find articles, with or without diacritics. Phrases in double quotes."""
    with Archive.open(folder, create=False) as archive:
        query = " ".join(words)
        marks = ("[", "]") if as_json else show.MARKS
        found = searching.search(archive, query, portal=portal, limit=limit, marks=marks)
        if as_json:
            _print_json([dataclasses.asdict(hit) for hit in found])
        else:
            show.hits(_OUT, found)
            total = searching.count(archive, query, portal=portal)
            _OUT.print(f"{len(found)} of {total} articles" if total else f"No article holds {query!r}.")


@main.command(epilog="Example: queson status --archive data")
@_archive_option
@_json_option
def status(folder: Path, as_json: bool) -> None:
    """Tell what the archive holds, per portal and list, and what is missing."""
    with Archive.open(folder, create=False) as archive:
        portals = stating.status(archive)
        if as_json:
            _print_json([dataclasses.asdict(portal) for portal in portals])
        else:
            show.status(_OUT, [(p, ledger_of(archive, p.runs[0].id) if p.runs else None) for p in portals])


@main.command(epilog="Example: queson probe https://www.a.gov.vn/ --write a.toml")
@click.argument("target")
@click.option("--write", "file", type=click.Path(path_type=Path), metavar="FILE.toml", help="Write a portal file.")
@click.option(
    "--archive",
    "folder",
    type=click.Path(path_type=Path),
    help="Keep the exchanges in this archive; else they are thrown away.",
)
@click.option("--delay", type=click.FloatRange(min=0), metavar="S", help="Seconds between two requests.")
@_json_option
def probe(target: str, file: Path | None, folder: Path | None, delay: float | None, as_json: bool) -> None:
    """Look at a dozen pages of a portal and tell what queson believes of it, and what it could not find."""
    from queson_crawler import show_portals
    from queson_crawler.probe import portal_file
    from queson_crawler.probe import probe as run

    portal = resolve(target)
    if file is not None:
        _check_new(file, portal.start)
    with tempfile.TemporaryDirectory(prefix="queson-") as passing:
        found = run(portal, target, folder or Path(passing), delay)
    if found.error:
        _fail(found.error)
    if as_json:
        _print_json(show_portals.probe_as_json(found) | {"file": portal_file(found)})
    else:
        show_portals.probed(_OUT, found)
    if file is not None:
        file.write_text(portal_file(found), "utf-8")
        click.echo(f"Written: {file}. Correct it, then: queson portals check {file}; queson crawl {file}", err=True)


def _check_new(file: Path, start: str) -> None:
    """Refuse a portal file that could not be used, before anything is asked."""
    if file.suffix != ".toml":
        _fail(f"A portal file's name ends in .toml: {file} does not.", Exit.USAGE)
    if file.exists() or not file.absolute().parent.is_dir():
        _fail(f"{file} exists already, or its folder does not: name a new file with --write.", Exit.USAGE)
    load(file.stem, f'start = "{start}"')


@main.group(invoke_without_command=True, epilog="Example: queson portals --json")
@_json_option
@click.pass_context
def portals(context: click.Context, as_json: bool) -> None:
    """List the portals that come with queson, or check a portal file."""
    if context.invoked_subcommand:
        return
    from queson_crawler import show_portals

    known = [resolve(slug) for slug in shipped()]
    if as_json:
        _print_json([dataclasses.asdict(portal) for portal in known])
    else:
        show_portals.portals(_OUT, known)


@portals.command(epilog="Example: queson portals check a.toml --archive data")
@click.argument("file", metavar="FILE")
@click.argument("pages", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_archive_option
@click.option("--all", "every", is_flag=True, help="Every saved page, not a sample of 200 articles and 200 lists.")
@click.option("--examples", type=click.IntRange(0, 1000), default=3, show_default=True, help="At most so many a field.")
@_json_option
def check(file: str, pages: tuple[Path, ...], folder: Path, every: bool, examples: int, as_json: bool) -> None:
    """Read saved pages once more through a portal file and show what it changes. Nothing is asked or stored.

    PAGES are saved .html files; without any, the pages that the archive holds are read. The exit code is 3 where a
    page lost something.
    """
    from queson_crawler import recheck, show_portals

    portal = resolve(file)
    if pages:
        effect = recheck.check_pages(portal, pages, examples)
    else:
        with Archive.open(folder, create=False) as archive:
            effect = recheck.check_archive(portal, archive, None if every else recheck.SAMPLE, examples)
    if not effect.pages:
        _fail(f"The archive in {folder} holds no pages of {portal.start}: crawl it first, or name saved pages.")
    if as_json:
        _print_json(effect.as_json())
    else:
        show_portals.effect(_OUT, effect)
    sys.exit(Exit.INCOMPLETE if effect.worse else Exit.DONE)


@main.command(epilog="Example: queson rebuild --archive data --to data-anew")
@_archive_option
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, help="A new folder for the database made anew."
)
def rebuild(folder: Path, target: Path) -> None:
    """Make the database anew from nothing but the WARC files of an archive, into another folder."""
    from queson_crawler.rebuild import rebuild as run

    if not (folder / "warc").is_dir():
        _fail(f"There are no WARC files in {folder / 'warc'}: name an archive's folder with --archive.")
    if target.exists() and any(target.iterdir() if target.is_dir() else [target]):
        _fail(f"{target} is not empty: name a new folder with --to.", Exit.USAGE)
    count = 0
    for count in run(folder / "warc", target):
        if count and count % 1000 == 0 and sys.stderr.isatty():
            click.echo(f"\r{count:,} exchanges", nl=False, err=True)
    click.echo(f"{count:,} exchanges read; the database is {target / 'archive.db'}.")


@main.command(epilog="Example: queson serve --archive data --port 8001")
@_archive_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="The port on this machine."
)
def serve(folder: Path, port: int) -> None:
    """Browse the archive in Datasette, on this machine only. Ctrl-C ends it."""
    with Archive.open(folder, create=False):
        pass
    click.echo(f"Browse the archive at http://127.0.0.1:{port}/ (Ctrl-C ends it).", err=True)
    sys.stderr.flush()
    os.execv(
        sys.executable, [sys.executable, "-m", "datasette", "serve", str(folder / "archive.db"), "--port", str(port)]
    )


@main.command(epilog="Example: queson demo")
@click.option(
    "--archive",
    "folder",
    type=click.Path(path_type=Path),
    default="data/demo",
    show_default=True,
    help="The archive's folder.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8070, show_default=True, help="Where the demo portal answers."
)
def demo(folder: Path, port: int) -> None:
    """Serve a small portal on this machine, crawl it, and search what was kept."""
    from queson_crawler.demo.tour import run_demo

    sys.exit(run_demo(folder, port, _OUT, _crawl))


if __name__ == "__main__":
    main()
