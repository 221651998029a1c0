"""One saved file: what it is, where it came from, when; and what it says of that itself. Pure."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape

from archive.warc import sniff
from queson_crawler.urls import clean

HTML = "text/html"
_LOOKED_AT = 1 << 16
_SINGLE_FILE = re.compile(
    rb"Page saved with SingleFile\s{1,9}url:[ \t]{0,9}(\S{1,4000})\s{1,99}saved date:[ \t]{0,9}([^\r\n]{1,100})"
)
_SAVED_FROM = re.compile(rb"<!--\s{0,9}saved from url=\(\d{1,6}\)([^\s>]{1,4000})\s{0,9}-->")
_HTTRACK = re.compile(
    rb"<!-- Mirrored from (\S{1,4000}) by HTTrack Website Copier[^,>]{0,99}, ([^<>]{1,60}?)\s{0,9}-->"
)
_CANONICAL = re.compile(
    rb"<link\b(?=[^<>]{0,500}\brel=['\"]?canonical\b)[^<>]{0,500}?\bhref=['\"]?([^'\"\s<>]{1,4000})", re.I
)
_OG_URL = re.compile(
    rb"<meta\b(?=[^<>]{0,500}\bproperty=['\"]?og:url\b)[^<>]{0,500}?\bcontent=['\"]?([^'\"\s<>]{1,4000})", re.I
)
_JAVASCRIPT = re.compile(r"\w{3} (\w{3}) (\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})")


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file with its address and time (UTC); `digest_of` is what stands for the bytes on disk, where what is kept
    differs from them."""

    url: str
    at: str
    media_type: str
    body: bytes
    source: str
    changed_from: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says of its own address and of when it was saved; "" for what it does not say."""

    url: str = ""
    at: str = ""
    is_httrack: bool = False


def told_of(body: bytes) -> Told:
    """What the program that saved a page wrote into it; else the address that the page itself gives."""
    begin = body[:_LOOKED_AT]
    found = _SINGLE_FILE.search(begin)
    if found:
        return Told(_address(found[1]), time_of(found[2].decode("utf-8", "replace")))
    found = _HTTRACK.search(begin) or _HTTRACK.search(body[-_LOOKED_AT:])
    if found:
        return Told(_text(found[1]), time_of(found[2].decode("latin-1")), is_httrack=True)
    for pattern in (_SAVED_FROM, _CANONICAL, _OG_URL):
        found = pattern.search(begin)
        if found and _address(found[1]):
            return Told(_address(found[1]))
    return Told()


def _text(found: bytes) -> str:
    return unescape(found.decode("utf-8", "replace"))


def _address(found: bytes) -> str:
    address = _text(found)
    return address if clean(address) else ""


def time_of(text: str) -> str:
    """A time as a browser's JavaScript or a mail header writes it, in UTC; "" where it is none."""
    match = _JAVASCRIPT.match(text.strip())
    if match:
        text = f"{match[2]} {match[1]} {match[3]} {match[4]} {match[5]}"
    try:
        moment = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError):
        return ""
    return iso(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def iso(moment: datetime) -> str:
    """A time as WARC writes it; "" for one that cannot be."""
    try:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
    except (OverflowError, ValueError):
        return ""


def type_of(name: str, body: bytes) -> str:
    """The media type of a file: of a page as it looks, of all else by its name."""
    if sniff.is_page(body):
        return HTML
    kind, _ = mimetypes.guess_type(name.partition("?")[0])
    return kind or "application/octet-stream"
