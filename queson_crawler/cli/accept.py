"""`queson accept`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from archive.store import Archive
from archive.troubles import KnownTrouble, accepted_kinds, troubles
from queson_crawler.cli.base import archive_option, json_option
from queson_crawler.cli.views.terminal import OUT, print_json, say
from queson_crawler.cli.views.troubles import troubles as shown
from queson_crawler.monitoring.gaps import GapKind
from queson_crawler.monitoring.kinds import AlarmKind
from queson_crawler.parse.results import Why

KINDS = sorted({*map(str, AlarmKind), *map(str, GapKind), *map(str, Why)})


def _kind(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Kinds as they stand in the archive; hyphens may be written for spaces."""
    kinds = []
    for each in given:
        plain = each.replace("-", " ")
        if plain not in KINDS:
            raise click.BadParameter(f"{each!r} is no kind of trouble. The kinds are: {', '.join(KINDS)}.")
        kinds.append(plain)
    return tuple(kinds)


@click.command(epilog="Example: queson accept example-gov-vn --archive data")
@click.argument("slug", required=False, default="")
@click.option("--url", "urls", multiple=True, metavar="ADDRESS", help="Only what is wrong with this address.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    callback=_kind,
    metavar="KIND",
    help='All of a kind, such as "login wall", now and later; without a SLUG of every portal.',
)
@click.option("--withdraw", is_flag=True, help="Accept it no longer.")
@archive_option
@json_option
def accept(
    slug: str, urls: tuple[str, ...], kinds: tuple[str, ...], withdraw: bool, folder: Path, as_json: bool
) -> None:
    """Put to rest what cannot be mended: what is wrong with a portal is taken as how it is.

    Accepted troubles stay in queson status and send no notice; a crawl that finds nothing else ends with 0. They stay
    accepted until they change or end. Without SLUG, --url and --kind, what is wrong with each portal is listed.
    """
    from queson_crawler.recording import acceptance

    ending = "no longer accepted" if withdraw else "accepted"
    with Archive.open(folder, create=False) as archive:
        if not (slug or urls or kinds):
            _list(troubles(archive), accepted_kinds(archive), as_json=as_json)
            return
        if kinds:
            acceptance.accept_kinds(archive, slug, kinds, is_withdrawn=withdraw)
            said = f"{', '.join(kinds)}: {ending} of {slug or 'every portal'}."
        elif urls:
            said = f"{acceptance.accept_addresses(archive, slug, urls, is_withdrawn=withdraw)} trouble(s) {ending}."
        elif withdraw:
            said = f"{acceptance.withdraw(archive, slug)} trouble(s) {ending}."
        else:
            said = accepted(archive, slug)
    say(said)


def accepted(archive: Archive, slug: str) -> str:
    """Accept all that is wrong with a portal; what is said of it."""
    from queson_crawler.recording import acceptance

    count = acceptance.accept(archive, slug)
    if count:
        return f"{count} alarm(s) and gap(s) accepted."
    return f"Nothing is wrong with {slug}, or it was accepted: nothing to accept."


def _list(found: tuple[KnownTrouble, ...], kinds: tuple[tuple[str, str], ...], *, as_json: bool) -> None:
    if as_json:
        rows = [{**asdict(each), "is_accepted": each.is_accepted} for each in found if not each.is_over]
        print_json({"troubles": rows, "kinds": [{"portal": portal, "kind": kind} for portal, kind in kinds]})
    else:
        shown(OUT, found, kinds)
