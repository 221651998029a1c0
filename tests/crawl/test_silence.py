"""Nights of a small fleet end to end: one notice, of what is new; what was accepted lasts through a rebuild."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive.store import Archive
from archive.troubles import troubles
from tests.crawl.tools import Told, assert_equal_tables, assert_sound, crawl, news, queson, rows, site
from tests.harness.notices import listening

REFUSAL = "<html><head><title>Đăng nhập</title></head><body><p>Bạn cần đăng nhập để xem nội dung này.</p></body></html>"
HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")


@pytest.fixture
def hook() -> Iterator[tuple[str, list[dict[str, object]]]]:
    with listening() as heard:
        yield heard


@pytest.mark.slow
def test_nights_of_a_small_fleet(tmp_path: Path, hook: tuple[str, list[dict[str, object]]]) -> None:
    folder, other, (address, heard) = tmp_path / "data", tmp_path / "other", hook
    pages = [news(6) for _ in HOSTS]
    pages[1]["/tin-tuc/khanh-thanh-cong-trinh-3-1003.html"] = Told(REFUSAL.encode())
    words = ("--delay", 0, "--no-files", "--archive", folder, "--notify", address)
    ends = []

    def crawled(day: int, *targets: object) -> None:
        before = len(heard)
        ran = queson("crawl", *targets, *words, day=day)
        ends.append((ran.code, len(heard) - before))

    with ExitStack() as stack:
        portals = [stack.enter_context(site(each, host)) for each, host in zip(pages, HOSTS, strict=True)]
        crawled(0, *(f"{each.base}/" for each in portals))
        crawled(1, "--all")
        assert ends == [(3, 1), (3, 0)]
        ((portal,),) = rows(folder, "select portal from troubles where kind = 'login wall'")
        assert [each["portal"] for each in heard[0]["portals"]] == [portal]  # type: ignore[attr-defined]
        accepted = queson("accept", "--kind", "login-wall", "--archive", folder)
        assert (accepted.code, accepted.out) == (0, "login wall: accepted of every portal.\n")
        assert crawl(portals[0].base, other).code == 0
        crawled(2, "--due")
        assert ends[2:] == [(0, 0)]
    crawled(3, "--all")
    crawled(4, "--all")
    assert ends[3:] == [(1, 1), (1, 1)], "offline"
    assert [len(each["machine"]) for each in heard[1:]] == [1, 1]  # type: ignore[arg-type]
    assert rows(folder, "select outcome, count(*) from runs where id > 9 group by 1") == [("offline", 6)]
    assert rows(folder, "select * from alarms") == []
    assert rows(folder, "select distinct last_outcome from fleet") == [("offline",)]
    told = queson("status", portal, "--archive", folder).out
    assert "accepted: login wall: " in told
    assert "alarm: " not in told
    with Archive.open(folder) as archive:
        assert [(each.kind, each.is_accepted) for each in troubles(archive)] == [("login wall", True)]
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")
    assert_sound(folder)
    assert queson("merge", folder, "--archive", other, day=9).code == 0
    assert rows(other, "select outcome from runs where id > 1") == rows(folder, "select outcome from runs")
    with Archive.open(other) as archive:
        assert [each.is_accepted for each in troubles(archive)] == [False], "its own keeper accepts"
