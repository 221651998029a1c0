"""What a portal sent for one request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from queson_crawler.parse.document import Document


@dataclass(frozen=True, slots=True)
class Answer:
    """What a portal sent for one request, its content encoding removed. `location` is where a redirect leads;
    `is_damaged` says that the body broke off within its encoding, so that only a part of it is here."""

    url: str
    status: int
    body: bytes
    media_type: str = "text/html"
    charset: str | None = None
    location: str = ""
    fetched_at: str = ""
    """When it was sent, ISO 8601; "" where that is not known. A page's clock tells the same, and is no publication."""
    is_damaged: bool = False

    @property
    def type_said(self) -> str:
        """The media type, in words."""
        return self.media_type or "no type"

    @property
    def beginning(self) -> bytes:
        """The first bytes, by which one knows a file."""
        return self.body[:8]

    @property
    def is_cut_off(self) -> bool:
        """Whether a part of the page is missing: a wrong checksum behind its end takes nothing away."""
        return self.is_damaged and self.body.rstrip()[-7:].lower() != b"</html>"

    def document(self) -> Document:
        """The answer as a page. That of the last answer is kept: several steps ask for it, one after the other."""
        return _document_of(self)


@lru_cache(maxsize=1)
def _document_of(answer: Answer) -> Document:
    return Document.from_bytes(answer.url, answer.body, answer.charset, _moment(answer.fetched_at))


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
