"""How the entries of a list stand on its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape

MAX_SHOWN = 45


@dataclass(frozen=True)
class Row:
    """An entry: where it leads (as an attribute's value), and what may be said about it; "" is not shown."""

    address: str
    title: str
    when: datetime | None
    lead: str
    picture: str
    views: int

    @property
    def link(self) -> str:
        return f'<a href="{self.address}">{escape(self.title)}</a>'

    @property
    def date(self) -> str:
        return f"{self.when:%d/%m/%Y}" if self.when else ""

    @property
    def thumb(self) -> str:
        return f'<a href="{self.address}"><img src="{self.picture}" alt="" width="120"></a>'

    @property
    def summary(self) -> str:
        return f"<p>{escape(self.lead[:160])}</p>" if self.lead else ""


Form = Callable[[str, list[Row]], str]


def _first_large(name: str, rows: list[Row]) -> str:
    first = rows[0]
    large = f'<div class="{name}-dau">{first.thumb}<h2>{first.link}</h2><span>{first.date}</span>{first.summary}</div>'
    return (
        large + f'<ul class="{name}">' + "".join(f"<li>{row.link} <i>{row.date}</i></li>" for row in rows[1:]) + "</ul>"
    )


def _older(name: str, rows: list[Row]) -> str:
    """The first half with summaries, the rest as titles below words of their own."""
    half = (len(rows) + 1) // 2
    parts = [f'<div class="{name}">{row.thumb}<h3>{row.link}</h3>{row.date}{row.summary}</div>' for row in rows[:half]]
    rest = [f"<li>{row.link} ({row.date})</li>" if row.date else f"<li>{row.link}</li>" for row in rows[half:]]
    older = f'<div class="{name}-cu"><h4>Các tin đã đưa</h4><ul>{"".join(rest)}</ul></div>' if rest else ""
    return "".join(parts) + older


def _date_box(name: str, rows: list[Row]) -> str:
    parts = []
    for row in rows:
        box = f"<div><b>{row.when:%d}</b><span>Tháng {row.when.month}, {row.when.year}</span></div>" if row.when else ""
        parts.append(f'<div class="{name}">{box}<div><h3>{row.link}</h3>{row.summary}</div></div>')
    return "".join(parts)


def _numbered(name: str, rows: list[Row]) -> str:
    head = "<tr><th>STT</th><th>Tiêu đề</th><th>Ngày đăng</th><th>Lượt xem</th></tr>"
    parts = []
    for place, row in enumerate(rows, 1):
        parts.append(f"<tr><td>{place}</td><td>{row.link}</td><td>{row.date}</td><td>{row.views}</td></tr>")
    return f'<table class="{name}" border="1">{head}{"".join(parts)}</table>'


def _two(name: str, rows: list[Row]) -> str:
    cells = [f'<td width="50%" valign="top">{row.thumb}<br>{row.link}<br>{row.date}</td>' for row in rows]
    pairs = ["".join(cells[start : start + 2]) for start in range(0, len(cells), 2)]
    return f'<table class="{name}">' + "".join(f"<tr>{pair}</tr>" for pair in pairs) + "</table>"


def _views(name: str, rows: list[Row]) -> str:
    parts = []
    for row in rows:
        when = f"{row.when:%d/%m/%Y %H:%M} - " if row.when else ""
        parts.append(f'<div class="{name}"><h3>{row.link}</h3><div>{when}Đã xem: {row.views}</div>{row.summary}</div>')
    return "".join(parts)


def _cut(name: str, rows: list[Row]) -> str:
    """Titles are cut; an attribute holds all of them."""
    parts = []
    for row in rows:
        short = row.title if len(row.title) <= MAX_SHOWN else row.title[:MAX_SHOWN].rsplit(" ", 1)[0] + "..."
        link = f'<a href="{row.address}" title="{escape(row.title)}">{escape(short)}</a>'
        parts.append(f'<div class="{name}">{link} <span>({row.date})</span>{row.summary}</div>')
    return "".join(parts)


def _whole_card(name: str, rows: list[Row]) -> str:
    parts = []
    for row in rows:
        inner = f'<img src="{row.picture}" alt=""><h4>{escape(row.title)}</h4><span>{row.date}</span>{row.summary}'
        parts.append(f'<a class="{name}" href="{row.address}">{inner}</a>')
    return "".join(parts)


def _nested(name: str, rows: list[Row]) -> str:
    """Each entry is a table of its own."""
    parts = []
    for row in rows:
        cells = f"<td>{row.thumb}</td><td><b>{row.link}</b><br><font size=1>{row.date}</font>{row.summary}</td>"
        parts.append(f'<tr><td><table class="{name}"><tr>{cells}</tr></table></td></tr>')
    return f'<table width="100%">{"".join(parts)}</table>'


def _date_first(name: str, rows: list[Row]) -> str:
    parts = [f"<p>{row.date} <img src='/anh/muiten.gif' alt=''> {row.link}</p>" for row in rows]
    return f'<div class="{name}">{"".join(parts)}</div>'


def _columns(name: str, rows: list[Row]) -> str:
    """Every third entry begins another row of a grid."""
    cells = [f'<div class="col-4">{row.thumb}<h5>{row.link}</h5><small>{row.date}</small></div>' for row in rows]
    lines = ["".join(cells[start : start + 3]) for start in range(0, len(cells), 3)]
    return "".join(f'<div class="row {name}">{line}</div>' for line in lines)


FORMS: dict[str, Form] = {
    "first-large": _first_large,
    "older-titles": _older,
    "date-box": _date_box,
    "numbered": _numbered,
    "two-a-row": _two,
    "views": _views,
    "cut-title": _cut,
    "whole-card": _whole_card,
    "table-each": _nested,
    "date-first": _date_first,
    "columns": _columns,
}
