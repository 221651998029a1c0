"""The only one of several things, where there is but one. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

One = TypeVar("One")
Default = TypeVar("Default")


def only(found: Collection[One], default: Default) -> One | Default:
    """The one thing in a collection; `default` where it holds none, or several."""
    if len(found) != 1:
        return default
    return next(iter(found))
