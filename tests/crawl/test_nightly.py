"""A portal whose articles do not change while a box on every page does: night after night nothing is revised."""

from __future__ import annotations

import json
from pathlib import Path

from archive.clock import AHEAD
from queson_crawler.frontier.revisit_plan import FLOOR, ROUND
from tests.crawl.tools import NAMES, Told, assert_equal_tables, page, queson, rows, site, value
from tests.harness.processes import Runner

COUNT, NIGHTS = 44, 3
DAY = 86_400
WEATHER = ("nắng đẹp cả ngày", "mưa rào về chiều", "nhiều mây, có dông", "trời lạnh, sương mù")
READ = ("Lịch tiếp công dân", "Giá đất năm nay", "Mùa vải thiều", "Đường liên thôn", "Hội làng", "Tiêm phòng dại")
TREND = ("tăng nhẹ ở các xã", "giảm sâu trên thị trường", "giữ nguyên như hôm qua")
PLACES = ("Đông", "Tây", "Nam", "Bắc", "Thượng", "Hạ", "Trung", "An", "Bình", "Phú", "Lộc", "Thọ")


def boxes(night: int) -> str:
    """What every page shows within the element of its text, with other words each night."""
    weather = f"<div class='thoi-tiet'><p>Thời tiết hôm nay trên địa bàn huyện: {WEATHER[night % 4]}.</p></div>"
    most_read = "".join(f"<p>{READ[(night + place) % 6]} được bà con đọc nhiều</p>" for place in range(3))
    visitors = f"<p>Hôm nay có {night * 37 + 11} người vào trang của chúng tôi.</p>"
    prices = f"<tr><td>Giá lúa hôm nay</td><td>{TREND[night % 3]}</td></tr>"
    line = f"<p>Hôm nay trên địa bàn huyện ta {WEATHER[night % 4]} theo đài khí tượng.</p>"
    return (
        f"{weather}<div class='doc-nhieu'>{most_read}</div><div class='dem'>{visitors}</div>"
        f"<div class='gia'><table>{prices}</table></div>{line}"
    )


class Portal:
    """The pages of a portal with boxes within the element of every text."""

    def __init__(self) -> None:
        self.night = 0
        self.all_paths = [f"/tin-tuc/khanh-thanh-{number}-{1000 + number}.html" for number in range(COUNT)]
        self.paths = self.all_paths

    def __call__(self, path: str) -> Told | None:
        if path in self.paths:
            return self._article(path)
        if path == "/":
            return page("Cổng thông tin", "<ul class='menu'><li><a href='/tin-tuc'>Tin tức - Sự kiện</a></li></ul>")
        if path == "/tin-tuc":
            return page("Tin tức", f"<h2>Tin tức</h2><ul class='news-list'>{self._items()}</ul>")
        return None

    def _items(self) -> str:
        items = []
        for number, path in enumerate(self.paths):
            items.append(
                f"<li class='item'><h3><a href='{path}'>{title(number)}</a></h3><span>{day(number)}</span></li>"
            )
        return "".join(items)

    def _article(self, path: str) -> Told:
        number = self.all_paths.index(path)
        text = text_of(number)
        about = f"<h1>{title(number)}</h1><div class='date'>{day(number)} 08:30</div>"
        return page(title(number), f"{about}<div class='content'>{text}{boxes(self.night)}</div>")


def text_of(number: int) -> str:
    return "".join(f"<p>{title(number)}, lần thứ {part}, có {number + part} hộ dân về dự.</p>" for part in range(4))


def title(number: int) -> str:
    return f"Khánh thành {NAMES[number % 10]} thôn {PLACES[number % 12]} {PLACES[number // 10]}"


def day(number: int) -> str:
    return f"{28 - number % 28:02}/0{3 - number // 28}/2020"


