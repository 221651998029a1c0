"""Which pages a pager shows, and how it leads there."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from tests.lab.skin_shapes.shape import Shape

WINDOW = 5
NEXT, BEFORE = "Trang sau", "Trang trước"
Href = Callable[[int], str]


def shown(kind: str, page: int, pages: int) -> list[tuple[str, int]]:
    """Words and the pages they lead to, in reading order; page 0 is a gap. The current page stands under its number."""
    numbers = [(str(number), number) for number in range(1, pages + 1)]
    after = [(NEXT, page + 1)] if page < pages else []
    match kind:
        case "next":
            return after
        case "window":
            kept = [one for one in numbers if one[1] in (1, pages) or abs(one[1] - page) <= 1]
            return [
                pair
                for at, one in enumerate(kept)
                for pair in ([("…", 0)] if at and one[1] - kept[at - 1][1] > 1 else []) + [one]
            ]
        case "windows":
            first = (page - 1) // WINDOW * WINDOW + 1
            last = min(first + WINDOW - 1, pages)
            head = [("…", first - 1)] if first > 1 else []
            return [*head, *numbers[first - 1 : last], *([("…", last + 1)] if last < pages else [])]
        case "unnamed-last":
            return [*numbers[max(0, page - 2) : page + 1], *([(">", page + 1), ("", pages)] if after else [])]
        case "steps":
            return [*([(BEFORE, page - 1)] if page > 1 else []), *after]
        case _:
            return [*numbers, *after]


def posts(shape: Shape, page: int, pages: int) -> dict[tuple[str, str], int]:
    """The postbacks that a page's pager makes possible, as (target, argument), and where each leads."""
    return {
        _post(shape, number, page): number for _, number in shown(shape.pager, page, pages) if number not in (0, page)
    }


def _post(shape: Shape, number: int, page: int) -> tuple[str, str]:
    step = "Next2" if number > page else "Prev2"
    return shape.target.format(page=number, step=step), shape.argument.format(page=number)


def pager_html(shape: Shape, page: int, pages: int, href: Href) -> str:
    """The pager; nothing when there is one page only."""
    if pages < 2:
        return ""
    words = shown(shape.pager, page, pages)
    if shape.link == "more":
        url = escape(href(page + 1))
        return f'<button type="button" class="btn-more" data-url="{url}">Xem thêm</button>' if page < pages else ""
    if shape.link == "option":
        options = "".join(
            f'<option value="{escape(href(number))}"{" selected" if number == page else ""}>Trang {number}</option>'
            for _, number in words
            if number and words
        )
        return f'<div class="paging">Chuyển đến <select onchange="location = this.value">{options}</select></div>'
    links = "\n".join(_link(shape, word, number, page, href) for word, number in words)
    return f'<div class="pagination-box"><span>Trang {page}/{pages}</span>\n{links}</div>'


def _link(shape: Shape, word: str, number: int, page: int, href: Href) -> str:
    if not number:
        return f"<span>{word}</span>"
    if word == str(page):
        return f'<span class="current active">{word}</span>'
    if shape.link == "postback":
        target, argument = _post(shape, number, page)
        return f'<a href="javascript:__doPostBack(&#39;{target}&#39;,&#39;{argument}&#39;)">{word}</a>'
    if shape.link == "button":
        return BUTTONS[number % len(BUTTONS)].format(word=word, number=number)
    return f'<a href="{escape(href(number))}">{word}</a>'


BUTTONS = (
    '<button type="button" onclick="goPage({number})">{word}</button>',
    '<a href="javascript:void(0)" onclick="goPage({number})">{word}</a>',
    '<span class="pg" onclick="goPage({number})">{word}</span>',
)
