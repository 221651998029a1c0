"""Did you mean: another spelling of what was typed, from the archive's own words.

A word that the archive hardly holds is replaced by one that it holds: with one letter more, less, other or exchanged;
by two words that were typed as one; by what the keys of Telex would have written. Words typed with marks that lead
nowhere are replaced by the reading the archive has for them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from sqlite3 import Connection
from string import ascii_lowercase

from archive.fulltext import EXACT, FOLDED
from archive.search import expression
from archive.search.matcher import Matcher
from archive.search.query import Group, Query, Term, parse
from archive.search.snippet import marker, spans
from archive.search.spelling import is_marked
from archive.search.telex import untelexed
from archive.text import fold

FEW = 3
"""So many articles are few: below that, a reader is asked whether something else was meant."""

_BETTER = 4
"""A suggestion is found so many times as often, and in more than a few articles."""

_CHOICES = 6
_READ = 20


def suggest(connection: Connection, query: Query) -> str | None:
    """What the reader may have meant, when the archive holds it and hardly what was typed; else None."""
    asked = parse(query.words)
    terms = tuple(expression.terms(asked))
    if not expression.is_plain(asked) or not terms or len(terms) > 8:
        return None
    matcher = Matcher(connection, query)
    found = _together(matcher, terms, FOLDED)
    if found > FEW:
        return _as_written(matcher, terms) if any(is_marked(word) for term in terms for word in term.words) else None
    best, most = terms, found * _BETTER
    for candidate in _candidates(matcher, terms):
        number = _together(matcher, candidate, FOLDED)
        if number > most:
            best, most = candidate, number
    return _written(matcher, best, terms) if best != terms else None


def _together(matcher: Matcher, terms: tuple[Term, ...], table: str) -> int:
    """In about how many articles the terms stand, at most a few thousand."""
    return matcher.frequency(expression.every(Group(True, terms), folded=table == FOLDED), table)


def _candidates(matcher: Matcher, terms: tuple[Term, ...]) -> Iterator[tuple[Term, ...]]:
    """The query with its rare words exchanged."""
    each = [_instead(matcher, term) for term in terms]
    for chosen in list(product(*each))[:200]:
        yield tuple(term for words in chosen for term in words)


def _instead(matcher: Matcher, term: Term) -> list[tuple[Term, ...]]:
    """A term itself, and what may have been meant by it; the likeliest first."""
    kept: list[tuple[Term, ...]] = [(term,)]
    word = term.words[0]
    if term.joined or term.prefix or _together(matcher, (term,), FOLDED) > FEW:
        return kept
    likely = Counter({words: _together(matcher, words, FOLDED) for words in _near(word)})
    return kept + [words for words, number in likely.most_common(_CHOICES) if number > 0]


def _near(word: str) -> set[tuple[Term, ...]]:
    bare = fold(word)
    found: set[tuple[Term, ...]] = {(Term((each,)),) for each in _edits(bare)}
    found |= {(Term((bare[:at],)), Term((bare[at:],))) for at in range(2, len(bare) - 1)}
    if typed := untelexed(word):
        found.add((Term((typed,)),))
    return found


def _edits(word: str) -> Iterable[str]:
    """Every word at one letter's distance."""
    if not 2 <= len(word) <= 12 or not word.isascii():
        return ()
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    less = {left + right[1:] for left, right in cuts if right}
    turned = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    other = {left + letter + right[1:] for left, right in cuts if right for letter in ascii_lowercase}
    more = {left + letter + right for left, right in cuts for letter in ascii_lowercase}
    return (less | turned | other | more) - {word, ""}


def _as_written(matcher: Matcher, terms: tuple[Term, ...]) -> str | None:
    """For words whose marks the archive hardly knows in this order: how it writes them."""
    if len(terms) > 1 and _together(matcher, terms, EXACT) <= FEW:
        return _written(matcher, terms, terms)
    return _written(matcher, terms, terms) if len(terms) == 1 and not _together(matcher, terms, EXACT) else None


def _written(matcher: Matcher, terms: tuple[Term, ...], asked: tuple[Term, ...]) -> str | None:
    """Words as the best articles write them; None when that is what was asked."""
    typed = " ".join(word for term in asked for word in term.words)
    ids = matcher.first(FOLDED, expression.ranked(Group(True, terms), folded=True), _READ)[:_READ]
    read = Counter(_readings(matcher.connection, ids, terms))
    written = " ".join(_commonest(read, place, term) for place, term in enumerate(terms))
    return written if written != typed else None


def _commonest(read: Counter[tuple[int, str]], place: int, term: Term) -> str:
    chosen = [(number, text) for (at, text), number in read.items() if at == place]
    return max(chosen)[1] if chosen else " ".join(term.words)


def _readings(connection: Connection, ids: list[int], terms: tuple[Term, ...]) -> Iterator[tuple[int, str]]:
    """(place of a term, how it is written), once for each article, where all stand side by side, else anywhere."""
    whole = marker(Group(True, (Term(tuple(fold(word) for term in terms for word in term.words)),)))
    singly = [marker(Group(True, (Term(tuple(map(fold, term.words))),))) for term in terms]
    for article_id in ids:
        row = connection.execute("select title, lead, body from articles where id = ?", (article_id,)).fetchone()
        text = " ".join(row or ()).lower()
        if side_by_side := spans(text, whole):
            span = side_by_side[0]
            words = re.split(r"[\W_]+", text[span.start : span.end])
            for place, term in enumerate(terms):
                yield place, " ".join(words[: len(term.words)])
                words = words[len(term.words) :]
        else:
            for place, each in enumerate(singly):
                for span in spans(text, each)[:1]:
                    yield place, text[span.start : span.end]
