"""Events: each has a class, comes back as it was written, and is refused where a field is not what it may be."""

import json
from dataclasses import MISSING, dataclass, fields
from typing import Any

import pytest

from archive.codec import from_json
from archive.errors import BadRecord
from archive.events import (
    DECISION,
    KINDS,
    AddressPart,
    AlarmsAccepted,
    AnotherSite,
    CaptureMetAgain,
    Event,
    FileUnread,
    FleetChanged,
    IdentityAlias,
    IdentityChoice,
    ListPageMissing,
    ListPageRepeated,
    ListRepeats,
    ListWalked,
    MachineFailed,
    PageNotRendered,
    ProblemMet,
    ProfileLearned,
    RecordPlace,
    RestOfPortal,
    RunCutOff,
    RunEnded,
    RunStarted,
    TextRecognised,
    TroublesAccepted,
    TroublesTold,
    Unanswered,
    Unknown,
    decoded,
    encoded,
)
from archive.fleet_records import FleetPortal, PortalState
from archive.page_records import PagesLeftOut
from archive.records import (
    Alarm,
    Capture,
    EndedTrouble,
    Extent,
    FileState,
    Origin,
    Outcome,
    RunStart,
    ToldTrouble,
    Trouble,
)

AT = "2026-01-31T05:06:07Z"
LIST = "http://bausen.example/tin"
CAPTURE = Capture(7, 1, LIST, AT, 200, "text/html", "ab" * 32, "a.warc.gz", 5, 6, "list")
EVENTS = (
    RunStarted(RunStart("bausen", AT, LIST, "3"), {"slug": "bausen", "start": LIST}, Origin("a.warc", "cd" * 32, 12)),
    RunEnded(
        Outcome.INCOMPLETE,
        (Alarm("list", "Tin", "it is empty", LIST, AT),),
        (Trouble("login wall", LIST, "asks to log in", LIST, 1, "login"),),
        (EndedTrouble("list page", LIST, silently=True),),
    ),
    RunCutOff(),
    AlarmsAccepted(),
    TroublesAccepted("bausen", (Trouble("login wall", LIST, "asks to log in"),), ("not found",), is_withdrawn=True),
    TroublesTold((ToldTrouble("bausen", "login wall", LIST, "asks to log in", 1, "login", is_over=True),)),
    MachineFailed((1, 2), "no network"),
    Unanswered(LIST, "no answer", "timed out", {"role": "list", "number": 2}),
    ProblemMet("a.warc", "damaged file", "byte 12"),
    CaptureMetAgain(CAPTURE, RecordPlace("a.warc.gz", 5, 6), {"role": "list"}),
    FileUnread(f"{LIST}/a.pdf", 7, FileState.TOO_LONG, "pdf: 10 s"),
    TextRecognised("ab" * 32, "Quyết định", 91, 2, "tesseract 5.3.0", "2 of 3 pages were read"),
    FleetChanged(FleetPortal("bausen", LIST, "Bầu Sen", delay=2.5, state=PortalState.DARK, former=("cu.example",))),
    ListRepeats(f"{LIST}-moi", LIST),
    ListPageMissing(LIST, 3),
    ListPageRepeated(LIST, 4),
    PageNotRendered(LIST, "no browser"),
    ListWalked(LIST, Extent.WHOLE, ("11", "12")),
    AnotherSite(LIST, "Xổ số"),
    RestOfPortal(3000, 1 << 20, 8, 2400, (PagesLeftOut("days of a calendar without end", 7, f"{LIST}?thang=3"),)),
    ProfileLearned(1, (IdentityChoice((AddressPart("query", "id"),)),), (IdentityAlias("11", "12"),)),
)


def again(event: Event) -> Event:
    kind, told = encoded(event)
    return decoded(kind, event.at, json.loads(json.dumps(told)))


@pytest.mark.parametrize("what", EVENTS, ids=lambda what: type(what).__name__)
def test_an_event_comes_back_as_it_was_written(what: Any) -> None:
    assert again(Event(3, AT, what)) == Event(3, AT, what)


