"""What closes an article below its text: lines of credits, tags, tools and files, and the lines about it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from lxml import etree, html

from queson_crawler.parse import labels
from queson_crawler.parse.article.end_place import MAX_LOOK, beside, home_of_text, last_paragraph
from queson_crawler.parse.article.kinds import heads_files, is_any
from queson_crawler.parse.article.trimming import is_rest
from queson_crawler.parse.dress import stands_alike, with_ancestors
from queson_crawler.parse.file_links import has_file_link
from queson_crawler.parse.flow import Block, Flow
from queson_crawler.parse.lines import find_date, is_about, is_meta, is_sentence

_CLOSING = (is_about, is_rest, heads_files)
"""Lines such as stand below a text: credits, tags, tools, the heading of its files."""
_IN_FOOTER = etree.XPath("boolean(ancestor-or-self::footer[parent::article or parent::section or parent::main])")
"""Whether an element stands in the footer of one that may be an article."""


def split_at_credits(body: list[Block], flow: Flow) -> tuple[list[Block], list[Block]]:
    """Body, and what stands from the first line of credits, tags, tools or files on that is outside the element of the
    text before it, where no more of that text follows."""
    for place in range(1, len(body)):
        if is_any(_CLOSING, body[place]) and _closes(body, place, flow):
            return body[:place], body[place:]
    return body, []


def _closes(body: list[Block], place: int, flow: Flow) -> bool:
    """Whether a line closes the text before it."""
    text = last_paragraph(body[:place])
    if text is None:
        return _closes_short_text(body, place, flow)
    if _stands_in(body[place], home_of_text(text, flow)):
        return False
    return not any(stands_alike(block, text) for block in body[place:])


def _closes_short_text(body: list[Block], place: int, flow: Flow) -> bool:
    """Whether a line of credits or tools stands beside the element of a text without a paragraph, in one element with
    files and with no sentence: `Xem tệp đính kèm.`"""
    home = home_of_text(body[place - 1], flow)
    if _stands_in(body[place], home):
        return False
    start, stop = beside(home, flow)
    near = [block for block in body[place : place + MAX_LOOK] if start <= block.index < stop]
    if any(map(_is_prose, near)):
        return False
    return any(has_file_link(block.element) for block in near)


def _is_prose(block: Block) -> bool:
    return is_sentence(block) and not is_about(block)


def _stands_in(block: Block, home: html.HtmlElement) -> bool:
    return home in with_ancestors(block.element)


def split_tail(body: list[Block], *, dated: bool) -> tuple[list[Block], list[Block]]:
    """Body, and the lines about the article that follow its text (`Người đăng: …`, `Ngày đăng: …`). Where a date is
    known already (`dated`), the day of an event is text."""
    end = len(body)
    while end and _may_follow(body[max(0, end - 2) : end], dated=dated):
        end -= 1
    if any(map(partial(is_any, _ABOUT), body[end:])):
        return body[:end], body[end:]
    return body, []


def _may_follow(last: Sequence[Block], *, dated: bool) -> bool:
    """Whether the last of two blocks is a line below a text."""
    if not is_any((*_ABOUT, is_rest), last[-1]):
        return False
    return not dated or not _is_day_of_event(last)


def _stands_in_footer(block: Block) -> bool:
    """Whether a short line stands in a footer of the article, in which HTML keeps what is said about it; that of a
    quotation names whom it is of."""
    return not is_sentence(block) and bool(_IN_FOOTER(block.element))


_ABOUT = (is_meta, _stands_in_footer)
"""Lines that tell when and by whom an article was published."""


def _is_day_of_event(last: Sequence[Block]) -> bool:
    """Whether a date is the last line of the text, and looks like the line before it."""
    before, block = last[0], last[-1]
    if labels.cut(block.text) or find_date(block.text) is None:
        return False
    return before is not block and stands_alike(block, before)
