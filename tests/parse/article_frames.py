"""The parts that pages of composed skins are made of: lines, bodies, boxes and frames as HTML. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape
from random import Random
from typing import Any, NamedTuple

from queson_crawler.demo.model import DemoArticle, Items, Paragraph, Picture, Table

Shown = Sequence[Paragraph | Items | Table | Picture]
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


class Form(NamedTuple):
    label: str
    write: Callable[[datetime], str]


class DayForm(NamedTuple):
    label: str
    write: Callable[[datetime], str]


def _half(when: datetime, am: str, pm: str) -> str:
    return f"{(when.hour - 1) % 12 + 1}:{when:%M} {am if when.hour < 12 else pm}"


def _week(when: datetime) -> str:
    return WEEKDAYS[when.weekday()]


DATE_FORMS: tuple[Form | DayForm, ...] = (
    Form("Ngày đăng: ", lambda w: f"{w:%H:%M | %d/%m/%Y}"),
    Form("", lambda w: f"{_week(w)} - {w:%d/%m/%Y %H:%M}"),
    Form("Ngày đăng ", lambda w: f"{w:%d/%m/%Y} | {_half(w, 'AM', 'PM')}"),
    Form("", lambda w: f"{w:%d/%m/%Y | %I:%M %p}"),
    Form("Ngày đăng ", lambda w: f"{w:%d/%m/%Y | %H:%M}"),
    DayForm("Đăng ngày ", lambda w: f"{w:%d - %m - %Y}"),
    DayForm("Ngày ", lambda w: f"{w:%d-%m-%Y}"),
    Form("", lambda w: f"{w:%d/%m/%Y %H:%M}"),
    Form("", lambda w: f"{w:%d/%m/%Y %I:%M:00 %p}"),
    Form("", lambda w: f"{w.day}/{w.month}/{w.year} {_half(w, 'SA', 'CH')}"),
    Form("Cập nhật: ", lambda w: f"{w:%H:%M %d/%m/%Y}"),
    Form("", lambda w: f"{_week(w)}, {w:%d/%m/%Y} - {w:%H:%M}"),
    Form("", lambda w: f"{_week(w)}, {w:%d/%m/%Y}, {w:%I:%M %p} (GMT+7)"),
    Form("Cập nhật ", lambda w: f"{_week(w).lower()}, ngày {w:%d/%m/%Y %H:%M}"),
    Form("", lambda w: f"{_week(w)}, {w.day} Tháng {w.month} {w.year} {w:%H:%M}"),
    Form("", lambda w: f"{_week(w)}, {w:%d-%m-%Y | %H:%M:00}"),
    DayForm("Cập nhật lúc : ", lambda w: f"{w:%d/%m/%Y}"),
    Form("Cập nhật lúc: ", lambda w: f"{w:%H:%M |%d/%m/%Y}"),
    Form("Ngày xuất bản: ", lambda w: f"{w:%d/%m/%Y %H:%M}"),
    Form("Ngày tạo: ", lambda w: f"{w:%d-%m-%Y %H:%M}"),
    Form("Đăng lúc: ", lambda w: f"{w:%H:%M} ngày {w:%d/%m/%Y}"),
    Form("Thời gian đăng: ", lambda w: f"{w:%d/%m/%Y %H:%M:00}"),
    Form("Xuất bản: ", lambda w: f"{w:%d/%m/%Y %H:%M}"),
    DayForm("(", lambda w: f"{w:%d/%m/%Y})"),
    DayForm("Được đăng: ", lambda w: f"{w.day} Tháng {w.month} {w.year}"),
    Form("", lambda w: f"{w:%H:%M %p | %d/%m/%Y}"),
    Form("Cập nhật ", lambda w: f"{_week(w).lower()}, ngày {w:%d/%m/%y} {_half(w, 'sáng', 'chiều')}"),
    Form("", lambda w: f"{_week(w)}, {w:%d/%m/%Y}, {w:%H:%M} GMT+7"),
    Form("Cập nhật lúc ", lambda w: f"{w:%H:%M}, ngày {w:%d/%m/%Y}"),
    Form("Ngày đăng: ", lambda w: f"{w:%Y-%m-%d %H:%M:00}"),
    Form("", lambda w: f"{w:%H} giờ {w:%M} phút, ngày {w:%d/%m/%Y}"),
    Form("Ngày đăng tin: ", lambda w: f"{w:%d/%m/%Y %H:%M}"),
    Form("Đăng vào: ", lambda w: f"{w:%H:%M %d-%m-%Y}"),
    Form("Lần cập nhật cuối: ", lambda w: f"{w:%d/%m/%Y %H:%M}"),
    Form("Ngày đăng: Ngày ", lambda w: f"{w:%d/%m/%Y} lúc {w:%H:%M}"),
    Form("Published on ", lambda w: f"{w:%d/%m/%Y %H:%M}"),
)
POSTER_LABELS = (
    "Người đăng: ",
    "Đăng bởi: ",
    "Đăng bởi ",
    "Người đăng : ",
    "Người đưa tin: ",
    "Người cập nhật: ",
    "Posted by: ",
)
VIEW_LABELS = (
    "Lượt xem: {}",
    "{} lượt xem",
    "Đã xem: {}",
    "Số lượt xem: {}",
    "Lượt đọc: {}",
    "Xem: {}",
    "Đọc: {}",
    "Lượt xem {}",
    "({} lượt xem)",
    "Views: {}",
    "Số lượt đọc: {}",
)
KNOWN = (
    "Các tin khác",
    "Tin liên quan",
    "CÁC TIN MỚI:",
    "Tin cùng chuyên mục",
    "[Các tin khác]",
    "Bài viết khác",
    "Những tin cũ hơn",
    "Tin khác:",
    "Các tin đã đưa ngày",
    "Bài viết liên quan",
    "Xem thêm tin tức",
)
UNKNOWN = ("Có thể bạn quan tâm", "Bài cùng mục", "Tin đáng chú ý", "Chuyên đề", "Mời bạn xem tiếp", "Trong mục này")
_MISLEADING = (
    "other-news-detail box-news right-content content-left related_content menu-main list-news-item sidebar-detail"
).split()
_HINTED = {
    "title": ("detail-title", "tieude", "News_Title", "headline"),
    "meta": ("post-date", "ngaydang", "time-info", "meta"),
    "lead": ("sapo", "tomtat", "summary", "hometext"),
    "body": ("noidung", "content-detail", "bodytext", "NewsContent"),
    "related": ("tinkhac", "other-news", "related", "tin-lien-quan"),
    "side": ("sidebar", "right-col", "box", "block"),
}
COMMENT_FORM = (
    "<div><h3>Ý kiến bạn đọc</h3><form><input name=n><textarea>Nội dung</textarea><input type=submit value=Gửi>"
    "</form><p>Vui lòng viết bằng tiếng Việt có dấu.</p></div>"
)
LONG_TEXT = (
    "Cổng thông tin điện tử là nơi công bố các văn bản chỉ đạo điều hành, tiếp nhận phản ánh của người dân và doanh "
    "nghiệp trên địa bàn; mọi ý kiến gửi về đều được phân công trả lời trong thời hạn năm ngày làm việc."
)


def css(rng: Random, names: str, role: str) -> str:
    if names == "none":
        return ""
    if names == "random":
        return f' class="{"".join(rng.choice("abcdefghk") for _ in range(5))}-{rng.randint(1, 99)}"'
    return f' class="{rng.choice(_MISLEADING if names == "misleading" else _HINTED.get(role, ("wrap",)))}"'


def joined(rng: Random, parts: list[str], joint: str, css: str) -> str:
    parts = [escape(part) for part in parts]
    if joint == "br":
        return f"<div{css}>{'<br>'.join(parts)}</div>"
    if joint == "span":
        return f"<div{css}>{' '.join(f'<span>{part}</span>' for part in parts)}</div>"
    if joint == "spans":
        return f"<p{css}>{''.join(f'<span><b></b> {part} </span>' for part in parts)}</p>"
    if joint == "icons":
        return f"<ul{css}>{''.join(f'<li><i class=fa></i> {part}</li>' for part in parts)}</ul>"
    tag = rng.choice(("div", "p", "span", "td"))
    line = joint.join(parts)
    return f"<table><tr><td{css}>{line}</td></tr></table>" if tag == "td" else f"<div><{tag}{css}>{line}</{tag}></div>"


_WRAPS = {
    "p": ("<p>", "</p>"),
    "td": ("<p>", "</p>"),
    "bare": ("<p>", "</p>"),
    "div": ("<div>", "</div>"),
    "br": ("", "<br><br>"),
    "br2": ("<font>", "</font><br>&nbsp;<br>"),
    "span": ("<p><span style='font-size:14px'><span>", "</span></span></p>"),
    "word": ("<p class=MsoNormal style='mso-pagination:none'><span lang=VI>", "<o:p></o:p></span></p>"),
    "nested": ("<p>", "</p>"),
    "pre": ("<p>", "</p>"),
}


def body(rng: Random, blocks: Shown, markup: str, caption: str) -> str:
    out = "".join(_block(rng, block, markup, caption) for block in blocks)
    if markup == "nested":
        return f"<table><tr><td><table><tr><td>{out}</td></tr></table></td></tr></table>"
    return f"<div><div>{out}</div></div>" if markup == "span" else out


def _block(rng: Random, block: Paragraph | Items | Table | Picture, markup: str, caption: str) -> str:
    opening, closing = _WRAPS[markup]
    match block:
        case Paragraph(text=text, link=link):
            if link:
                return f'{opening}<a href="{link}">{escape(text)}</a>{closing}'
            if markup == "pre":
                return f"<pre>{escape(text)}</pre>"
            return f"{opening}{escape(text)}{closing}"
        case Items(lines=lines):
            return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"
        case Table(rows=rows):
            cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
            return f"<table border=1>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
        case Picture():
            return _picture(block, caption)


def _picture(block: Picture, caption: str) -> str:
    image, text = f'<img src="{block.path}" width=480>', escape(block.caption)
    if caption == "none" or not text:
        return f"<p align=center>{image}</p>"
    if caption == "table":
        return f"<table align=center><tr><td>{image}</td></tr><tr><td>{text}</td></tr></table>"
    if caption == "figure":
        return f"<figure>{image}<figcaption>{text}</figcaption></figure>"
    if caption == "center":
        return f"<p align=center>{image}</p><p align=center>{text}</p>"
    return f"<p style='text-align:center'>{image}<br><em>{text}</em></p>"


def tools(rng: Random) -> str:
    words = rng.sample(("In trang", "Gửi mail", "A+", "A-", "Cỡ chữ", "Chia sẻ", "Bản in", "Lưu bài viết này"), 3)
    return f"<div>{' '.join(f'<a href=#>{word}</a>' for word in words)}</div>"


def tail(rng: Random, kind: str) -> str:
    parts = {
        "tags": "<div>Từ khóa: <a href=/tag/a>nông thôn mới</a>, <a href=/tag/b>chuyển đổi số</a></div>",
        "rating": "<div>Tổng số điểm của bài viết là: 5 trong 1 đánh giá</div><div>Click để đánh giá bài viết</div>",
        "share": "<ul><li><a href=#>Facebook</a></li><li><a href=#>Twitter</a></li><li><a href=#>Zalo</a></li></ul>",
        "back": "<div align=right><a href='javascript:history.back()'>[Trở về]</a></div>",
    }
    parts["stars"] = "<div><span>5/5</span> <span>(3 bình chọn)</span></div>"
    parts["said"] = (
        "<div>Chia sẻ: <a href=#><i class=fa></i></a> <a href=#><i class=fa></i></a></div>"
        "<p>Ghi rõ nguồn “Cổng thông tin điện tử huyện Bàu Sen” khi phát hành lại thông tin từ trang này.</p>"
    )
    parts["pills"] = (
        "<ul class=tags><li><a href=/tag/a>nông thôn mới</a></li><li><a href=/tag/b>chuyển đổi số</a></li></ul>"
    )
    if kind == "all":
        return parts["share"] + parts["tags"] + parts["rating"]
    return parts.get(kind, "")


def neighbours(before: str, after: str) -> str:
    return f"<div><a href=/tin/1.html>« {escape(before)}</a> <a href=/tin/2.html>{escape(after)} »</a></div>"


def comments(rng: Random) -> str:
    said = f"<li><b>Nguyễn Hữu Khoát</b> {rng.randint(1, 9)} giờ trước<p>Bài viết rất hay và bổ ích!</p></li>"
    return f"<div><h4>Bình luận (1)</h4><ul>{said}</ul></div>"


def related(rng: Random, heading: str, others: Sequence[DemoArticle], css: str, *, table: bool = False) -> str:
    dated, tag = rng.random() < 0.6, rng.choice(("h3", "div", "strong", "span", "p"))
    rows = [
        f"<a href='/tin/{one.native_id}.html'>{escape(one.title)}</a>"
        + (f" ({one.published[8:10]}/{one.published[5:7]}/{one.published[:4]})" if dated else "")
        for one in others
    ]
    head = f"<{tag}>{escape(heading)}</{tag}>" if heading else ""
    if table:
        return f"<table{css}><tr><td>{head}</td></tr>{''.join(f'<tr><td>{row}</td></tr>' for row in rows)}</table>"
    return f"<div{css}>{head}<ul>{''.join(f'<li>{row}</li>' for row in rows)}</ul></div>"


_MENU = "".join(
    f"<li><a href=/m{n}>{name}</a></li>"
    for n, name in enumerate(
        ("Trang chủ", "Giới thiệu", "Tin tức - Sự kiện", "Văn bản", "Thủ tục hành chính", "Liên hệ")
    )
)
_LOGIN = (
    "<div><b>Đăng nhập</b><form>Tên đăng nhập <input> Mật khẩu <input type=password><button>Vào</button></form></div>"
)
POLL = (
    "<div><h3>Thăm dò ý kiến</h3><p>Bạn đánh giá thế nào về cổng thông tin này?</p>"
    "<ul><li><input type=radio>Tốt</li><li><input type=radio>Chưa tốt</li></ul></div>"
)
COUNTER = (
    "<div><h3>Thống kê truy cập</h3><table><tr><td>Hôm nay</td><td>120</td></tr><tr><td>Tổng số</td><td>000022947</td>"
    "</tr></table></div><div>Thời tiết: Bàu Sen 31°C, nắng nhẹ</div>"
)
_FOOTERS = {
    "full": "<div>CỔNG THÔNG TIN ĐIỆN TỬ HUYỆN BÀU SEN<br>Bản quyền thuộc UBND huyện Bàu Sen<br>"
    "Địa chỉ: 12 đường Cây Sộp, "
    "thị trấn Bàu Sen - Điện thoại: 0235 000 111 - Email: bbt@bausen.example<br>Chịu trách nhiệm: Văn phòng</div>",
    "short": "<div>© 2021 UBND huyện Bàu Sen. Phát triển bởi Trung tâm Công nghệ.</div>",
    "none": "",
}


def _side(
    rng: Random, others: Sequence[DemoArticle], css: Callable[[str], str], features: dict[str, str], *, long: bool
) -> str:
    out = related(rng, "Tin nổi bật", others[6:10], css("side"))
    if long:
        out += f"<div{css('side')}><h3>Giới thiệu</h3><p>{LONG_TEXT}</p><p>{LONG_TEXT.upper()[:160]}</p></div>"
    if features["login"] == "yes":
        out += _LOGIN
    return out + (POLL if features["poll"] == "yes" else "") + COUNTER


def frame(
    rng: Random,
    features: dict[str, str],
    main: str,
    h1: str,
    others: Sequence[DemoArticle],
    css: Callable[[str], str],
) -> str:
    side = features["side"]
    left, right = side in ("left", "both", "long left"), side in ("right", "both", "long right")
    box: dict[str, Any] = {"long": side.startswith("long")}
    first = _side(rng, others, css, features, **box) if left else ""
    last = _side(rng, others, css, features, **box) if right else ""
    if features["hidden"] == "yes":
        main = f"<div style='display:none'><p>{LONG_TEXT}</p><p>{LONG_TEXT}</p><p>{LONG_TEXT}</p></div>{main}"
    crumbs = {
        "none": "",
        "line": "<div><a href=/>Trang chủ</a> » <a href=/tin-tuc>Tin tức - Sự kiện</a></div>",
        "list": "<ul><li><a href=/>Trang chủ</a></li><li><a href=/t>Tin tức</a></li></ul>",
        "long": "<div><a href=/>Trang chủ</a> / <a href=/t>Tin tức</a> / <a href=#>Chi tiết</a></div>",
    }[features["crumbs"]]
    return columns(features, first, f"{crumbs}{main}", last, css, h1)


def columns(features: dict[str, str], first: str, main: str, last: str, css: Callable[[str], str], h1: str = "") -> str:
    """A page of up to three columns between a menu and a footer."""
    head, foot = f"<ul>{_MENU}</ul>", _FOOTERS[features["footer"]]
    match features["layout"]:
        case "table":
            cells = "".join(f"<td valign=top>{cell}</td>" for cell in (first, main, last) if cell)
            return f"{h1}<table><tr><td>{head}</td></tr><tr><td><table><tr>{cells}</tr></table></td></tr></table>{foot}"
        case "html5":
            asides = [f"<aside>{part}</aside>" if part else "" for part in (first, last)]
            return (
                f"<header>{h1}<nav>{head}</nav></header><main>{asides[0]}<article>{main}</article>{asides[1]}</main>"
                f"<footer>{foot}</footer>"
            )
        case "flat":
            return f"<form>{h1}{head}{first}{main}{last}{foot}</form>"
    return (
        f"<div>{h1}{head}</div><div{css('wrap')}>{f'<div>{first}</div>' if first else ''}<div{css('wrap')}>{main}</div>"
        f"{f'<div>{last}</div>' if last else ''}</div>{foot}"
    )


def unclose(rng: Random, text: str) -> str:
    """Without some of the closing tags that an editor forgets."""
    for tag in ("</li>", "</p>", "</span>", "</strong>")[: rng.randint(1, 3)]:
        parts = text.split(tag)
        if len(parts) > 3:
            at = rng.randrange(1, len(parts) - 1)
            if tag in ("</li>", "</p>"):
                text = tag.join(parts[:at]) + tag.join(["", *parts[at:]])[len(tag) :]
    return text