def test_a_run_that_reads_no_file_has_no_origin() -> None:
    start = RunStarted(RunStart("bausen", AT), {"slug": "bausen", "start": LIST})
    assert "origin" not in encoded(Event(3, AT, start))[1]
    assert again(Event(3, AT, start)) == Event(3, AT, start)


def test_every_kind_has_an_example_here() -> None:
    assert {type(what) for what in EVENTS} == set(KINDS.values())


@pytest.mark.parametrize("what", EVENTS, ids=lambda what: type(what).__name__)
def test_what_a_newer_version_adds_is_passed_over(what: Any) -> None:
    kind, told = encoded(Event(3, AT, what))
    assert decoded(kind, AT, {**told, "moon": "full"}) == Event(3, AT, what)


def test_a_kind_of_a_newer_version_is_kept_and_not_understood() -> None:
    event = decoded("moon", AT, {"run": 3, "phase": "full"})
    assert event.what == Unknown("moon", {"run": 3, "phase": "full"})
    assert again(event) == event


def needed() -> list[Any]:
    """Each example with each of its fields that has no default."""
    found = []
    for what in EVENTS:
        kind, told = encoded(Event(3, AT, what))
        names = {each.name for each in fields(what) if each.default is MISSING and each.default_factory is MISSING}
        found += [pytest.param(kind, told, name, id=f"{kind}-{name}") for name in sorted(names)]
    return found


@pytest.mark.parametrize(("kind", "told", "name"), needed())
def test_a_missing_field_is_named(kind: str, told: dict[str, Any], name: str) -> None:
    with pytest.raises(BadRecord, match=rf"{kind}\.{name} is missing"):
        decoded(kind, AT, {key: value for key, value in told.items() if key != name})


@pytest.mark.parametrize(("kind", "told", "name"), needed())
@pytest.mark.parametrize("wrong", [None, [[]], 1.5, True])
def test_a_field_of_another_type_is_named(kind: str, told: dict[str, Any], name: str, wrong: object) -> None:
    with pytest.raises(BadRecord, match=rf"{kind}\.{name}"):
        decoded(kind, AT, {**told, name: wrong})


@pytest.mark.parametrize("told", [None, [], 3, {}, {"run": "1"}, {"run": None}, {"run": True}])
def test_an_event_without_a_run_is_none(told: object) -> None:
    with pytest.raises(BadRecord, match="to which run it belongs"):
        decoded("cut-off", AT, told)


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ({"same_as": LIST}, ListRepeats(f"{LIST}-2", LIST)),
        ({"missing": 3}, ListPageMissing(f"{LIST}-2", 3)),
        ({"repeated": 4}, ListPageRepeated(f"{LIST}-2", 4)),
        ({"unrendered": "no browser"}, PageNotRendered(f"{LIST}-2", "no browser")),
        ({"walked": "head", "left": ["11"]}, ListWalked(f"{LIST}-2", Extent.HEAD, ("11",))),
        ({"another_site": "Xổ số"}, AnotherSite(f"{LIST}-2", "Xổ số")),
    ],
)
def test_a_decision_of_an_older_version_is_the_event_it_meant(told: dict[str, Any], what: Any) -> None:
    every: dict[str, Any] = {
        "run": 3, "category": f"{LIST}-2", "same_as": None, "missing": None, "repeated": None, "unrendered": "",
        "walked": "", "left": [], "another_site": "",
    }  # fmt: skip
    assert decoded(DECISION, AT, every | told) == Event(3, AT, what)


def test_a_decision_that_says_nothing_is_refused() -> None:
    with pytest.raises(BadRecord):
        decoded(DECISION, AT, {"run": 3, "category": LIST})


@dataclass(frozen=True, slots=True)
class Weighed:
    weight: float


def test_a_whole_number_is_one_with_a_fraction_unless_it_is_too_great() -> None:
    assert from_json(Weighed, {"weight": 2}, "it") == Weighed(2.0)
    with pytest.raises(BadRecord, match="too great"):
        from_json(Weighed, {"weight": 10**400}, "it")
    with pytest.raises(BadRecord, match="no float"):
        from_json(Weighed, {"weight": True}, "it")
