"""What an exchange or an event of WARC must be like to be read again: asked of an own archive and of another's."""

from __future__ import annotations

import re
from dataclasses import astuple

from cssselect import SelectorError

from archive.checks import is_past, is_slug, is_web_address
from archive.codec import Json, from_json
from archive.errors import BadRecord
from archive.events import CaptureMetAgain, Event, ProfileLearned, RunStarted, Unanswered, Unknown
from archive.exchange.parts import checked_part
from archive.notes import Note
from archive.warc import Exchange, StoredEvent, StoredExchange
from archive.warc.opening import is_name
from queson_crawler.parse.results import Why
from queson_crawler.platforms.selectors import compiled
from queson_crawler.portals import Portal
from queson_crawler.profile.profile import identity_of
from queson_crawler.understand.tasks import RECORD, task_of


def check_stored(stored: StoredExchange | StoredEvent) -> None:
    """Refuse what somebody else's archive holds and this one could not read again: asked before a byte of it is
    written. Raises BadRecord."""
    if isinstance(stored, StoredEvent):
        _check_event(stored.event)
    elif stored.note is not None:
        check_exchange(stored.exchange, stored.note)
        _check_time(stored.at)
        if stored.note.role == RECORD:
            checked_part(stored.exchange.content)


def check_exchange(exchange: Exchange, note: Note) -> None:
    """Refuse an exchange without a time or a web address, or whose task is none. Raises BadRecord."""
    if not exchange.fetched_at:
        raise BadRecord("its time is no time in UTC")
    if note.role != RECORD and not is_web_address(exchange.url):
        raise BadRecord("its address is no web address")
    task_of(exchange.url, note.task)


def _check_event(event: Event) -> None:
    _check_time(event.at)
    match event.what:
        case RunStarted(start, portal):
            settings = portal_of(portal)
            if settings.slug != start.portal:
                raise BadRecord(f"its portal is {settings.slug!r} and not {start.portal!r}")
            _check_time(start.started_at)
        case Unanswered(url, why, _, task):
            why_of(why)
            task_of(url, task)
        case CaptureMetAgain(capture, place, task):
            if not is_name(place.file):
                raise BadRecord("its place is in no WARC file")
            task_of(capture.url, task)
        case ProfileLearned() as learned:
            identity_of(learned)
        case Unknown(kind):
            raise BadRecord(f"{kind!r} is no kind of event that is known here")


def _check_time(at: str) -> None:
    if not is_past(at):
        raise BadRecord(f"it is dated in the future ({at})")


def why_of(text: str) -> Why:
    """The kind of problem of a name. Raises BadRecord where there is none."""
    try:
        return Why(text)
    except ValueError as error:
        raise BadRecord(f"{text!r} is no kind of problem that is known here") from error


def portal_of(settings: Json) -> Portal:
    """The portal of a run, from its settings as JSON. Raises BadRecord where they are none."""
    portal = from_json(Portal, settings, "portal")
    if not is_slug(portal.slug) or (portal.start and not is_web_address(portal.start)):
        raise BadRecord("the portal has no slug, or no web address")
    try:
        _compile(portal)
    except (re.error, SelectorError, OverflowError) as error:
        raise BadRecord(f"a rule of the portal cannot be read ({error})") from error
    return portal


def _compile(portal: Portal) -> None:
    """Compile all rules and selectors of a portal. Raises the error of the first that cannot be read."""
    for rule in (*portal.refuse, *portal.ids, portal.page_parameter, portal.article.half_days):
        re.compile(rule)
    for selectors in (*astuple(portal.article), *astuple(portal.listing)):
        if isinstance(selectors, tuple):
            for css in selectors:
                compiled(css)
