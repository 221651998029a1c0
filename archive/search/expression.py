"""What was understood -> FTS5 expressions. Only letters and digits ever get between their quotes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import islice, pairwise, product

from archive.search.query import Group, Near, Node, Term
from archive.search.spelling import phrases

CLOSE = 4
"""At most this many words stand between words that count as near each other."""

_MAX_NEAR, _MAX_CHOICES = 6, 16

NOTHING = '""'
"""An expression that is valid and finds nothing."""
_OPERATORS = {True: " AND ", False: " OR "}
"""What stands between the parts of a group, by whether every one is asked for."""


def every(node: Node, *, folded: bool) -> str:
    """The expression as asked for; the form in which matches are counted."""
    if isinstance(node, Term):
        return _term(node.words, folded=folded, prefix=node.prefix)
    if isinstance(node, Near):
        return _near(node, folded=folded)
    return _group(node, folded=folded)


def _group(group: Group, *, folded: bool) -> str:
    form = partial(every, folded=folded)
    parts = _distinct(map(form, group.parts))
    wanted = _OPERATORS[group.every].join(parts) or NOTHING
    for part in group.without:
        wanted = f"({wanted}) NOT {form(part)}"
    if len(parts) > 1 or group.without:
        return f"({wanted})"
    return wanted


def _distinct(forms: Iterable[str]) -> list[str]:
    """Each form once, in order."""
    return list(dict.fromkeys(forms))


def ranked(query: Group, *, folded: bool) -> str:
    """The same matches; a second group, always true, lets bm25() count words that stand side by side."""
    wanted = every(query, folded=folded)
    beside = pairs(query, folded=folded)
    if not beside or not query.every:
        return wanted
    if len(beside) == 1:  # two words are most often one compound: the pair counts twice
        beside = beside * 2
    always = _term(query.terms[0].words, folded=folded)
    return f"{wanted} AND ({' OR '.join((always, *beside))})"


def close(query: Group, *, folded: bool) -> str:
    """The same matches; bm25() counts words that stand near each other, and all in a row, twice.

    Two neighbours are sought wherever they stand, though the third word be missing; that is dear in a big archive. All
    the words near each other are sought only where all of them are.
    """
    inner = query.terms
    if not query.every or len(inner) < 3:
        return ranked(query, folded=folded)
    row = beside(query, folded=folded)
    near = _near(Near(inner[:_MAX_NEAR], CLOSE), folded=folded)
    always = every(inner[0], folded=folded)
    scored = filter(None, (always, row, near))
    return f"{every(query, folded=folded)} AND ({' OR '.join(scored)})"


def titled(query: Group, *, folded: bool) -> str:
    """The matches that hold everything in their title."""
    return f"{{title}} : ({every(query, folded=folded)})"


def beside(query: Group, *, folded: bool) -> str:
    """The matches that hold all words side by side, as typed; empty where that is not to be asked."""
    if not query.may_loosen:
        return ""
    return _term(tuple(words(query)), folded=folded)


def pairs(query: Group, *, folded: bool) -> list[str]:
    """Neighbours as phrases."""
    found = []
    for left, right in pairwise(query.terms):
        if not left.prefix:
            found.append(neighbours(left, right, folded=folded))
    return found


def neighbours(left: Term, right: Term, *, folded: bool) -> str:
    """Two terms side by side."""
    return _term(left.words + right.words, folded=folded)


def words(node: Node) -> Iterable[str]:
    """Every word that is wanted."""
    for term in node.terms:
        yield from term.words


def unwanted(node: Node) -> Iterable[str]:
    """Every word after NOT."""
    for part in node.unwanted:
        yield from words(part)


def _term(words: tuple[str, ...], *, folded: bool, prefix: bool = False) -> str:
    return _any(_forms(words, folded=folded, prefix=prefix))


def _forms(words: tuple[str, ...], *, folded: bool, prefix: bool) -> list[str]:
    """Every spelling of a phrase, as FTS5 writes it."""
    quoted = '"{}" *' if prefix else '"{}"'
    return list(map(quoted.format, phrases(words, folded=folded)))


def _any(forms: list[str]) -> str:
    if len(forms) == 1:
        return forms[0]
    return f"({' OR '.join(forms)})"


def _near(node: Near, *, folded: bool) -> str:
    """FTS5 knows no alternatives inside NEAR, so there is one NEAR for each choice of spellings."""
    spelled = [_forms(term.words, folded=folded, prefix=term.prefix) for term in node.terms]
    found = []
    for choice in islice(product(*spelled), _MAX_CHOICES):
        found.append(f"NEAR({' '.join(choice)}, {node.distance})")
    return _any(found)
