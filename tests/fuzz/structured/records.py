"""WARC records as trees that can be changed: headers, the note beside them, the event or HTTP message in them."""
# ruff: noqa: E501 (tables read best as they are)

from __future__ import annotations

import copy
import gzip
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from archive.warc.members import members
from tests.crawl.foreign import digest
from tests.fuzz.structured.changes import Change, Fields, How, Place, apply, places, read, written

AUTO = "auto"
"""The value of a length or digest that is to be right."""
OFFSET, LENGTH = "auto offset", "auto length"
_RECKONED = ("content-length", "warc-block-digest")
_JSON = ("queson-note", "queson-url", "queson-refers-to", "queson-head")

SMUGGLED = (
    b'Queson-Note: {"run": 1, "id": 1, "role": "article"}', b'\x0bQueson-Note: {"run": 1, "id": 1}',
    b'no colon\r\nQueson-Note: {"run": 1, "id": 1}', b' Queson-Note: {"run": 1, "id": 1}', b"Queson-Proof: 00",
    b'X: a\rQueson-Note: {"run": 1, "id": 1}', b'X: a\nQueson-Note: {"run": 1, "id": 1}', b"WARC-Type: metadata",
    b"WARC-Target-URI: urn:queson:event:run-end", b"WARC-Target-URI: <urn:queson:event:run-end>", b":", b"\x00: \x00",
    b'Queson-Refers-To: {"file": "/dev/zero", "offset": 0, "length": 9}', b"Transfer-Encoding: chunked", b"\xff\xfe: \x80",
)  # fmt: skip
"""Header lines that no honest program writes."""
BOMB = gzip.compress(bytes(40 << 20), mtime=0)


@dataclass
class Record:
    """One record. ``headers`` are [name, value], the values of `_JSON` as trees; ``event`` is the tree of an event."""

    version: bytes
    headers: Fields
    block: bytes
    event: Any = None
    more: list[bytes] = field(default_factory=list)
    original: Record | None = None
    """The record that a revisit refers to, wherever it comes to stand."""

    def written(self, place: tuple[int, int] = (0, 0)) -> bytes:
        """Its bytes; ``place`` are offset and length of the original."""
        block = self.block if self.event is None else written(self.event).encode("utf-8", "surrogatepass")
        lines = [self.version]
        for name, value in self.headers:
            if value == AUTO and name.lower() in _RECKONED:
                value = str(len(block)) if name.lower() == "content-length" else digest(block)
            elif isinstance(value, list) or name.lower() in _JSON:
                value = written(value).replace(f'"{OFFSET}"', str(place[0])).replace(f'"{LENGTH}"', str(place[1]))
            lines.append(f"{name}: {value}".encode("utf-8", "surrogatepass"))
        return b"\r\n".join((*lines, *self.more, b"", block, b"\r\n"))


def parsed(data: bytes) -> Record:
    """The record in some bytes that are whole."""
    head, _, block = data.partition(b"\r\n\r\n")
    version, *lines = head.split(b"\r\n")
    headers = Fields()
    for line in lines:
        name, _, value = line.decode().partition(": ")
        if name.lower() in _RECKONED:
            headers.append([name, AUTO])
        else:
            headers.append([name, read(value) if name.lower() in _JSON else value])
    block = block.removesuffix(b"\r\n\r\n")
    is_event = any(name == "WARC-Target-URI" and value.startswith("urn:queson:event:") for name, value in headers)
    return Record(version, headers, block, read(block.decode()) if is_event else None)


def records_in(path: Path) -> list[Record]:
    """The records of a file; of ours the revisits know their originals."""
    found: dict[int, Record] = {}
    with path.open("rb") as file:
        for offset, _, data in members(file):
            found[offset] = parsed(data)
    for record in found.values():
        for name, tree in record.headers:
            if name == "Queson-Refers-To" and isinstance(tree, Fields):
                told = dict(tree)
                record.original = found.get(told["offset"])
                tree[:] = [["file", told["file"]], ["offset", OFFSET], ["length", LENGTH]]
    return list(found.values())


@dataclass(frozen=True)
class Frame:
    """How records stand in a file: each a gzip member, all in one, or plain; and what was done to the bytes."""

    gzipped: str
    cut: float
    flipped: float
    extra: bytes


