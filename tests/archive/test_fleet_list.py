"""The keeper's list of portals: it lasts, it knows whose turn it is, and nobody waits for ever."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from archive import fleet
from archive.errors import BadRecord
from archive.events import Event, FleetChanged, decoded, encoded
from archive.fleet_records import DAY, HOUR, FleetPortal, PortalState
from archive.records import Origin, Outcome, RunStart
from archive.store import Archive
from tests.archive.make import rows

FIRST = datetime.fromisoformat("2026-01-01T01:00:00+00:00")


def at(hours: float) -> str:
    return (FIRST + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


def listed(archive: Archive, *slugs: str, hours: float = 0, **decided: Any) -> None:
    for slug in slugs:
        archive.decide(FleetPortal(slug, f"http://{slug}.example/", **decided), at(hours))


def ran(
    archive: Archive, slug: str, hours: float, outcome: Outcome | None = Outcome.COMPLETE, start: float = -1
) -> int:
    """A run of a portal, begun at an hour by a command that began at `start` (else with it)."""
    began = at(hours)
    run = archive.begin_run(RunStart(slug, began, slug, "1", at(start) if start >= 0 else began))
    if outcome is not None:
        archive.finish_run(run, began, outcome)
    return run


def due(archive: Archive, hours: float) -> str:
    return "".join(each.portal.slug for each in fleet.due(archive, at(hours)))


def active(archive: Archive) -> str:
    return "".join(each.portal.slug for each in fleet.active(archive))


def test_a_row_comes_back_as_it_was_decided() -> None:
    portal = FleetPortal(
        "a", "/srv/a.toml", "Xã A", 'start = "http://a.example/"', 2.5, "a@example.org", HOUR, 500, 30, "Quảng Nam",
        PortalState.DARK, True, ("cu.example",),
    )  # fmt: skip
    kind, told = encoded(Event(0, at(0), FleetChanged(portal)))
    assert kind == "fleet"
    assert decoded(kind, at(0), told) == Event(0, at(0), FleetChanged(portal))


@pytest.mark.parametrize(
    "wrong", [{"slug": "../x"}, {"target": " "}, {"every": 0}, {"max_requests": -1}, {"state": "asleep"}]
)
def test_a_row_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    told = {"run": 0, "portal": {"slug": "a", "target": "http://a.example/"} | wrong}
    with pytest.raises(BadRecord):
        decoded("fleet", at(0), told)


def test_the_database_holds_all_of_a_row(tmp_path: Path) -> None:
    portal = FleetPortal(
        "a",
        "/srv/a.toml",
        "Xã A",
        "text",
        2.5,
        "a@example.org",
        HOUR,
        500,
        30,
        "QN",
        PortalState.MOVED,
        True,
        ("x", "y"),
    )
    with Archive.open(tmp_path) as archive:
        archive.decide(portal, at(0))
        assert [each.portal for each in fleet.everything(archive)] == [portal]
        assert fleet.by_name(archive, "Xã A") == fleet.by_name(archive, "a")
        assert fleet.by_name(archive, "b") is None
        assert fleet.due(archive, at(900)) == []


def test_a_crawl_puts_its_portal_on_the_list_and_an_import_does_not(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        ran(archive, "a", 0)
        archive.begin_run(RunStart("b", at(1)), Origin("b.warc", "ab" * 32, 12))
        assert active(archive) == "a"
        assert rows(archive, "select last_begun, last_outcome, last_whole, decided_at from fleet") == [
            (at(0), "complete", at(0), None)
        ]


def test_what_is_decided_outlives_how_a_crawl_was_named(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        ran(archive, "a", 0)
        listed(archive, "a", hours=1, every=7 * DAY)
        ran(archive, "a", 2, Outcome.FAILED)
        (one,) = fleet.everything(archive)
        assert one.portal == FleetPortal("a", "http://a.example/", every=7 * DAY)
        assert (one.crawls.listed_at, one.crawls.last_whole) == (at(0), at(0))
        assert one.crawls.last_outcome == "failed"


def test_who_was_not_reached_comes_first_then_what_was_cut(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        listed(archive, *"abcd")
        for slug in "abcd":
            ran(archive, slug, 1, start=1)
        ran(archive, "a", 24, start=24)
        ran(archive, "b", 25, Outcome.STOPPED, start=24)
        assert active(archive) == "cdba"
        ran(archive, "c", 48, start=48)
        ran(archive, "d", 49, None, start=48)
        assert active(archive) == "badc"


def test_a_portal_that_is_cut_every_night_keeps_nobody_waiting(tmp_path: Path) -> None:
    """Two of five portals fit into a night, and the second is always cut: all are begun within three nights."""
    with Archive.open(tmp_path) as archive:
        listed(archive, *"abcde")
        nights = []
        for night in range(9):
            first, second = due(archive, 24 * night)[:2]
            ran(archive, first, 24 * night, start=24 * night)
            ran(archive, second, 24 * night + 1, Outcome.CUT_OFF, start=24 * night)
            nights.append({first, second})
        for night in range(len(nights) - 2):
            assert len(set().union(*nights[night : night + 3])) == 5, nights


def test_with_time_for_half_of_them_every_portal_is_visited_every_second_night(tmp_path: Path) -> None:
    slugs = [f"p{number:02}" for number in range(60)]
    with Archive.open(tmp_path) as archive:
        listed(archive, *slugs)
        nights = []
        for night in range(8):
            turns = [each.portal.slug for each in fleet.due(archive, at(24 * night))][:30]
            for place, slug in enumerate(turns):
                ended = Outcome.COMPLETE if place < 27 else Outcome.STOPPED
                ran(archive, slug, 24 * night + place / 10, ended, start=24 * night)
            nights.append(turns)
        for one, other in pairwise(nights):
            assert sorted(one + other) == slugs
        assert nights[2][:3] == nights[0][27:], "what was cut comes before what was not"


def test_what_may_be_gone_soon_comes_before_what_was_crawled_with_it(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        listed(archive, *"abc")
        listed(archive, "c", endangered=True)
        for slug in "abc":
            ran(archive, slug, 1, start=1)
        assert active(archive) == "cab"
        ran(archive, "b", 30, Outcome.INCOMPLETE)
        assert active(archive) == "cab"


@pytest.mark.parametrize(
    ("every", "hours", "is_due"),
    [
        (DAY, 17, False),
        (DAY, 18, True),
        (HOUR, 0.5, False),
        (HOUR, 0.75, True),
        (7 * DAY, 144, False),
        (7 * DAY, 167, True),
    ],
)
def test_a_portal_is_due_a_little_before_its_time(every: int, hours: float, is_due: bool, tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        listed(archive, "a", every=every)
        assert due(archive, 0) == "a"
        ran(archive, "a", 0.1, start=0)
        assert due(archive, hours) == ("a" if is_due else "")


def test_what_was_cut_is_due_at_once_but_by_its_own_bound(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        listed(archive, "a")
        listed(archive, "b", max_requests=100)
        ran(archive, "a", 0, Outcome.STOPPED)
        ran(archive, "b", 0, Outcome.STOPPED)
        assert due(archive, 1) == "a"
        assert due(archive, 24) == "ab"


@pytest.mark.parametrize("state", [each for each in PortalState if each is not PortalState.ACTIVE])
def test_only_what_is_active_is_asked(state: PortalState, tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        listed(archive, "a", state=state)
        listed(archive, "b")
        assert (due(archive, 99), active(archive)) == ("b", "b")
