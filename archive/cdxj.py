"""An index of WARC files as replay tools read it: sorted CDXJ in gzip blocks, which a small index names (ZipNum)."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from surt import surt

from archive.warc.dates import moment
from archive.warc.members import Record, records
from archive.warc.message import message, url_of

LINES = 1024
"""At most this many lines stand in one gzip block."""
MAX_QUERY = 4096
"""At most this many characters of a form count, as in other tools."""
_INDEXED = ("response", "revisit", "resource")
_FORM = "application/x-www-form-urlencoded"


def lines_of(path: Path) -> Iterator[str]:
    """A line for each answer in a WARC file, in its order. Raises WarcDamaged where it is torn or garbled."""
    answer: Record | None = None
    for record in records(path):
        if answer is not None:
            yield _line(path.name, answer, record)
        kind, url = record.headers.get("warc-type"), record.headers.get("warc-target-uri", "")
        answer = record if kind in _INDEXED and url.startswith(("http://", "https://")) else None
    if answer is not None:
        yield _line(path.name, answer, None)


def packed(lines: Iterable[str]) -> tuple[bytes, bytes]:
    """(index.cdx.gz, index.idx) of lines in any order; the same lines give the same bytes."""
    blocks, index = io.BytesIO(), io.StringIO()
    index.write('!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n')
    ordered = sorted(set(lines))
    for start in range(0, len(ordered), LINES):
        part = ordered[start : start + LINES]
        data = gzip.compress("\n".join([*part, ""]).encode(), mtime=0)
        digest = hashlib.sha256(data).hexdigest()
        told = {"offset": blocks.tell(), "length": len(data), "digest": f"sha256:{digest}", "filename": "index.cdx.gz"}
        index.write(f"{' '.join(part[0].split(' ', 2)[:2])} {json.dumps(told)}\n")
        blocks.write(data)
    return blocks.getvalue(), index.getvalue().encode()


def timestamp(date: str) -> str:
    """A time as an index writes it: 14 digits."""
    return re.sub(r"\D", "", moment(date))


def _line(file: str, answer: Record, following: Record | None) -> str:
    headers = answer.headers
    url = url_of(headers)
    status, mime = _described(answer)
    asked = following is not None and following.headers.get("warc-concurrent-to") == headers.get("warc-record-id")
    told: dict[str, Any] = {
        "url": url,
        "mime": mime,
        "status": status,
        "digest": headers.get("warc-payload-digest", ""),
        "length": str(answer.place.length),
        "offset": str(answer.place.offset),
        "filename": file,
    }
    key = url
    if asked and following is not None:
        key, more = _posted(url, following.block)
        told |= more
    return f"{surt(key)} {timestamp(headers.get('warc-date', ''))} {json.dumps(told, ensure_ascii=True)}"


def _described(answer: Record) -> tuple[str, str]:
    """Status and media type as an index gives them."""
    kind = answer.headers["warc-type"]
    if kind == "resource":
        return "200", answer.headers.get("content-type", "").partition(";")[0]
    line, received, _ = message(answer.block[: 1 << 16])
    status = line.partition(" ")[2].partition(" ")[0]
    if kind == "revisit":
        return status or "-", "warc/revisit"
    said = _content_type(received)
    return status, said.partition(";")[0].strip().lower() or "unk"


def _posted(url: str, question: bytes) -> tuple[str, dict[str, str]]:
    """The address under which replay tools look for what a form brought; the address itself for what was just asked."""
    line, sent, body = message(question)
    method = line.partition(" ")[0]
    if method in ("GET", ""):
        return url, {}
    if _content_type(sent).startswith(_FORM):
        query = body.decode("latin-1")
    else:
        query = f"__wb_post_data={quote(b64encode(body).decode())}"
    query = query[:MAX_QUERY]
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}__wb_method={method}&{query}", {"method": method, "requestBody": query}


def _content_type(headers: Iterable[tuple[str, str]]) -> str:
    for name, value in headers:
        if name.lower() == "content-type":
            return value
    return ""
