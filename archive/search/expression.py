"""What was understood -> FTS5 expressions. Only letters and digits ever get between their quotes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from archive.search.query import Group, Near, Node, Term
from archive.search.spelling import phrases

CLOSE = 4
"""So many words may stand between words that count as near each other."""

_MAX_NEAR = 6

NOTHING = '""'
"""An expression that is valid and finds nothing."""


def every(node: Node, *, folded: bool) -> str:
    """The expression as asked for; the form in which matches are counted."""
    if isinstance(node, Term):
        return _term(node.words, folded=folded, prefix=node.prefix)
    if isinstance(node, Near):
        return _near(node, folded=folded)
    parts = list(dict.fromkeys(every(part, folded=folded) for part in node.parts))
    wanted = (" AND " if node.every else " OR ").join(parts) if parts else NOTHING
    for part in node.without:
        wanted = f"({wanted}) NOT {every(part, folded=folded)}"
    return f"({wanted})" if len(parts) > 1 or node.without else wanted


def ranked(query: Group, *, folded: bool) -> str:
    """The same matches; a second group, always true, lets bm25() count words that stand side by side."""
    wanted = every(query, folded=folded)
    if not query.every or not query.parts:
        return wanted
    first = next(iter(terms(query)))
    beside = pairs(query, folded=folded)
    if len(beside) == 1:  # two words are most often one compound: the pair counts twice
        beside = beside * 2
    return f"{wanted} AND ({' OR '.join((_term(first.words, folded=folded), *beside))})" if beside else wanted


def close(query: Group, *, folded: bool) -> str:
    """The same matches; bm25() counts words that stand near each other, and all in a row, twice.

    Two neighbours are sought wherever they stand, though the third word be missing; that is dear in a big archive. All
    the words near each other are sought only where all of them are.
    """
    inner = list(terms(query))
    if not query.every or len(inner) < 3:
        return ranked(query, folded=folded)
    row = beside(query, folded=folded)
    near = _near(Near(tuple(inner[:_MAX_NEAR]), CLOSE), folded=folded)
    always = _term(inner[0].words, folded=folded, prefix=inner[0].prefix)
    return f"{every(query, folded=folded)} AND ({' OR '.join(filter(None, (always, row, near)))})"


def titled(query: Group, *, folded: bool) -> str:
    """The matches that hold everything in their title."""
    return f"{{title}} : ({every(query, folded=folded)})"


def beside(query: Group, *, folded: bool) -> str:
    """The matches that hold all words side by side, as typed; empty where that is not to be asked."""
    if not is_plain(query) or len(query.parts) < 2:
        return ""
    return _term(tuple(words(query)), folded=folded)


def loose(query: Group, *, folded: bool) -> str:
    """Any of the words, and better those that stand side by side."""
    single = [_term(term.words, folded=folded, prefix=term.prefix) for term in terms(query)]
    return " OR ".join(dict.fromkeys((*single, *pairs(query, folded=folded)))) or NOTHING


def pairs(query: Node, *, folded: bool, holding: set[Term] | None = None) -> list[str]:
    """Neighbours as phrases; with ``holding`` only those that hold one of these terms."""
    return [
        _term(left.words + right.words, folded=folded)
        for left, right in pairwise(terms(query))
        if not left.prefix and (holding is None or left in holding or right in holding)
    ]


def is_plain(query: Group) -> bool:
    """Whether a query is nothing but words, so that some of them may be missing."""
    return query.every and not query.without and all(isinstance(part, Term) for part in query.parts)


def words(node: Node) -> Iterable[str]:
    """Every word that is wanted."""
    for term in terms(node):
        yield from term.words


def unwanted(node: Node) -> Iterable[str]:
    """Every word after NOT."""
    if isinstance(node, Group):
        for part in node.without:
            yield from words(part)
        for part in node.parts:
            yield from unwanted(part)


def terms(node: Node) -> Iterable[Term]:
    """Every term that is wanted, in the order of typing."""
    if isinstance(node, Term):
        yield node
    else:
        for part in node.terms if isinstance(node, Near) else node.parts:
            yield from terms(part)


def _term(words: tuple[str, ...], *, folded: bool, prefix: bool = False) -> str:
    forms = [f'"{form}"{" *" if prefix else ""}' for form in phrases(words, folded=folded)]
    return f"({' OR '.join(forms)})" if len(forms) > 1 else forms[0]


def _near(node: Near, *, folded: bool) -> str:
    """FTS5 knows no alternatives inside NEAR, so there is one NEAR for each choice of spellings."""
    choices = [""]
    for term in node.terms:
        star = " *" if term.prefix else ""
        forms = [f'"{form}"{star}' for form in phrases(term.words, folded=folded)]
        choices = [f"{choice} {form}".strip() for choice in choices for form in forms][:16]
    wanted = [f"NEAR({choice}, {node.distance})" for choice in choices]
    return f"({' OR '.join(wanted)})" if len(wanted) > 1 else wanted[0]
