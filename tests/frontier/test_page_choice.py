"""Which pages of a portal a crawl asks for that keeps all of it: within bounds, and never into a trap."""

from __future__ import annotations

import pytest

from archive.page_records import Bound
from archive.portal_pages import KnownPage
from queson_crawler.frontier import page_choice
from queson_crawler.frontier.page_choice import Bounds, PageChoice
from queson_crawler.frontier.page_shapes import Trap, calendar_of, shape_of, trap_of

BASE = "http://queson.example"


def known(path: str, *, state: str = "", **changes: bool | int) -> KnownPage:
    values = {
        "in_menu": False, "depth": 1, "tries": 0, "is_kept": state == "kept", "capture": 0, "bytes": 0, "is_due": False,
        "is_old": False, "is_new": state == "kept", "is_other": False,
    }  # fmt: skip
    return KnownPage(f"{BASE}{path}", state=state, **{**values, **changes})  # type: ignore[arg-type]


def crawl(pages: list[KnownPage], bounds: Bounds = Bounds(), *, brings: str = "new") -> tuple[list[str], PageChoice]:  # noqa: B008
    """Ask for pages until none is wanted any more; each `brings` something new, or the same, or nothing."""
    asked: list[str] = []
    told = {page.url: page for page in pages}
    while True:
        choice = PageChoice(bounds, list(told.values()), lambda url: False, set(asked))
        chosen = choice.next()
        if not chosen:
            return asked, choice
        for each in chosen:
            asked.append(each.url)
            path = each.url.removeprefix(BASE)
            told[each.url] = known(
                path, state="kept", capture=len(asked), bytes=1000, is_new=brings == "new", depth=each.depth
            )


def left(choice: PageChoice) -> dict[str, int]:
    return {each.reason: each.count for each in choice.left_out().left}


@pytest.mark.parametrize(
    ("address", "trap"),
    [
        ("/gioi-thieu/lich-su", None),
        ("/Default.aspx?tabid=77&language=vi-VN", None),
        ("/xoa-doi-giam-ngheo", None),
        ("/thu-tuc/chi-tiet?id=5", None),
        ("/dang-xuat", Trap.ACTION),
        ("/dang-xuat?next=/", Trap.ACTION),
        ("/tin/dang-xuat-khau-vai-thieu-1003.html", None),
        ("/tin/xoa?id=7", Trap.ACTION),
        ("/index.php?task=delete&id=9", Trap.ACTION),
        ("/c/portal/logout", Trap.REFUSED),
        ("/dang-nhap", Trap.REFUSED),
        ("/tim-kiem?q=a", Trap.REFUSED),
        ("/a/b/a/b/a/b", Trap.REFUSED),
        ("/gioi-thieu?print=1", Trap.VIEW),
        ("/gioi-thieu/in-trang", Trap.VIEW),
        ("/index.php?option=com_content&format=pdf", Trap.VIEW),
        ("/en/about", Trap.LANGUAGE),
        ("/phong?sid=0123456789abcdef0123", Trap.SESSION),
        ("/phong?sid=123", None),
        ("/danh-ba?sort=name&dir=desc", Trap.ORDER),
        ("/danh-ba?filter[kind]=3", Trap.ORDER),
        ("/loc?a=1&b=2&c=3&d=4&e=5", Trap.PARAMETERS),
    ],
)
def test_traps_are_known_by_their_addresses(address: str, trap: Trap | None) -> None:
    assert trap_of(BASE + address) == trap


def test_shapes_and_calendars() -> None:
    assert shape_of(f"{BASE}/thu-tuc/12?id=3") == shape_of(f"{BASE}/thu-tuc/13?id=4")
    assert shape_of(f"{BASE}/thu-tuc/12?id=3") != shape_of(f"{BASE}/phong/12?id=3")
    assert shape_of(f"{BASE}/a/3f2a9c1d3f2a9c1d3f") == shape_of(f"{BASE}/a/9e8d7c6b9e8d7c6b9e")
    assert calendar_of(f"{BASE}/lich?thang=6&nam=2020") == calendar_of(f"{BASE}/lich?ngay=3")
    assert calendar_of(f"{BASE}/lich-cong-tac/2020/06")
    assert not calendar_of(f"{BASE}/gioi-thieu/lich-su")


