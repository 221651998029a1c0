"""Pure: the header lines of a WARC record, read in one way by all who read them (ISO 28500, 4)."""

from __future__ import annotations

import re
from collections.abc import Iterable

EVENT = "urn:queson:event:"
"""How the address of an event begins."""
MAX_HEAD = 1 << 16
"""Bytes that the headers of a record may take."""
HEAD_END = re.compile(rb"\r?\n\r?\n")
"""What ends the headers of a record, in files of others too."""
_NAME = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_WEB = ("http", "https")
_MESSAGES = ("request", "response", "revisit")
"""The types of records that hold a message of HTTP."""
_KEPT = re.compile(r"warc-[a-z0-9-]+|content-type|x-claimed-[a-z0-9-]+")
"""What is kept of another's headers: those of the format, and what its digests claimed."""

Pairs = list[tuple[str, bytes]]
"""Names as they stand there, and values without the blanks around them."""


def pairs_of(lines: Iterable[bytes]) -> Pairs:
    """Header lines as (name, value). A line that begins with a blank goes on with the one before; a line without a
    colon, or whose name holds anything that a name may not, is none, and neither is what goes on with it."""
    found: Pairs = []
    is_header = False
    for line in lines:
        if line[:1] in (b" ", b"\t"):
            if is_header:
                name, value = found[-1]
                found[-1] = (name, value + b" " + line.strip())
            continue
        raw, colon, value_bytes = line.partition(b":")
        raw = raw.rstrip(b" \t")
        is_header = bool(colon) and _NAME.fullmatch(raw) is not None
        if is_header:
            found.append((raw.decode("ascii"), value_bytes.strip()))
    return found


def fields_of(lines: Iterable[bytes]) -> dict[str, str]:
    """Header lines by name in lower case; of one that stands there twice the first."""
    found: dict[str, str] = {}
    for name, value in pairs_of(lines):
        found.setdefault(name.lower(), value.decode("utf-8", "replace"))
    return found


def kept_of(lines: Iterable[bytes]) -> Pairs:
    """What is kept of the headers of another's record: no word that only we may say."""
    return [(name, value) for name, value in pairs_of(lines) if _KEPT.fullmatch(name.lower())]


def address_of(text: str) -> str:
    """An address as a header gives it: without the brackets of early WARC files, the scheme in small letters."""
    address = text.strip("<> \t")
    scheme, colon, rest = address.partition(":")
    if colon and scheme.lower() in _WEB:
        return f"{scheme.lower()}:{rest}"
    return address


def is_http(headers: dict[str, str]) -> bool:
    """Whether a record's block is a message of HTTP; one that does not say what it is may be nothing else."""
    said = headers.get("content-type", "")
    if not said:
        return headers.get("warc-type") in _MESSAGES
    return said.lower().startswith("application/http")


def is_event(headers: dict[str, str]) -> bool:
    """Whether a record is one of our events; `headers` by name in lower case."""
    return headers.get("warc-type") == "metadata" and headers.get("warc-target-uri", "").startswith(EVENT)


def is_event_address(address: str) -> bool:
    """Whether an address is that of an event, however it is quoted."""
    return address.strip("<> \t").lower().startswith(EVENT)
