"""Articles that are taken down and come back, and portals that are not themselves any more."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from archive.clock import AHEAD
from tests.crawl.tools import Ran, Site, Told, assert_equal_tables, news, page, rows, site, value
from tests.harness.processes import Runner

pytestmark = pytest.mark.slow

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


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    return Runner(tmp_path_factory.mktemp("runner"))


class Days:
    """Crawls of one portal on several days."""

    def __init__(self, running: Site, folder: Path, runner: Runner) -> None:
        self.running, self.folder, self._runner = running, folder, runner

    def crawl(self, day: float, *options: object) -> Ran:
        ahead = {AHEAD: str(int(day * DAY))}
        asked = ("crawl", f"{self.running.base}/", "--delay", 0, "--no-files", "--archive", self.folder, *options)
        return Ran(self._runner.run(*asked, environ=ahead), self._runner.said, "")

    def gone(self) -> list[str]:
        return [url for (url,) in rows(self.folder, "select url from articles where gone_at is not null order by url")]


@pytest.mark.parametrize(
    "answer",
    [
        Told(b"<h1>404</h1>", 404),
        Told(b"<h1>410</h1>", 410),
        Told("<h1>Từ chối truy cập</h1>".encode(), 403),
        Told(status=302, headers={"Location": "/"}),
        Told(status=302, headers={"Location": "/login?came_from=/tin-tuc"}),
        Told(status=302, headers={"Location": "/acl_users/credentials_cookie_auth/require_login?came_from=/tin-tuc"}),
        page("Đăng nhập", "<form><h1>Đăng nhập</h1><p>Bạn phải đăng nhập để xem trang này.</p></form>"),
    ],
    ids=["404", "410", "403", "leads to the home page", "leads to a login", "Plone's login", "says one has to log in"],
)
def test_an_article_is_gone_after_two_answers_a_day_apart_and_no_longer_when_it_returns(
    answer: Told, tmp_path: Path, runner: Runner
) -> None:
    told = portal()
    path = articles(told)[-1]
    page_of_article = told[path]
    with site(told) as running:
        days = Days(running, tmp_path / "data", runner)
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
    assert runner.run("rebuild", "--archive", days.folder, "--to", tmp_path / "anew") == 0, runner.said
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


MERGED = """<h1>THÔNG BÁO</h1><p>Thực hiện Nghị quyết về sáp nhập đơn vị hành chính, từ ngày 01/7/2025 huyện Suối Mây
kết thúc hoạt động. Mời bạn đọc truy cập cổng thông tin của <a href='https://xa.example.vn/'>xã</a>.</p>"""


def everywhere(answer: Told, told: dict[str, Told]) -> None:
    told.update({path: answer for path in told if path != "/robots.txt"})


def sent_on(told: dict[str, Told]) -> None:
    everywhere(
        Told(b"<html><head><meta http-equiv='refresh' content='0; url=http://127.0.0.2:9/'></head></html>"), told
    )


def home_lost(told: dict[str, Told]) -> None:
    told["/"] = page(TITLE, MERGED)


def renamed(told: dict[str, Told]) -> None:
    told["/"] = Told(told["/"].body.replace(TITLE.encode(), "Trang thông tin xã Mới".encode()))


def renumbered(told: dict[str, Told]) -> None:
    """Every article has another number."""
    for path in articles(told):
        other = path.replace("-10", "-510")
        told[other] = told.pop(path)
        told["/tin-tuc"] = Told(told["/tin-tuc"].body.replace(path.encode(), other.encode()))


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


def also(change: Callable[[dict[str, Told]], None], code: int, said: str) -> Any:
    """A case that `make test` leaves to `make test-all`: another like it is there."""
    return pytest.param(change, code, said, marks=pytest.mark.slow)


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (all_lost, 3, "too many at once to believe"),
        also(elsewhere, 3, "leads to http://127.0.0.2"),
        (sent_on, 3, "leads to http://127.0.0.2"),
        (walled, 3, "phải đăng nhập"),
        (sold, 3, "another site answers there"),
        (partial(everywhere, page("Tên miền", "<h1>Tên miền này đang được rao bán</h1>")), 3, "đang được rao bán"),
        also(partial(everywhere, page(TITLE, MERGED)), 3, "kết thúc hoạt động"),
        also(partial(everywhere, Told(page(TITLE, MERGED).body, 404)), 3, "none of its 1 lists can be read"),
        also(partial(everywhere, Told(b"<h1>403</h1>", 403)), 3, "answered 403"),
        also(partial(everywhere, page("Welcome to nginx!", "<h1>Welcome to nginx!</h1>")), 3, "Welcome to nginx!"),
        (renumbered, 3, "too many at once to believe"),
        (home_lost, 3, "its start page leads to none of its lists any more; it says 'THÔNG BÁO"),
        (renamed, 3, "the site calls itself 'Trang thông tin xã Mới'"),
    ],
)
def test_a_portal_that_is_not_itself_any_more_is_named_and_loses_nothing(
    change: Callable[[dict[str, Told]], None], code: int, said: str, tmp_path: Path, runner: Runner
) -> None:
    told = portal()
    with site(told) as running:
        days = Days(running, tmp_path / "data", runner)
        assert days.crawl(0).code == 0
        before = rows(days.folder, "select native_id, title, body from articles order by id")
        portals = rows(days.folder, "select * from portals")
        shutil.copytree(days.folder, tmp_path / "copy")
        change(told)
        for day in (1.5, 3):
            ran = days.crawl(day, *(("--full",) if day == 3 else ()))
            assert ran.code == code, ran.said
            assert said in ran.said
            assert value(days.folder, "select count(*) from alarms where run_id = (select max(id) from runs)") > 0
    assert days.gone() == []
    assert rows(days.folder, "select native_id, title, body from articles order by id")[:COUNT] == before
    assert rows(days.folder, "select * from portals") == portals
    assert runner.run("rebuild", "--archive", days.folder, "--to", tmp_path / "anew") == 0, runner.said
    assert_equal_tables(days.folder, tmp_path / "anew")


def test_what_was_really_taken_down_is_gone_when_a_keeper_says_so(tmp_path: Path, runner: Runner) -> None:
    told = portal()
    with site(told) as running:
        days = Days(running, tmp_path / "data", runner)
        assert days.crawl(0).code == 0
        for path in articles(told)[:6]:
            del told[path]
            told["/tin-tuc"] = Told(told["/tin-tuc"].body.replace(f"<a href='{path}'>".encode(), b"<a>"))
        ran = days.crawl(1.5)
        assert ran.code == 3
        assert "6 stored articles are not there any more" in ran.out
        assert days.gone() == []
        slug = value(days.folder, "select slug from portals")
        assert f"queson portals accept {slug}" in ran.out
        assert runner.run("portals", "accept", slug, "--archive", days.folder) == 0
        assert len(days.gone()) == 6
        reasons = rows(days.folder, "select distinct gone_reason from articles where gone_at is not null")
        assert reasons == [("not found: answered 404; no list names it any more",)]
        ran = days.crawl(3)
        assert ran.code == 0, ran.said
        assert len(days.gone()) == 6
    assert value(days.folder, "select count(*) from articles where length(body) > 0") == COUNT
    assert runner.run("rebuild", "--archive", days.folder, "--to", tmp_path / "anew") == 0, runner.said
    assert_equal_tables(days.folder, tmp_path / "anew")
