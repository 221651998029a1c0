"""The name under which a portal sends a file: shown to people, never used as a path. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from queson_crawler.parse.headers import value
from queson_crawler.text import normalise

MAX_NAME = 200
_EXTENDED = re.compile(r"filename\*\s*=\s*\"?([\w!#$%&+^`{}~-]*)'[^']*'([^\";]*)", re.I)
_QUOTED = re.compile(r"filename\s*=\s*\"((?:[^\"\\]|\\.)*)\"", re.I)
_BARE = re.compile(r"filename\s*=\s*([^;]+)", re.I)
_ENCODED = re.compile(r"=\?[\w-]+\?[bq]\?[^?]*\?=", re.I)
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{2,5})$")


def sent_as(headers: Iterable[tuple[str, str]]) -> str:
    """The name in Content-Disposition, in Vietnamese letters where it came garbled; "" where there is none."""
    disposition = value(headers, "content-disposition")[:4000]
    if match := _EXTENDED.search(disposition):
        try:
            return safe(unquote_to_bytes(match[2]).decode(match[1] or "utf-8", "replace"))
        except LookupError:
            return safe(unquote(match[2]))
    if match := _QUOTED.search(disposition):
        name = re.sub(r"\\(.)", r"\1", match[1]) if '\\"' in match[1] else match[1]
        return safe(_letters(name))
    match = _BARE.search(disposition)
    return safe(_letters(match[1].strip())) if match else ""


def _letters(name: str) -> str:
    """Header bytes come as Latin-1: portals put UTF-8, percent signs or MIME words into them."""
    if _ENCODED.search(name):
        try:
            return str(make_header(decode_header(name)))
        except (HeaderParseError, LookupError, UnicodeError, ValueError):
            return name
    with suppress(UnicodeError):
        name = name.encode("latin-1").decode("utf-8")
    return unquote(name) if re.search(r"%[0-9A-Fa-f]{2}", name) else name


def safe(name: str) -> str:
    """A name that can be shown: its last part, without what steers terminals or hides letters, not too long."""
    whole = _STEERING.sub(" ", name[: 20 * MAX_NAME]).replace("\\", "/")
    last = [part for part in whole.split("/") if part.strip(". ")]
    kept = normalise(" ".join(last[-1].split())) if last else ""
    if len(kept) > MAX_NAME:
        ending = _EXTENSION.search(kept)
        tail = ending[0] if ending else ""
        kept = kept[: MAX_NAME - len(tail)] + tail
    return kept


def extension(*names: str) -> str:
    """The first ending, in lower case and without its dot, that one of some names or addresses has."""
    for name in names:
        try:
            path = unquote(urlsplit(name).path)
        except ValueError:
            path = ""
        if match := _EXTENSION.search(path.rstrip()):
            return match[1].lower()
    return ""
