"""Any of the words: the form for long questions, and for words that no article holds together."""

from __future__ import annotations

import re

from archive.fulltext import FOLDED
from archive.search import expression
from archive.search.matcher import CAP, Matcher
from archive.search.query import Group, Term, clean
from archive.text import fold

SMALL = 30_000
"""Up to so many articles every match may be ranked."""

_USUAL = 0.1
"""A word that stands in more than this share of the articles tells little, and costs most."""

_WORDS = 12

LONG = 7
"""From so many words on, a query is a question, and no article need hold all of them."""

_ASKING = (
    "là gì|thế nào|như nào|ra sao|bao nhiêu|bao lâu|bao giờ|khi nào|lúc nào|ở đâu|tại sao|vì sao|những ai|những gì|"
    "hay không|được không|phải không|có phải|nghĩa là|mấy (?:ngày|tháng|năm|giờ|loại|lần|người|cấp|bậc)"
)
_MARKED, _BARE = (re.compile(rf"\b(?:{words})\b") for words in (_ASKING, fold(_ASKING)))
_END = re.compile(r"\?\W*\Z")


def is_question(typed: str, asked: Group) -> bool:
    """Whether plain words are a question: long, ending as one, or asking how, when, what; its words help to find."""
    number = len(set(expression.words(asked)))
    if not expression.is_plain(asked) or number < 3:
        return False
    text = clean(typed).lower()
    asking = _BARE.search(text) if text.isascii() else _MARKED.search(text)
    return number >= LONG or asking is not None or bool(_END.search(text))


def loose(matcher: Matcher, asked: Group, table: str) -> str:
    """The expression that finds what any of the words finds; in a big archive, any of those that are rare in it."""
    folded = table == FOLDED
    if matcher.span <= SMALL:
        return expression.loose(asked, folded=folded)
    terms = list(dict.fromkeys(expression.terms(asked)))
    number = {term: matcher.frequency(expression.every(term, folded=folded), table) for term in terms}
    rare = sorted((term for term in terms if number[term]), key=lambda term: number[term])
    telling = [term for term in rare if number[term] <= _USUAL * matcher.span][:_WORDS] or rare[:1]
    found = [telling[0]] if telling else []
    for term in telling[1:]:
        if sum(number[each] for each in found) + number[term] > CAP:
            break
        found.append(term)
    return _scored(asked, telling, found, folded=folded) if telling else expression.NOTHING


def _scored(asked: Group, telling: list[Term], found: list[Term], *, folded: bool) -> str:
    """Articles that hold one of ``found``, scored by all telling words and their neighbours."""
    pairs = expression.pairs(asked, folded=folded, holding=set(telling))
    scoring = [expression.every(term, folded=folded) for term in telling] + pairs
    finding = [expression.every(term, folded=folded) for term in found]
    if len(found) == len(telling):
        return " OR ".join(scoring)
    return f"({' OR '.join(finding)}) AND ({' OR '.join(scoring)})"
