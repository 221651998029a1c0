"""Which queries are questions: no article need hold all of their words, and the best answer may not."""

from __future__ import annotations

import re

from archive.search import expression
from archive.search.parser import clean
from archive.search.query import Group
from archive.text import fold

LONG = 7
"""A query of this many words or more is a question, and no article need hold all of them."""

_ASKING = (
    "là gì|thế nào|như nào|ra sao|bao nhiêu|bao lâu|bao giờ|khi nào|lúc nào|ở đâu|tại sao|vì sao|những ai|những gì|"
    "hay không|được không|phải không|có phải|nghĩa là|mấy (?:ngày|tháng|năm|giờ|loại|lần|người|cấp|bậc)"
)
_END = r"\?\W*\Z"
_MARKED = re.compile(rf"\b(?:{_ASKING})\b|{_END}")
_BARE = re.compile(rf"\b(?:{fold(_ASKING)})\b|{_END}")


def is_question(typed: str, asked: Group) -> bool:
    """Whether plain words are a question: long, ending as one, or asking how, when, what; its words help to find."""
    number = len(set(expression.words(asked)))
    if not asked.is_plain or number < 3:
        return False
    if number >= LONG:
        return True
    text = clean(typed).lower()
    asking = _BARE if text.isascii() else _MARKED
    return asking.search(text) is not None
