"""What `queson portals check` says of blocks that were left out of articles."""

import json
from pathlib import Path

from queson_crawler.parse.evidence import LeftOut
from queson_crawler.profile.regions import MIN_PAGES
from queson_crawler.replay.left_out import MAX_LISTED, MAX_TEXT, Cut, LeftOutBlocks
from tests.crawl.tools import queson

TEXT = "Sáng ngày 12 tháng 5, Ủy ban nhân dân huyện họp bàn việc làm đường vào các thôn trước mùa mưa năm nay."
PAGE = """<html><body><h1>Họp bàn việc làm đường {number}</h1><p>Ngày đăng: 07:30 | 14/05/2021</p>
<div class=noidung><p>{text} {number}</p><p>Các hộ dân đồng ý góp đất và công, {number} hộ trong đó ở ven suối lớn.</p>
<p class=tacgia>Tác giả: Lê Văn An</p></div></body></html>"""


def test_check_names_each_block_that_was_left_out_and_why(tmp_path: Path) -> None:
    saved = []
    for number in (3, 4):
        saved.append(tmp_path / f"bai-{number}.html")
        saved[-1].write_text(PAGE.format(number=number, text=TEXT))
    (tmp_path / "a.toml").write_text('start = "http://bausen.example/"\n')
    told = json.loads(queson("portals", "check", tmp_path / "a.toml", *saved, "--json").out)
    assert told["left_out"] == {
        "reasons": {"the byline": 2},
        "blocks": [{"text": "Tác giả: Lê Văn An", "reason": "the byline", "pages": 2}],
    }
    shown = queson("portals", "check", tmp_path / "a.toml", *saved).out
    assert "2  the byline" in shown
    assert "on 2 page(s): Tác giả: Lê Văn An (the byline)" in shown


def test_a_block_is_counted_once_a_page_and_the_most_frequent_comes_first() -> None:
    blocks = LeftOutBlocks()
    blocks.add([LeftOut("In bài viết", "a tool"), LeftOut("In  bài\nviết", "a tool"), LeftOut("A", "the byline")])
    blocks.add([LeftOut("In bài viết", "a tool")])
    assert blocks.reasons == {"a tool": 3, "the byline": 1}
    assert blocks.listed() == [(Cut("In bài viết", "a tool"), 2), (Cut("A", "the byline"), 1)]


def test_all_blocks_are_counted_and_at_most_so_many_are_listed() -> None:
    blocks = LeftOutBlocks()
    blocks.add(LeftOut(f"{number} {'x' * 2 * MAX_TEXT}", "a tool") for number in range(MAX_LISTED + 5))
    assert blocks.reasons["a tool"] == MAX_LISTED + 5
    assert len(blocks.as_json()["blocks"]) == MAX_LISTED
    assert {len(block["text"]) for block in blocks.as_json()["blocks"]} == {MAX_TEXT}


def test_check_names_what_the_texts_of_nearly_all_articles_share(tmp_path: Path) -> None:
    line = "Hãy theo dõi trang của xã trên mạng xã hội để nhận tin nhanh nhất mỗi ngày."
    saved = []
    for number in range(MIN_PAGES):
        text = f"{TEXT}</p><div class=theo><p>{line}</p></div><p>Thôn"
        saved.append(tmp_path / f"bai-{number}.html")
        saved[-1].write_text(PAGE.format(number="một hai ba bốn năm sáu bảy tám".split()[number], text=text))
    (tmp_path / "a.toml").write_text('start = "http://bausen.example/"\n')
    told = json.loads(queson("portals", "check", tmp_path / "a.toml", *saved, "--json").out)
    assert [block["text"] for block in told["shared"]] == [line]
    assert line in queson("portals", "check", tmp_path / "a.toml", *saved).out
    few = json.loads(queson("portals", "check", tmp_path / "a.toml", *saved[1:], "--json").out)
    assert few["shared"] == []
