"""What changes on a page between two visits though nobody edited the article."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.lab import DemoArticle

NonEdit = Callable[[str, DemoArticle, random.Random], str]
_BODY = re.compile(r"(<body\b[^>]*>)", re.I)
_HEAD = re.compile(r"(<head\b[^>]*>)", re.I)
TITLES = (
    "Hội nghị tổng kết công tác dân vận năm 2019",
    "Ra quân trồng cây đầu xuân ở các xã vùng cao",
    "Khai giảng lớp dạy nghề cho lao động nông thôn",
    "Kiểm tra công tác phòng cháy tại chợ trung tâm",
    "Tặng quà cho hộ nghèo nhân dịp tết Nguyên đán",
    "Bàn giao nhà tình nghĩa cho gia đình chính sách",
    "Đại hội thể dục thể thao cấp xã thành công tốt đẹp",
)


def at_top(html: str, more: str) -> str:
    return _BODY.sub(lambda match: match[0] + more, html, count=1)


def at_end(html: str, more: str) -> str:
    place = html.lower().rfind("</form>" if html.lower().rstrip().endswith("</form></body></html>") else "</body>")
    return html[:place] + more + html[place:]


def in_head(html: str, more: str) -> str:
    return _HEAD.sub(lambda match: match[0] + more, html, count=1)


def box(heading: str, chance: random.Random, number: int = 5) -> str:
    titles = chance.sample(TITLES, min(number, len(TITLES)))
    items = "".join(f"<li><a href='/tin/{chance.randrange(10**4)}.html'>{one}</a></li>" for one in titles)
    return f"<div class='box-{chance.randrange(9)}'><h3>{heading}</h3><ul>{items}</ul></div>"


def tags(html: str, edit: Callable[[re.Match[str]], str]) -> str:
    """Every opening tag, edited."""
    return re.sub(r"<[a-zA-Z][^<>]*>", edit, html)


def other_session(html: str, article: DemoArticle, chance: random.Random) -> str:
    session = f";jsessionid={chance.randrange(16**8):08X}"
    return re.sub(r"(href=[\"'][^\"'?#]*\.(?:aspx|html|php))", lambda match: match[1] + session, html)


def other_host_of_images(html: str, article: DemoArticle, chance: random.Random) -> str:
    return re.sub(r"(<img\b[^>]*src=[\"'])(?:https?://[^/\"']*)?/", r"\g<1>https://cdn2.example.vn/", html)


def stamped_images(html: str, article: DemoArticle, chance: random.Random) -> str:
    return re.sub(r"(<img\b[^>]*src=[\"'][^\"'?]*)", rf"\g<1>?v={chance.randrange(10**6)}", html)


def other_state(html: str, article: DemoArticle, chance: random.Random) -> str:
    return re.sub(r"(name=[\"']__VIEWSTATE[^>]*value=[\"'])[^\"']*", rf"\g<1>{chance.randrange(16**12):x}", html)


def other_counts(html: str, article: DemoArticle, chance: random.Random) -> str:
    """Every count of views and visits is another."""
    words = "[Ll]ượt xem|Lượt truy cập|Đã xem|Số lượt xem|View count|Tổng số|Hôm nay|Hôm qua|trực tuyến"
    return re.sub(
        rf"((?:{words})\D{{0,12}})\d[\d.]*",
        lambda match: f"{match[1]}{chance.randrange(10**6)}",
        html,
    )


def other_indent(html: str, article: DemoArticle, chance: random.Random) -> str:
    return re.sub(r">\n?<(?=/?(?:div|p|table|tr|td|ul|li|h\d)\b)", ">\n\t  <", html)


def capital_tags(html: str, article: DemoArticle, chance: random.Random) -> str:
    return re.sub(r"<(/?)(p|div|span|b|strong|i|em|br)\b", lambda match: f"<{match[1]}{match[2].upper()}", html)


def styled(html: str, article: DemoArticle, chance: random.Random) -> str:
    return re.sub(r"<p\b(?![^>]*style=)", f"<p style='margin-top:{chance.randrange(9)}px'", html)


def reclassed(html: str, article: DemoArticle, chance: random.Random) -> str:
    """Paragraphs bear another class each time."""
    return re.sub(r"<p\b(?![^>]*class=)", f"<p class='r{chance.randrange(10**4)}'", html)


def numbered_ids(html: str, article: DemoArticle, chance: random.Random) -> str:
    return re.sub(r"<p\b(?![^>]*\bid=)", lambda _: f"<p id='p{chance.randrange(10**6)}'", html)


def spans(html: str, article: DemoArticle, chance: random.Random) -> str:
    """An editor's program wraps the texts of paragraphs."""
    return re.sub(r"(<p\b[^>]*>)([^<>]{20,})(</p>)", r"\1<span style='font-size:14pt'>\2</span>\3", html)


