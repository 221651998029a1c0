"""What a reader asks for, and how what was typed is understood. Nothing typed is an error.

Words are asked for together. ``"double quotes"`` make a phrase, as does punctuation inside a word: a document's number
(`1117/QĐ-UBND`) is one unit. Operators are recognised in capitals only: ``AND``, ``OR``, ``NOT`` (NOT binds tightest,
then AND, then OR), ``a NEAR b`` or ``a NEAR/5 b``; parentheses group where there is an operator; ``wor*`` is a prefix.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Sort = Literal["rank", "date"]

_MAX_WORDS = 48
_MAX_LETTERS = 64
_DEEPEST = 12
NEAR = 10
"""So many words may stand between words asked for near each other, unless a number is given."""

_TYPED = re.compile(r'"([^"]*)"(\*?)|([()])|([^\s"()]+)')
_WORD = re.compile(r"[^\W_]+")
_OPERATOR = re.compile(r"AND|OR|NOT|NEAR(?:/(\d{1,3}))?")
_INVISIBLE = re.compile("[\0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]")
_STROKES = str.maketrans("ðÐɖƉ", "đĐđĐ")


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for. Dates are ISO and inclusive: a year, a month or a day (`2019`, `2019-05`, `2019-05-24`).

    ``category`` is the title of a category, or its id. With filters and no words, everything they leave is found,
    newest first. ``fold_copies`` puts copies under their original.
    """

    words: str = ""
    portal: str | None = None
    category: str | int | None = None
    since: str | None = None
    until: str | None = None
    author: str | None = None
    sort: Sort = "rank"
    fold_copies: bool = True

    @property
    def filtered(self) -> bool:
        """Whether anything beside the words narrows what is found."""
        return any((self.portal, self.category, self.since, self.until, self.author))


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand side by side, in lower case, as typed; ``prefix``: the last one is only begun.

    ``joined``: a phrase because of quotes or punctuation, which loosening a query must not take apart.
    """

    words: tuple[str, ...]
    prefix: bool = False
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Terms with at most ``distance`` words between them."""

    terms: tuple[Term, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of which all (`AND`) or any (`OR`) are asked for, and none of ``without``."""

    every: bool
    parts: tuple[Node, ...]
    without: tuple[Node, ...] = ()


Node = Term | Near | Group
Token = Term | str


def clean(text: str) -> str:
    """Typed text in the form of stored text, as far as words are concerned."""
    text = unicodedata.normalize("NFC", text)
    return _INVISIBLE.sub("", text).translate(_STROKES)


def _tokens(typed: str) -> list[Token]:
    """Terms, and operators and parentheses as strings."""
    found: list[Token] = []
    words = 0
    for quoted, star, bracket, single in _TYPED.findall(clean(typed)):
        if bracket or _OPERATOR.fullmatch(single):
            found.append(bracket or single)
            continue
        parts = tuple(word[:_MAX_LETTERS] for word in _WORD.findall((quoted or single).lower()))
        parts = parts[: _MAX_WORDS - words]
        words += len(parts)
        if parts:
            prefix = bool(star) or single.endswith("*")
            found.append(Term(parts, prefix and len(parts[-1]) > 1, joined=len(parts) > 1))
    return found


def parse(typed: str) -> Group:
    """What was typed, as a group of terms; without parts when there is nothing to look for."""
    tokens = _tokens(typed)
    if not any(isinstance(token, str) and token not in "()" for token in tokens):
        return Group(True, tuple(token for token in tokens if isinstance(token, Term)))
    parser = _Parser(_shallow(tokens))
    node = parser.any()
    while parser.left():  # a parenthesis too many
        parser.take()
        node = _group(True, [node, parser.any()])
    return node if isinstance(node, Group) else Group(True, (node,) if node else ())


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


def _group(every: bool, parts: list[Node | None], without: list[Node | None] | None = None) -> Node | None:
    some = tuple(part for part in parts if part is not None)
    barred = tuple(part for part in without or () if part is not None)
    if not some:
        return None
    return some[0] if len(some) == 1 and not barred else Group(every, some, barred)


class _Parser:
    """Recursive descent that skips what makes no sense: an operator without an operand, a lone parenthesis."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._place = 0

    def left(self) -> bool:
        return self._place < len(self._tokens)

    def peek(self) -> Token | None:
        return self._tokens[self._place] if self.left() else None

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
        while (token := self.peek()) is not None and token not in ("OR", ")"):
            if token == "NOT":
                self.take()
                without.append(self._one())
            elif isinstance(token, str) and token != "(":
                self.take()  # AND is what stands between two words anyway; NEAR without a word before it is nothing
            else:
                parts.append(self._one())
        return _group(True, parts, without)

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
        while isinstance(token := self.peek(), str) and token.startswith("NEAR"):
            self.take()
            number = token.partition("/")[2]
            distance = max(distance, int(number) if number else NEAR)
            if not isinstance(self.peek(), Term):
                break
            following = self.take()
            assert isinstance(following, Term)
            terms.append(following)
        return Near(tuple(terms), distance) if len(terms) > 1 else first
