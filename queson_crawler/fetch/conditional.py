"""Asking whether a page has changed instead of asking for it: validators of the last answer that is kept.

Only articles and pages that stand for themselves are asked so. A list whose server is wrong about its own changes would
hide everything new; what it costs is one request either way.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import WarcDamaged
from archive.records import Capture
from archive.store import Archive
from archive.warc import Exchange, Place, read_at

_CONDITIONS = (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))


@dataclass(frozen=True, slots=True)
class Kept:
    """The last answer of an address, as it is kept, and the headers that ask whether it still holds."""

    capture: Capture
    exchange: Exchange
    headers: dict[str, str]


def kept(archive: Archive, url: str, *roles: str) -> Kept | None:
    """The last answer of an address that was asked for in one of some roles; None where there is none whole, or it has
    no validator."""
    capture = archive.last_answer(url, *roles)
    if capture is None:
        return None
    try:
        exchange = read_at(archive.warc, Place(capture.warc_file, capture.warc_offset, capture.warc_length)).exchange
    except WarcDamaged:
        return None
    said = {name.lower(): value for name, value in exchange.response_headers}
    headers = {condition: said[name] for name, condition in _CONDITIONS if said.get(name)}
    return Kept(capture, exchange, headers) if headers else None
