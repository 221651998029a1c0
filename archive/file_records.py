"""What is kept of files and pictures: what each is offered as, what became of it, and what pages are shown with.

Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

POSTED = "#posted="
"""What parts the address of a page from the name of a file that it sends when a form of it is sent: such a file has no
address of its own."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of an article; ``caption`` is the text printed with it."""

    url: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file an article offers; ``filename`` is the name or link text it is offered under."""

    url: str
    filename: str = ""


class FileState(StrEnum):
    """What became of a file or picture of an article: the column `state`; null where it was not asked for yet."""

    TEXT = "text"
    """Stored, and its text with it."""
    CUT = "text, cut"
    """Stored, with its text up to a limit (characters, pages): the file holds more."""
    SCAN = "scan"
    """Stored: pictures of pages; what text there is beside them is kept."""
    RECOGNISED = "text by machine"
    """Stored, and its text with it: a scan that a program read, whose `confidence` says how sure it was."""
    NO_TEXT = "no text"
    """Stored: a picture, a sound, a folder of files, an empty document."""
    ENCRYPTED = "encrypted"
    """Stored, and like the next four without its text."""
    BROKEN = "broken"
    TOO_LONG = "too long"
    """Reading it took more time than is allowed."""
    TOO_MUCH = "too much"
    """It grows beyond the size allowed."""
    CRASHED = "crashed"
    """It took its reader down, or all the memory that it may have."""
    NOT_FOUND = "not found"
    NOT_A_FILE = "not a file"
    """A page, or nothing, came where a file should be."""
    REFUSED = "refused"
    """The portal, or its robots.txt, does not let it be read."""
    NO_ANSWER = "no answer"
    """No answer, or one that says that the portal is in trouble."""
    TOO_LARGE = "too large"
    """More bytes than one file may have."""
    ELSEWHERE = "elsewhere"
    """It leads to another site."""
    KEPT = "kept"
    """Stored: what pages are shown with, in which nobody looks for text."""


NOT_STORED = frozenset(
    (
        FileState.NOT_FOUND,
        FileState.NOT_A_FILE,
        FileState.REFUSED,
        FileState.NO_ANSWER,
        FileState.TOO_LARGE,
        FileState.ELSEWHERE,
    )
)
"""The states of what was asked for and is not here."""


@dataclass(frozen=True, slots=True)
class File:
    """A file or picture as it was asked for. `url` is its address as the article's page gives it; `sent_as` the name
    under which the portal sent it; `text` what could be read in it."""

    url: str
    state: FileState
    media_type: str = ""
    bytes: int = 0
    sha256: str = ""
    sent_as: str = ""
    text: str | None = None


class Use(StrEnum):
    """What a page, or a style sheet, needs a resource for."""

    FONT = "font"
    ICON = "icon"
    PICTURE = "picture"
    SCRIPT = "script"
    SHEET = "style sheet"


@dataclass(frozen=True, slots=True)
class Needed:
    """What a page is shown with, by its address. `depth` counts the style sheets that lead there: 0 is named by the
    page itself."""

    url: str
    use: Use
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Resource:
    """What pages are shown with, as it was asked for: `needed` says where and what for."""

    needed: Needed
    state: FileState
    media_type: str = ""
    bytes: int = 0
    sha256: str = ""
