"""Archives welcome a rescue: paces, minutes of waiting, blocks, indexes that end early, several archives at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from queson_crawler.fetch.archive_lanes import ArchiveLanes, Rules
from queson_crawler.fetch.own_clock import FASTER, WaitingClock
from queson_crawler.imports.web_archives.known import BadTable, KnownArchive, known, tables
from tests.crawl.tools import Ran, news, queson, rows, value
from tests.lab.web_archive import CommonCrawl, Kept, WebArchive

OLD = "http://huyen-cu.example"
SPEED = 300
PAGES = {path: told.body for path, told in news().items() if path != "/robots.txt"}
ARTICLES = [path for path in PAGES if "100" in path]


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FASTER, str(SPEED))


def captures(time: str = "20200314010203", paths: object = PAGES) -> list[Kept]:
    return [Kept(time, OLD + path, body) for path, body in PAGES.items() if path in paths]  # type: ignore[operator]


def rescue(folder: Path, *bases: str, more: tuple[object, ...] = (), day: float = 0) -> Ran:
    named = [word for base in bases for word in ("--from", base)]
    return queson("rescue", f"{OLD}/", *named, "--archive", folder, "--delay", 0.001, *more, day=day)


def articles(folder: Path) -> int:
    return int(value(folder, "select count(*) from articles"))


class Virtual(WaitingClock):
    """A clock that stands until somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0

    def time(self) -> float:
        return self.now

    async def until(self, due: Callable[[], float], goes_on: Callable[[], bool]) -> None:
        if goes_on():
            self.now = max(self.now, due())


class Going:
    crawling = True


def turns(lanes: ArchiveLanes, several: int) -> list[float]:
    async def all_of_them() -> list[float]:
        return [await lanes.captures.turn(Going()) for _ in range(several)]  # type: ignore[arg-type]

    return asyncio.run(all_of_them())


def test_index_and_captures_have_a_pace_of_their_own() -> None:
    lanes = ArchiveLanes(Rules(2.5, 0.125), Virtual())
    at = turns(lanes, 481)
    assert at[480] - at[0] == pytest.approx(60)
    assert asyncio.run(lanes.index.turn(Going())) == at[-1]  # type: ignore[arg-type]


@pytest.mark.parametrize(("asked", "waits"), [(None, 60), (1.0, 60), (300.0, 300)])
def test_after_too_fast_a_minute_passes_whatever_less_is_asked_for(asked: float | None, waits: float) -> None:
    lanes = ArchiveLanes(Rules(2.5, 0.125), Virtual())
    (before,) = turns(lanes, 1)
    lanes.answered()
    lanes.flooded(before, asked)
    (after, then) = turns(lanes, 2)
    assert after - before >= waits
    assert then - after == pytest.approx(0.25)  # half as fast from then on
    lanes.flooded(before, asked)  # it was under way when the first came
    assert not lanes.is_blocked
    lanes.flooded(then, asked)
    assert lanes.is_blocked


def test_each_further_block_lasts_twice_as_long() -> None:
    lasts = []
    for times in (0, 1, 2):
        lanes = ArchiveLanes(Rules(1, 1), Virtual())
        lanes.times = times
        lanes.answered()
        lanes.times = times
        assert lanes.refused()
        assert lanes.blocked_until is not None
        lasts.append(lanes.blocked_until)
    assert (lasts[1] - lasts[0]).total_seconds() == pytest.approx(3600, abs=5)
    assert (lasts[2] - lasts[0]).total_seconds() == pytest.approx(3 * 3600, abs=5)
    assert not ArchiveLanes(Rules(1, 1), Virtual()).refused()


def test_an_archive_that_has_blocked_ends_the_run_and_the_next_call_goes_on_when_it_may(tmp_path: Path) -> None:
    folder, web = tmp_path / "data", WebArchive(captures(), refuses_after=3)
    with web.running():
        ran = rescue(folder, web.base, more=("--no-files",))
    assert ran.code == 75, ran.said
    assert "blocked; continue after " in ran.out
    assert "missing" not in ran.said
    assert articles(folder) == 0
    came = web.replayed
    assert len(came) == 3
    web.refuses_after = 0
    web.asked.clear()
    with web.running(web.port):
        ran = rescue(folder, web.base, more=("--no-files",))
        assert ran.code == 75
        assert web.asked == []
        ran = rescue(folder, web.base, more=("--no-files",), day=0.5)
    assert ran.code == 0, ran.said
    assert sorted(web.replayed + came) == sorted(set(web.replayed) | set(came))
    assert articles(folder) == 6
    assert not (folder / "rescue").exists()


