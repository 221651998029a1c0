"""What `status` tells of an archive."""

import json
from dataclasses import asdict
from pathlib import Path

from archive.records import Category, Outcome, Page, RunStart
from archive.status import status
from archive.store import Archive
from tests.archive.make import BODY, LIST, article, capture, listed, missing, moment, opened, shown


def test_status_tells_what_is_kept_and_what_is_missing(tmp_path: Path) -> None:
    pages = [
        listed(1, "1", "2", "3", declared_total=9),
        shown(2, article("1", title="T", body=BODY, published_at="2014-01-01T00:00+07:00")),
        shown(3, article("2", title="T", body=BODY, published_at="2025-01-01T00:00+07:00")),
        Page(1, capture(4), category=Category(f"{LIST}/lai", "Lại", same_as=LIST)),
        missing(2),
        missing(3),
    ]
    with opened(tmp_path, *pages) as archive:
        archive.finish_run(1, moment(99), Outcome.INCOMPLETE)
        (portal,) = status(archive)
        assert (portal.slug, portal.title, portal.articles, portal.copies) == ("queson", "Quế Sơn", 2, 1)
        assert (portal.first_year, portal.last_year, portal.captures, portal.warc_bytes) == ("2014", "2025", 4, 400)
        (run,) = portal.runs
        assert (run.id, run.outcome, run.requests, run.new, run.failed) == (1, "incomplete", 6, 2, 3)
        repeated, walked = portal.categories
        assert (repeated.title, repeated.same_as, repeated.declared) == ("Lại", LIST, None)
        assert (walked.declared, walked.listed, walked.stored, walked.pages, walked.missing) == (9, 3, 2, 1, "2, 3")
        (problem,) = portal.problems
        assert (problem.kind, problem.count, problem.example) == ("timeout", 2, f"{LIST}?page=2")
        assert json.loads(json.dumps([asdict(portal)]))[0]["runs"][0]["new"] == 2


def test_only_the_last_runs_are_told_and_a_run_in_progress_has_no_counters(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        for number in range(9):
            archive.begin_run(RunStart("queson", moment(number)))
        (portal,) = status(archive)
        assert [(run.id, run.requests) for run in portal.runs] == [(10, None), (9, 0), (8, 0), (7, 0), (6, 0)]


def test_an_archive_without_portals_has_nothing_to_tell(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        assert status(archive) == ()
