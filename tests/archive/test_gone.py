"""When an article counts as gone, and when nothing is believed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archive.ledger import ledger_of
from archive.records import Absence, Extent, Left, Outcome, Page, PortalRecord, RunStart, Walked
from archive.store import Archive
from archive.store.gone import Answer, is_believable, settled
from tests.archive.make import LIST, article, capture, listed, opened, rows, shown

DAY = "2026-02-{:02d}T08:00:00Z"


def day(number: int, run: int, at: int) -> dict[str, Any]:
    return {"capture": capture(number, run, fetched_at=DAY.format(at), status=404)}


def absent(number: int, run: int, at: int, native_id: str = "1", *, left: bool = False) -> Page:
    return Page(run, **day(number, run, at), absence=Absence(native_id, "not found", "answered 404", left))


def next_run(archive: Archive, *pages: Page) -> int:
    """A run of its own that reads a list and stores the pages."""
    run = archive.begin_run(RunStart("queson", "2026-02-01T00:00:00Z"))
    base = run * 1000
    archive.store(listed(base, "8", "9", run=run))
    for page in pages:
        archive.store(page)
    archive.finish_run(run, "2026-02-28T00:00:00Z", Outcome.COMPLETE)
    return run


def begun(folder: Path, count: int = 9) -> Archive:
    """An archive whose first run read so many articles."""
    archive = opened(folder, listed(100, "1", "2"), *(shown(n, article(str(n))) for n in range(1, count + 1)))
    archive.finish_run(1, "2026-01-01T02:00:00Z", Outcome.COMPLETE)
    return archive


def gone(archive: Archive) -> list[tuple[Any, ...]]:
    return rows(archive, "select native_id, gone_at, gone_reason from articles where gone_at is not null")


def test_two_answers_a_day_apart_settle_it_and_the_text_stays(tmp_path: Path) -> None:
    with begun(tmp_path) as archive:
        next_run(archive, absent(2001, 2, 1))
        assert gone(archive) == []
        run = next_run(archive, absent(3001, 3, 2))
        assert gone(archive) == [("1", DAY.format(1), "not found: answered 404")]
        assert rows(archive, "select gone from runs order by id") == [(0,), (0,), (1,)]
        assert rows(archive, "select body from articles where native_id = '1'") == [(article().body,)]
        assert ledger_of(archive, run).vanished == 0


def test_two_answers_within_a_day_settle_nothing(tmp_path: Path) -> None:
    with begun(tmp_path) as archive:
        next_run(archive, absent(2001, 2, 1))
        next_run(archive, absent(3001, 3, 1))
        assert gone(archive) == []


def test_one_answer_settles_it_where_no_list_names_the_article(tmp_path: Path) -> None:
    with begun(tmp_path) as archive:
        next_run(archive, absent(2001, 2, 1, left=True))
        assert [(native_id, at) for native_id, at, _ in gone(archive)] == [("1", DAY.format(1))]


def test_what_returns_is_not_gone_and_starts_anew(tmp_path: Path) -> None:
    with begun(tmp_path) as archive:
        next_run(archive, absent(2001, 2, 1), absent(2002, 2, 1, "2", left=True))
        next_run(archive, absent(3001, 3, 2))
        assert {each[0] for each in gone(archive)} == {"1", "2"}
        next_run(archive, shown(4001, article(), run=4))
        assert {each[0] for each in gone(archive)} == {"2"}
        next_run(archive, absent(5001, 5, 9))
        assert {each[0] for each in gone(archive)} == {"2"}


def test_an_article_that_is_there_under_another_address_is_there(tmp_path: Path) -> None:
    for order in (1, -1):
        pages = (absent(2001, 2, 1, left=True), shown(2002, article(), run=2))
        with begun(tmp_path / str(order)) as archive:
            next_run(archive, *pages[::order])
            assert gone(archive) == []


def test_many_that_vanish_at_once_are_believed_by_nobody(tmp_path: Path) -> None:
    with begun(tmp_path, 20) as archive:
        run = next_run(archive, *(absent(2000 + n, 2, 1, str(n), left=True) for n in range(1, 8)))
        assert gone(archive) == []
        assert ledger_of(archive, run).vanished == 7
        next_run(archive, *(absent(3000 + n, 3, 2, str(n)) for n in range(1, 8)))
        assert gone(archive) == []
        run = next_run(archive, *(absent(4000 + n, 4, 3, str(n), left=True) for n in range(1, 3)))
        assert gone(archive) == []
        assert ledger_of(archive, run).vanished == 7


def test_a_few_of_them_are_believed_when_the_others_are_there_again(tmp_path: Path) -> None:
    with begun(tmp_path, 20) as archive:
        next_run(archive, *(absent(2000 + n, 2, 1, str(n), left=True) for n in range(1, 8)))
        next_run(archive, *(shown(3000 + n, article(str(n)), run=3) for n in range(3, 8)))
        run = next_run(archive, *(absent(4000 + n, 4, 3, str(n), left=True) for n in range(1, 3)))
        assert {each[0] for each in gone(archive)} == {"1", "2"}
        assert ledger_of(archive, run).vanished == 0


def test_a_keeper_who_confirms_it_is_believed(tmp_path: Path) -> None:
    with begun(tmp_path, 20) as archive:
        run = next_run(archive, *(absent(2000 + n, 2, 1, str(n)) for n in range(1, 8)))
        archive.accept_run(run, DAY.format(2))
        assert len(gone(archive)) == 7
        assert gone(archive)[0][2] == "not found: answered 404; confirmed by the keeper"
        assert rows(archive, "select gone from runs where id = ?", run) == [(7,)]
        assert ledger_of(archive, run).vanished == 0
        next_run(archive, absent(3001, 3, 3, "9", left=True), shown(3002, article("1"), run=3))
        assert {each[0] for each in gone(archive)} == {"2", "3", "4", "5", "6", "7", "9"}


def test_nothing_is_gone_where_no_list_could_be_read(tmp_path: Path) -> None:
    with begun(tmp_path) as archive:
        run = archive.begin_run(RunStart("queson", "2026-02-01T00:00:00Z"))
        archive.store(absent(2001, run, 1, left=True))
        archive.finish_run(run, "2026-02-28T00:00:00Z", Outcome.FAILED)
        assert gone(archive) == []


def test_a_run_that_was_cut_off_counts_for_what_it_was_answered(tmp_path: Path) -> None:
    with begun(tmp_path) as archive:
        run = archive.begin_run(RunStart("queson", "2026-02-01T00:00:00Z"))
        archive.store(listed(2000, "8", run=run))
        archive.store(absent(2001, run, 1, left=True))
        next_run(archive)
        assert [native_id for native_id, *_ in gone(archive)] == ["1"]
        assert rows(archive, "select outcome, gone from runs where id = 2") == [("cut off", 1)]


@pytest.mark.parametrize(
    ("counts", "believed"),
    [
        ((100, 10, 3, 0, 1, 0), True),
        ((100, 0, 20, 0, 1, 0), True),
        ((100, 0, 21, 0, 1, 0), False),
        ((100, 4, 5, 5, 1, 0), False),
        ((100, 5, 5, 5, 1, 0), True),
        ((8, 0, 5, 4, 1, 0), True),
        ((8, 0, 6, 4, 1, 0), False),
        ((100, 10, 1, 0, 0, 0), False),
        ((100, 10, 1, 0, 1, 1), False),
    ],
)
def test_a_portal_is_itself_while_few_vanish(counts: tuple[int, ...], believed: bool) -> None:
    assert is_believable(*counts) is believed


def test_nothing_answered_settles_nothing() -> None:
    assert settled([]) is None
    assert settled([Answer(DAY.format(1), 2, False, "")]) is None


def test_another_site_at_the_address_changes_nothing_of_the_portal(tmp_path: Path) -> None:
    with begun(tmp_path) as archive:
        archive.store(Page(1, portal=PortalRecord("queson", "Nhà cái uy tín 88", owner="Bet")))
        assert rows(archive, "select title, owner from portals") == [("Quế Sơn", "")]
        archive.store(Page(1, portal=PortalRecord("queson", "Trang thông tin điện tử huyện Quế Sơn", owner="UBND")))
        assert rows(archive, "select title, owner from portals") == [("Trang thông tin điện tử huyện Quế Sơn", "UBND")]


def coverage(archive: Archive, run: int) -> list[tuple[Any, ...]]:
    return rows(archive, "select declared, listed, stored, extent from coverage where run_id = ?", run)


def test_what_is_known_of_a_list_counts_where_only_its_head_was_read(tmp_path: Path) -> None:
    pages = [listed(100, "3", "2", declared_total=4), listed(101, "1", "0", page=2, declared_total=4)]
    with opened(tmp_path, *pages, *(shown(n, article(str(n))) for n in range(1, 4))) as archive:
        archive.store(Page(1, walked=Walked(LIST, Extent.WHOLE), observed_at=DAY.format(1)))
        archive.finish_run(1, DAY.format(1), Outcome.INCOMPLETE)
        assert coverage(archive, 1) == [(4, 4, 3, "whole")]
        run = archive.begin_run(RunStart("queson", DAY.format(2)))
        archive.store(listed(2000, "4", "3", run=run, declared_total=4))
        archive.store(Page(run, walked=Walked(LIST, Extent.HEAD), left=(Left(LIST, "2"),), observed_at=DAY.format(2)))
        archive.finish_run(run, DAY.format(2), Outcome.INCOMPLETE)
        assert coverage(archive, run) == [(4, 4, 2, "head")]
        assert [(each.listed, each.stored, each.extent) for each in ledger_of(archive, run).lists] == [(4, 2, "head")]
        cut_off = archive.begin_run(RunStart("queson", DAY.format(3)))
        archive.store(listed(3000, "5", "4", run=cut_off, declared_total=5))
        archive.finish_run(cut_off, DAY.format(3), Outcome.STOPPED)
        assert coverage(archive, cut_off) == [(5, 2, 0, "part")]
