"""What hangs on a record that somebody else wrote, and is more than text: files with confidence, copies. Pure."""

from __future__ import annotations

from typing import Any

from archive.dedup import Kind
from archive.exchange.document_records import FILE, OFFERED
from archive.exchange.fields import Refused, several
from archive.exchange.lines import CONFIDENCE, Record
from archive.records import POSITIONS

_COPY_KINDS = frozenset((Kind.EXACT, Kind.NEAR))


def with_confidence(found: Record, name: str, names: tuple[str, ...]) -> list[Record]:
    """Files, with how sure a program was that read them from scans; null of others."""
    files = several(found, name, names, POSITIONS)
    for each, written in zip(files, found.get(name) or [], strict=True):
        told = written.get(CONFIDENCE)
        each[CONFIDENCE] = None if told is None else _share(told, CONFIDENCE)
    return files


def files_of_document(found: Record) -> list[Record]:
    """The files of a legal document; one that does not say so is still offered."""
    files = with_confidence(found, "files", FILE)
    for each, written in zip(files, found.get("files") or [], strict=True):
        each[OFFERED] = written.get(OFFERED, 1)
        if each[OFFERED] not in (0, 1):
            raise Refused(f"{OFFERED} is neither 0 nor 1")
    return files


def copies(found: Record) -> list[Record]:
    """What it repeats, as the archive that wrote it knew it; of most articles nothing."""
    found_copies = []
    told = several(found, "copies", ("original", "kind", "is_first"))
    for each, written in zip(told, found.get("copies") or [], strict=True):
        if each["kind"] not in _COPY_KINDS or each["is_first"] not in (0, 1):
            raise Refused("copies are no copies")
        similarity = _share(written.get("similarity"), "similarity")
        found_copies.append(
            {
                "original": each["original"],
                "kind": each["kind"],
                "similarity": similarity,
                "is_first": each["is_first"],
            }
        )
    return found_copies


def _share(value: Any, name: str) -> int | float:
    if type(value) not in (int, float) or not 0 <= value <= 1:  # a truth value is none
        raise Refused(f"{name} is no number from 0 to 1")
    share: int | float = value
    return share
