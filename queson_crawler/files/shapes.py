"""What reading a file gives, and how the readers hand on what they find. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from queson_crawler.files.kinds import Kind

MOST_CHARACTERS = 2_000_000
"""Text of one file beyond this is cut off, and the file marked so."""


class State(StrEnum):
    """What became of the text of a file: the values of the column `state` for files that are stored."""

    TEXT = "text"
    CUT = "text, cut"
    """Text up to a limit (characters, pages): the file holds more."""
    SCAN = "scan"
    """Pictures of pages; what text there is beside them is kept."""
    NO_TEXT = "no text"
    """A picture, a sound, a folder of files, an empty document."""
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    TOO_LONG = "too long"
    """Reading it took more time than is allowed."""
    TOO_MUCH = "too much"
    """It grows beyond the memory or the size allowed."""
    CRASHED = "crashed"
    """It took its reader down."""


OF_THE_MOMENT = frozenset((State.TOO_LONG, State.TOO_MUCH, State.CRASHED))
"""What may come out otherwise on another machine: it is written down when it happens, and believed from then on."""
UNREAD = frozenset((State.ENCRYPTED, State.BROKEN, *OF_THE_MOMENT))
"""What ought to have text and could not be read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file is and the text in it. `detail` says why it could not be read, in a clause."""

    kind: Kind
    state: State
    text: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one font ("" where that is not known)."""

    text: str
    font: str = ""


Paragraph = Sequence[Run]


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader found: paragraphs (table rows, lines), whether it stopped at a limit, whether pages are scans."""

    paragraphs: Iterable[Paragraph]
    cut: bool = False
    scan: bool = False


class Unreadable(Exception):
    """A reader gives up on a file; the state and a clause say why."""

    def __init__(self, state: State, detail: str) -> None:
        super().__init__(detail)
        self.state, self.detail = state, detail
