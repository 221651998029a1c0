"""Blocks that are left out of an article, the reason for each, and how the end of a text is trimmed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from queson_crawler.parse import labels
from queson_crawler.parse.article.kinds import has_labels, is_any, is_onward, names_person
from queson_crawler.parse.file_links import FILE_NAME, has_file_link
from queson_crawler.parse.flow import Block
from queson_crawler.parse.lines import find_date

_NEIGHBOUR = re.compile(
    r"\W{0,3}(?:bài|bài viết|tin) (?:trước|sau|tiếp|kế tiếp|tiếp theo|cũ hơn|mới hơn)\b\s{0,3}[:»›]", re.I
)
_NO_HEADING = (names_person, has_labels)
MAX_HEADING = 60
"""The heading of a list of links is shorter than this."""
_PARTING = " ,;|·•"
"""What parts links that stand side by side."""
DATE_MARKS = 3
"""Characters that set a date apart from the words of a link: ` (…)`."""


@dataclass(slots=True)
class Cuts:
    """The blocks left out of an article, by index, and the reason for each."""

    reasons: dict[int, str] = field(default_factory=dict)

    def add(self, blocks: Sequence[Block], reason: str) -> None:
        """Note why blocks are left out; the first reason given for a block stays."""
        for block in blocks:
            self.reasons.setdefault(block.index, reason)


def text_weight(block: Block) -> int:
    """How many characters of a block are text of its own: not links, not tools."""
    if labels.is_no_text(block.text):
        return 0
    return max(0, len(block.text) - 2 * block.linked)


def trim(blocks: list[Block], cuts: Cuts) -> list[Block]:
    """Without what follows the last text: tools, links to other articles, rows of marks."""
    below = list(takewhile(is_rest, reversed(blocks)))
    end = len(blocks) - len(below)
    if end and len(below) >= 2 and _heads_links(blocks[end - 1]):
        end -= 1  # the heading of the links that were left out
    cuts.add(blocks[end:], "tools, tags or links below the text")
    return blocks[:end]


def _heads_links(block: Block) -> bool:
    if not block.is_strong or len(block.text) >= MAX_HEADING:
        return False
    return not is_any(_NO_HEADING, block)


def is_rest(block: Block) -> bool:
    """Whether a block below the text is none of it: a button, tags, a link onward."""
    if labels.is_no_text(block.text):
        return True
    if has_file_link(block.element):
        return block.is_link and FILE_NAME.search(block.text) is not None
    if labels.cut(block.text):
        return False
    return is_any(_LEADING_ON, block)


def _leads_to_neighbour(block: Block) -> bool:
    """Whether a block is a link to the article before or after, with the words that say so."""
    if not block.is_mostly_link:
        return False
    return _NEIGHBOUR.match(block.text) is not None


def _is_dated_link(block: Block) -> bool:
    """Whether nearly all of a block is a link, its date not counted."""
    if not block.linked:
        return False
    own = len(block.text.rstrip(_PARTING))
    date = find_date(block.text)
    if date is not None:
        own -= len(date.raw) + DATE_MARKS
    return block.linked * 10 >= own * 9


_LEADING_ON = (is_onward, _is_dated_link, _leads_to_neighbour)
"""Lines below a text that lead to other articles."""
