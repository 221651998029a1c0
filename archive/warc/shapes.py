"""What the WARC files hold, as Python sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from archive.codec import Json
from archive.events import Event, RunStarted
from archive.notes import Note
from archive.warc.coding import decoded, is_damaged, unknown

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question to a portal and its answer.

    Headers are bytes read as latin-1, as HTTP gives them. ``body`` is as received: transfer encoding removed,
    content encoding not. ``fetched_at`` is UTC with ``Z``. ``note`` is what a rebuild needs to know; None
    of a record that is kept and that nobody read.
    """

    url: str
    method: str
    request_headers: Headers
    request_body: bytes
    status: int
    reason: str
    response_headers: Headers
    body: bytes
    ip: str
    fetched_at: str
    note: Note | None = None
    rendered: bool = False
    """Whether ``body`` is what a browser made of a page (its document as HTML in UTF-8) and not what a portal sent."""

    @property
    def task(self) -> Json:
        """What was asked, as its note tells it."""
        return self.note.task if self.note is not None else {}

    @property
    def content(self) -> bytes:
        """The body as it is parsed: content encoding removed (what could be, when it is damaged or unknown)."""
        return decoded(self.body, self._encoding)

    @property
    def is_damaged(self) -> bool:
        """Whether the body breaks off within its content encoding, so that `content` is a part of what was meant."""
        return is_damaged(self.body, self._encoding)

    @property
    def unknown_encodings(self) -> tuple[str, ...]:
        """The content encodings that the answer names and that nobody here can take off."""
        return unknown(self._encoding)

    @property
    def _encoding(self) -> str:
        names = [value for name, value in self.response_headers if name.lower() == "content-encoding"]
        return ", ".join(names)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record is: file name within the folder, offset and length of its gzip member in bytes.

    ``sha256`` is the hex digest of `Exchange.content` (what `records.Capture.sha256` means);
    ``record_type`` is ``response``, ``revisit``, ``conversion`` or ``metadata``. The first three fields are enough for
    `read_at`.
    """

    file: str
    offset: int
    length: int
    sha256: str = ""
    record_type: str = ""


@dataclass(frozen=True, slots=True)
class StoredExchange:
    """An exchange read back; the body of a revisit is that of the record it refers to."""

    exchange: Exchange
    place: Place
    started: ClassVar[None] = None

    @property
    def note(self) -> Note | None:
        """What a rebuild needs to know; None of a record that nobody read."""
        return self.exchange.note

    @property
    def run(self) -> int:
        """The number of its run; 0 where it does not say."""
        return self.note.run if self.note else 0

    @property
    def at(self) -> str:
        """Its time (UTC)."""
        return self.exchange.fetched_at


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event read back."""

    event: Event
    place: Place
    note: ClassVar[None] = None

    @property
    def run(self) -> int:
        """The number of its run."""
        return self.event.run

    @property
    def at(self) -> str:
        """Its time (UTC)."""
        return self.event.at

    @property
    def started(self) -> RunStarted | None:
        """The beginning of a run, where it is that."""
        if isinstance(self.event.what, RunStarted):
            return self.event.what
        return None


@dataclass(frozen=True, slots=True)
class Unusable:
    """A record that cannot be used, and why, in a clause; ``date`` is the time it says it is from."""

    place: Place
    why: str
    date: str = ""
    note: ClassVar[None] = None
    started: ClassVar[None] = None


Stored = StoredExchange | StoredEvent | Unusable


@dataclass(frozen=True, slots=True)
class Raw:
    """One record as it stands in a file: version, header lines, block."""

    version: bytes
    lines: tuple[bytes, ...]
    block: bytes
