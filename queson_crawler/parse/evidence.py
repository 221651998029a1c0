"""Judgement one can read: each choice on a page is a table of named evidence, and each verdict says what decided it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Case = TypeVar("Case")


@dataclass(frozen=True, slots=True)
class Evidence(Generic[Case]):
    """One reason for or against a choice.

    `test` tells of a case whether the reason holds, or how strongly (0 for not at all); `weight` is multiplied by that.
    A negative weight speaks against.
    """

    name: str
    weight: float
    test: Callable[[Case], float]


@dataclass(frozen=True, slots=True)
class Sign:
    """A piece of evidence that held, and how many points it gave; of a `factor`, by how much it multiplied the rest."""

    name: str
    points: float
    factor: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was chosen for one part of a page (`title`, `body`, `list` …), in its own words, and what decided it."""

    part: str
    chosen: str
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A block of text that stands inside the article's region and is no part of it, and the reason."""

    text: str
    reason: str
    path: str = ""
    """Where the block stands, as `furniture` names places."""


def holds_any(tests: Iterable[Callable[[Case], bool]], case: Case) -> bool:
    """Whether one of the tests of a table holds; those behind it are not asked."""
    return any(test(case) for test in tests)


def weigh(table: Iterable[Evidence[Case]], case: Case) -> float:
    """The sum of all evidence in `table`."""
    points = 0.0
    for evidence in table:
        points += evidence.weight * evidence.test(case)
    return points


def signs(table: Iterable[Evidence[Case]], case: Case) -> tuple[Sign, ...]:
    """The evidence that holds, the strongest first."""
    held: list[Sign] = []
    for evidence in table:
        points = evidence.weight * evidence.test(case)
        if points:
            held.append(Sign(evidence.name, points))
    held.sort(key=lambda sign: -abs(sign.points))
    return tuple(held)


def multiply(table: Iterable[Evidence[Case]], case: Case) -> float:
    """The product of all evidence in `table`, whose weights are factors; a test of 0.5 gives half of the change."""
    product = 1.0
    for evidence in table:
        product *= _factor(evidence, case)
    return product


def factors(table: Iterable[Evidence[Case]], case: Case) -> tuple[Sign, ...]:
    """The factors that change anything, in the order of the table."""
    held: list[Sign] = []
    for evidence in table:
        factor = _factor(evidence, case)
        if factor != 1:
            held.append(Sign(evidence.name, factor, factor=True))
    return tuple(held)


def _factor(evidence: Evidence[Case], case: Case) -> float:
    return 1 + (evidence.weight - 1) * evidence.test(case)
