"""What readers of binary formats share: numbers that a file gives as places, and streams that it may lack. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import olefile

_Item = TypeVar("_Item")


def item(items: Sequence[_Item], number: int, otherwise: _Item) -> _Item:
    """The item with a number that a file tells, from 0; something else where there are not so many."""
    if number < len(items):
        return items[number]
    return otherwise


def stream_of(container: olefile.OleFileIO, name: str) -> bytes:
    """A stream of an OLE file; nothing where it has none of that name."""
    if container.exists(name):
        return bytes(container.openstream(name).read())
    return b""
