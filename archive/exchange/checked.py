"""A line of a file of JSON lines, believed in nothing: either a record that can be stored, or why it is none. Pure."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from typing import Any

from archive.checks import is_slug
from archive.dedup import content_sha256
from archive.exchange import document_records
from archive.exchange.fields import Refused, addresses, fields, several, storable
from archive.exchange.hanging import copies, files_of_document, with_confidence
from archive.exchange.lines import ARTICLE, ATTACHMENT, CATEGORY, IMAGE, PORTAL, REVISION, VERSION, VIEWS, Record
from archive.records import DOCUMENT_ID, POSITIONS

__all__ = ["MAX_LINE", "Refused", "checked"]

MAX_LINE = 32 << 20
"""Bytes of a line: a hundred times what the largest article of a portal takes with its revisions and files."""
_TEXTS = ("title", "lead", "body")
_CAPTURE_TIMES = ("first_seen_at", "last_seen_at", "captured_at")


def checked(line: bytes, at: str | None = None) -> Record:
    """The record in a line, with every field it may have and no other. An article that tells no time of capture was
    first seen `at`. Raises Refused."""
    found = _object(line)
    if at is not None and not any(map(found.get, _CAPTURE_TIMES)):
        found["first_seen_at"] = at
    return checked_fields(found)


def checked_fields(found: Record) -> Record:
    """The record in a JSON object, as `checked` gives it. Raises Refused."""
    storable(found)
    kind = found.get("record", "article")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise Refused("it is no kind of record that is known here")
    return _KINDS[kind](found)


def _object(line: bytes) -> Record:
    if len(line) > MAX_LINE:
        raise Refused(f"it is longer than {MAX_LINE:,} bytes")
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
    return found


def _no_number(name: str) -> Any:
    """JSON has no NaN and no Infinity."""
    raise ValueError(name)


def _head(found: Record) -> Record:
    if found.get("version") != VERSION:
        raise Refused(f"it was written by a newer queson (version {found.get('version')!r}, known is {VERSION})")
    return {"record": "queson", "version": VERSION}


def _portal(found: Record) -> Record:
    record = fields(found, PORTAL)
    return {"record": "portal", **record, "slug": _slug(record["slug"])}


def _category(found: Record) -> Record:
    record = fields(found, CATEGORY)
    return {"record": "category", **record, "portal": _slug(record["portal"])}


def _slug(value: Any) -> str:
    if not is_slug(str(value)):
        raise Refused("portal is no slug (small letters, digits, hyphens)")
    return str(value)


def _article(found: Record) -> Record:
    """An article. One that somebody else wrote may lack revisions, digests and the key, or what the key is made of."""
    record = {"record": "article", **fields(_completed(found), ARTICLE)}
    _check_key(record)
    revisions = _revisions(found, record)
    latest = revisions[-1]
    for name in _TEXTS:
        if _nfc(record[name]) not in ("", latest[name]):
            raise Refused("its text is not that of its latest revision")
        record[name] = latest[name]
    record["content_sha256"] = latest["content_sha256"]
    return record | {
        "revisions": revisions,
        "categories": addresses(found, "categories"),
        "addresses": addresses(found, "addresses"),
        "views": several(found, "views", VIEWS),
        "images": several(found, "images", IMAGE, POSITIONS),
        "attachments": with_confidence(found, "attachments", ATTACHMENT),
        "copies": copies(found),
    }


def _check_key(record: Record) -> None:
    if record["key"] != f"{_slug(record['portal'])}/{record['native_id']}":
        raise Refused("key is not portal/native_id")


def _in_order(revisions: list[Record]) -> list[Record]:
    times = [each["captured_at"] for each in revisions]
    if times != sorted(times):
        raise Refused("its revisions are not in the order of time")
    return revisions


def _completed(found: Record) -> Record:
    """An article with its key from portal and native id, or these from its key, with both times of capture, and with a
    precision where it has a date and nowhere else: one that is not told is the day."""
    key, portal, native_id = map(found.get, ("key", "portal", "native_id"))
    if isinstance(key, str):
        portal, _, native_id = key.partition("/")
        found = {"portal": portal, "native_id": native_id, **found}
    elif key is None and isinstance(portal, str) and isinstance(native_id, str):
        found = {**found, "key": f"{portal}/{native_id}"}
    seen = found.get("last_seen_at") or found.get("first_seen_at") or found.get("captured_at")
    precision = found.get("published_precision") or "day"
    found = {**found, "published_precision": found.get("published_at") and precision}
    return {**found, "last_seen_at": seen, "first_seen_at": found.get("first_seen_at") or seen}


def _revisions(found: Record, record: Record) -> list[Record]:
    """The revisions in the order of time; of an article without any, its text as it was seen last."""
    told = several(found, "revisions", REVISION)
    if not told:
        told = [{**record, "number": 1, "captured_at": record["last_seen_at"]}]
    return _in_order(list(map(_revision, told)))


def _revision(found: Record) -> Record:
    texts = {name: _nfc(found[name]) for name in _TEXTS}
    if not texts["title"] and not texts["body"]:
        raise Refused("it has neither title nor body")
    sha256 = content_sha256(**texts)
    if found["content_sha256"] not in (None, sha256):
        raise Refused("content_sha256 is not that of its text")
    return {"captured_at": found["captured_at"], **texts, "content_sha256": sha256}


def _document(found: Record) -> Record:
    """A legal document. One that tells no revisions has one: what it said when it was seen last; one that does not tell
    how number and days were printed has them as they are."""
    told = _completed(found)
    record = {"record": "document", **fields(told, document_records.DOCUMENT)}
    _check_key(record)
    if not str(record["native_id"]).startswith(DOCUMENT_ID):
        raise Refused(f"native_id is no id of a document: it does not begin with {DOCUMENT_ID}")
    record["number_raw"] = record["number_raw"] or fields({"abstract": found.get("number")}, ("abstract",))["abstract"]
    for day in ("issued", "effective"):
        record[f"{day}_raw"] = record[f"{day}_raw"] or record[day] or ""
    record["files"] = files_of_document(found)
    record["revisions"] = _document_revisions(found, record)
    return record


def _document_revisions(found: Record, record: Record) -> list[Record]:
    names = tuple(name for name in document_records.REVISION if name not in ("revision", "number", "files"))
    revisions = several(found, "revisions", names)
    for each, written in zip(revisions, found.get("revisions") or [], strict=True):
        each["number"] = str(written.get("number") or "")
        each["files"] = addresses(written, "files")
    if not revisions:
        return [{"captured_at": record["last_seen_at"]}]
    return _in_order(revisions)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


_KINDS: dict[str, Callable[[Record], Record]] = {
    "queson": _head,
    "portal": _portal,
    "category": _category,
    "article": _article,
    "document": _document,
}
