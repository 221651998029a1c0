"""A line of a file of JSON lines, believed in nothing: either a record that can be stored, or why it is none. Pure."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Any

from archive.dedup import Kind, content_sha256
from archive.exchange.lines import ARTICLE, ATTACHMENT, CATEGORY, IMAGE, PORTAL, REVISION, VERSION, VIEWS, Record
from archive.records import POSITIONS, FileState

LONGEST = 32 << 20
"""Bytes of a line: a hundred times what the largest article of a portal takes with its revisions and files."""
MOST = 100_000
_DEEPEST = 12
_LEAST, _GREATEST = -(1 << 63), (1 << 63) - 1
_OBSERVED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_PUBLISHED = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(\+\d\d:\d\d)?)?)?)?")
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_TEXTS = ("title", "lead", "body")
_NUMBERS = frozenset(("view_count", "word_count", "declared_total", "number", "views", "bytes", "is_first"))
_MOMENTS = frozenset(("first_seen_at", "last_seen_at", "gone_at", "walked_at", "captured_at", "observed_at"))
_NEEDED = frozenset(
    (
        "slug",
        "key",
        "portal",
        "native_id",
        "url",
        "captured_at",
        "observed_at",
        "views",
        "first_seen_at",
        "original",
        "is_first",
        "last_seen_at",
    )
)
_FILLED = frozenset(
    (*_TEXTS, "base_url", "platform", "owner", "address", "phone", "email", "caption", "filename", "label")
)
"""Columns that hold an empty text where nothing is known."""


_ONE_OF = {"published_precision": frozenset(("minute", "day", "month")), "state": frozenset(map(str, FileState))}


class Refused(Exception):
    """Why a line is no record, in a clause."""


def checked(line: bytes, at: str | None = None) -> Record:
    """The record in a line, with every field it may have and no other. An article that tells no time of capture was
    first seen `at`. Raises Refused."""
    if len(line) > LONGEST:
        raise Refused(f"it is longer than {LONGEST:,} bytes")
    try:
        found = json.loads(line.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise Refused("it is not UTF-8") from error
    except RecursionError as error:
        raise Refused("it is nested too deep") from error
    except ValueError as error:
        raise Refused("it is no JSON") from error
    if not isinstance(found, dict):
        raise Refused("it is no JSON object")
    _bounded(found)
    if at is not None and not any(found.get(name) for name in ("first_seen_at", "last_seen_at", "captured_at")):
        found["first_seen_at"] = at
    read = _KINDS.get(found.get("record", "article") if isinstance(found.get("record", "article"), str) else "")
    if read is None:
        raise Refused("it is no kind of record that is known here")
    return read(found)


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _bounded(value: Any, depth: int = 0) -> None:
    """Nothing that SQLite or UTF-8 cannot hold, and nothing nested deeper than a record is."""
    if depth > _DEEPEST:
        raise Refused("it is nested too deep")
    if isinstance(value, str):
        if "\0" in value:
            raise Refused("a text holds NUL")
        if any("\ud800" <= letter <= "\udfff" for letter in value) if not value.isascii() else False:
            raise Refused("a text holds half a character (a lone surrogate)")
    elif isinstance(value, int) and not _LEAST <= value <= _GREATEST:
        raise Refused("a number is too great")
    elif isinstance(value, dict | list):
        if len(value) > MOST:
            raise Refused(f"it holds more than {MOST:,} things in one")
        for key, each in value.items() if isinstance(value, dict) else ((None, each) for each in value):
            if key is not None:
                _bounded(key, depth)
            _bounded(each, depth + 1)


def _fields(found: Record, names: tuple[str, ...]) -> Record:
    return {name: _field(name, found.get(name)) for name in names}


def _field(name: str, value: Any) -> str | int | None:
    if value is None:
        if name in _NEEDED:
            raise Refused(f"it has no {name}")
        return "" if name in _FILLED else None
    if name in _NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int):
            raise Refused(f"{name} is no whole number")
        if value < 0:
            raise Refused(f"{name} is less than nothing")
        return value
    if not isinstance(value, str):
        raise Refused(f"{name} is no text")
    if name in _MOMENTS and not _is_moment(value, _OBSERVED):
        raise Refused(f"{name} is no time in UTC (2020-07-24T03:19:00Z)")
    if name == "published_at" and not _is_moment(value, _PUBLISHED):
        raise Refused("published_at is no date of ISO 8601")
    if name in _NEEDED and not value:
        raise Refused(f"it has no {name}")
    if name in _ONE_OF and value not in _ONE_OF[name]:
        raise Refused(f"{name} is none of {', '.join(sorted(_ONE_OF[name]))}")
    return value


def _is_moment(value: str, form: re.Pattern[str]) -> bool:
    if not form.fullmatch(value):
        return False
    try:
        datetime.fromisoformat({4: f"{value}-01-01", 7: f"{value}-01"}.get(len(value), value))
    except ValueError:
        return False
    return True


def _several(found: Record, name: str, names: tuple[str, ...], most: int = MOST) -> list[Record]:
    values = found.get(name) or []
    if not isinstance(values, list) or not all(isinstance(each, dict) for each in values):
        raise Refused(f"{name} is no list of objects")
    if len(values) > most:
        raise Refused(f"{name} are more than {most:,}")
    return [_fields(each, names) for each in values]


def _strings(found: Record, name: str) -> list[str]:
    values = found.get(name) or []
    if not isinstance(values, list) or not all(isinstance(each, str) and each for each in values):
        raise Refused(f"{name} is no list of texts")
    return list(dict.fromkeys(values))


def _head(found: Record) -> Record:
    if found.get("version") != VERSION:
        raise Refused(f"it was written by a newer queson (version {found.get('version')!r}, known is {VERSION})")
    return {"record": "queson", "version": VERSION}


def _portal(found: Record) -> Record:
    record = _fields(found, PORTAL)
    return {"record": "portal", **record, "slug": _slug(record["slug"])}


def _category(found: Record) -> Record:
    record = _fields(found, CATEGORY)
    return {"record": "category", **record, "portal": _slug(record["portal"])}


def _slug(value: Any) -> str:
    if not _SLUG.fullmatch(str(value)):
        raise Refused("portal is no slug (small letters, digits, hyphens)")
    return str(value)


def _article(found: Record) -> Record:
    """An article. One that somebody else wrote may lack revisions, digests and the key, or what the key is made of."""
    if isinstance(found.get("key"), str):
        portal, _, native_id = found["key"].partition("/")
        found = {"portal": portal, "native_id": native_id, **found}
    if found.get("key") is None and isinstance(found.get("portal"), str) and isinstance(found.get("native_id"), str):
        found = {**found, "key": f"{found['portal']}/{found['native_id']}"}
    seen = found.get("last_seen_at") or found.get("first_seen_at") or found.get("captured_at")
    found = {**found, "last_seen_at": seen, "first_seen_at": found.get("first_seen_at") or seen}
    record = {"record": "article", **_fields(found, ARTICLE)}
    if record["key"] != f"{_slug(record['portal'])}/{record['native_id']}":
        raise Refused("key is not portal/native_id")
    revisions = _several(found, "revisions", REVISION) or [
        {**record, "number": 1, "captured_at": record["last_seen_at"]}
    ]
    record["revisions"] = [_revision(each) for each in revisions]
    latest = record["revisions"][-1]
    if any(record[name] and _nfc(record[name]) != latest[name] for name in _TEXTS):
        raise Refused("its text is not that of its latest revision")
    record |= {name: latest[name] for name in (*_TEXTS, "content_sha256")}
    times = [each["captured_at"] for each in record["revisions"]]
    if times != sorted(times):
        raise Refused("its revisions are not in the order of time")
    return record | {
        "categories": _strings(found, "categories"),
        "addresses": _strings(found, "addresses"),
        "views": _several(found, "views", VIEWS),
        "images": _several(found, "images", IMAGE, POSITIONS),
        "attachments": _several(found, "attachments", ATTACHMENT, POSITIONS),
        "copies": _copies(found),
    }


def _copies(found: Record) -> list[Record]:
    """What it repeats, as the archive that wrote it knew it; of most articles nothing."""
    told = _several(found, "copies", ("original", "kind", "is_first"))
    shares = [each.get("similarity") for each in found.get("copies") or []]
    for each, share in zip(told, shares, strict=True):
        if each["kind"] not in (Kind.EXACT, Kind.NEAR) or each["is_first"] not in (0, 1):
            raise Refused("copies are no copies")
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            raise Refused("similarity is no number from 0 to 1")
    return [
        {"original": each["original"], "kind": each["kind"], "similarity": share, "is_first": each["is_first"]}
        for each, share in zip(told, shares, strict=True)
    ]


def _revision(found: Record) -> Record:
    texts = {name: _nfc(found[name]) for name in _TEXTS}
    if not texts["title"] and not texts["body"]:
        raise Refused("it has neither title nor body")
    sha256 = content_sha256(**texts)
    if found["content_sha256"] not in (None, sha256):
        raise Refused("content_sha256 is not that of its text")
    return {"captured_at": found["captured_at"], **texts, "content_sha256": sha256}


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


_KINDS: dict[str, Callable[[Record], Record]] = {
    "queson": _head,
    "portal": _portal,
    "category": _category,
    "article": _article,
}
