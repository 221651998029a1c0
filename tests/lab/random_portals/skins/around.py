"""What real themes put around a list: other lists, filters, archives, sliders. Each form makes the markup of a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from tests.lab.random_portals.skins.rows import Row


@dataclass(frozen=True)
class Around:
    """A page of a list: its own markup, its address, its next entries, the newest of all, and each other list's."""

    name: str
    main: str
    title: str
    address: str
    following: list[Row]
    newest: list[Row]
    others: list[tuple[str, str, list[Row]]]


Form = Callable[[Around], str]
YEARS = (2019, 2018, 2017)


def _bare(rows: list[Row]) -> str:
    return "".join(f"<li>{row.link}</li>" for row in rows)


def _older(page: Around) -> str:
    """Titles that stand on the next page, too, below words of their own."""
    if not page.following:
        return page.main
    return f'{page.main}<div class="{page.name}"><h4>Các tin khác</h4><ul>{_bare(page.following)}</ul></div>'


def _older_bare(page: Around) -> str:
    if not page.following:
        return page.main
    return f'{page.main}<ul class="{page.name}">{_bare(page.following)}</ul>'


def _teasers(page: Around) -> str:
    parts = []
    for title, address, rows in page.others:
        inner = "".join(f"<li>{row.thumb}{row.link} <span>{row.date}</span></li>" for row in rows[:3])
        parts.append(f'<div class="{page.name}"><h3><a href="{address}">{escape(title)}</a></h3><ul>{inner}</ul></div>')
    return page.main + "".join(parts)


def _teasers_above(page: Around) -> str:
    rows = page.others[0][2][:3] if page.others else []
    inner = "".join(f'<div class="{page.name}-o">{row.thumb}<h4>{row.link}</h4>{row.summary}</div>' for row in rows)
    return f'<div class="{page.name}"><h3>Tin tiêu điểm</h3>{inner}</div>{page.main}'


def _most_read(page: Around) -> str:
    inner = "".join(f"<li>{row.thumb}{row.link}<br>{row.date} - {row.views} lượt xem</li>" for row in page.newest[:6])
    return f'{page.main}<div class="{page.name}"><h3>Tin xem nhiều</h3><ul>{inner}</ul></div>'


def _tabs(page: Around) -> str:
    heads = "".join(f'<li><a href="#tab{n}">{escape(title)}</a></li>' for n, (title, _, _) in enumerate(page.others))
    panes = "".join(
        f'<div id="tab{n}" class="tab-pane"><ul>{_bare(rows[:5])}</ul></div>'
        for n, (_, _, rows) in enumerate(page.others)
    )
    return f'{page.main}<div class="{page.name}"><ul class="nav nav-tabs">{heads}</ul>{panes}</div>'


def _ticker(page: Around) -> str:
    said = " | ".join(row.link for row in page.newest[:5])
    return f'<div class="{page.name}"><b>Tin mới:</b> <marquee behavior="scroll">{said}</marquee></div>{page.main}'


def _accordion(page: Around) -> str:
    parts = []
    for year in YEARS:
        months = "".join(
            f'<li><a href="/luu-tru/{year}-{month:02d}">Tháng {month}/{year} ({month * 3})</a></li>'
            for month in range(12, 0, -1)
        )
        parts.append(f'<div class="card"><h5><a href="/luu-tru/{year}-00">Năm {year}</a></h5><ul>{months}</ul></div>')
    return f'{page.main}<div class="{page.name}"><h3>Lưu trữ</h3>{"".join(parts)}</div>'


def _calendar(page: Around) -> str:
    days = "".join(f'<div class="ngay"><a href="/luu-tru/2019-03-{day:02d}">{day}</a></div>' for day in range(1, 32))
    turn = '<a href="/luu-tru/2019-02">«</a> <b>Tháng 3/2019</b> <a href="/luu-tru/2019-04">»</a>'
    return f'{page.main}<div class="{page.name}"><div class="thang">{turn}</div><div class="lich">{days}</div></div>'


def _crumbs(page: Around) -> str:
    way = f'<li><a href="/">Trang chủ</a></li><li><a href="{page.address}">{escape(page.title)}</a></li>'
    return f'<ol class="{page.name}">{way}</ol>{page.main}'


def _page_size(page: Around) -> str:
    sizes = "".join(f'<option value="{size}">{size}</option>' for size in (10, 20, 50))
    choice = f'<select name="pagesize" onchange="this.form.submit()">{sizes}</select>'
    return f'<form class="{page.name}" action="{page.address}" method="get">Hiển thị {choice} tin</form>{page.main}'


def _jump(page: Around) -> str:
    field = '<input type="text" name="trangso" size="3" value="1"> <input type="submit" value="Đi">'
    return f'{page.main}<form class="{page.name}" action="/tim-kiem" method="get">Đến trang {field}</form>'


def _slider(page: Around) -> str:
    items = "".join(
        f'<div class="item"><a href="{row.address}"><img src="{row.picture}" alt=""></a><h3>{row.link}</h3></div>'
        for row in page.newest[:4]
    )
    turn = '<a class="prev" href="#s">‹</a><a class="next" href="#s">›</a>'
    return f'<div id="s" class="{page.name} carousel">{items}{turn}</div>{page.main}'


def _filter(page: Around) -> str:
    fields = 'Từ ngày <input name="tu"> đến ngày <input name="den"> <button type="submit">Lọc</button>'
    return f'<form class="{page.name}" action="{page.address}" method="get">{fields}</form>{page.main}'


def _intro(page: Around) -> str:
    """A text about the list above it."""
    said = f"Chuyên mục {escape(page.title)} đăng tin, bài về đời sống ở cơ sở; mời bà con gửi tin cộng tác."
    note = "Ảnh gửi kèm xin ghi rõ nơi chụp và tên người chụp."
    return f'<div class="{page.name}"><p>{said}</p><p>{note}</p></div>{page.main}'


FORMS: dict[str, Form] = {
    "older": _older,
    "older-bare": _older_bare,
    "teasers": _teasers,
    "teasers-above": _teasers_above,
    "most-read": _most_read,
    "tabs": _tabs,
    "ticker": _ticker,
    "accordion": _accordion,
    "calendar-div": _calendar,
    "crumbs-ol": _crumbs,
    "page-size": _page_size,
    "jump": _jump,
    "slider": _slider,
    "filter": _filter,
    "intro": _intro,
}


def plain(page: Around) -> str:
    return page.main