def test_too_fast_once_is_waited_for_and_twice_in_a_row_ends_the_run(tmp_path: Path) -> None:
    once, twice = WebArchive(captures(), floods=frozenset({3})), WebArchive(captures(), floods=frozenset({3, 4}))
    with once.running():
        assert rescue(tmp_path / "once", once.base, more=("--no-files",)).code == 0
    at = [when for when, path in once.asked if path.startswith("/web/")]
    assert max(after - before for before, after in pairwise(at)) * SPEED >= 60
    assert articles(tmp_path / "once") == 6
    with twice.running():
        ran = rescue(tmp_path / "twice", twice.base, more=("--no-files",))
    assert ran.code == 75, ran.said
    assert len(twice.replayed) == 4


def test_an_archive_that_cannot_answer_now_is_asked_again(tmp_path: Path) -> None:
    web = WebArchive(captures(), statuses={2: 503, 5: 502})
    with web.running():
        assert rescue(tmp_path / "data", web.base, more=("--no-files",)).code == 0
    assert articles(tmp_path / "data") == 6


def test_an_index_that_ends_early_or_breaks_off_is_named(tmp_path: Path) -> None:
    for name, web in (
        ("early", WebArchive(captures(), at_a_time=3, ends_early=True)),
        ("torn", WebArchive(captures(), torn=True)),
    ):
        with web.running():
            ran = rescue(tmp_path / name, web.base, more=("--no-files", "--json"))
        assert ran.code in (1, 3)
        said = " ".join(ran.said.split())
        assert "ended early" in said or "breaks off" in said
    whole = WebArchive(captures(), at_a_time=3)
    with whole.running():
        assert rescue(tmp_path / "whole", whole.base, more=("--no-files",)).code == 0


def test_several_archives_with_holes_give_their_union_and_each_page_once(tmp_path: Path) -> None:
    newer = [Kept("20220101000000", OLD + path, body) for path, body in list(PAGES.items())[:4]]
    three = [
        WebArchive(captures("20180101000000", ["/", "/tin-tuc", *ARTICLES[:3]])),
        WebArchive(newer),
        WebArchive(captures("20190101000000", ARTICLES[2:])),
    ]
    with three[0].running() as one, three[1].running() as two, three[2].running() as other:
        shown = rescue(tmp_path / "data", one, two, other, more=("--dry-run", "--json"))
        assert shown.code == 0, shown.said
        assert not any(web.replayed for web in three)
        ran = rescue(tmp_path / "data", one, two, other, more=("--no-files",))
    assert ran.code == 0, ran.said
    assert articles(tmp_path / "data") == 6
    asked = [path.partition("id_/")[2] for web in three for path in web.replayed]
    assert sorted(asked) == sorted(OLD + path for path in PAGES)
    assert len(three[1].replayed) == len(newer)
    told = json.loads(shown.out)
    assert told["named"] == 5 + len(newer) + 4
    assert told["requests"] == len(PAGES)
    years = rows(tmp_path / "data", "select substr(fetched_at, 1, 4), count(*) from captures group by 1")
    assert dict(years)["2022"] == len(newer)


def test_one_archive_that_has_blocked_does_not_keep_the_others_from_answering(tmp_path: Path) -> None:
    first = WebArchive(captures(paths=list(PAGES)[:5]), refuses_after=2)
    second = WebArchive(captures(paths=list(PAGES)[5:]))
    with first.running(), second.running():
        ran = rescue(tmp_path / "data", first.base, second.base, more=("--no-files",))
    assert ran.code == 75, ran.said
    assert len(second.replayed) == len(PAGES) - 5


