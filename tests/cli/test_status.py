"""`queson status`: the fleet first, one line a portal; then one portal; all of it as JSON and for Prometheus."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from archive.fleet_records import DAY, FleetPortal, PortalState
from archive.fleet_status import lines
from archive.records import Origin, Outcome, Page, PortalRecord, RunStart, Trouble
from archive.store import Archive
from queson_crawler.monitoring import exporting
from tests.archive.make import moment
from tests.crawl.tools import here

NOW = "2026-01-01T00:00:00Z"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six portals: complete, incomplete, never crawled, paused, killed, imported."""
    with Archive.open(tmp_path) as archive:
        archive.decide(FleetPortal("whole", "http://whole.example/", "Xã Trọn", group="QN", every=365 * DAY), NOW)
        archive.decide(FleetPortal("never", "http://never.example/", every=365 * DAY), now())
        archive.decide(FleetPortal("paused", "http://paused.example/", state=PortalState.PAUSED), NOW)
        for slug, outcome in (("whole", Outcome.COMPLETE), ("short", Outcome.INCOMPLETE), ("killed", None)):
            run = archive.begin_run(RunStart(slug, now(), f"http://{slug}.example/"))
            archive.store(Page(run, portal=PortalRecord(slug, f"Cổng {slug}", f"http://{slug}.example/")))
            if outcome is not None:
                archive.finish_run(run, now(), outcome)
        archive.begin_run(RunStart("taken", NOW), Origin("a.warc", "ab" * 32, 3))
    return tmp_path


def now() -> str:
    from archive.clock import now as clock

    return clock()


def marks(said: str) -> dict[str, str]:
    """The mark before each line of a portal, by its slug."""
    found = {}
    for line in said.splitlines()[1:-1]:
        found[line[2:].split()[0]] = line[0]
    return found


def test_each_portal_has_a_line_and_those_to_look_at_are_marked(folder: Path) -> None:
    said = here("status", "--archive", folder).out
    assert marks(said) == {"killed": "!", "never": " ", "paused": " ", "short": "!", "taken": " ", "whole": " "}
    assert "whole (Xã Trọn)" in said
    assert said.splitlines()[-1].startswith("6 portals: ")
    assert "2 to look at (!)" in said


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        (("--failing",), {"short", "killed"}),
        (("--group", "QN"), {"whole"}),
        (("--since", "2026-01-02"), {"whole", "short", "killed"}),
        (("--since", "2999"), set()),
        (("whole", "never"), {"whole", "never"}),
        (("Xã Trọn",), {"whole"}),
    ],
)
def test_the_portals_that_are_asked_for_are_told_of(words: tuple[str, ...], slugs: set[str], folder: Path) -> None:
    found = json.loads(here("status", *words, "--json", "--archive", folder).out)
    assert {each["slug"] for each in found} == slugs
    if words[0].startswith("--"):
        assert set(marks(here("status", *words, "--archive", folder).out)) == slugs


def test_one_portal_is_told_of_as_a_whole(folder: Path) -> None:
    said = here("status", "short", "--archive", folder).out
    assert "Cổng short" in said
    assert "run 2" in said
    assert here("status", "nobody", "--archive", folder).code == 2


def test_json_has_all_of_each_portal_and_how_it_stands_in_the_fleet(folder: Path) -> None:
    found = {each["slug"]: each for each in json.loads(here("status", "--json", "--archive", folder).out)}
    assert len(found) == 6
    whole = found["whole"]
    assert (whole["verdict"], whole["is_failing"], whole["fleet"]["group"]) == ("complete", False, "QN")
    assert whole["runs"][0]["outcome"] == "complete"
    assert (found["taken"]["fleet"], found["never"]["verdict"]) == (None, "never crawled")


def test_what_is_accepted_is_nothing_to_look_at(folder: Path) -> None:
    trouble = Trouble("login", "http://short.example/a", "it wants a password", "", 1, "login")
    with Archive.open(folder) as archive:
        before = {each.slug: each for each in lines(archive)}
        archive.db.conn.execute(
            "insert into troubles (portal, kind, subject, detail, example, size, shape, since, seen_at, run_id) "
            "values ('short', ?, ?, ?, '', 1, 'login', ?, ?, 2)",
            [trouble.kind, trouble.subject, trouble.detail, NOW, NOW],
        )
        wrong = {each.slug: each for each in lines(archive)}
        archive.db.conn.execute(
            "update troubles set accepted_at = ?, accepted_shape = 'login', accepted_size = 1", [NOW]
        )
        after = {each.slug: each for each in lines(archive)}
    assert [each["short"].is_failing for each in (before, wrong, after)] == [True, True, False]
    assert (wrong["short"].wrong, after["short"].accepted) == (1, 1)


def test_a_portal_whose_time_is_long_past_is_late(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        archive.decide(FleetPortal("a", "http://a.example/"), moment(0))
        archive.decide(FleetPortal("b", "http://b.example/", state=PortalState.DARK), moment(0))
        found = {each.slug: each for each in lines(archive)}
    assert (found["a"].late, found["a"].is_failing) == (True, True)
    assert (found["b"].late, found["b"].is_failing) == (False, False)


SAMPLE = re.compile(r'([a-z_]+)\{((?:[a-z]+="(?:[^"\\\n]|\\.)*",?)+)\} (-?[0-9.e+]+)')


def test_metrics_are_what_prometheus_reads(folder: Path, tmp_path: Path) -> None:
    with Archive.open(folder) as archive:
        archive.decide(FleetPortal("odd", "http://odd.example/", group='a"b\\c\nd'), now())
    file = tmp_path / "queson.prom"
    assert here("status", "--metrics", file, "--archive", folder).code == 0
    told = {}
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("#"):
            assert re.fullmatch(r"# (HELP [a-z_]+ .+|TYPE [a-z_]+ gauge)", line)
            continue
        sample = SAMPLE.fullmatch(line)
        assert sample, line
        told[sample[1], sample[2]] = float(sample[3])
    assert told["queson_portal_complete", 'portal="whole",group="QN",state="active"'] == 1
    assert told["queson_portal_failing", 'portal="short",group="",state="active"'] == 1
    assert told["queson_portals", 'state="paused"'] == 1
    assert told["queson_portal_articles", 'portal="odd",group="a\\"b\\\\c\\nd",state="active"'] == 0
    assert list(tmp_path.glob(".queson*")) == []
    assert here("status", "--metrics", tmp_path / "no/queson.prom", "--archive", folder).code == 1


def test_thousands_of_portals_are_looked_up_in_few_queries(tmp_path: Path) -> None:
    """Not a time, which depends on the machine: the number of statements does not grow with the portals."""
    counts = []
    for count in (3, 300):
        with Archive.open(tmp_path / str(count)) as archive:
            for number in range(count):
                archive.begin_run(RunStart(f"p{number}", NOW))
            asked: list[str] = []
            archive.db.conn.set_trace_callback(asked.append)
            assert len(lines(archive)) == count
            archive.db.conn.set_trace_callback(None)
            counts.append(len(asked))
            assert exporting.text(lines(archive)).count("queson_portal_articles{") == count
    assert counts[0] == counts[1]
