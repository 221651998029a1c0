"""Records as they are kept in WARC: one for each revision of an article or document, portals and categories as they
are."""

from __future__ import annotations

import json
from collections.abc import Iterator

from archive.checks import is_moment
from archive.errors import BadRecord
from archive.exchange import document_records
from archive.exchange.checked import Refused, checked_fields
from archive.exchange.lines import Record

IS_LATEST = "is_latest"


def parts(record: Record) -> Iterator[Record]:
    """The parts of a record that was checked; of an article or document the last one brings what hangs on it."""
    match record["record"]:
        case "article":
            yield from _of_article(record)
        case "document":
            *earlier, latest = document_records.parts(record)
            for each in earlier:
                yield {**each, IS_LATEST: False}
            yield {**latest, IS_LATEST: True}
        case _:
            yield record


def _of_article(record: Record) -> Iterator[Record]:
    whole = dict(record)
    *earlier, latest = whole.pop("revisions")
    bare = whole | {name: [] for name, value in whole.items() if isinstance(value, list)}
    for each in earlier:
        yield {**bare, **each, IS_LATEST: False}
    yield {**whole, **latest, IS_LATEST: True}


def checked_part(content: bytes) -> Record:
    """A part that was read back. Raises BadRecord where it is none."""
    try:
        found = json.loads(content)
        if not isinstance(found, dict) or not isinstance(found.get(IS_LATEST, True), bool):
            raise BadRecord("it is no record")
        is_latest, captured_at = found.pop(IS_LATEST, True), found.get("captured_at", "")
        record = checked_fields(found)
    except (ValueError, RecursionError) as error:
        raise BadRecord("it is no JSON") from error
    except Refused as refused:
        raise BadRecord(str(refused)) from refused
    if record["record"] not in ("article", "document"):
        return record
    if not is_moment(str(captured_at)):
        raise BadRecord("captured_at is no time in UTC")
    (latest,) = record.pop("revisions")
    if record["record"] == "article":
        record |= latest
    return {**record, "captured_at": captured_at, IS_LATEST: is_latest}
