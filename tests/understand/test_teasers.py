"""What the menu of a start page names heads the boxes of its teasers, and is none of the articles in them."""

from __future__ import annotations

from queson_crawler.parse.answer import Answer
from queson_crawler.portals import Portal
from queson_crawler.profile.profile import Profile
from queson_crawler.understand.judge import read
from queson_crawler.understand.reading import Kind
from queson_crawler.understand.tasks import PageTask

HOME = "http://portal.example/"
LISTS = {
    "/tin-tuc-su-kien": "Tin tức - Sự kiện",
    "/kinh-te-xa-hoi": "Kinh tế - Xã hội",
    "/van-hoa": "Văn hóa - Giáo dục",
}


def test_headings_of_boxes_are_no_articles() -> None:
    menu, boxes = "", ""
    for path, name in LISTS.items():
        menu += f"<li><a href='{path}'>{name}</a></li>"
        items = "".join(f"<li><a href='{path}-bai-{at}'>Khánh thành cầu dân sinh số {at}</a></li>" for at in range(4))
        boxes += f"<div class='block'><h2><a href='{path}'>{name}</a></h2><ul>{items}</ul></div>"
    body = f"<div id='main-menu'><ul class='menu'>{menu}</ul></div><div id='content' class='column'>{boxes}</div>"
    page = f"<html><head><title>Trang chủ</title></head><body>{body}</body></html>"
    reading = read(Answer(HOME, 200, page.encode()), PageTask(HOME, start=True), Profile.of(Portal("portal", HOME)))
    assert reading.kind is Kind.TEASERS
    assert not {entry.url for entry in reading.entries} & {f"{HOME}{path[1:]}" for path in LISTS}
