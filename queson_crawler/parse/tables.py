"""Tables and lists whose parts are lines of one paragraph, told from tables that only lay out a page."""

from __future__ import annotations

from lxml import html

from queson_crawler.parse.document import text_of

MAX_CELL = 400
"""Characters of a cell of data; a longer one is a part of a page."""


def _holds_data(table: html.HtmlElement) -> bool:
    """Whether a table shows data (its cells are lines) or only lays out a page (its cells hold paragraphs)."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    filled_rows = 0
    for row in table.iter("tr"):
        lengths = [len(text_of(cell)) for cell in row.iterchildren("td", "th")]
        if max(lengths, default=0) > MAX_CELL:
            return False
        if len(lengths) - lengths.count(0) > 1:
            filled_rows += 1
    return filled_rows > 1


def holds_lines(element: html.HtmlElement) -> bool:
    """Whether the blocks inside an element are lines: a list, or a table of data."""
    return element.tag != "table" or _holds_data(element)
