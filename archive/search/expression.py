"""What was understood -> FTS5 expressions. Only letters and digits ever get between their quotes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from archive.search.query import Group, Near, Node, Term
from archive.search.spelling import phrases

NOTHING = '""'
"""An expression that is valid and finds nothing."""


def every(node: Node, *, folded: bool) -> str:
    """The expression as asked for; the form in which matches are counted."""
    if isinstance(node, Term):
        return _term(node.words, folded=folded, prefix=node.prefix)
    if isinstance(node, Near):
        return _near(node, folded=folded)
    parts = [every(part, folded=folded) for part in node.parts]
    wanted = (" AND " if node.every else " OR ").join(parts) if parts else NOTHING
    for part in node.without:
        wanted = f"({wanted}) NOT {every(part, folded=folded)}"
    return f"({wanted})" if len(parts) > 1 or node.without else wanted


def ranked(query: Group, *, folded: bool) -> str:
    """The same matches; a second group, always true, lets bm25() count words that stand side by side."""
    wanted = every(query, folded=folded)
    if not query.parts:
        return NOTHING
    inner = list(terms(query)) if query.every else []
    beside = [_term(left.words + right.words, folded=folded) for left, right in pairwise(inner) if not left.prefix]
    return f"{wanted} AND ({' OR '.join((_term(inner[0].words, folded=folded), *beside))})" if beside else wanted


def loose(query: Group, *, folded: bool) -> str:
    """Any of the words, and better those that stand side by side."""
    inner = list(terms(query))
    single = [_term(term.words, folded=folded, prefix=term.prefix) for term in inner]
    beside = [_term(left.words + right.words, folded=folded) for left, right in pairwise(inner) if not left.prefix]
    return " OR ".join(dict.fromkeys((*single, *beside))) or NOTHING


def is_plain(query: Group) -> bool:
    """Whether a query is nothing but words, so that some of them may be missing."""
    return query.every and not query.without and all(isinstance(part, Term) for part in query.parts)


def words(node: Node) -> Iterable[str]:
    """Every word that is wanted."""
    for term in terms(node):
        yield from term.words


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
