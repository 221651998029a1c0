"""The lines about an article (date, poster, counts, credits): how they are known, and which stand by a title."""

from __future__ import annotations

import re
from functools import lru_cache

from queson_crawler.parse import labels, words
from queson_crawler.parse.document import names_of
from queson_crawler.parse.flow import Block, stands_alike
from queson_crawler.text import PublishedDate
from queson_crawler.text import find_date as _find_date

_WORDS = re.compile(r"\w+")
_META_RESIDUE = re.compile(
    r"thứ\s{1,9}\w+|chủ nhật|gmt\s{0,9}\+?\s{0,9}7|lúc|ngày|giờ|phút"
    r"|am|pm|sa|ch|sáng|chiều|tối|trưa|xem|lượt|in ra|cỡ chữ|\d+|\W+",
    re.I,
)
_MAY_BE_META = re.compile(r"[\d:]|^\W{0,3}(?:[đĐ]ăng bởi|[nN]gười đ)")
PROSE, SENTENCE = 120, 50
"""Characters: so much is a paragraph for sure; so much is more than a heading or a name."""
_DATE_HINT = re.compile(r"date|time|ngay|created|posted|publish", re.I)
MAX_DRESSING = 12
"""Letters of unknown words beside a date, such as a place, in a line that the page's own names call its date."""
MAX_BETWEEN = 40
"""So much may stand between two lines about an article."""
MAX_META = 240
"""A line of labels and dates is at most this long; longer text with a date in it is prose."""


@lru_cache(maxsize=1024)
def find_date(text: str) -> PublishedDate | None:
    """The first date in a line; remembered, since several steps look at the same lines of a page."""
    return _find_date(text)


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """The words of `text` alone, lower case: how titles are compared."""
    return " ".join(_WORDS.findall(text.casefold()))


def is_meta(block: Block) -> bool:
    """Whether a block is a line about the article: labels with values, or a date with nothing but its dressing."""
    text = block.text
    if len(text) > MAX_META or block.linked * 10 > len(text) * 8 or not _MAY_BE_META.search(text):
        return False
    if block.linked > 24 and block.is_link:
        return False  # an entry of a list, with its date
    fields = labels.cut(text)
    date = find_date(text)
    if words.POSTER in fields or words.VIEWS in fields or (len(text) < 60 and labels.views(text) is not None):
        return True
    if (words.PUBLISHED in fields or words.UPDATED in fields) and date is not None:
        return len(text) < 120
    if date is None or date.precision == "month":
        return False
    if words.AUTHOR in fields or words.SOURCE in fields:
        return len(text) < 160
    rest = _META_RESIDUE.sub(" ", text.replace(date.raw, " "))
    unknown = len(rest.replace(" ", "")) - block.linked
    return unknown <= 0 or (unknown <= MAX_DRESSING and _is_named_date(block))


def _is_named_date(block: Block) -> bool:
    """Whether the page's own names say that a line tells when an article was published."""
    if _DATE_HINT.search(names_of(block.element)):
        return True
    around = block.element.getparent()
    return around is not None and len(around) == 1 and _DATE_HINT.search(names_of(around)) is not None


def credits_by_label(block: Block) -> bool:
    """Whether a line names author, source or category by a label."""
    if len(block.text) > 90:
        return False
    fields = labels.cut(block.text)
    return any(name in fields for name in (words.AUTHOR, words.WRITER, words.SOURCE, words.CATEGORY))


def is_about(block: Block) -> bool:
    """Whether a line says something about the article: its date, poster, counts, author or source."""
    return is_meta(block) or credits_by_label(block)


def lines_about(title: Block, blocks: list[Block]) -> tuple[Block, ...]:
    """The lines that stand by the title: those between it and the first prose (or just after a lead), or else the one
    before it."""
    after: list[Block] = []
    for block in blocks[title.index + 1 : title.index + 9]:
        if _opens_text(block, after, blocks):
            break
        if is_meta(block) or credits_by_label(block):
            after.append(block)
        elif (after and not _between_lines(block, blocks)) or len(block.text) >= PROSE:
            following = blocks[block.index + 1 : block.index + 2]
            if not after and following and is_meta(following[0]) and find_date(following[0].text):
                after.append(following[0])
            break
    if any(find_date(line.text) for line in after):
        return tuple(after)
    return (*_lines_before(title, blocks), *after)


def _opens_text(block: Block, known: list[Block], blocks: list[Block]) -> bool:
    """Whether a bare date, behind a line that tells one already, stands just as the paragraph after it: it is text,
    such as `Thứ Hai, ngày 13/6/2022` of a calendar."""
    if labels.cut(block.text) or not any(find_date(line.text) for line in known) or find_date(block.text) is None:
        return False
    following = blocks[block.index + 1 : block.index + 2]
    return bool(following) and len(following[0].text) >= SENTENCE and stands_alike(block, following[0])


def _between_lines(block: Block, blocks: list[Block]) -> bool:
    """Whether a few words, such as the name of the list, stand between two lines about the article."""
    following = blocks[block.index + 1 : block.index + 2]
    return len(block.text) <= MAX_BETWEEN and bool(following) and is_meta(following[0])


def _lines_before(title: Block, blocks: list[Block]) -> list[Block]:
    """The lines about the article that stand together just above its title, one of them with a date."""
    near = blocks[max(0, title.index - 5) : title.index]
    last = next((place for place in range(len(near), max(0, len(near) - 3), -1) if is_meta(near[place - 1])), 0)
    first = last
    while first and is_meta(near[first - 1]) and not near[first - 1].is_link:
        first -= 1
    return near[first:last] if any(find_date(block.text) for block in near[first:last]) else []
