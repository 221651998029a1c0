"""Any of the words: the form for long questions, and for words that no article holds together."""

from __future__ import annotations

from archive.fulltext import FOLDED
from archive.search import expression
from archive.search.matcher import CAP, Matcher
from archive.search.query import Group, Term

SMALL = 30_000
"""Up to so many articles every match may be ranked."""

_USUAL = 0.1
"""A word that stands in more than this share of the articles tells little, and costs most."""

_WORDS = 12


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
