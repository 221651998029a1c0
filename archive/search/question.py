"""Any of the words: the form for long questions, and for words that no article holds together."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from archive.fulltext import FOLDED
from archive.search import expression
from archive.search.matcher import CAP, Matcher
from archive.search.parser import clean
from archive.search.query import Group, Term
from archive.text import fold

SMALL = 30_000
"""In an archive of at most this many articles every match may be ranked."""

_USUAL = 0.1
"""A word that stands in more than this share of the articles tells little, and costs most."""

_WORDS = 12

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


def loose(matcher: Matcher, asked: Group, table: str) -> str:
    """The expression that finds what any of the words finds; in a big archive, any of those that are rare in it."""
    folded = table == FOLDED
    if matcher.span <= SMALL:
        return expression.loose(asked, folded=folded)
    number = {}
    for term in asked.terms:
        number[term] = matcher.frequency(expression.every(term, folded=folded), table)
    rare = sorted(filter(number.get, number), key=lambda term: number[term])
    if not rare:
        return expression.NOTHING
    usual = _USUAL * matcher.span
    telling = [term for term in rare if number[term] <= usual][:_WORDS] or rare[:1]
    matches = list(accumulate(map(number.__getitem__, telling)))
    enough = max(1, bisect_right(matches, CAP))
    return _scored(asked, telling, telling[:enough], folded=folded)


def _scored(asked: Group, telling: list[Term], found: list[Term], *, folded: bool) -> str:
    """Articles that hold one of ``found``, scored by all telling words and their neighbours."""
    scoring = [expression.every(term, folded=folded) for term in telling]
    finding = scoring[: len(found)]
    scoring += expression.pairs(asked, folded=folded, holding=telling)
    if len(found) == len(telling):
        return " OR ".join(scoring)
    return f"({' OR '.join(finding)}) AND ({' OR '.join(scoring)})"
