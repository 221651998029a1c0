"""What happened beside the exchanges: a frozen class for each kind of event that is kept in WARC, and their codec.

An event is a `metadata` record with the address ``urn:queson:event:<kind>``; its block is a JSON object with the number
of the run and the fields of its class. A newer queson may add fields, which are passed over here, and kinds, which
become `Unknown`. `encoded` and `decoded` are the only places that know this form.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from archive.checks import WebAddress, is_moment, is_slug
from archive.codec import Json, as_json, from_json
from archive.conclusions import AddressPart as AddressPart
from archive.conclusions import AnotherSite as AnotherSite
from archive.conclusions import Conclusion as Conclusion
from archive.conclusions import FurnitureBlock as FurnitureBlock
from archive.conclusions import IdentityAlias as IdentityAlias
from archive.conclusions import IdentityChoice as IdentityChoice
from archive.conclusions import LearnedField as LearnedField
from archive.conclusions import ListPageMissing as ListPageMissing
from archive.conclusions import ListPageRepeated as ListPageRepeated
from archive.conclusions import ListRepeats as ListRepeats
from archive.conclusions import ListWalked as ListWalked
from archive.conclusions import PageNotRendered as PageNotRendered
from archive.conclusions import ProfileLearned as ProfileLearned
from archive.conclusions import RestOfPortal as RestOfPortal
from archive.errors import BadRecord
from archive.fleet_records import FleetPortal
from archive.records import Alarm, Capture, EndedTrouble, FileState, Origin, Outcome, RunStart, ToldTrouble, Trouble


@dataclass(frozen=True, slots=True)
class RunStarted:
    """A run began. ``portal`` is the portal's settings as JSON (`queson_crawler.portals.Portal`); ``origin`` the file
    that an import reads."""

    start: RunStart
    portal: Json
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class RunEnded:
    """A run came to its end and was judged: what is wrong, and which earlier ``troubles`` are no more (``ended``)."""

    outcome: Outcome
    alarms: tuple[Alarm, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    ended: tuple[EndedTrouble, ...] = ()


@dataclass(frozen=True, slots=True)
class RunCutOff:
    """A run was killed, and a later one found it."""


@dataclass(frozen=True, slots=True)
class AlarmsAccepted:
    """The keeper took the alarms of a run as how its portal is now."""


@dataclass(frozen=True, slots=True)
class TroublesAccepted:
    """The keeper took ``troubles`` as they are; ``kinds`` are accepted whatever they are about. Without a ``portal``
    the kinds are accepted of every portal. With ``is_withdrawn``, all of this holds no more."""

    portal: str = ""
    troubles: tuple[Trouble, ...] = ()
    kinds: tuple[str, ...] = ()
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class TroublesTold:
    """The keeper was told of ``troubles``, or that they are over."""

    troubles: tuple[ToldTrouble, ...]


@dataclass(frozen=True, slots=True)
class MachineFailed:
    """Not one portal answered: ``runs`` say nothing about their portals, since this machine is the likely cause."""

    runs: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """No answer came. ``why`` is a kind of `problems`; ``task`` what was asked (`understand.tasks.Task.note`)."""

    url: WebAddress
    why: str
    detail: str
    task: Json


@dataclass(frozen=True, slots=True)
class ProblemMet:
    """Something about an imported file that belongs to no exchange."""

    url: str
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """Where a record lies: file name, offset and length of its gzip member in bytes."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class CaptureMetAgain:
    """An import met a capture that is stored: for its run it is the answer to ``task`` too."""

    capture: Capture
    place: RecordPlace
    task: Json


@dataclass(frozen=True, slots=True)
class FileUnread:
    """The text of a file could not be read when it came, for want of time or memory. ``url`` is where it was asked,
    ``capture`` the id of the capture that holds it."""

    url: WebAddress
    capture: int
    state: FileState
    detail: str


@dataclass(frozen=True, slots=True)
class TextRecognised:
    """A program read a scan. ``sha256`` is that of the file's bytes, ``percent`` how sure the program was,
    ``engine`` its name and version, ``problem`` why it did not read all, "" where it did."""

    sha256: str
    text: str
    percent: int
    pages: int
    engine: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FleetChanged:
    """The keeper decided how a portal is to be crawled: all of its row in his list, as it is from now on. It belongs to
    no run: that number is 0."""

    portal: FleetPortal


