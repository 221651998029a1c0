"""What stands beside lists and articles: boxes that change at each request, tools, forms, links out."""

from __future__ import annotations

from collections.abc import Callable
from random import randint
from urllib.parse import quote

from tests.lab.random_portals.truth import Article

Form = Callable[[str, list[str]], str]
CALENDAR_DAYS = 28


def nothing(name: str, chosen: list[str]) -> str:
    return ""


def _random(name: str, chosen: list[str]) -> str:
    items = "".join(f"<li>{link}</li>" for link in chosen)
    online = f"<p>Đang trực tuyến: {randint(2, 90)}</p><p>Hôm nay: {randint(100, 900)}</p>"
    return f'<div class="{name}"><h3>Có thể bạn chưa đọc</h3><ul>{items}</ul></div><div>{online}</div>'


def _calendar(name: str, chosen: list[str]) -> str:
    days = [f'<td><a href="/luu-tru/ngay-{day}">{day}</a></td>' for day in range(1, CALENDAR_DAYS + 1)]
    weeks = ["".join(days[start : start + 7]) for start in range(0, CALENDAR_DAYS, 7)]
    return f'<table class="{name}"><caption>Lịch</caption>' + "".join(f"<tr>{week}</tr>" for week in weeks) + "</table>"


def _poll(name: str, chosen: list[str]) -> str:
    choices = "".join(
        f'<p><input type="radio" name="phieu" value="{place}"> {said}</p>'
        for place, said in enumerate(("Rất tốt", "Tốt", "Bình thường"))
    )
    said = "Bạn đánh giá như thế nào về cổng thông tin này?"
    button = '<input type="submit" value="Bình chọn"> <a href="/ket-qua-binh-chon">Xem kết quả</a>'
    form = f'<form action="/binh-chon" method="post">{choices}{button}</form>'
    return f'<div class="{name}"><h3>Thăm dò ý kiến</h3><p>{said}</p>{form}</div>'


def _skins(name: str, chosen: list[str]) -> str:
    links = "".join(f'<a href="?SkinSrc={colour}">{colour}</a> ' for colour in ("Blue", "Orange", "Green"))
    return f'<div class="{name}">{links}</div>'


def _ticker(name: str, chosen: list[str]) -> str:
    return f'<marquee scrollamount="3">{" &nbsp; ".join(chosen)}</marquee>'


def _weblinks(name: str, chosen: list[str]) -> str:
    places = (("Chính phủ", "http://chinhphu.example/"), ("Quốc hội", "http://quochoi.example/"))
    options = "".join(f'<option value="{address}">{said}</option>' for said, address in places)
    choice = f'<select onchange="window.open(this.value)"><option>-- Chọn --</option>{options}</select>'
    return f"<div><h3>Liên kết</h3>{choice}</div>"


def _login(name: str, chosen: list[str]) -> str:
    fields = '<input name="user"><input type="password" name="pass"><input type="submit" value="Đăng nhập">'
    return f'<div class="{name}"><h3>Đăng nhập</h3><form action="/dang-nhap" method="post">{fields}</form></div>'


def _english(name: str, chosen: list[str]) -> str:
    return '<div><a href="/en/">English</a> | <a href="/">Tiếng Việt</a></div>'


FORMS: dict[str, Form] = {
    "random": _random,
    "random-inside": _random,
    "online-inside": nothing,
    "calendar": _calendar,
    "poll": _poll,
    "skins": _skins,
    "ticker": _ticker,
    "weblinks": _weblinks,
    "login": _login,
    "english": _english,
    "print": nothing,
    "share": nothing,
}


def in_text(kind: str, name: str, chosen: list[str]) -> str:
    """What stands in the element of a text, behind it."""
    if kind == "random-inside":
        items = "".join(f"<li>{link}</li>" for link in chosen)
        return f'<div class="{name}"><h4>Có thể bạn chưa đọc</h4><ul>{items}</ul></div>'
    if kind == "online-inside":
        now, today = randint(2, 90), randint(100, 900)
        return f'<div class="{name}"><p>Số người đang truy cập: {now}</p><p>Hôm nay: {today}</p></div>'
    return ""


def tools(kind: str, article: Article, address: str) -> str:
    """Links for readers of an article."""
    if kind == "print":
        links = f'<a href="/in-bai/{article.number}">In bài viết</a> <a href="/gui-mail/{article.number}">Gửi mail</a>'
        return f"<div>{links}</div>"
    if kind == "share":
        target = quote(f"http://example.vn{address}", safe="")
        return f'<div><a href="http://social.example/sharer?u={target}">Chia sẻ</a></div>'
    return ""