def test_the_tables_of_archives_are_read_and_what_is_none_is_refused(tmp_path: Path) -> None:
    shipped = tables(tmp_path)
    assert set(shipped) == {"wayback", "arquivo", "commoncrawl"}
    wayback = known(tmp_path, "https://web.archive.org/web")
    assert wayback == shipped["wayback"] == known(tmp_path, "wayback")
    assert wayback.index_interval(0) == 2.5
    assert wayback.capture_interval(None) == 0.125
    assert wayback.capture_interval(5) == 5
    assert known(tmp_path, "http://127.0.0.1:9/coll") == KnownArchive("http://127.0.0.1:9/coll")
    with pytest.raises(BadTable, match="no web archive"):
        known(tmp_path, "ftp://x")
    (tmp_path / "archives.toml").write_text('[thu-vien]\nbase = "https://luu.example/kho"\nindex_a_minute = 6\n')
    assert known(tmp_path, "thu-vien").index_interval(None) == 10
    for bad in ("[x]\n", "[x]\nbase = 5\n", '[x]\nbase = "https://a.vn"\nindex_a_minute = 0\n', "nonsense"):
        (tmp_path / "archives.toml").write_text(bad)
        with pytest.raises(BadTable):
            tables(tmp_path)


def crawls(folder: Path, web: CommonCrawl) -> None:
    """A table in which an imitation stands as Common Crawl does."""
    folder.mkdir(exist_ok=True)
    (folder / "archives.toml").write_text(
        f'[cc]\nbase = "{web.base}"\ncaptures_from = "{web.base}"\nkind = "commoncrawl"\nindex_a_minute = 6000\n'
        "captures_a_minute = 6000\ntoo_fast = [429, 503]\nblocked = [403]\n"
    )


def test_common_crawl_is_asked_crawl_by_crawl_and_gives_parts_of_its_files(tmp_path: Path) -> None:
    folder, half = tmp_path / "data", ARTICLES[3:]
    web = CommonCrawl(
        crawls={
            "CC-2021": captures("20210301000000", half),
            "CC-2019": captures("20190301000000", [path for path in PAGES if path not in half]),
            "CC-2030": captures("20230301000000", half),
        },
        at_a_time=2,
        cut=frozenset({OLD + ARTICLES[5]}),
        gone_mad=frozenset({2}),
    )
    with web.running():
        crawls(folder, web)
        ran = queson("rescue", f"{OLD}/", "--from", "cc", "--archive", folder, "--until", "2022", "--no-files")
    assert ran.code == 3, ran.said
    assert "only a part was kept (length)" in " ".join(ran.said.split())
    assert articles(folder) == 6
    assert len(web.replayed) == len(PAGES)
    assert not [path for path in web.paths if "CC-2030" in path]
    dates = rows(folder, "select distinct substr(fetched_at, 1, 10) from captures order by 1")
    assert dates == [("2019-03-01",), ("2021-03-01",)]
    assert value(folder, "select count(*) from problems where kind = 'cut off'") == 1


def test_a_whole_capture_of_another_archive_is_better_than_a_newer_one_that_was_cut(tmp_path: Path) -> None:
    folder, path = tmp_path / "data", ARTICLES[0]
    crawl = CommonCrawl(crawls={"CC-2021": captures("20210301000000")}, cut=frozenset({OLD + path}))
    older = WebArchive(captures("20180301000000", [path]))
    with crawl.running(), older.running():
        crawls(folder, crawl)
        ran = queson("rescue", f"{OLD}/", "--from", "cc", "--from", older.base, "--archive", folder, "--no-files")
    assert ran.code == 0, ran.said
    assert value(folder, "select substr(first_seen_at, 1, 4) from articles where url = ?", OLD + path) == "2018"


def test_an_archive_that_says_403_has_shut_the_door(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    web = CommonCrawl(crawls={"CC-2021": captures()})
    web.answer = lambda asked, part="": (403, {}, b"") if "index" in asked else CommonCrawl.answer(web, asked, part)  # type: ignore[method-assign]
    with web.running():
        crawls(folder, web)
        ran = queson("rescue", f"{OLD}/", "--from", "cc", "--archive", folder)
    assert ran.code == 75, ran.said
