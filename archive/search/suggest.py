"""Did you mean: another spelling of what was typed, from the archive's own words.

A word that the archive hardly holds is replaced by one that it holds: with one letter more, less, other or exchanged;
by two words that were typed as one; by what the keys of Telex would have written. Words typed with marks that lead
nowhere are replaced by the reading the archive has for them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, product
from sqlite3 import Connection
from string import ascii_lowercase

from archive.fulltext import EXACT, FOLDED
from archive.search import expression
from archive.search.matcher import Matcher
from archive.search.parser import parse
from archive.search.query import Group, Query, Term
from archive.search.snippet import Marker, marker, spans
from archive.search.spelling import is_marked
from archive.search.telex import untelexed
from archive.text import fold

FEW = 3
"""At most this many articles are few: the reader is asked whether something else was meant."""

_BETTER = 4
"""A suggestion is found this many times as often, and in more than a few articles."""

_WORD = re.compile(r"[^\W_]+")

Terms = tuple[Term, ...]

_MAX_TERMS = 8
"""A longer query is not looked at."""
_CHOICES, _MAX_CANDIDATES = 6, 200
_READ = 20


def suggest(connection: Connection, query: Query) -> str | None:
    """What the reader may have meant, when the archive holds it and hardly what was typed; else None."""
    asked = parse(query.words)
    terms = asked.terms
    if not asked.is_plain or not 0 < len(terms) <= _MAX_TERMS:
        return None
    matcher = Matcher(connection, query)
    found = _together(matcher, terms, FOLDED)
    if found > FEW:
        return _as_written(matcher, terms)
    best, most = terms, found * _BETTER
    for candidate in _candidates(matcher, terms):
        number = _together(matcher, candidate, FOLDED)
        if number > most:
            best, most = candidate, number
    if best == terms:
        return None
    return _written(matcher, best, terms)


def _together(matcher: Matcher, terms: Terms, table: str) -> int:
    """In about how many articles the terms stand, at most a few thousand."""
    return matcher.frequency(expression.every(Group(True, terms), folded=table == FOLDED), table)


def _candidates(matcher: Matcher, terms: Terms) -> Iterator[Terms]:
    """The query with its rare words exchanged."""
    choices = [_instead(matcher, term) for term in terms]
    for chosen in islice(product(*choices), _MAX_CANDIDATES):
        yield tuple(chain.from_iterable(chosen))


def _instead(matcher: Matcher, term: Term) -> list[Terms]:
    """A term itself, and what may have been meant by it; the likeliest first."""
    kept: list[Terms] = [(term,)]
    if term.joined or term.prefix or _together(matcher, (term,), FOLDED) > FEW:
        return kept
    likely: Counter[Terms] = Counter()
    for words in _near(term.words[0]):
        likely[words] = _together(matcher, words, FOLDED)
    found = +likely  # without those that stand nowhere
    for words, _ in found.most_common(_CHOICES):
        kept.append(words)
    return kept


def _near(word: str) -> list[Terms]:
    """What is typed nearly like a word: each once, in an order of its own."""
    bare = fold(word)
    found = [_words(each) for each in edits(bare)]
    for at in range(2, len(bare) - 1):
        found.append(_words(bare[:at], bare[at:]))
    typed = untelexed(word)
    if typed:
        found.append(_words(typed))
    return list(dict.fromkeys(found))


def _words(*words: str) -> Terms:
    return tuple(Term((word,)) for word in words)


def edits(word: str) -> list[str]:
    """Every word at one letter's distance, in alphabetical order."""
    if not 2 <= len(word) <= 12 or not word.isascii():
        return []
    found: set[str] = set()
    for at in range(len(word) + 1):
        left, right = word[:at], word[at:]
        found.add(left + right[1:])
        found.add(left + right[1:2] + right[:1] + right[2:])
        for letter in ascii_lowercase:
            found.add(left + letter + right)
            found.add(left + letter + right[1:])
    return sorted(found - {word})


def _as_written(matcher: Matcher, terms: Terms) -> str | None:
    """For words whose marks the archive hardly knows in this order: how it writes them."""
    few = FEW if len(terms) > 1 else 0
    if not any(map(is_marked, _typed(terms))) or _together(matcher, terms, EXACT) > few:
        return None
    return _written(matcher, terms, terms)


def _typed(terms: Terms) -> list[str]:
    """The words of terms, in order."""
    return list(chain.from_iterable(term.words for term in terms))


def _written(matcher: Matcher, terms: Terms, asked: Terms) -> str | None:
    """Words as the best articles write them; None when that is what was asked."""
    written = as_written(matcher, terms)
    if written == " ".join(_typed(asked)):
        return None
    return written


def in_a_row(*words: str) -> str:
    """Words side by side, as FTS5 writes it."""
    return f'"{" ".join(words)}"'


def row_as_written(matcher: Matcher, words: Sequence[str]) -> str:
    """Words without marks as most articles write them that hold them in a row; nothing where none does."""
    ways: Counter[str] = Counter()
    for article_id in matcher.ids(FOLDED, in_a_row(*words), _READ):
        found = _first(_text_of(matcher.connection, article_id), _marker(words))
        ways[" ".join(_WORD.findall(found))] += 1
    ways.pop("", None)
    for way, _ in ways.most_common(1):
        return way
    return ""


def as_written(matcher: Matcher, terms: Terms) -> str:
    """Words as the best articles write them."""
    ids = matcher.first(FOLDED, expression.ranked(Group(True, terms), folded=True), _READ)[:_READ]
    read = Counter(_readings(matcher.connection, ids, terms))
    return " ".join(_commonest(read, place, term) for place, term in enumerate(terms))


def _commonest(read: Counter[tuple[int, str]], place: int, term: Term) -> str:
    ways = [(number, text) for (at, text), number in read.items() if at == place]
    _, best = max(ways, default=(0, " ".join(term.words)))
    return best


def _readings(connection: Connection, ids: list[int], terms: Terms) -> Iterator[tuple[int, str]]:
    """(place of a term, how it is written), once for each article, where all stand side by side, else anywhere."""
    whole = _marker(_typed(terms))
    singly = [_marker(term.words) for term in terms]
    for article_id in ids:
        text = _text_of(connection, article_id)
        side_by_side = _first(text, whole)
        if side_by_side:
            yield from _apart(side_by_side, terms)
            continue
        for place, one in enumerate(singly):
            written = _first(text, one)
            if written:
                yield place, written


def _text_of(connection: Connection, article_id: int) -> str:
    """Title, lead and body of an article in small letters."""
    row = connection.execute("select title, lead, body from articles where id = ?", (article_id,)).fetchone()
    return " ".join(row or ()).lower()


def _first(text: str, marker: Marker) -> str:
    """How it is written where it stands first in a text; nothing where it does not."""
    found = spans(text, marker)
    if not found:
        return ""
    return text[found[0].start : found[0].end]


def _apart(text: str, terms: Terms) -> Iterator[tuple[int, str]]:
    """The words of a text for each term: as many as the term has."""
    words = re.split(r"[\W_]+", text)
    for place, term in enumerate(terms):
        yield place, " ".join(words[: len(term.words)])
        words = words[len(term.words) :]


def _marker(words: Iterable[str]) -> Marker:
    """Finds words side by side, whatever their marks."""
    return marker(Group(True, (Term(tuple(map(fold, words))),)))
