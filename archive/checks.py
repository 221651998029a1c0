"""What a value of others has to be before it is stored: slugs, web addresses, times. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Annotated

from archive.clock import moment
from archive.codec import Check

MAX_ADDRESS = 8192
MAX_NATIVE_ID = 1000
MAX_AHEAD = timedelta(days=1)
"""A time of others may be this far ahead of our clock: theirs may be wrong by a zone, not by a year."""
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_ADDRESS = re.compile(r"https?://[^/?#\s\x00-\x1f\x7f]+(?:[/?#][^\x00-\x1f\x7f]*)?", re.I)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def is_slug(text: str) -> bool:
    """Whether a text names a portal: small letters, digits, hyphens, dots."""
    return _SLUG.fullmatch(text) is not None


def is_web_address(text: str) -> bool:
    """Whether a text is an address of http or https, with a host, without control characters or half characters."""
    return len(text) <= MAX_ADDRESS and _ADDRESS.fullmatch(text) is not None and is_text(text)


def is_text(text: str) -> bool:
    """Whether UTF-8 can hold a text: JSON may hold lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_native_id(text: str) -> bool:
    """Whether a text can be the id by which a portal knows an article."""
    return 0 < len(text) <= MAX_NATIVE_ID and text.isprintable()


def is_moment(text: str) -> bool:
    """Whether a text is a time of observation: UTC, to the second, with ``Z``, on a day that exists."""
    return _MOMENT.fullmatch(text) is not None and is_iso(text)


def is_iso(text: str) -> bool:
    """Whether a text is a date or a time of ISO 8601, of a day that exists."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_past(text: str) -> bool:
    """Whether a time of observation is not in the future; ours may be behind by `MAX_AHEAD`."""
    latest = (moment() + MAX_AHEAD).strftime("%Y-%m-%dT%H:%M:%SZ")
    return text <= latest


WebAddress = Annotated[str, Check("address of http or https", is_web_address)]
