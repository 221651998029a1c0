"""Rows of queries as plain values: the first column of each, or an object of each. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

_Shape = TypeVar("_Shape")


def column(rows: Iterable[Sequence[Any]]) -> list[Any]:
    """The first value of each row."""
    return [row[0] for row in rows]


def shaped(shape: Callable[..., _Shape], rows: Iterable[Sequence[Any]]) -> tuple[_Shape, ...]:
    """What a class makes of each row, whose values are its fields in their order."""
    return tuple(shape(*row) for row in rows)
