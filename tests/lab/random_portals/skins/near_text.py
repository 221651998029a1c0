"""What real themes put above, among and below the text of an article."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from tests.lab.random_portals.skins.rows import Row


@dataclass(frozen=True)
class Near:
    """The text of an article and other articles of its list, none where it is alone in it; `views` is how often it was
    read."""

    name: str
    text: str
    others: list[Row]
    views: int | None


Form = Callable[[Near], str]


def _bare(rows: list[Row]) -> str:
    return "".join(f"<li>{row.link}</li>" for row in rows)


def _dated_first(rows: list[Row]) -> str:
    return "".join(f"<li><span>{row.date}</span> {row.link}</li>" for row in rows)


def _middle(near: Near, inner: str) -> str:
    """The text with something behind its first paragraph."""
    head, end, rest = near.text.partition("</p>")
    return f"{head}{end}{inner}{rest}" if end else near.text


def _with_large_letter(near: Near) -> str:
    """The text with its first letter in an element of its own; a whole paragraph set apart would be a lead."""
    return re.sub(r"<p>(\w)", rf'<p><span class="{near.name}">\1</span>', near.text, count=1)


INSIDE: dict[str, Form] = {
    "related-top": lambda near: (
        f'<div class="{near.name}"><b>Tin liên quan</b><ul>{_bare(near.others)}</ul></div>{near.text}'
    ),
    "related-middle": lambda near: _middle(
        near, f'<div class="{near.name}"><h4>Tin liên quan</h4><ul>{_bare(near.others[:3])}</ul></div>'
    ),
    "table-middle": lambda near: _middle(
        near,
        f'<table class="{near.name}" align="right"><tr><td><b>Xem thêm</b>'
        f"<ul>{_bare(near.others[:3])}</ul></td></tr></table>",
    ),
    "banner-middle": lambda near: _middle(
        near, '<div class="qc"><a href="http://quangcao.example/"><img src="/anh/qc.gif" alt=""></a></div>'
    ),
    "mso": lambda near: (
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->"
        f"<style>p.MsoNormal {{ margin: 0cm; font-size: 14pt; }}</style>{near.text}"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
    ),
    "dropcap": _with_large_letter,
    "rule": lambda near: f"<hr>{near.text}<hr><p>&nbsp;</p>",
    "toc-anchor": lambda near: f'<a name="dau-bai"></a>{near.text}<p><a href="#dau-bai">Về đầu trang</a></p>',
}
BELOW: dict[str, Form] = {
    "rating": lambda near: (
        f'<div class="{near.name}"><p>Tổng số điểm của bài viết là: 5 trong 1 đánh giá</p>'
        "<p>Click để đánh giá bài viết</p><p>Xếp hạng: 5 - 1 phiếu bầu</p></div>"
    ),
    "comment-form": lambda near: (
        f'<div class="{near.name}"><h4>Ý kiến bạn đọc</h4><form method="post" action="/binh-luan"><label>Họ tên</label>'
        '<input name="ten"><label>Email</label><input name="email"><label>Nội dung</label>'
        '<textarea name="nd"></textarea>'
        "<p>Lưu ý: Ý kiến được đăng sau khi ban biên tập xem xét, xin viết bằng tiếng Việt có dấu.</p>"
        "<button>Gửi</button></form></div>"
    ),
    "by-day": lambda near: (
        f'<div class="{near.name}"><b>Xem tin theo ngày</b> <select name="ngay"><option>1'
        "</option><option>2</option></select>"
        '<select name="thang"><option>1</option></select><select name="nam"><option>2019</option></select>'
        '<input type="button" value="Xem"></div>'
    ),
    "audio": lambda near: (
        f'<div class="{near.name}"><span>Nghe bài viết</span> <audio controls src="/upload/1.mp3"></audio>'
        "<span>Giọng nữ</span> <span>Giọng nam</span> <span>0.5x</span> <span>1x</span></div>"
    ),
    "undated-list": lambda near: f'<ul class="{near.name}">{_bare(near.others)}</ul>',
    "undated-newer-older": lambda near: (
        f'<div class="{near.name}"><p><b>Tin mới hơn</b></p><ul>{_bare(near.others[:2])}</ul>'
        f"<p><b>Tin cũ hơn</b></p><ul>{_bare(near.others[2:])}</ul></div>"
    ),
    "dated-first": lambda near: (
        f'<div class="{near.name}"><p>Các bài đã đăng</p><ul>{_dated_first(near.others)}</ul></div>'
    ),
    "cards": lambda near: "".join(
        f'<div class="{near.name}">{row.thumb}<p>{row.link}</p><p>{escape(row.lead[:90])}</p></div>'
        for row in near.others[:3]
    ),
    "table-related": lambda near: (
        f'<table class="{near.name}"><tr><th>Tin cùng chuyên mục</th><th>Ngày</th></tr>'
        + "".join(f"<tr><td>{row.link}</td><td>{row.date}</td></tr>" for row in near.others)
        + "</table>"
    ),
    "share": lambda near: (
        f'<div class="{near.name}">Chia sẻ: <a href="http://f.example/">Facebook</a> '
        '<a href="http://z.example/">Zalo</a>'
        ' <a href="mailto:?subject=x">Email</a> <a href="javascript:window.print()">In trang</a></div>'
    ),
    "popup": lambda near: (
        f'<div class="{near.name}" style="position:fixed"><a href="/gioi-thieu.html">'
        '<img src="/anh/pop.png" alt="Chuyển đổi số">'
        '</a><a href="javascript:dong()">Đóng</a></div>'
    ),
    "author-box": lambda near: (
        f'<div class="{near.name}"><img src="/anh/bbt.png" alt=""><h4>Ban Biên tập</h4>'
        "<p>Chịu trách nhiệm đăng tin, bài của cổng.</p></div>"
    ),
}
