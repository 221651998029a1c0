"""GLOB in a time that grows with the text: the same answers as SQLite's.

One comparison is one step, which no time limit ends. What is looked for between two wildcards is found as plain text
where it is plain; where it holds signs that stand for several, the work is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

MAX_PATTERN = 200
"""Bytes of a pattern."""
MAX_WORK = 100_000_000
"""Signs of a text times those of a pattern, where they are compared one by one: a second's work."""
TOO_COMPLEX = "LIKE or GLOB pattern too complex"

_GLOB = re.compile(r"(?P<star>\*)|(?P<any>\?)|\[(?P<negated>\^?+)(?P<set>\]?+[^\]]*)\]|(?P<open>\[)|(?P<sign>.)", re.S)
"""The parts of a pattern of GLOB. A bracket that stands first in a set of signs is one of them; a set without an end
matches nothing."""
_RANGE = re.compile(r"(?P<low>.)(?:-(?P<high>.))?", re.S)
"""A sign in a set, or a range of signs."""
_NOTHING = "(?!)"
_OF_NO_SIGNS = {"": _NOTHING, "^": "."}
"""A set without signs, and what it is with ^ before it."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing of a pattern: a sign as it is, or an expression for several; any number of signs is neither."""

    plain: str = ""
    expression: str = ""

    @property
    def is_star(self) -> bool:
        return not self.plain and not self.expression


STAR, ANY = Sign(), Sign(expression=".")


@dataclass(frozen=True, slots=True)
class Pattern:
    """What stands before, between and after the stars; ``expression`` where that is not all plain text."""

    parts: tuple[str, ...]
    expression: re.Pattern[str] | None
    signs: int

    def matches(self, text: str) -> bool:
        """Whether the pattern fits a text. Raises ValueError where telling that takes too long."""
        if self.expression is None:
            return _holds_in_order(text, self.parts)
        if len(text) * self.signs > MAX_WORK:
            raise ValueError(TOO_COMPLEX)
        return self.expression.fullmatch(text) is not None


def glob(pattern: str, text: str) -> bool:
    """As SQLite's GLOB. Raises ValueError for a pattern that is too long or too complex."""
    return _made(_bounded(pattern)).matches(text)


def _bounded(pattern: str) -> str:
    if len(pattern.encode("utf-8", "replace")) > MAX_PATTERN:
        raise ValueError(TOO_COMPLEX)
    return pattern


@lru_cache(maxsize=256)
def _made(pattern: str) -> Pattern:
    signs = list(_signs(pattern))
    groups: list[list[Sign]] = [[]]
    for sign in signs:
        if sign.is_star:
            groups.append([])
        else:
            groups[-1].append(sign)
    if not any(sign.expression for sign in signs):
        return Pattern(tuple("".join(sign.plain for sign in group) for group in groups), None, 0)
    return Pattern((), _compiled(groups), len(signs))


def _compiled(groups: list[list[Sign]]) -> re.Pattern[str]:
    """A regular expression that never looks at a stretch of text twice: each part between two stars is taken where it
    stands first."""
    first, *others = ["".join(sign.expression or re.escape(sign.plain) for sign in group) for group in groups]
    if not others:
        return re.compile(first, re.DOTALL)
    *inner, last = others
    found = map("(?>.*?{})".format, inner)
    return re.compile("".join([first, *found, ".*", last]), re.DOTALL)


def _holds_in_order(text: str, parts: tuple[str, ...]) -> bool:
    """Whether a text begins with the first part, ends with the last, and holds the others between them in order."""
    first, *others = parts
    if not others:
        return text == first
    *inner, last = others
    if not text.startswith(first):
        return False
    at = len(first)
    for part in inner:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return text.endswith(last) and at + len(last) <= len(text)


def _signs(pattern: str) -> Iterator[Sign]:
    for found in _GLOB.finditer(pattern):
        match found.lastgroup:
            case "star":
                yield STAR
            case "any":
                yield ANY
            case "set":
                yield Sign(expression=_set(found["negated"], found["set"]))
            case "open":
                yield Sign(expression=_NOTHING)
                return
            case _:
                yield Sign(plain=found[0])


def _set(negated: str, signs: str) -> str:
    """A set of signs and ranges, as SQLite reads it: a hyphen between two signs makes a range."""
    found = []
    for low, high in _RANGE.findall(signs):
        last = high or low
        if low <= last:
            found.append(f"{re.escape(low)}-{re.escape(last)}")
    if found:
        return f"[{negated}{''.join(found)}]"
    return _OF_NO_SIGNS[negated]
