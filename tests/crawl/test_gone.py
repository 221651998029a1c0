"""Articles that are taken down and come back, and portals that are not themselves any more."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from queson_crawler.clock import AHEAD
from tests.crawl.tools import Ran, Site, Told, assert_equal_tables, crawl, news, page, queson, rows, site, value

COUNT = 8
DAY = 86_400
TITLE = "Cổng thông tin huyện Suối Mây"


def portal() -> dict[str, Told]:
    told = news(COUNT)
    told["/"] = page(TITLE, "<ul class='menu'><li><a href='/tin-tuc'>Tin tức - Sự kiện</a></li></ul>")
    return told


def articles(told: dict[str, Told]) -> list[str]:
    """The addresses of the articles, oldest first."""
    return [path for path in told if path.endswith(".html")]


class Days:
    """Crawls of one portal on several days."""

    def __init__(self, running: Site, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.running, self.folder, self._patch = running, folder, patch

    def crawl(self, day: float, *options: object) -> Ran:
        self._patch.setenv(AHEAD, str(int(day * DAY)))
        return crawl(f"{self.running.base}/", self.folder, *options)

    def gone(self) -> list[str]:
        return [url for (url,) in rows(self.folder, "select url from articles where gone_at is not null order by url")]


@pytest.mark.parametrize(
    "answer",
    [Told(b"<h1>404</h1>", 404), Told(status=302, headers={"Location": "/"})],
    ids=["404", "leads to the home page"],
)
def test_an_article_is_gone_after_two_answers_a_day_apart_and_no_longer_when_it_returns(
    answer: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = portal()
    path = articles(told)[-1]
    page_of_article = told[path]
    with site(told) as running:
        days = Days(running, tmp_path / "data", monkeypatch)
        assert days.crawl(0).code == 0
        told[path] = answer
        assert days.crawl(0.1).code == 0
        assert days.gone() == []
        days.crawl(1.2)
        assert days.gone() == [running.base + path]
        assert rows(days.folder, "select gone from runs order by id") == [(0,), (0,), (1,)]
        told[path] = page_of_article
        assert days.crawl(2.5).code == 0
        assert days.gone() == []
    assert value(days.folder, "select count(*) from revisions") == COUNT
    assert queson("rebuild", "--archive", days.folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(days.folder, tmp_path / "anew")


def all_lost(told: dict[str, Told]) -> None:
    for path in articles(told):
        told[path] = Told(b"<h1>404</h1>", 404)


def elsewhere(told: dict[str, Told]) -> None:
    for path in told:
        told[path] = Told(status=301, headers={"Location": "http://127.0.0.2:9/"})


def walled(told: dict[str, Told]) -> None:
    for path in told:
        told[path] = page("Đăng nhập", "<form><h1>Đăng nhập</h1><p>Bạn phải đăng nhập để xem trang này.</p></form>")


def sold(told: dict[str, Told]) -> None:
    """Another site, with lists and articles of its own."""
    for path in list(told):
        told[path] = Told(b"<h1>404</h1>", 404)
    menu = "<ul class='menu'><li><a href='/keo-bong'>Kèo bóng đá</a></li></ul>"
    paths = [f"/keo-bong/keo-tran-{number}-{7000 + number}.html" for number in range(9)]
    items = "".join(
        f"<li><h3><a href='{one}'>Soi kèo trận cầu thứ {n} hôm nay</a></h3></li>" for n, one in enumerate(paths)
    )
    told["/"] = page("Nhà cái số một", menu)
    told["/keo-bong"] = page("Kèo bóng đá", f"<h2>Kèo bóng đá</h2><ul class='news-list'>{items}</ul>")
    for one in paths:
        text = "<p>Tỷ lệ kèo hôm nay rất hấp dẫn, mời đặt cược.</p>" * 9
        told[one] = page("Soi kèo", f"<h1>Soi kèo trận cầu</h1><div class='date'>01/05/2026</div><div>{text}</div>")


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (all_lost, 3, "too many at once to believe"),
        (elsewhere, 1, "127.0.0.2"),
        (walled, 1, "Nothing was found"),
        (sold, 1, "another site answers there"),
    ],
)
def test_a_portal_that_is_not_itself_any_more_is_named_and_loses_nothing(
    change: Callable[[dict[str, Told]], None], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = portal()
    with site(told) as running:
        days = Days(running, tmp_path / "data", monkeypatch)
        assert days.crawl(0).code == 0
        before = rows(days.folder, "select native_id, title, body from articles order by id")
        portals = rows(days.folder, "select * from portals")
        shutil.copytree(days.folder, tmp_path / "copy")
        change(told)
        for day in (1.5, 3) if code == 3 else (1.5,):
            ran = days.crawl(day, *(("--full",) if day == 3 else ()))
            assert ran.code == code, ran.said
            assert said in ran.said
    assert days.gone() == []
    assert rows(days.folder, "select native_id, title, body from articles order by id") == before
    assert rows(days.folder, "select * from portals") == portals
    assert queson("rebuild", "--archive", days.folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(days.folder, tmp_path / "anew")
