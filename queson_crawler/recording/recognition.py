"""Scans of an archive are read by a program, one after the other; each result is an event in WARC, and stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.clock import now
from archive.errors import ArchiveError
from archive.events import Event, TextRecognised
from archive.files import Scan, scans
from archive.store import Archive, events
from archive.warc import read_at
from queson_crawler.files.ocr.machine import recognise
from queson_crawler.files.ocr.tesseract import engine
from queson_crawler.recording.session import SOFTWARE


@dataclass(frozen=True, slots=True)
class Read:
    """A scan and what was read of it; None where its bytes could not be found."""

    scan: Scan
    found: TextRecognised | None


def recognise_scans(archive: Archive, portal: str | None = None, limit: int | None = None) -> Iterator[Read]:
    """Read the scans that were not read yet, at most `limit`; each is stored before the next begins."""
    with archive.lock(), archive.writer(SOFTWARE, "ocr") as writer:
        for scan in scans(archive, portal)[:limit]:
            data = _bytes(archive, scan)
            if data is None:
                yield Read(scan, None)
                continue
            result = recognise(data)
            found = TextRecognised(
                scan.sha256, result.text, round(100 * result.confidence), result.pages, engine(), result.problem
            )
            events.record(archive, writer, Event(scan.run_id, now(), found))
            yield Read(scan, found)


def _bytes(archive: Archive, scan: Scan) -> bytes | None:
    try:
        return read_at(archive.warc, scan.place).exchange.content
    except ArchiveError:
        return None
