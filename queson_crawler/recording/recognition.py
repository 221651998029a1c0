"""Scans of an archive are read by a program, several at once; each result is an event in WARC, and stays."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from archive.clock import now
from archive.errors import ArchiveError
from archive.events import Event, TextRecognised
from archive.files import Scan, scans
from archive.store import Archive, events
from archive.warc import read_at
from archive.workers import Lost, Workers
from queson_crawler.files.ocr.machine import Recognised, recognise
from queson_crawler.files.ocr.tesseract import engine
from queson_crawler.recording.session import SOFTWARE


@dataclass(frozen=True, slots=True)
class Read:
    """A scan and what was read of it; None where its bytes could not be found."""

    scan: Scan
    found: TextRecognised | None


def recognise_scans(
    archive: Archive, portal: str | None = None, limit: int | None = None, jobs: int = 1
) -> Iterator[Read]:
    """Read the scans that were not read yet, at most `limit`, so many of `jobs` at once; each is stored when it was
    read, in their order."""
    several = scans(archive, portal)[:limit]
    with (
        archive.lock(),
        archive.writer(SOFTWARE, "ocr") as writer,
        Workers(recognise, min(jobs, len(several)), seconds=0) as workers,
    ):
        for scan, result in _results(archive, several, workers):
            if result is None:
                yield Read(scan, None)
                continue
            found = TextRecognised(
                scan.sha256, result.text, round(100 * result.confidence), result.pages, engine(), result.problem
            )
            events.record(archive, writer, Event(scan.run_id, now(), found))
            yield Read(scan, found)


def _results(archive: Archive, several: list[Scan], workers: Workers) -> Iterator[tuple[Scan, Recognised | None]]:
    """What was read of each scan, in their order; None where its bytes could not be found."""
    waiting: deque[tuple[Scan, int]] = deque()
    for scan in several:
        data = _bytes(archive, scan)
        waiting.append((scan, 0 if data is None else workers.give(data)))
        if len(waiting) >= 2 * workers.jobs - 1:
            yield _result(workers, *waiting.popleft())
    for scan, number in waiting:
        yield _result(workers, scan, number)


def _result(workers: Workers, scan: Scan, number: int) -> tuple[Scan, Recognised | None]:
    if not number:
        return scan, None
    result = workers.result(number)
    if isinstance(result, Lost):
        return scan, Recognised("", 0.0, 0, result.why)
    return scan, result


def _bytes(archive: Archive, scan: Scan) -> bytes | None:
    try:
        return read_at(archive.warc, scan.place).exchange.content
    except ArchiveError:
        return None
