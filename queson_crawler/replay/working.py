"""What other processes do for a replay and an import: parse a page, read a file."""

from __future__ import annotations

from functools import cache

from archive.records import FileState
from archive.workers import Lost
from queson_crawler.files.formats import Format
from queson_crawler.files.readings import FileReading
from queson_crawler.files.sandbox import SECONDS, Sandbox
from queson_crawler.understand.ahead import ToParse, Worked, parse_ahead

PATIENT = 3 * SECONDS
"""Processor time for one file: what was read in time once is to be read again on a slower machine."""
MIN_BYTES = 1 << 21
"""WARC files of fewer bytes are read before another process has begun."""


def work(item: ToParse | bytes) -> Worked | FileReading:
    """Parse a page, or read the bytes of a file."""
    if isinstance(item, bytes):
        return _sandbox().read(item)
    return parse_ahead(item)


@cache
def _sandbox() -> Sandbox:
    return Sandbox(PATIENT)


def unread(lost: Lost) -> FileReading:
    """A file that took down the processes that read it."""
    return FileReading(Format.UNKNOWN, FileState.CRASHED, detail=lost.why)
