"""NukeViet's pager: every page up to seven; beyond that the first, those about the current one, and the last."""

from __future__ import annotations

from collections.abc import Callable

Href = Callable[[int], str]


def shown(page: int, pages: int) -> list[int]:
    """The numbers on page `page` of `pages`, 0 for the dots between them."""
    if pages <= 7:
        return list(range(1, pages + 1))
    kept = (
        {1, pages, *range(page - 1, page + 2)}
        | ({2} if page < 4 else set())
        | ({pages - 1} if pages - page <= 3 else set())
    )
    numbers = sorted(number for number in kept if 1 <= number <= pages)
    rows: list[int] = []
    for number in numbers:
        if rows and number - rows[-1] > 1:
            rows.append(0)
        rows.append(number)
    return rows


def pager_html(page: int, pages: int, title: str, href: Href) -> str:
    """The pager as HTML; "" for a list of one page."""
    if pages < 2:
        return ""
    items = [_item(number, page, title, href) for number in shown(page, pages)]
    back = _link("prev", page - 1, title, href, "&laquo;") if page > 1 else _off("&laquo;")
    on = _link("next", page + 1, title, href, "&raquo;") if page < pages else _off("&raquo;")
    return f'<ul class="pagination">{back}{"".join(items)}{on}</ul>'


def _item(number: int, page: int, title: str, href: Href) -> str:
    if not number:
        return '<li class="page-item disabled"><span class="page-link">...</span></li>'
    if number == page:
        # The <li> of the current page is not closed but opened once more.
        return f'<li class="page-item active"><a class="page-link" href="#">{number}</a><li>'
    return _link("next" if number > page else "prev", number, title, href, str(number))


def _link(way: str, number: int, title: str, href: Href, word: str) -> str:
    return (
        f'<li class="page-item"><a class="page-link" rel="{way}" title="{title} - Trang {number}" '
        f'href="{href(number)}">{word}</a></li>'
    )


def _off(word: str) -> str:
    return f'<li class="page-item disabled"><a class="page-link" href="#">{word}</a></li>'
