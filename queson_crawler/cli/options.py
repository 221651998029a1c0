"""Options that several commands share: how a portal is asked, and who is told."""

from __future__ import annotations

import re

import click

from queson_crawler.monitoring import notification


def checked_addresses(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses of keepers, each of a kind that can be written to."""
    try:
        return tuple(map(notification.check, given))
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _contact(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """A header holds it: printable ASCII, without what would end a comment."""
    if value and not re.fullmatch(r"[!-'*-~]{3,200}", value):
        raise click.BadParameter("give a mail or web address in ASCII, without spaces and brackets")
    return value


delay_option = click.option(
    "--delay",
    type=click.FloatRange(min=0),
    metavar="S",
    help="Seconds between two requests (else the portal's, else 1).",
)
contact_option = click.option(
    "--contact",
    envvar="QUESON_CONTACT",
    default="",
    callback=_contact,
    metavar="ADDRESS",
    help="A mail or web address at which a portal's staff can reach you: it is sent with every request (else "
    "$QUESON_CONTACT).",
)
notify_option = click.option(
    "--notify",
    multiple=True,
    envvar="QUESON_NOTIFY",
    callback=checked_addresses,
    metavar="ADDRESS",
    help="Who is notified of what is new: mailto:NAME@HOST (by sendmail, or by the server in $QUESON_SMTP) "
    "or a web address that takes JSON. May be repeated; else $QUESON_NOTIFY, separated by spaces.",
)
