"""The file a writer writes to: named, begun with a warcinfo record, rotated, never left with half a record."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from archive.errors import WarcFailed
from archive.warc import block, names

PROOF = "queson-proof"
"""The field of a file's warcinfo that proves who began it (`archive.ownership`)."""
CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
DESCRIPTION = (
    "Response headers are kept without their order and case; bodies without transfer encoding, "
    f"whose header is kept as {block.KEPT_AS}"
)
Prove = Callable[[str, str], str]
"""Gives the proof for the name of a file and the id of its first record."""


class Output:
    """Appends records to the newest file of a folder, which no other writer has open."""

    def __init__(self, folder: Path, *, software: str, name: str, max_bytes: int, prove: Prove | None) -> None:
        self._folder = folder
        self._software = software
        self._name = name
        self._max_bytes = max_bytes
        self._prove = prove
        self._file = -1
        self._path = folder
        self._end = self._synced = 0

    def write(self, date: str, *records: bytes) -> tuple[str, int]:
        """Append the records in one go; returns the file's name and the offset of the first."""
        if self._file >= 0 and self._end >= self._max_bytes:
            self.close()
        try:
            if self._file < 0:
                self._begin(date)
            offset = self._append(b"".join(records))
        except OSError as error:
            raise self._failed(error) from error
        return self._path.name, offset

    def sync(self) -> None:
        """Bring what was written to the disk, so that no loss of power takes it. Raises WarcFailed."""
        if self._file < 0 or self._synced == self._end:
            return
        try:
            os.fdatasync(self._file)
        except OSError as error:
            raise self._failed(error) from error
        self._synced = self._end

    def close(self) -> None:
        """Bring what was written to the disk and let the file go."""
        if self._file >= 0:
            descriptor, self._file = self._file, -1
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def _failed(self, error: OSError) -> WarcFailed:
        return WarcFailed(
            f"{self._path} could not be written ({error.strerror}): free the disk or fix its rights, "
            "then start the crawl again; it goes on where it was."
        )

    def _begin(self, date: str) -> None:
        number = max(map(names.serial, names.in_order(self._folder)), default=0) + 1
        self._file = self._created(date, number)
        self._end = self._synced = 0
        _sync_folder(self._folder)
        self._append(self._warcinfo(date))

    def _created(self, date: str, number: int) -> int:
        self._path = self._folder / names.name(date, self._name, number)
        try:
            return os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        except FileExistsError:  # another writer was quicker; no file ever has two
            return self._created(date, number + 1)

    def _append(self, data: bytes) -> int:
        """All of the data or none of it, as far as the disk lets us."""
        start, view = self._end, memoryview(data)
        try:
            while view:
                view = view[os.write(self._file, view) :]
        except OSError:
            os.ftruncate(self._file, start)
            os.lseek(self._file, start, os.SEEK_SET)
            raise
        self._end += len(data)
        return start

    def _warcinfo(self, date: str) -> bytes:
        record_id = block.new_id()
        headers = [
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", record_id),
            ("WARC-Date", date),
            ("WARC-Filename", self._path.name),
            ("Content-Type", "application/warc-fields"),
        ]
        about = {
            "software": self._software,
            "format": "WARC File Format 1.1",
            "conformsTo": CONFORMS_TO,
            "description": DESCRIPTION,
        }
        if self._prove is not None:
            about[PROOF] = self._prove(self._path.name, record_id)
        lines = (f"{name}: {' '.join(text.split())}\r\n" for name, text in about.items())
        return block.record(headers, "".join(lines).encode("utf-8", "replace"))


def _sync_folder(folder: Path) -> None:
    """Bring the name of a new file to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
