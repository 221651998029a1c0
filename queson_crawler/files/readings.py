"""What reading a file gives, and how the readers hand on what they find. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from archive.records import FileState as FileState
from queson_crawler.files.formats import Format

MAX_CHARACTERS = 2_000_000
"""Text of one file beyond this is cut off, and the file marked so."""

NEXT_CELL = " | "
"""What stands between two cells of a table row."""

OF_THE_MOMENT = frozenset((FileState.TOO_LONG, FileState.CRASHED))
"""What may come out otherwise on another machine: it is written down when it happens, and believed from then on."""
UNREAD = frozenset((FileState.ENCRYPTED, FileState.BROKEN, FileState.TOO_MUCH, *OF_THE_MOMENT))
"""What ought to have text and could not be read."""


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a file is and the text in it. `detail` says why it could not be read, in a clause; `encodings` what its text
    was written in: `unicode`, `tcvn3`, `vni`, `vps`, `viscii`."""

    kind: Format
    state: FileState
    text: str = ""
    detail: str = ""
    encodings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one font ("" where that is not known)."""

    text: str
    font: str = ""


Paragraph = Sequence[Run]
Line = TypeVar("Line", bound=Paragraph)


def text_of(runs: Iterable[Run]) -> str:
    """The text of runs, whatever their fonts."""
    return "".join([run.text for run in runs])


def has_words(runs: Iterable[Run]) -> bool:
    """Whether runs hold more than blanks, and what stands between cells."""
    return text_of(runs).replace("|", "").strip() != ""


def once(paragraphs: Iterable[Line]) -> Iterator[Line]:
    """Paragraphs, of those with the same text the first: what headers and footers say again in each section."""
    said: set[str] = set()
    for paragraph in paragraphs:
        text = text_of(paragraph).strip()
        if text not in said:
            said.add(text)
            yield paragraph


def trimmed(row: list[Run]) -> list[Run]:
    """A table row without empty cells at its end."""
    while row and not has_words(row[-1:]):
        row.pop()
    return row


@dataclass(frozen=True, slots=True)
class Extract:
    """What a reader found: paragraphs (table rows, lines), whether it stopped at a limit, whether pages are scans."""

    paragraphs: Iterable[Paragraph]
    cut: bool = False
    scan: bool = False


class Unreadable(Exception):
    """A reader gives up on a file; the state and a clause say why."""

    def __init__(self, state: FileState, detail: str) -> None:
        super().__init__(detail)
        self.state, self.detail = state, detail
