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
from archive.errors import BadRecord
from archive.records import Alarm, Capture, Extent, FileState, Origin, Outcome, RunStart


@dataclass(frozen=True, slots=True)
class RunStarted:
    """A run began. ``portal`` is the portal's settings as JSON (`queson_crawler.portals.Portal`); ``origin`` the file
    that an import reads."""

    start: RunStart
    portal: Json
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class RunEnded:
    """A run came to its end and was judged."""

    outcome: Outcome
    alarms: tuple[Alarm, ...] = ()


@dataclass(frozen=True, slots=True)
class RunCutOff:
    """A run was killed, and a later one found it."""


@dataclass(frozen=True, slots=True)
class AlarmsAccepted:
    """The keeper took the alarms of a run as how its portal is now."""


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
class ListRepeats:
    """The list ``category`` shows the list ``original`` again, under another address."""

    category: WebAddress
    original: WebAddress


@dataclass(frozen=True, slots=True)
class ListPageMissing:
    """A list declares a page to which no way leads."""

    category: WebAddress
    number: int


@dataclass(frozen=True, slots=True)
class ListPageRepeated:
    """A page of a list only showed another of its pages once more."""

    category: WebAddress
    number: int


@dataclass(frozen=True, slots=True)
class PageNotRendered:
    """A page that needs a browser was not shown by one; ``reason`` says why."""

    url: WebAddress
    reason: str


@dataclass(frozen=True, slots=True)
class ListWalked:
    """A list was read as far as it had to be, and no longer names the articles ``unlisted`` (native ids)."""

    category: WebAddress
    extent: Extent
    unlisted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnotherSite:
    """At the portal's address another site answers, which calls itself ``name``."""

    url: WebAddress
    name: str


@dataclass(frozen=True, slots=True)
class AddressPart:
    """A part of an address: ``kind`` as in `queson_crawler.profile.address_parts`, and which one of that kind."""

    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class IdentityChoice:
    """The parts of an address that make a native id together."""

    parts: tuple[AddressPart, ...]


@dataclass(frozen=True, slots=True)
class IdentityAlias:
    """A native id that the rule gives and the one under which the article was published first: that one stays."""

    native_id: str
    published: str


@dataclass(frozen=True, slots=True)
class FurnitureBlock:
    """A block that the pages of articles share: where it stands, and its words as they are compared."""

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class ProfileLearned:
    """What the pages of the run's portal told together. Of the ``choices`` the first whose parts an address has makes
    its native id; ``furniture`` is part of no article; ``title_place`` is where the titles of articles stand;
    ``version`` counts the forms of this record.

    Where more comes in than was known before, the articles that are stored by then are read once more.
    """

    version: int
    choices: tuple[IdentityChoice, ...]
    aliases: tuple[IdentityAlias, ...] = ()
    furniture: tuple[FurnitureBlock, ...] = ()
    title_place: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """An event of a newer queson: kept, and not understood here."""

    kind: str
    content: Json = field(default_factory=dict)


Conclusion = (
    ListRepeats | ListPageMissing | ListPageRepeated | PageNotRendered | ListWalked | AnotherSite | ProfileLearned
)
"""What follows from several pages and stands in none: the frontier draws it."""
Happening = (
    RunStarted
    | RunEnded
    | RunCutOff
    | AlarmsAccepted
    | Unanswered
    | ProblemMet
    | CaptureMetAgain
    | FileUnread
    | TextRecognised
    | Conclusion
    | Unknown
)

KINDS: dict[str, type[Any]] = {
    "run-start": RunStarted,
    "run-end": RunEnded,
    "cut-off": RunCutOff,
    "accepted": AlarmsAccepted,
    "failure": Unanswered,
    "problem": ProblemMet,
    "again": CaptureMetAgain,
    "unread": FileUnread,
    "recognised": TextRecognised,
    "list-repeats": ListRepeats,
    "list-page-missing": ListPageMissing,
    "list-page-repeated": ListPageRepeated,
    "page-not-rendered": PageNotRendered,
    "list-walked": ListWalked,
    "another-site": AnotherSite,
    "profile": ProfileLearned,
}
"""The kinds as they stand in WARC; a name that was written once is never given to something else."""
DECISION = "decision"
"""The kind under which every `Conclusion` was written before it had a class of its own."""
CONCLUSIONS = frozenset(name for name, kind in KINDS.items() if issubclass(kind, Conclusion)) | {DECISION}
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