def test_boxes_that_change_every_night_revise_nothing(tmp_path: Path) -> None:
    folder, portal, runner = tmp_path / "data", Portal(), Runner(tmp_path)
    asked, learned = [], []
    with site(portal) as running:
        for night in range(NIGHTS):
            portal.night, before = night, len(running.asked)
            address = f"{running.base}/"
            ahead = {AHEAD: str(night * DAY)}
            code = runner.run("crawl", address, "--delay", 0, "--no-files", "--archive", folder, environ=ahead)
            assert code == 0, (night, runner.said)
            asked.append(len(running.asked) - before)
            learned.append(json.loads(value(folder, "select content from profiles"))["furniture"])
    assert value(folder, "select count(*) from articles") == COUNT
    assert rows(folder, "select body from revisions where number > 1") == []
    assert value(folder, "select count(*) from articles where body like '%hôm nay%' or body like '%đọc nhiều%'") == 0
    assert value(folder, "select count(*) from articles where body like '%lần thứ 3, có%'") == COUNT
    assert max(asked[1:]) <= FLOOR + 3 + COUNT // ROUND + 1, asked
    assert len(learned[-1]) - len(learned[1]) <= 2, "what changes is learned once, but for the line of the text itself"
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")


FOLLOW = "Hãy theo dõi trang của huyện trên mạng xã hội để nhận tin nhanh nhất mỗi ngày."


class Redrawn(Portal):
    """A portal whose pages get another template after the first night: other elements, classes and furniture, the name
    of the category where titles stood, and the first paragraph as a lead. Then there are some new articles."""

    fresh = 3

    def __init__(self) -> None:
        super().__init__()
        self.paths = self.all_paths[self.fresh :]

    def turn(self) -> None:
        self.night = 1
        self.paths = self.all_paths

    def _article(self, path: str) -> Told:
        number = self.all_paths.index(path)
        text = text_of(number)
        if not self.night:
            about = f"<h1>{title(number)}</h1><div class='date'>{day(number)} 08:30</div>"
            tail = "<div class='chan-bai'><p>Trang tin của huyện rất mong nhận được ý kiến của bà con.</p></div>"
            return page("Cổng thông tin huyện", f"{about}<div class='content'>{text}{tail}</div>")
        side = "<aside class='ben'><h4>Tin đọc nhiều</h4><p>Lịch tiếp công dân của lãnh đạo huyện</p></aside>"
        about = f"<h2 class='tieu-de'>{title(number)}</h2><p class='ngay'>Ngày đăng: {day(number)} - 08:30</p>"
        lead, _, text = text.partition("</p>")
        about += f"<div class='sapo'>{lead}</p></div>"
        tail = f"<section class='theo-doi'><span>{FOLLOW}</span></section>"
        main = f"<article>{about}<section class='bai-viet'><div>{text}</div>{tail}</section></article>"
        return page("Cổng thông tin huyện", f"<h1>Tin tức - Sự kiện</h1><div class='khung'>{side}{main}</div>")


def test_another_template_revises_no_article_and_new_ones_are_read_right(tmp_path: Path) -> None:
    folder, portal, runner = tmp_path / "data", Redrawn(), Runner(tmp_path)
    codes = []
    with site(portal) as running:
        for night in range(3):
            ahead = {AHEAD: str(night * DAY)}
            address = f"{running.base}/"
            codes.append(runner.run("crawl", address, "--delay", 0, "--no-files", "--archive", folder, environ=ahead))
            portal.turn()
    titles = dict(rows(folder, "select url, title from articles"))
    assert {running.base + path: title(portal.all_paths.index(path)) for path in portal.all_paths} == titles
    assert value(folder, "select count(*) from revisions where number > 1") == 0
    assert value(folder, "select count(*) from articles where body like '%mạng xã hội%'") == 0
    assert value(folder, "select count(*) from articles where lead <> ''") == Redrawn.fresh
    assert value(folder, "select count(*) from articles where body like '%lần thứ 3, có%'") == COUNT
    assert rows(folder, "select run_id, kind from alarms") == [(2, "layout")]
    assert codes == [0, 3, 0], "that the pages look different is said once"
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")
