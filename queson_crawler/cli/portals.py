"""`queson probe` and `queson portals`."""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path

import click

from archive.store import Archive
from queson_crawler.cli.accept import accepted
from queson_crawler.cli.base import archive_option, ending, fail, jobs_option, json_option, private_option
from queson_crawler.cli.views.terminal import OUT, print_json, print_records, say
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.portals import FOLDER, load, resolve, shipped


@click.command(epilog="Example: queson probe https://www.a.gov.vn/ --write a.toml")
@click.argument("target")
@click.option("--write", "file", type=click.Path(path_type=Path), metavar="FILE.toml", help="Write a portal file.")
@click.option(
    "--archive",
    "folder",
    type=click.Path(path_type=Path),
    help="Keep the exchanges in this archive; else they are thrown away.",
)
@click.option("--delay", type=click.FloatRange(min=0), metavar="S", help="Seconds between two requests.")
@click.option("--why", is_flag=True, help="Show which evidence chose each part of the pages, for and against.")
@private_option
@json_option
def probe(target: str, file: Path | None, folder: Path | None, delay: float | None, why: bool, as_json: bool) -> None:
    """Look at a portal and tell what queson makes of it.

    A dozen pages are fetched; what could not be found is told too. With --why a dozen more articles are fetched: blocks
    that all of them show belong to none of them.
    """
    from queson_crawler.cli.views import evidence as show_evidence
    from queson_crawler.cli.views import probe as show_probe
    from queson_crawler.runs.probe import portal_file
    from queson_crawler.runs.probe import probe as run

    portal = resolve(target)
    if file is not None:
        _check_new(file, portal.start)
    with tempfile.TemporaryDirectory(prefix="queson-") as passing:
        found = run(portal, target, folder or Path(passing), delay, why=why)
    if found.error:
        fail(found.error, found.code)
    if as_json:
        print_json(show_probe.probe_as_json(found, why=why) | {"file": portal_file(found)})
    else:
        show_probe.probed(OUT, found)
        if why:
            show_evidence.explained(OUT, found.why)
    if file is not None:
        file.write_text(portal_file(found), "utf-8")
        say(f"Written: {file}. Correct it, then: queson portals check {file}; queson crawl {file}", err=True)


def _check_new(file: Path, start: str) -> None:
    """Refuse a portal file that could not be used, before anything is asked."""
    if file.suffix != ".toml":
        fail(f"A portal file's name ends in .toml: {file} does not.", Exit.USAGE)
    if file.exists() or not file.absolute().parent.is_dir():
        fail(f"{file} exists already, or its folder does not: name a new file with --write.", Exit.USAGE)
    load(file.stem, f'start = "{start}"')


@click.group(invoke_without_command=True, epilog="Example: queson portals --json")
@json_option
@click.pass_context
def portals(context: click.Context, as_json: bool) -> None:
    """List the portals queson ships, check a portal file, or look after the archive's own list of portals."""
    if context.invoked_subcommand:
        return
    from queson_crawler.cli.views import portals as show_portals

    known = [resolve(slug) for slug in shipped()]
    if as_json:
        print_records(known)
    else:
        show_portals.portals(OUT, known)


@portals.command(epilog="Example: queson portals known > LIST.csv; queson portals import LIST.csv --archive data")
@json_option
def known(as_json: bool) -> None:
    """Print a table of portals beyond those that are shipped, as CSV: address, platform where it is known, the unit
    before and after the mergers of 2025, and how sure each row is. Choose from it what you keep."""
    text = (FOLDER / "country.csv").read_text("utf-8")
    if as_json:
        print_json(list(csv.DictReader(text.splitlines())))
    else:
        say(text, end="")


@portals.command(epilog="Example: queson portals check a.toml --archive data")
@click.argument("file", metavar="FILE")
@click.argument("pages", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@archive_option
@click.option("--all", "every", is_flag=True, help="Every saved page, not a sample of 200 articles and 200 lists.")
@click.option(
    "--examples",
    type=click.IntRange(0, 1000),
    default=3,
    show_default=True,
    metavar="N",
    help="Show at most N for each field.",
)
@jobs_option
@json_option
def check(
    file: str, pages: tuple[Path, ...], folder: Path, every: bool, examples: int, jobs: int, as_json: bool
) -> None:
    """Read saved pages once more through a portal file and show what it changes. Nothing is asked or stored.

    PAGES are saved .html files; without any, the pages that the archive holds are read. The exit code is 3 where a
    page lost something.
    """
    from queson_crawler.cli.views import portals as show_portals
    from queson_crawler.replay import recheck

    portal = resolve(file)
    if pages:
        effect = recheck.check_pages(portal, pages, examples)
    else:
        with Archive.open(folder, create=False) as archive:
            effect = recheck.check_archive(portal, archive, None if every else recheck.SAMPLE, examples, jobs)
    if not effect.pages:
        fail(f"The archive in {folder} holds no pages of {portal.start}: crawl it first, or name saved pages.")
    if as_json:
        print_json(effect.as_json())
    else:
        show_portals.effect(OUT, effect)
    sys.exit(ending(is_well=not effect.worse))


@portals.command(epilog="Example: queson portals accept queson --archive data")
@click.argument("slug")
@archive_option
def accept(slug: str, folder: Path) -> None:
    """Take what the last run found wrong with a portal as how it is now: the same as queson accept SLUG."""
    with Archive.open(folder, create=False) as archive:
        said = accepted(archive, slug)
    say(said)
