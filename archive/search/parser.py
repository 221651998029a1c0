"""What was typed -> terms and groups of terms. Nothing typed is an error; `archive.search.query` has the rules."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from archive.search.query import Group, Near, Node, Term

MAX_TYPED = 4000
"""Characters of what was typed that are read at all: more than the words that are asked for have."""
_MAX_WORDS = 48
_MAX_LETTERS = 64
_DEEPEST = 12
NEAR = 10
"""At most this many words stand between words asked for near each other, unless a number is given."""

_OPERATOR = r'[()]|(?:AND|OR|NOT|NEAR(?:/\d{1,3})?)(?![^\s"()])'
_TYPED = re.compile(rf'({_OPERATOR})|"([^"]*)"(\*?)|([^\s"()]+)')
_WORD = re.compile(r"[^\W_]+")
_INVISIBLE = re.compile("[\0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]")
_STROKES = str.maketrans("ðÐɖƉ", "đĐđĐ")

Token = Term | str
"""A term, or an operator or a parenthesis."""
_END = ""
"""Stands behind the last token."""


def clean(text: str) -> str:
    """Typed text in the form of stored text, as far as words are concerned."""
    text = unicodedata.normalize("NFC", text[:MAX_TYPED])
    return _INVISIBLE.sub("", text).translate(_STROKES)


def _tokens(typed: str) -> list[Token]:
    """Terms, and operators and parentheses as strings."""
    found: list[Token] = []
    left = _MAX_WORDS
    for operator, quoted, star, single in _TYPED.findall(clean(typed)):
        if operator:
            found.append(operator)
            continue
        letters = (quoted or single).lower()
        words = tuple(word[:_MAX_LETTERS] for word in _WORD.findall(letters)[:left])
        left -= len(words)
        if words:
            found.append(_term(words, is_begun=(single + star).endswith("*")))
    return found


def _term(words: tuple[str, ...], *, is_begun: bool) -> Term:
    """Words as a term; what is begun with one letter is that letter."""
    prefix = is_begun and len(words[-1]) > 1
    return Term(words, prefix, joined=len(words) > 1)


def parse(typed: str) -> Group:
    """What was typed, as a group of terms; without parts when there is nothing to look for."""
    tokens = _tokens(typed)
    if not any(map(_is_operator, tokens)):
        return Group(True, tuple(token for token in tokens if isinstance(token, Term)))
    parser = _Parser(_shallow(tokens))
    node = parser.any()
    while parser.peek() != _END:  # a parenthesis too many
        parser.take()
        node = _group(True, [node, parser.any()])
    if isinstance(node, Group):
        return node
    return Group(True, _present([node]))


def _is_operator(token: Token) -> bool:
    return isinstance(token, str) and token not in "()"


def _shallow(tokens: list[Token]) -> list[Token]:
    """Without parentheses deeper than anyone means them."""
    kept, depth = [], 0
    for token in tokens:
        depth += token == "("
        if token not in ("(", ")") or depth <= _DEEPEST:
            kept.append(token)
        if token == ")":
            depth = max(0, depth - 1)
    return kept


def _group(every: bool, parts: list[Node | None], without: Iterable[Node | None] = ()) -> Node | None:
    some = _present(parts)
    barred = _present(without)
    if not some:
        return None
    if len(some) == 1 and not barred:
        return some[0]
    return Group(every, some, barred)


def _present(parts: Iterable[Node | None]) -> tuple[Node, ...]:
    return tuple(part for part in parts if part is not None)


class _Parser:
    """Recursive descent that skips what makes no sense: an operator without an operand, a lone parenthesis."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = [*tokens, _END]
        self._place = 0

    def peek(self) -> Token:
        return self._tokens[self._place]

    def take(self) -> Token:
        self._place += 1
        return self._tokens[self._place - 1]

    def any(self) -> Node | None:
        parts = [self._all()]
        while self.peek() == "OR":
            self.take()
            parts.append(self._all())
        return _group(False, parts)

    def _all(self) -> Node | None:
        parts: list[Node | None] = []
        without: list[Node | None] = []
        while self.peek() not in (_END, "OR", ")"):
            token = self.peek()
            if token == "NOT":
                self.take()
                without.append(self._unwanted())
            elif isinstance(token, str) and token != "(":
                self.take()  # AND is what stands between two words anyway; NEAR without a word before it is nothing
            else:
                parts.append(self._one())
        return _group(True, parts, without)

    def _unwanted(self) -> Node | None:
        """What NOT takes away: a group or a phrase, or all the plain words that follow, side by side."""
        words: list[str] = []
        token = self.peek()
        while isinstance(token, Term) and not token.joined:
            self.take()
            words += token.words
            if token.prefix:
                return _term(tuple(words), is_begun=True)
            token = self.peek()
        if not words:
            return self._one()
        return _term(tuple(words), is_begun=False)

    def _one(self) -> Node | None:
        token = self.peek()
        if token == "(":
            self.take()
            inside = self.any()
            if self.peek() == ")":
                self.take()
            return inside
        if not isinstance(token, Term):
            return None
        self.take()
        return self._near(token)

    def _near(self, first: Term) -> Node:
        terms, distance = [first], 0
        while self._is_near():
            number = str(self.take()).partition("/")[2]
            distance = max(distance, int(number or NEAR))
            following = self.peek()
            if not isinstance(following, Term):
                break
            self.take()
            terms.append(following)
        if len(terms) == 1:
            return first
        return Near(tuple(terms), distance)

    def _is_near(self) -> bool:
        token = self.peek()
        return isinstance(token, str) and token.startswith("NEAR")
