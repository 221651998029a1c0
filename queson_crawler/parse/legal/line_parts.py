"""Lines whose parts a style sheet lays out as cells: `<span>Số ký hiệu</span><span>5/QĐ-UBND</span>`. Pure."""

from __future__ import annotations

import re

from lxml import html

from queson_crawler.parse.block import Block, Flow
from queson_crawler.parse.document import squeeze, text_of

_TAGS = frozenset("span b strong i em font label small time u a".split())
_CELLS = ("td", "th", "div", "span", "li", "p")
_WORD = re.compile(r"\w")


def parts_of(element: html.HtmlElement) -> list[html.HtmlElement]:
    """The parts of which a line consists, without a word between them; none where it is no such line."""
    parts = list(element)
    if len(parts) < 2 or _says(element.text) or not all(map(_is_part, parts)):
        return []
    return parts


def words_of_parts(element: html.HtmlElement) -> list[str]:
    """The words of the parts of a line; the first may stand before all elements: `Số ký hiệu <b>5/QĐ-UBND</b>`. None
    where the line is no such one."""
    parts = list(element)
    if not parts or parts[0].tag not in _TAGS or not all(map(_is_part, parts[1:])):
        return []
    first = [element.text, text_of(parts[0]), parts[0].tail]
    told = [*map(squeeze, first), *map(text_of, parts[1:])]
    return list(filter(_says, told))


def _is_part(element: html.HtmlElement) -> bool:
    return element.tag in _TAGS and not _says(element.tail)


def _says(text: str | None) -> bool:
    return _WORD.search(text or "") is not None


def cells_of(row: html.HtmlElement) -> list[html.HtmlElement]:
    """The cells of a row of a table, or of what a style sheet lays out as one."""
    return parts_of(row) or list(row.iterchildren(*_CELLS))


def blocks_in(flow: Flow, cell: html.HtmlElement) -> list[Block]:
    """The blocks of a cell; of a part of a line that part alone."""
    blocks = flow.inside(cell)
    if len(blocks) != 1 or blocks[0].element is not cell.getparent():
        return blocks
    line = blocks[0]
    linked = sum(map(len, map(text_of, cell.iter("a"))))
    return [Block(text_of(cell), cell, linked, 0, line.gap, line.index)]
