"""`queson portals add|list|set|pause|resume|retire|rename|move|import`: the keeper's list of portals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from archive import fleet
from archive.checks import is_slug
from archive.errors import reason
from archive.fleet import Listed
from archive.fleet_records import FleetPortal, PortalState
from archive.store import Archive
from archive.store.opening import DATABASE
from queson_crawler.cli.base import archive_option, fail, json_option
from queson_crawler.cli.portals import portals
from queson_crawler.cli.views.terminal import print_json, say
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.portals import UnknownPortal, decisions, resolve
from queson_crawler.portals.decisions import NotDecided
from queson_crawler.portals.listed import address_of, row_of
from queson_crawler.urls import host

MAX_TOLD = 10
"""At most this many unreadable lines of a table are listed."""
MAX_LINES = 50_000
Command = Callable[..., Any]
_STATES = [state.value for state in PortalState]
_OPTIONS = (
    click.option("--delay", metavar="S", help="Seconds between two requests."),
    click.option("--contact", metavar="ADDRESS", help="The mail or web address that is sent with its requests."),
    click.option("--every", metavar="TIME", help="How often it is crawled: hourly, daily, weekly, monthly, 12h, 3d."),
    click.option("--budget", metavar="N|TIME", help="At most so much in one run: requests (500), a time (30m), none."),
    click.option("--group", metavar="TEXT", help="A group of your own that it belongs to, such as a province."),
    click.option(
        "--endangered/--not-endangered", default=None, help="Whether it may be gone soon: then it is asked earlier."
    ),
)


def _decisions(command: Command) -> Command:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def _told(options: dict[str, Any]) -> dict[str, str]:
    told = {}
    for name, value in options.items():
        if value is not None:
            told[name] = str(value).lower() if name == "endangered" else value
    return told


def _rows(folder: Path) -> dict[str, FleetPortal]:
    if not (folder / DATABASE).is_file():
        return {}
    with Archive.open(folder, create=False) as archive:
        return {each.portal.slug: each.portal for each in fleet.everything(archive)}


def _listed(folder: Path, names: Iterable[str]) -> list[FleetPortal]:
    """The rows of portals by their slugs or names; one that is on no list is refused."""
    found = []
    with Archive.open(folder, create=False) as archive:
        for name in names:
            listed = fleet.by_name(archive, name)
            if listed is None:
                fail(f"{name} is not on the list of {folder}: see queson portals list --archive {folder}.", Exit.USAGE)
            found.append(listed.portal)
    return found


def _decide(folder: Path, rows: Iterable[FleetPortal]) -> int:
    from queson_crawler.recording import keeping
    from queson_crawler.recording.session import SOFTWARE

    return keeping.decide_in(folder, SOFTWARE, rows)


def _decided(row: FleetPortal, told: dict[str, str]) -> FleetPortal:
    try:
        return decisions.decided(row, told)
    except NotDecided as error:
        fail(str(error), Exit.USAGE)


@portals.command("list", epilog="Example: queson portals list --archive data --group 'Quảng Nam'")
@archive_option
@click.option("--group", metavar="TEXT", help="Only this group.")
@click.option("--state", type=click.Choice(_STATES), help="Only portals in this state.")
@json_option
def list_(folder: Path, group: str | None, state: str | None, as_json: bool) -> None:
    """Show the archive's list of portals: what is crawled, how often, within which bounds, and when it was last."""
    from queson_crawler.cli.views import fleet as show

    with Archive.open(folder, create=False) as archive:
        found = []
        for each in fleet.everything(archive):
            if group in (None, each.portal.group) and state in (None, each.portal.state):
                found.append(each)
    if as_json:
        print_json([_as_json(each) for each in found])
    else:
        show.listed(found)


def _as_json(listed: Listed) -> dict[str, Any]:
    from queson_crawler.cli.views import fleet as show

    return show.as_json(listed)


@portals.command(epilog="Example: queson portals add https://www.a.gov.vn/ --every weekly --archive data")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@archive_option
@_decisions
@click.option("--name", metavar="TEXT", help="Another name for it, of one TARGET.")
def add(targets: tuple[str, ...], folder: Path, **options: Any) -> None:
    """Put portals on the list, without crawling them now. A TARGET is what queson crawl takes."""
    if options["name"] and len(targets) > 1:
        raise click.UsageError("--name is of one portal: name one TARGET.")
    known, rows = _rows(folder), []
    for target in targets:
        portal = resolve(target)
        rows.append(_decided(row_of(target, portal, known.get(portal.slug)), _told(options)))
    _check_names(rows, known)
    count = _decide(folder, rows)
    say(f"{count} of {len(rows)} portal(s) are new on the list, or other than they were.")


def _check_names(rows: Iterable[FleetPortal], known: dict[str, FleetPortal]) -> None:
    """Refuse a name that is another portal's: a command that names it would not know which is meant."""
    owners: dict[str, str] = {}
    for row in (*known.values(), *rows):
        for name in filter(None, (row.slug, row.name)):
            if owners.setdefault(name, row.slug) != row.slug:
                fail(f"{name!r} is the name of {owners[name]} already: {row.slug} needs another.", Exit.USAGE)


@portals.command("set", epilog="Example: queson portals set a-gov-vn --every weekly --budget 30m --archive data")
@click.argument("names", nargs=-1, required=True, metavar="PORTAL...")
@archive_option
@_decisions
@click.option("--state", type=click.Choice(_STATES), help="Only active portals are crawled by themselves.")
def set_(names: tuple[str, ...], folder: Path, **options: Any) -> None:
    """Decide how portals of the list are crawled. What is not named stays as it is."""
    told = _told(options)
    if not told:
        raise click.UsageError("Say what is to be set, such as --every weekly.")
    rows = [_decided(row, told) for row in _listed(folder, names)]
    say(f"{_decide(folder, rows)} portal(s) changed.")


