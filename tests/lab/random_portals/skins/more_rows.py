"""More forms of the entries of a list, after themes of real portals."""

from __future__ import annotations

from html import escape

from tests.lab.random_portals.skins.rows import Form, Row


def _day_words(name: str, rows: list[Row]) -> str:
    parts = []
    for row in rows:
        when = f"Ngày {row.when.day} tháng {row.when.month} năm {row.when.year}" if row.when else ""
        parts.append(f'<div class="{name}"><div>{when}</div><h4>{row.link}</h4>{row.summary}</div>')
    return "".join(parts)


def _two_lists(name: str, rows: list[Row]) -> str:
    """Two columns, each a list of its own."""
    half = (len(rows) + 1) // 2
    columns = []
    for part in (rows[:half], rows[half:]):
        items = "".join(f"<li>{row.link} <span>({row.date})</span></li>" for row in part)
        columns.append(f'<div class="col-6"><ul class="{name}">{items}</ul></div>' if part else "")
    return f'<div class="row">{"".join(columns)}</div>'


def _by_day(name: str, rows: list[Row]) -> str:
    """Entries below the headings of their days."""
    parts, last = [], ""
    for row in rows:
        if row.date != last:
            parts.append(f'<h4 class="{name}-ngay">Ngày {row.date}</h4>')
            last = row.date
        parts.append(f'<div class="{name}">{row.link}</div>')
    return "".join(parts)


def _by_month(name: str, rows: list[Row]) -> str:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(f"Tháng {row.when:%m/%Y}" if row.when else "", []).append(row)
    parts = []
    for month, own in groups.items():
        items = "".join(f"<li>{row.link} - {row.date}</li>" for row in own)
        parts.append(f'<div class="{name}"><h3>{month}</h3><ul>{items}</ul></div>')
    return "".join(parts)


def _title_beside(name: str, rows: list[Row]) -> str:
    """The picture and a button are links, the title is none."""
    parts = []
    for row in rows:
        picture = f'<a href="{row.address}" title="{escape(row.title)}"><img src="{row.picture}" alt=""></a>'
        more = f'<a href="{row.address}">Xem chi tiết</a>'
        parts.append(
            f'<div class="{name}">{picture}<h3>{escape(row.title)}</h3><i>{row.date}</i>{row.summary}{more}</div>'
        )
    return "".join(parts)


def _ordered(name: str, rows: list[Row]) -> str:
    return (
        f'<div class="{name}">'
        + "".join(f"<p>{n}. {row.link} {row.date}</p>" for n, row in enumerate(rows, 1))
        + "</div>"
    )


def _labelled(name: str, rows: list[Row]) -> str:
    """A name of the list and of the poster before each entry."""
    parts = []
    for row in rows:
        said = f"<span>Ban Biên tập</span> <span>{row.date}</span> <span>{row.views % 9} bình luận</span>"
        head = f"{row.thumb}<header><h2>{row.link}</h2></header>"
        parts.append(f'<article class="{name}">{head}<p>{said}</p>{row.summary}</article>')
    return "".join(parts)


def _large_and_grid(name: str, rows: list[Row]) -> str:
    """One large entry, two of middle size, the rest as titles with dates."""
    first = rows[0]
    shown = f"{first.thumb}<h2>{first.link}</h2><span>{first.date}</span>{first.summary}"
    large = f'<div class="{name}-a">{shown}</div>'
    middle = "".join(
        f'<div class="{name}-b">{row.thumb}<h3>{row.link}</h3><span>{row.date}</span></div>' for row in rows[1:3]
    )
    rest = "".join(f"<li>{row.link} <span>{row.date}</span></li>" for row in rows[3:])
    return f'{large}<div class="row">{middle}</div>' + (f'<ul class="{name}-c">{rest}</ul>' if rest else "")


def _table_dates(name: str, rows: list[Row]) -> str:
    parts = [
        f'<tr><td width="90">{row.date}</td><td>{row.link}</td></tr><tr><td colspan="2"><hr></td></tr>' for row in rows
    ]
    return f'<table class="{name}"><tbody>{"".join(parts)}</tbody></table>'


def _clear(name: str, rows: list[Row]) -> str:
    """Pictures, titles and dates side by side in one element, parted by empty ones."""
    parts = []
    for row in rows:
        title = f'<a class="{name}" href="{row.address}">{escape(row.title)}</a>'
        parts.append(f'{row.thumb}{title}<span>{row.date}</span>{row.summary}<div style="clear:both"></div>')
    return f"<div>{''.join(parts)}</div>"


FORMS: dict[str, Form] = {
    "day-words": _day_words,
    "two-lists": _two_lists,
    "by-day": _by_day,
    "by-month": _by_month,
    "title-beside": _title_beside,
    "ordered": _ordered,
    "labelled": _labelled,
    "large-and-grid": _large_and_grid,
    "table-dates": _table_dates,
    "clear": _clear,
}
