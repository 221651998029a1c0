"""Many portals in one process: each kept whole, none in another's way, one lane to each server."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive.store import Archive
from queson_crawler.runs.fleet import MIN_WIDE
from tests.crawl.tools import (
    Site,
    assert_equal_tables,
    assert_sound,
    begun,
    begun_command,
    crawl,
    news,
    queson,
    rows,
    site,
    value,
)  # fmt: skip

COUNT = 8
NOBODY = "http://127.0.0.1:9/"


@pytest.fixture
def portals() -> Iterator[tuple[Site, ...]]:
    """Three portals: two on one server, one on another."""
    with ExitStack() as stack:
        yield tuple(stack.enter_context(site(news(COUNT), host)) for host in ("127.0.0.1", "127.0.0.1", "127.0.0.2"))


def starts(portals: Sequence[Site]) -> list[str]:
    return [f"{each.base}/" for each in portals]


def articles(folder: Path) -> list[tuple[str, int]]:
    return rows(folder, "select portal, count(*) from articles group by portal order by portal")


def test_one_portal_that_fails_takes_no_other_down(portals: tuple[Site, ...], tmp_path: Path) -> None:
    folder = tmp_path / "data"
    ran = queson("crawl", *starts(portals), NOBODY, "--delay", 0, "--archive", folder)
    assert ran.code == 3
    assert [count for _, count in articles(folder)] == [COUNT] * 3
    outcomes = "select outcome from runs order by portal"
    assert sorted(rows(folder, outcomes)) == [("complete",)] * 3 + [("failed",)]
    again = queson("crawl", "--all", "--delay", 0, "--archive", folder)
    assert again.code == 3
    assert value(folder, "select count(*) from runs") == 8
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")
    assert_sound(folder)


def test_crawls_of_several_portals_that_were_killed_are_brought_to_their_end(
    portals: tuple[Site, ...], tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    for moment in (6, 14):
        asked = sum(len(each.asked) for each in portals)
        process = begun_command("crawl", *starts(portals), "--delay", 0, "--archive", folder)
        while sum(len(each.asked) for each in portals) < asked + moment and process.poll() is None:
            time.sleep(0.002)
        process.kill()
        process.communicate()
    assert queson("crawl", *starts(portals), "--delay", 0, "--archive", folder).code == 0
    assert [count for _, count in articles(folder)] == [COUNT] * 3
    assert value(folder, "select count(*) from runs where outcome is null") == 0
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")
    assert_sound(folder)


def test_a_crawl_of_many_waits_for_nobody_who_holds_the_archive(portals: tuple[Site, ...], tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with Archive.open(folder) as archive, archive.lock():
        assert queson("crawl", *starts(portals), "--delay", 0, "--archive", folder).code == 75
        assert crawl(starts(portals)[0], folder).code == 75
    assert value(folder, "select count(*) from runs") == 0


def test_a_crawl_that_is_stopped_begins_no_other_portal(portals: tuple[Site, ...], tmp_path: Path) -> None:
    folder = tmp_path / "data"
    process = begun(starts(portals)[0], folder, starts(portals)[1], "--delay", 0.2, "--lanes", 1)
    while len(portals[0].asked) < 4 and process.poll() is None:
        time.sleep(0.01)
    process.terminate()
    said, _ = process.communicate(timeout=600)
    assert process.returncode == 3, said
    assert portals[1].asked == []
    assert rows(folder, "select outcome from runs") == [("stopped",)]


@pytest.mark.parametrize("words", [(), ("http://127.0.0.1:9/", "--all")])
def test_portals_are_named_or_all(words: tuple[str, ...]) -> None:
    assert queson("crawl", *words).code == 2


@pytest.mark.slow
def test_many_portals_are_stored_as_a_few_are(tmp_path: Path) -> None:
    """Where there are many, other processes parse their pages: nothing of what is stored tells it."""
    texts = "select url, title, lead, body, author, published_at, view_count from articles order by url"
    with ExitStack() as stack:
        several = [stack.enter_context(site(news(COUNT), f"127.0.4.{number + 1}")) for number in range(MIN_WIDE)]
        for folder, lanes in ((tmp_path / "wide", MIN_WIDE), (tmp_path / "narrow", MIN_WIDE - 1)):
            ran = queson("crawl", *starts(several), "--delay", 0, "--lanes", lanes, "--archive", folder)
            assert ran.code == 0, ran.said
    assert rows(tmp_path / "wide", texts) == rows(tmp_path / "narrow", texts)
    assert value(tmp_path / "wide", "select count(*) from articles") == MIN_WIDE * COUNT
    assert queson("rebuild", "--archive", tmp_path / "wide", "--to", tmp_path / "anew").code == 0
    assert_equal_tables(tmp_path / "wide", tmp_path / "anew")
    assert_sound(tmp_path / "wide")
    gone = queson("crawl", "--all", "--delay", 0, "--lanes", MIN_WIDE, "--archive", tmp_path / "wide")
    assert gone.code == 1, "nobody answers: all crawls end, and this machine is the cause"
