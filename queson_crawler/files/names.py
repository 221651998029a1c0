"""The name under which a portal sends a file: shown to people, never used as a path. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from urllib.parse import unquote, unquote_to_bytes

from archive.addresses import split
from queson_crawler.parse.headers import value
from queson_crawler.text import normalise

MAX_NAME = 200
MAX_HEADER = 4000
_EXTENDED = re.compile(r"filename\*\s*=\s*\"?([\w!#$%&+^`{}~-]*)'[^']*'([^\";]*)", re.I)
_QUOTED = re.compile(r"filename\s*=\s*\"((?:[^\"\\]|\\.)*)\"", re.I)
_BARE = re.compile(r"filename\s*=\s*([^;]+)", re.I)
_ENCODED_WORD = re.compile(r"=\?[\w-]+\?[bq]\?[^?]*\?=", re.I)
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
"""Signs that steer a terminal or hide letters."""
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{2,5})$")


def sent_as(headers: Iterable[tuple[str, str]]) -> str:
    """The name in Content-Disposition, in Vietnamese letters where it came garbled; "" where there is none."""
    disposition = value(headers, "content-disposition")[:MAX_HEADER]
    extended = _EXTENDED.search(disposition)
    if extended:
        return safe(_percent_decoded(extended[2], extended[1] or "utf-8"))
    quoted = _QUOTED.search(disposition)
    if quoted:
        return safe(_letters(_unescaped(quoted[1])))
    bare = _BARE.search(disposition)
    if bare:
        return safe(_letters(bare[1].strip()))
    return ""


def _percent_decoded(name: str, charset: str) -> str:
    try:
        return unquote_to_bytes(name).decode(charset, "replace")
    except LookupError:
        return unquote(name)


def _unescaped(name: str) -> str:
    """A quoted name without its backslashes. Internet Explorer's paths keep theirs: they escape no quote."""
    if '\\"' not in name:
        return name
    return re.sub(r"\\(.)", r"\1", name)


def _letters(name: str) -> str:
    """Header bytes come as Latin-1: portals put UTF-8, percent signs or MIME words into them."""
    if _ENCODED_WORD.search(name):
        try:
            return str(make_header(decode_header(name)))
        except (HeaderParseError, LookupError, UnicodeError, ValueError):
            return name
    with suppress(UnicodeError):
        name = name.encode("latin-1").decode("utf-8")
    if _PERCENT.search(name):
        return unquote(name)
    return name


def safe(name: str) -> str:
    """A name that can be shown: its last part, without what steers terminals or hides letters, not too long."""
    whole = _STEERING.sub(" ", name[: 20 * MAX_NAME]).replace("\\", "/")
    last = ""
    for part in whole.split("/"):
        if part.strip(". "):
            last = part
    return _shortened(normalise(" ".join(last.split())))


def _shortened(name: str) -> str:
    """A name of at most MAX_NAME characters that keeps its ending."""
    if len(name) <= MAX_NAME:
        return name
    match = _EXTENSION.search(name)
    ending = match[0] if match else ""
    return name[: MAX_NAME - len(ending)] + ending


def extension(*names: str) -> str:
    """The first ending, in lower case and without its dot, that one of some names or addresses has."""
    for name in names:
        match = _EXTENSION.search(unquote(split(name).path).rstrip())
        if match:
            return match[1].lower()
    return ""
