"""What a reader asks for, and how what was typed is understood. Nothing typed is an error.

Words are asked for together. A word typed with marks binds (`đường` is not `dương`), one without them is open.
``"double quotes"`` make a phrase, as does punctuation inside a word: a document's number (`1117/QĐ-UBND`) is one unit.
Operators are recognised in capitals only: ``AND``, ``OR``, ``NOT`` (NOT binds tightest, then AND, then OR; the words
behind NOT are one phrase), ``a NEAR b`` or ``a NEAR/5 b``; parentheses group where there is an operator; ``wor*`` is a
prefix.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal, Self

from archive.search.spelling import is_marked
from archive.text import is_syllable

Sort = Literal["rank", "date"]
_MAY_BE_MARKED = frozenset("aeiouyd")


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for. Dates are ISO and inclusive: a year, a month or a day (`2019`, `2019-05`, `2019-05-24`).

    ``category`` is the title of a category, or its id. With filters and no words, everything they leave is found,
    newest first. ``fold_copies`` puts copies under their original. ``near``: counts and files are of what comes near
    too, not only of what holds everything. ``verbatim``: what is typed wrong is not put right.
    """

    words: str = ""
    portal: str | None = None
    category: str | int | None = None
    since: str | None = None
    until: str | None = None
    author: str | None = None
    sort: Sort = "rank"
    fold_copies: bool = True
    near: bool = False
    verbatim: bool = False

    @property
    def filters(self) -> dict[str, str | int]:
        """What beside the words narrows what is found."""
        given = {
            "portal": self.portal,
            "category": self.category,
            "since": self.since,
            "until": self.until,
            "author": self.author,
        }
        return {name: value for name, value in given.items() if value}

    @property
    def filtered(self) -> bool:
        """Whether anything beside the words narrows what is found."""
        return bool(self.filters)


class _Leaf:
    """A part of a query that has no NOT in it."""

    __slots__ = ()

    @property
    def wanted(self) -> Self:
        """All of it, as `Group.wanted` has it."""
        return self

    @property
    def unwanted(self) -> tuple[Node, ...]:
        """Nothing: what stands behind NOT is a part of a group."""
        return ()


@dataclass(frozen=True, slots=True)
class Term(_Leaf):
    """Words that stand side by side, in lower case, as typed; ``prefix``: the last one is only begun.

    ``joined``: a phrase because of quotes or punctuation, which loosening a query must not take apart.
    """

    words: tuple[str, ...]
    prefix: bool = False
    joined: bool = False

    @property
    def terms(self) -> tuple[Term, ...]:
        """The term itself, as `Group.terms` has it."""
        return (self,)

    @property
    def binds(self) -> bool:
        """Whether a word was typed with marks."""
        return any(map(is_marked, self.words))

    @property
    def is_open(self) -> bool:
        """Whether a word was typed without marks that may have them.

        An abbreviation in a phrase that binds (1117/QĐ-UBND) has none but the stroke of its d, which `phrases` tries.
        """
        unmarked = [word for word in self.words if not is_marked(word) and not _MAY_BE_MARKED.isdisjoint(word)]
        if self.binds and not self.prefix:
            return any(map(is_syllable, unmarked))
        return bool(unmarked)

    @property
    def is_mixed(self) -> bool:
        """Whether it is a phrase of which some words were typed with marks and some without."""
        return self.binds and self.is_open


@dataclass(frozen=True, slots=True)
class Near(_Leaf):
    """Terms with at most ``distance`` words between them."""

    terms: tuple[Term, ...]
    distance: int

    @property
    def binds(self) -> bool:
        """Whether a word was typed with marks."""
        return any(term.binds for term in self.terms)

    @property
    def is_open(self) -> bool:
        """Whether a word was typed without marks that may have them."""
        return any(term.is_open for term in self.terms)

    @property
    def is_mixed(self) -> bool:
        """Whether some words were typed with marks and some without."""
        return self.binds and self.is_open


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of which all (`AND`) or any (`OR`) are asked for, and none of ``without``."""

    every: bool
    parts: tuple[Node, ...]
    without: tuple[Node, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term that is wanted, in the order of typing."""
        return tuple(chain.from_iterable(part.terms for part in self.parts))

    @property
    def wanted(self) -> Group:
        """The same without what is not wanted."""
        return replace(self, parts=tuple(part.wanted for part in self.parts), without=())

    @property
    def unwanted(self) -> tuple[Node, ...]:
        """What stands behind NOT, at any depth."""
        within = chain.from_iterable(part.unwanted for part in self.parts)
        return (*self.without, *within)

    @property
    def all(self) -> tuple[Node, ...]:
        """All parts, wanted or not."""
        return self.parts + self.without

    @property
    def binds(self) -> bool:
        """Whether a word was typed with marks, be it one behind NOT."""
        return any(part.binds for part in self.all)

    @property
    def is_open(self) -> bool:
        """Whether a word was typed without marks that may have them, be it one behind NOT."""
        return any(part.is_open for part in self.all)

    @property
    def is_mixed(self) -> bool:
        """Whether one of its phrases is, or some words near each other are."""
        return any(part.is_mixed for part in self.all)

    @property
    def is_plain(self) -> bool:
        """Whether it is nothing but words, so that some of them may be missing."""
        return self.every and not self.without and self.parts == self.terms

    @property
    def may_loosen(self) -> bool:
        """Whether some of its words may be missing."""
        return self.is_plain and len(self.parts) > 1


Node = Term | Near | Group
