"""MHTML, as browsers save a page with all it shows: each part with the address that it came from. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from itertools import islice

from queson_crawler.imports.saved.page import SavedFile, time_of
from queson_crawler.urls import clean

MAX_PARTS = 10_000
_HEAD = 1 << 12


def is_mhtml(begin: bytes) -> bool:
    """Whether a file begins like one."""
    head = begin[:_HEAD].lower()
    return b"multipart/related" in head and b"mime-version:" in head


def parts(data: bytes, at: str, source: str) -> Iterator[SavedFile]:
    """The parts that came from addresses of the web; `at` is the time of those whose file tells none."""
    whole = message_from_bytes(data)
    at = time_of(str(whole.get("Date") or "")) or at
    for part in islice(whole.walk(), MAX_PARTS):
        url = str(part.get("Content-Location") or "").strip()
        if part.is_multipart() or not clean(url):
            continue
        body = part.get_payload(decode=True)
        if isinstance(body, bytes):
            yield SavedFile(url, at, _type(part), body, source)


def _type(part: Message) -> str:
    kind, charset = part.get_content_type(), part.get_content_charset()
    return f"{kind}; charset={charset}" if charset else kind
