"""Where a portal is now, its lists are known that it had elsewhere: by scheme, by `www.`, by host."""

from __future__ import annotations

import pytest

from archive.known import KnownList, Memory
from queson_crawler.frontier.frontier import Frontier
from queson_crawler.frontier.revisit import Revisit
from queson_crawler.platforms import GENERIC
from queson_crawler.portals import Portal
from queson_crawler.understand.tasks import PageTask

BEFORE = "http://xa.example"


def known(*paths: str, base: str = BEFORE) -> Revisit:
    lists = {f"{base}{path}": KnownList(f"{base}{path}", "Tin", None, f"{base}{path}") for path in paths}
    return Revisit(Memory("Cổng", lists=lists))


def named(revisit: Revisit, url: str) -> str:
    revisit.prepare(GENERIC.name_of)
    return revisit.home_named(GENERIC.name_of(url))


@pytest.mark.parametrize("now", ["https://xa.example", "https://www.xa.example", "http://www.xa.example"])
def test_scheme_and_www_make_no_other_page(now: str) -> None:
    revisit = known("/tin-tuc", "/thong-bao")
    assert named(revisit, f"{now}/tin-tuc") == f"{BEFORE}/tin-tuc"
    assert revisit.home_of(f"{now}/thong-bao") == f"{BEFORE}/thong-bao"
    assert named(revisit, f"{now}/van-ban") == ""


def test_a_portal_at_another_host_has_the_lists_it_had() -> None:
    revisit = known("/tin-tuc", "/thong-bao")
    assert named(revisit, "https://xa.tinh.example/tin-tuc") == ""
    revisit.note_move("https://xa.tinh.example/")
    assert named(revisit, "https://xa.tinh.example/tin-tuc") == f"{BEFORE}/tin-tuc"
    assert named(revisit, "https://khac.example/tin-tuc") == ""


def test_a_portal_with_lists_at_its_own_host_has_not_moved() -> None:
    lists = {**known("/tin-tuc").memory.lists, **known("/tin-tuc", base="http://van-ban.xa.example").memory.lists}
    revisit = Revisit(Memory("Cổng", lists=lists))
    revisit.note_move("http://van-ban.xa.example/")
    assert named(revisit, "http://van-ban.xa.example/tin-tuc") == "http://van-ban.xa.example/tin-tuc"


def test_a_start_page_that_is_a_list_stays_that_list() -> None:
    frontier = Frontier(Portal("xa", "https://xa.example/"))
    frontier.remember(known("/"))
    (task,) = frontier.start()
    assert isinstance(task, PageTask)
    assert task.category == f"{BEFORE}/"
    frontier = Frontier(Portal("xa", f"{BEFORE}/"))
    frontier.remember(known("/"))
    assert [getattr(task, "category", None) for task in frontier.start()] == [""]


def test_lists_that_are_known_are_asked_before_archives_of_tags_and_authors() -> None:
    frontier = Frontier(Portal("xa", f"{BEFORE}/"))
    frontier.remember(known("/tin-tuc"))
    frontier.start()
    frontier.candidates.archives["tac-gia"] = PageTask(f"{BEFORE}/tac-gia/lan")
    assert [task.url for task in frontier.idle()] == [f"{BEFORE}/tin-tuc"]
