"""Pages that are articles with links to others, whatever their links look like. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import html

from archive.records import Entry
from queson_crawler.parse import labels, words
from queson_crawler.parse.document import Document
from queson_crawler.parse.flow import Block, flow_of
from queson_crawler.parse.lines import MAX_META
from queson_crawler.text import find_date

MIN_PARAGRAPH, MIN_PROSE = 150, 600
"""Characters: so much is a paragraph of text; so much of them is an article."""


def reads_as_text(doc: Document, home: html.HtmlElement, entries: Sequence[Entry]) -> bool:
    """Whether a page holds long paragraphs, or a line that says who posted it, beside a group of links: an article with
    links to others."""
    flow = flow_of(doc)
    start, end = flow.spans.get(home, (0, 0))
    inside = [at for at, _ in flow.links if start <= at < end]
    if len(inside) < len(entries):
        around = next(home.iterancestors(), home)
        start, end = flow.spans.get(around, (start, end))  # the first items stand before the rest
    outside = (*flow.blocks[:start], *flow.blocks[end:])
    if any(map(_is_byline, outside)):
        return True
    lengths = [len(block.text) for block in outside if not block.is_link]
    paragraphs = [length for length in lengths if length >= MIN_PARAGRAPH]
    return len(paragraphs) > 1 and sum(paragraphs) >= MIN_PROSE


def _is_byline(block: Block) -> bool:
    """Whether a line says who published something, or when."""
    if len(block.text) > MAX_META or block.linked:
        return False
    fields = labels.cut(block.text)
    if words.POSTER in fields:
        return True
    return words.PUBLISHED in fields and find_date(block.text) is not None