def hard_spaces(html: str, article: DemoArticle, chance: random.Random) -> str:
    return re.sub(r"(?<=[a-zà-ỹ]) (?=[à-ỹ][a-zà-ỹ]{4}[^<>=]*<)", "&nbsp;", html)


def commented(html: str, article: DemoArticle, chance: random.Random) -> str:
    return html.replace("</p>", f"</p><!-- made in {chance.randrange(900)} ms -->")


def empty_paragraphs(html: str, article: DemoArticle, chance: random.Random) -> str:
    return html.replace("</p>", "</p><p>&nbsp;</p>")


def unclosed_breaks(html: str, article: DemoArticle, chance: random.Random) -> str:
    return re.sub(r"<br ?/?>", "<br/>", html)


def carriage_returns(html: str, article: DemoArticle, chance: random.Random) -> str:
    return html.replace("\n", "\r\n")


NON_EDITS: dict[str, NonEdit] = {
    "other counts": other_counts,
    "a counter at the end": lambda html, a, c: at_end(
        html,
        f"<div class='counter'><p>Đang truy cập: {c.randrange(99)}</p><p>Tổng lượt: {c.randrange(10**7)}</p></div>",
    ),
    "online now": lambda html, a, c: at_end(html, f"<table><tr><td>Online</td><td>{c.randrange(99)}</td></tr></table>"),
    "the time of making": lambda html, a, c: at_end(html, f"<p>Trang được tạo trong {c.random():.3f} giây</p>"),
    "today at the top": lambda html, a, c: at_top(
        html, f"<div id='today'>Thứ ba, ngày {c.randrange(1, 29)}/08/2026</div>"
    ),
    "a clock": lambda html, a, c: at_top(
        html, f"<span class='clock'>{c.randrange(24):02}:{c.randrange(60):02}:07</span>"
    ),
    "the weather": lambda html, a, c: at_end(html, f"<div>Thời tiết: {c.randrange(15, 38)}°C, có mưa rào</div>"),
    "a banner": lambda html, a, c: at_top(
        html, f"<div class='banner'><a href='/b/{c.randrange(99)}'><img src='/banner/{c.randrange(99)}.gif'></a></div>"
    ),
    "a banner of text": lambda html, a, c: at_top(html, f"<marquee>{c.choice(TITLES)}</marquee>"),
    "a notice at the top": lambda html, a, c: at_top(
        html, f"<div class='ticker'><a href='/x'>{c.choice(TITLES)}</a></div>"
    ),
    "related articles": lambda html, a, c: at_end(html, box("Tin liên quan", c)),
    "other news": lambda html, a, c: at_end(html, box("Các tin khác", c)),
    "news of its category": lambda html, a, c: at_end(html, box("Tin cùng chuyên mục", c)),
    "most read": lambda html, a, c: at_end(html, box("Tin đọc nhiều", c)),
    "newest": lambda html, a, c: at_end(html, box("Tin mới nhất", c, 7)),
    "links to offices": lambda html, a, c: at_end(
        html, f"<select><option>Liên kết website {c.randrange(9)}</option></select>"
    ),
    "a poll": lambda html, a, c: at_end(
        html, f"<div><b>Thăm dò ý kiến</b><p>Rất tốt: {c.randrange(99)}%</p><p>Tốt: {c.randrange(99)}%</p></div>"
    ),
    "comments": lambda html, a, c: at_end(
        html,
        f"<div id='comments'><h3>Ý kiến bạn đọc</h3><p><b>An {c.randrange(99)}</b>: {c.choice(TITLES)}.</p></div>",
    ),
    "another session": other_session,
    "images of another host": other_host_of_images,
    "stamped images": stamped_images,
    "another state": other_state,
    "a token": lambda html, a, c: at_end(html, f"<input type='hidden' name='_token' value='{c.randrange(16**9):x}'>"),
    "a script": lambda html, a, c: at_end(html, f"<script>var t={c.randrange(10**9)}; ga('send');</script>"),
    "a script in the head": lambda html, a, c: in_head(
        html, f"<script nonce='{c.randrange(10**9)}'>x={c.random()}</script>"
    ),
    "styles": lambda html, a, c: in_head(html, f"<style>.a{c.randrange(99)}{{color:red}}</style>"),
    "metas": lambda html, a, c: in_head(html, f"<meta name='generator' content='CMS 4.{c.randrange(9)}'>"),
    "indented otherwise": other_indent,
    "tags in capitals": capital_tags,
    "styled paragraphs": styled,
    "classes of paragraphs": reclassed,
    "ids of paragraphs": numbered_ids,
    "spans in paragraphs": spans,
    "hard spaces": hard_spaces,
    "comments of the machine": commented,
    "empty paragraphs": empty_paragraphs,
    "line breaks": unclosed_breaks,
    "carriage returns": carriage_returns,
}
