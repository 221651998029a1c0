"""A portal that moves to https, to `www.` or to another of its hosts is the same portal: no alarm, nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawl.tools import assert_equal_tables, crawled_offline, queson, rows, value
from tests.lab import LabOptions

BEFORE = "http://127.0.0.1:8042"
AFTER = "https://127.0.0.1:8042"


def lists(folder: Path) -> list[tuple[str, int, int]]:
    """The lists that are read, with how many articles each names and has stored."""
    return rows(
        folder,
        "select k.url, v.listed, v.stored from coverage v join categories k on k.id = v.category_id "
        "where v.run_id = (select max(id) from runs) order by k.url",
    )


@pytest.mark.slow
@pytest.mark.parametrize(("shape", "is_told"), [("dnn", False), ("wordpress", True)])
def test_another_scheme(tmp_path: Path, shape: str, is_told: bool) -> None:
    """Also where the keeper names the portal by its new address."""
    folder = tmp_path / "data"
    options = LabOptions(shape=shape, sizes=(24, 10, 6), login_only=False)
    _, first = crawled_offline(options, folder, base=BEFORE)
    assert first.code == 0, first.said
    _, again = crawled_offline(options, folder, base=BEFORE)
    assert again.code == 0, again.said
    known, articles = lists(folder), value(folder, "select count(*) from articles")
    categories = rows(folder, "select id, url from categories order by id")
    for words in ((), ("--full",)):
        _, moved = crawled_offline(options, folder, *words, base=AFTER, target=AFTER if is_told else BEFORE)
        assert moved.code == 0, moved.said
        assert rows(folder, "select * from alarms") == []
        assert rows(folder, "select id, url from categories order by id") == categories
        assert lists(folder) == known
        assert value(folder, "select count(*) from articles") == articles
        assert value(folder, "select count(*) from revisions where number > 1") == 0
    assert value(folder, "select count(*) from captures where url like 'https:%' and status = 200") > 0
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")
