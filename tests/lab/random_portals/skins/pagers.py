"""More controls of lists, as modules of real systems draw them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.lab.random_portals.truth import Category

if TYPE_CHECKING:
    from tests.lab.random_portals.pagers import Pager

WINDOW = 5
Shape = Callable[["Pager", Category, int], list[str]]


def _brackets(pager: Pager, category: Category, page: int) -> list[str]:
    """ "Trang 1 của 5", words for first and last, the page itself in brackets."""
    parts = [f"<td>Trang {page} của {category.pages}</td>"]
    inner = []
    for words, target in (("Đầu", 1), ("Trước", page - 1)):
        inner.append(pager.link(category, target, words) if page > 1 else f"<span disabled>{words}</span>")
    for number in range(max(1, page - 4), min(category.pages, page + 4) + 1):
        inner.append(f"<span>[{number}]</span>" if number == page else pager.link(category, number, str(number)))
    for words, target in (("Sau", page + 1), ("Cuối", category.pages)):
        inner.append(pager.link(category, target, words) if page < category.pages else f"<span disabled>{words}</span>")
    row = f'<tr>{"".join(parts)}<td align="right">{"&nbsp;&nbsp;".join(inner)}</td></tr>'
    return [f'<table class="PagingTable" width="100%">{row}</table>']


def _pipes(pager: Pager, category: Category, page: int) -> list[str]:
    parts = []
    for number in range(1, category.pages + 1):
        parts.append(f"<b>{number}</b>" if number == page else pager.link(category, number, str(number)))
    return [" | ".join(parts)]


def _empty_last(pager: Pager, category: Category, page: int) -> list[str]:
    """A window whose link to the last page shows nothing."""
    parts = []
    for number in range(max(1, page - 1), min(category.pages, page + 1) + 1):
        css = "SelectedPage" if number == page else "UnselectedPage"
        shown = f'<span class="{css}">{number}</span>' if number == page else ""
        parts.append(shown or pager.link(category, number, str(number), f' class="{css}"'))
    if page < category.pages:
        parts.append(pager.link(category, page + 1, "&gt;"))
        parts.append(pager.link(category, category.pages, ""))
    return parts


def _dots_on(pager: Pager, category: Category, page: int) -> list[str]:
    """Five numbers; dots lead to the next and to the former five."""
    first = (page - 1) // WINDOW * WINDOW + 1
    last = min(first + WINDOW - 1, category.pages)
    parts = [pager.link(category, first - 1, "...")] if first > 1 else []
    for number in range(first, last + 1):
        parts.append(f"<span>{number}</span>" if number == page else pager.link(category, number, str(number)))
    if last < category.pages:
        parts.append(pager.link(category, last + 1, "..."))
    return parts


def _arrows(pager: Pager, category: Category, page: int) -> list[str]:
    """Four pictures; those that lead nowhere are no links."""
    parts = []
    for name, target in (("dau", 1), ("lui", page - 1), ("toi", page + 1), ("cuoi", category.pages)):
        picture = f'<img src="/anh/{name}.gif" border="0" alt="">'
        is_off = page == 1 if name in ("dau", "lui") else page == category.pages
        parts.append(picture if is_off else pager.link(category, target, picture))
    return [*parts[:2], f"<span>{page}/{category.pages}</span>", *parts[2:]]


def _menu(pager: Pager, category: Category, page: int) -> list[str]:
    """All pages in a menu that opens, words for the next ones; what leads nowhere is a link without an address."""
    items = [f"<li>{pager.link(category, number, f'Trang {number}')}</li>" for number in range(1, category.pages + 1)]
    said = f'<a href="javascript:;">Trang {page} của {category.pages}</a><ul>{"".join(items)}</ul>'
    said = f'<div class="dropdown">{said}</div>'
    parts = []
    for words, target in (
        ("← Đầu tiên", 1),
        ("Trước", page - 1),
        ("Tiếp theo", page + 1),
        ("Cuối cùng →", category.pages),
    ):
        is_off = page == 1 if target < page or words[0] == "←" else page == category.pages
        off = f'<a href="javascript:;" class="disabled">{words}</a>'
        parts.append(off if is_off else pager.link(category, target, words))
    return [said, *parts]


def _all_links(pager: Pager, category: Category, page: int) -> list[str]:
    """The page itself is a link, too; on the last page "»" leads to that page itself."""
    parts = [pager.link(category, max(1, page - 1), "«")]
    for number in range(1, category.pages + 1):
        more = ' class="active"' if number == page else ""
        parts.append(pager.link(category, number, str(number), more))
    parts.append(pager.link(category, min(category.pages, page + 1), "»"))
    return parts


def _dead_end(pager: Pager, category: Category, page: int) -> list[str]:
    """On the last page the next link stays, and leads to `#`."""
    on = pager.link(category, page + 1, "Trang sau") if page < category.pages else '<a href="#">Trang sau</a>'
    back = pager.link(category, page - 1, "Trang trước") if page > 1 else '<a href="#">Trang trước</a>'
    return [back, f"<strong>{page}</strong>", on]


def _zero_padded(pager: Pager, category: Category, page: int) -> list[str]:
    parts = ["Trang:"]
    for number in range(1, category.pages + 1):
        parts.append(f"<u>{number:02d}</u>" if number == page else pager.link(category, number, f"{number:02d}"))
    return parts


SHAPES: dict[str, Shape] = {
    "brackets": _brackets,
    "pipes": _pipes,
    "empty-last": _empty_last,
    "dots-on": _dots_on,
    "arrows": _arrows,
    "menu": _menu,
    "all-links": _all_links,
    "dead-end": _dead_end,
    "zero-padded": _zero_padded,
}
