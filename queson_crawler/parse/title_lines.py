"""Where a line that holds a title and its date is parted: `Bàn giao trạm y tế <span>(20/06/2009)</span>`."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import takewhile

from lxml import html

from queson_crawler.parse import labels, words
from queson_crawler.parse.document import parent_of, squeeze, text_of
from queson_crawler.text import find_date

MIN_TITLE, MAX_TITLE = 20, 250
MIN_DATE, MAX_DATE = 8, 60
BESIDE_DATE = " ()[]|,;:-–—•·"
"""What may stand beside a date that is a fact of its own."""
_NOWHERE = re.compile(r"#?|javascript:(?:void.*)?")
_LEADING_ON = frozenset(
    "ngày từ đến tới tháng năm tuần lúc và hạn trước sau sáng chiều tối hôm vào of on to from".split()
)
"""Words after which a date is part of what is said."""


def is_date_alone(text: str) -> bool:
    """Whether a part of a line is a date and nothing more, but for brackets and its label."""
    if not MIN_DATE <= len(text) <= MAX_DATE:
        return False
    date = find_date(text)
    if date is None or date.precision == "month":
        return False
    bare = text.strip(BESIDE_DATE)
    told = labels.cut(bare)
    if told:
        return set(told) <= {words.PUBLISHED, words.UPDATED}
    return not text.replace(date.raw, "").strip(BESIDE_DATE)


def may_be_title(text: str) -> bool:
    """Whether what stands before a date may be a title, and no words that lead on to the date."""
    if not MIN_TITLE <= len(text) <= MAX_TITLE or text.endswith((":", ",", ".", "-", "–")):
        return False
    return text.split()[-1].lower() not in _LEADING_ON


def leads_nowhere(link: html.HtmlElement) -> bool:
    """Whether a link is only dressed as one."""
    href = link.get("href", "").strip().lower()
    return _NOWHERE.fullmatch(href) is not None


def ends_line(element: html.HtmlElement, blocks: Collection[str], *, behind: bool = False) -> bool:
    """Whether nothing follows an element in its line; with `behind`, nothing but the text just behind it."""
    breaks = {*blocks, "br"}
    tail = "" if behind else element.tail
    for here in takewhile(lambda step: step.tag not in blocks, (element, *element.iterancestors())):
        if squeeze(tail):
            return False
        for following in here.itersiblings():
            if following.tag in breaks:
                return True
            if text_of(following) or squeeze(following.tail):
                return False
        tail = parent_of(here).tail
    return True