@dataclass(frozen=True, slots=True)
class Unknown:
    """An event of a newer queson: kept, and not understood here."""

    kind: str
    content: Json = field(default_factory=dict)


Happening = (
    RunStarted
    | RunEnded
    | RunCutOff
    | AlarmsAccepted
    | TroublesAccepted
    | TroublesTold
    | MachineFailed
    | Unanswered
    | ProblemMet
    | CaptureMetAgain
    | FileUnread
    | TextRecognised
    | FleetChanged
    | Conclusion
    | Unknown
)

KINDS: dict[str, type[Any]] = {
    "run-start": RunStarted,
    "run-end": RunEnded,
    "cut-off": RunCutOff,
    "accepted": AlarmsAccepted,
    "troubles-accepted": TroublesAccepted,
    "troubles-told": TroublesTold,
    "machine-failed": MachineFailed,
    "failure": Unanswered,
    "problem": ProblemMet,
    "again": CaptureMetAgain,
    "unread": FileUnread,
    "recognised": TextRecognised,
    "fleet": FleetChanged,
    "list-repeats": ListRepeats,
    "list-page-missing": ListPageMissing,
    "list-page-repeated": ListPageRepeated,
    "page-not-rendered": PageNotRendered,
    "list-walked": ListWalked,
    "another-site": AnotherSite,
    "profile": ProfileLearned,
    "rest-of-portal": RestOfPortal,
}
"""The kinds as they stand in WARC; a name that was written once is never given to something else."""
DECISION = "decision"
"""The kind under which every `Conclusion` was written before it had a class of its own."""
OF_ITS_KEEPER = (TroublesAccepted, TroublesTold)
"""What passes between an archive and its keeper: no other archive takes it over."""
_NAMES = {kind: name for name, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a run; ``at`` is UTC with ``Z``."""

    run: int
    at: str
    what: Happening


def encoded(event: Event) -> tuple[str, Json]:
    """The kind of an event and its JSON, as they are kept."""
    if isinstance(event.what, Unknown):
        return event.what.kind, {**event.what.content, "run": event.run}
    return _NAMES[type(event.what)], {"run": event.run, **as_json(event.what)}


def decoded(kind: str, at: str, found: object) -> Event:
    """The event of a kind at a time, from the JSON that is kept of it.

    Raises:
        BadRecord: it is no object, or one of its fields is missing or holds something else than it may.
    """
    if not isinstance(found, dict) or type(found.get("run")) is not int:
        raise BadRecord(f"{kind} does not say to which run it belongs")
    if not is_moment(at):
        raise BadRecord(f"{kind} is of no time")
    run: int = found["run"]
    if kind == DECISION:
        return Event(run, at, _of_decision(found))
    if kind not in KINDS:
        return Event(run, at, Unknown(kind, found))
    what = from_json(KINDS[kind], found, kind)
    if isinstance(what, RunStarted):
        _check_start(what.start)
    return Event(run, at, what)


def _check_start(start: RunStart) -> None:
    if not is_slug(start.portal):
        raise BadRecord("run-start.start.portal is no slug of a portal")
    if not is_moment(start.started_at):
        raise BadRecord("run-start.start.started_at is no time in UTC")


def _of_decision(found: Json) -> Conclusion:
    """What a record of the kind `DECISION` says: the first of its fields that is filled."""
    subject = found.get("category")
    if found.get("unrendered"):
        return from_json(PageNotRendered, {"url": subject, "reason": found["unrendered"]}, DECISION)
    if found.get("another_site"):
        return from_json(AnotherSite, {"url": subject, "name": found["another_site"]}, DECISION)
    if found.get("walked"):
        told = {"category": subject, "extent": found["walked"], "unlisted": found.get("left", [])}
        return from_json(ListWalked, told, DECISION)
    if found.get("missing") is not None:
        return from_json(ListPageMissing, {"category": subject, "number": found["missing"]}, DECISION)
    if found.get("repeated") is not None:
        return from_json(ListPageRepeated, {"category": subject, "number": found["repeated"]}, DECISION)
    return from_json(ListRepeats, {"category": subject, "original": found.get("same_as")}, DECISION)