def _to(state: PortalState, names: tuple[str, ...], folder: Path) -> None:
    rows = [replace(row, state=state) for row in _listed(folder, names)]
    count = _decide(folder, rows)
    say(f"{count} portal(s) are {state} now; what is kept of them stays.")


@portals.command(epilog="Example: queson portals pause a-gov-vn --archive data")
@click.argument("names", nargs=-1, required=True, metavar="PORTAL...")
@archive_option
def pause(names: tuple[str, ...], folder: Path) -> None:
    """Let portals be for a while: --all and --due pass them over."""
    _to(PortalState.PAUSED, names, folder)


@portals.command(epilog="Example: queson portals resume a-gov-vn --archive data")
@click.argument("names", nargs=-1, required=True, metavar="PORTAL...")
@archive_option
def resume(names: tuple[str, ...], folder: Path) -> None:
    """Crawl portals again by themselves, whatever state they were in."""
    _to(PortalState.ACTIVE, names, folder)


@portals.command(epilog="Example: queson portals retire a-gov-vn --archive data")
@click.argument("names", nargs=-1, required=True, metavar="PORTAL...")
@archive_option
def retire(names: tuple[str, ...], folder: Path) -> None:
    """Crawl portals no more: their articles stay, and nothing is expected of them."""
    _to(PortalState.RETIRED, names, folder)


@portals.command(epilog="Example: queson portals rename a-gov-vn 'Xã A' --archive data")
@click.argument("name", metavar="PORTAL")
@click.argument("new")
@archive_option
def rename(name: str, new: str, folder: Path) -> None:
    """Give a portal another name, by which every command that takes one of the list finds it too.

    The keys of its articles begin with its slug and stay as they are: they may have been cited.
    """
    (row,) = _listed(folder, [name])
    _check_free(new)
    renamed = _decided(row, {"name": new})
    known = _rows(folder)
    known[row.slug] = renamed
    _check_names([], known)
    _decide(folder, [renamed])
    say(f"{row.slug} is called {renamed.name} now; its keys stay.")


def _check_free(new: str) -> None:
    """Refuse a name that a crawl would take for another target."""
    if new.endswith(".toml") or "://" in new or not new.strip():
        fail(f"{new!r} would be taken for a file or an address: give a name.", Exit.USAGE)


@portals.command(epilog="Example: queson portals move a-gov-vn https://xa-a.gov.vn/ --archive data")
@click.argument("name", metavar="PORTAL")
@click.argument("target")
@archive_option
def move(name: str, target: str, folder: Path) -> None:
    """Crawl a portal at another TARGET from now on, as the same portal: its keys, lists and history stay.

    Addresses at its former host are known as its own.
    """
    (row,) = _listed(folder, [name])
    portal = resolve(target)
    former = [*row.former]
    before = host(address_of(row))
    if before and before != host(portal.start) and before not in former:
        former.append(before)
    moved = row_of(target, portal, row)
    state = row.state
    if state in (PortalState.MOVED, PortalState.DARK):
        state = PortalState.ACTIVE
    _decide(folder, [replace(moved, former=tuple(former), state=state)])
    say(f"{row.slug} is crawled at {portal.start} from now on; its keys stay.")


@portals.command("import", epilog="Example: queson portals import LIST.csv --archive data")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@archive_option
def import_list(file: Path, folder: Path) -> None:
    """Put the portals of a table on the list: a CSV file whose first line names its columns.

    One of them is target (or start, url, file, slug); others may be slug, name, every, budget, delay, contact, group,
    state and endangered. Nothing is taken where a line cannot be.
    """
    known = _rows(folder)
    rows: dict[str, FleetPortal] = {}
    wrong = []
    for number, told in _table(file):
        try:
            row = _row_of_line(told, known, file.parent)
            if row.slug in rows:
                raise NotDecided(f"{row.slug} stands in it twice.")
            rows[row.slug] = row
        except (NotDecided, UnknownPortal) as error:
            wrong.append(f"line {number}: {error}")
    if wrong:
        more = f"\n{len(wrong) - MAX_TOLD} more" if len(wrong) > MAX_TOLD else ""
        fail(f"{file} is not taken.\n" + "\n".join(wrong[:MAX_TOLD]) + more, Exit.USAGE)
    _check_names(rows.values(), known)
    count = _decide(folder, rows.values())
    say(f"{len(rows):,} portals read; {count:,} are new on the list, or other than they were.")


def _table(file: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        found = list(decisions.lines_of(file.read_text("utf-8")))
    except UnicodeDecodeError:
        fail(f"{file} is not UTF-8 text: save it as CSV UTF-8.", Exit.USAGE)
    except OSError as error:
        fail(f"{file} cannot be read: {reason(error)}.", Exit.USAGE)
    except NotDecided as error:
        fail(f"{file} is not taken. {error}", Exit.USAGE)
    if len(found) > MAX_LINES:
        fail(f"{file} holds more than {MAX_LINES:,} portals: import it in parts.", Exit.USAGE)
    return found


def _row_of_line(told: dict[str, str], known: dict[str, FleetPortal], folder: Path) -> FleetPortal:
    """The row of one line. A portal file is looked for beside the table; a slug beside an address is the portal's."""
    target, slug = decisions.target_in(told), decisions.slug_in(told)
    if target.endswith(".toml"):
        target, slug = str(folder / target), ""
    portal = resolve(target)
    if is_slug(slug):
        portal = replace(portal, slug=slug)
    return decisions.decided(row_of(target, portal, known.get(portal.slug)), told)