def test_a_calendar_without_end_is_bounded() -> None:
    pages = [known(f"/lich?thang={month}&nam={year}") for year in range(1900, 2100) for month in range(1, 13)]
    asked, choice = crawl([*pages, known("/gioi-thieu")])
    assert len(asked) == page_choice.MAX_OF_CALENDAR + 1
    assert left(choice) == {Bound.CALENDAR: len(pages) - page_choice.MAX_OF_CALENDAR}


def test_a_shape_that_tells_nothing_new_is_given_up() -> None:
    pages = [known(f"/thu-vien?anh={number}") for number in range(1000)]
    asked, choice = crawl(pages, brings="the same")
    assert page_choice.MAX_IDLE <= len(asked) <= page_choice.MAX_IDLE + page_choice.MAX_OF_SHAPE_AT_ONCE
    assert left(choice) == {Bound.IDLE: len(pages) - len(asked)}
    asked, choice = crawl(pages)
    assert len(asked) == page_choice.MAX_OF_SHAPE
    assert left(choice) == {Bound.SHAPE: len(pages) - len(asked)}


def test_names_without_end_in_one_folder_are_bounded() -> None:
    letters = "abcdefghij"
    words = [known(f"/tu/{a}{b}{c}{d}") for a in letters for b in letters for c in letters for d in letters[:2]]
    asked, choice = crawl(words, Bounds(pages=10_000, of_host=10_000))
    assert len(asked) == page_choice.MAX_OF_FOLDER
    assert left(choice) == {Bound.FOLDER: len(words) - len(asked)}


def test_the_keeper_bounds_pages_bytes_and_hosts() -> None:
    names = [f"/muc-{letter}/trang" for letter in "abcdefghijklmnopqrstuvwxyz"]
    pages = [known(name) for name in names]
    asked, choice = crawl(pages, Bounds(pages=100, of_host=5))
    assert len(asked) == 5
    assert left(choice) == {Bound.HOST: 21}
    asked, choice = crawl(pages, Bounds(pages=5, of_host=100))
    assert left(choice) == {Bound.NUMBER: 21}
    asked, choice = crawl(pages, Bounds(bytes=20_000))
    assert len(asked) == 20
    assert left(choice) == {Bound.BYTES: 6}
    asked, choice = crawl([known("/a", depth=8), known("/b", depth=9)])
    assert asked == [f"{BASE}/a"]
    assert left(choice) == {Bound.CLICKS: 1}


def test_what_a_menu_names_comes_first_and_shapes_take_turns() -> None:
    pages = [known(f"/thu-tuc/{number}") for number in range(100)]
    pages += [known("/xa"), known("/phong"), known("/zz", in_menu=True, depth=3)]
    chosen = PageChoice(Bounds(), pages, lambda url: False, set()).next()
    paths = [each.url.removeprefix(BASE) for each in chosen]
    assert paths[0] == "/zz"
    assert {"/xa", "/phong"} <= set(paths)
    assert sum(path.startswith("/thu-tuc") for path in paths) == page_choice.MAX_OF_SHAPE_AT_ONCE


def test_what_is_known_is_asked_again_only_when_it_is_due() -> None:
    pages = [
        known("/moi"),
        known("/cu", state="kept"),
        known("/rat-cu", state="kept", is_due=True, is_old=True),
        known("/hong", state="no answer", tries=1, is_due=True),
        known("/hong-mai", state="no answer", tries=3, is_due=True),
        known("/vua-hong", state="no answer", tries=1),
        known("/khong-co", state="not found", tries=1, is_due=True),
        known("/tin-tuc", state="list"),
        known("/tin-tuc?page=2", is_other=True),
    ]
    chosen = PageChoice(Bounds(), pages, lambda url: False, set()).next()
    assert sorted(each.url.removeprefix(BASE) for each in chosen) == ["/hong", "/moi", "/rat-cu"]
    chosen = PageChoice(Bounds(), pages, lambda url: False, set(), full=True).next()
    assert f"{BASE}/cu" in [each.url for each in chosen]
    assert not left(PageChoice(Bounds(), pages, lambda url: True, set()))