whole = Frame("each", 1, -1, b"")
frames = st.one_of(
    st.just(whole),
    st.builds(
        Frame,
        st.sampled_from(("each", "each", "all", "none")),
        st.one_of(st.just(1.0), st.floats(0.02, 1)),
        st.one_of(st.just(-1.0), st.floats(0, 0.999)),
        st.sampled_from(
            (b"", BOMB, bytes(3000), b"\x1f\x8b\x08\x00garbage", BOMB[:5000], gzip.compress(b"WARC/1.1\r\n\r\n"))
        ),
    ),
)


def packed(part: bytes) -> bytes:
    return gzip.compress(part, 1, mtime=0)


def parts_of(records: Sequence[Record]) -> Iterator[bytes]:
    """The bytes of records that stand one behind the other, each as a gzip member."""
    at, places = 0, {}
    for record in records:
        part = record.written(places.get(id(record.original), (0, 0)))
        places[id(record)] = (at, len(packed(part)))
        at += places[id(record)][1]
        yield part


def framed(frame: Frame, parts: Iterable[bytes]) -> bytes:
    """The bytes of a file."""
    if frame.gzipped == "each":
        data = b"".join(map(packed, parts))
    elif frame.gzipped == "all":
        data = gzip.compress(b"".join(parts), 1, mtime=0)
    else:
        data = b"".join(parts)
    middle = len(data) // 2 if frame.gzipped == "none" else len(data)
    data = data[:middle] + frame.extra + data[middle:]
    data = data[: int(len(data) * frame.cut)]
    if frame.flipped >= 0 and data:
        at = int(len(data) * frame.flipped)
        data = data[:at] + bytes([data[at] ^ 0x40]) + data[at + 1 :]
    return data


def _places_of(records: list[Record]) -> list[tuple[Record | None, Place]]:
    """Where something can be changed: the records themselves, their headers and what is JSON in them."""
    found: list[tuple[Record | None, Place]] = [(None, (records, index)) for index in range(len(records))]
    for record in records:
        for place in places(record.headers):
            found.append((record, place))
        for place in places(record.event) if record.event is not None else ():
            found.extend([(record, place)] * 2)
    return found


def changed(records: Sequence[Record], plan: Sequence[Change]) -> list[Record]:
    """A copy of records with some changes."""
    found = copy.deepcopy(list(records))
    for change in plan:
        several = _places_of(found)
        if not several:
            break
        record, place = several[change.place * 7919 % len(several)]
        if record is None:
            _change_record(change, found, place[1])
        else:
            apply(change, place)
    return found


def _change_record(change: Change, records: list[Record], index: int) -> None:
    """A record dropped, doubled, moved, or with another block or headers that do not belong there."""
    record = records[index]
    match change.how:
        case How.DROP:
            del records[index]
        case How.DOUBLE:
            records.insert(index, copy.deepcopy(record))
        case How.SWAP:
            other = (index + 1) % len(records)
            records[index], records[other] = records[other], record
        case How.RENAME:
            record.more.append(SMUGGLED[change.place % len(SMUGGLED)])
        case How.WRAP:
            record.block, record.event = _other_block(record.block, change.place), None
        case How.SET:
            record.block, record.event = str(change.value).encode("utf-8", "replace"), None


def _other_block(block: bytes, number: int) -> bytes:
    """A block whose HTTP head promises what its body does not keep, or whose body grows without end."""
    head, blank, body = block.partition(b"\r\n\r\n")
    options = (
        head + b"\r\nContent-Encoding: gzip" + blank + BOMB,
        head + b"\r\nContent-Encoding: gzip, gzip, deflate, br" + blank + gzip.compress(body)[:-9],
        head + b"\r\nTransfer-Encoding: chunked" + blank + b"fffffff\r\n" + body,
        head + b"\r\nTransfer-Encoding: chunked" + blank + b"1\r\na\r\n" * 20_000,
        head.replace(b" 200 ", b" 99999999999999999999 ") + blank + body,
        head + b"\r\nContent-Length: 1" + blank + body,
        head + b"\r\nLocation: file:///etc/passwd" + blank + body,
        head + b"\r\nContent-Type: text/html; charset=utf-7" + blank + body,
        head + b"\r\nSet-Cookie: a=b\x00\r\nX" * 2000 + blank + body,
        zlib.compress(body),
        body,
        b"",
        head + blank + b"<table>" * 30_000,
        head + blank + body.replace(b"tin-tuc", b"javascript:alert(1)"),
    )
    return options[number % len(options)]
