"""What came from a web archive so far: one WARC file beside the archive, which a later call goes on with."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable
from pathlib import Path

from archive.errors import ArchiveBusy, WarcFailed
from archive.warc import Exchange, block, fields
from archive.warc.foreign import Found, Window
from archive.warc.headers import fields_of
from archive.warc.message import exchange_of
from archive.warc.scan import scan
from queson_crawler.imports.web_archives.rows import Row

Headers = Iterable[tuple[str, str]]


class Stock:
    """The file of one portal and one web archive, for one call at a time.

    Raises:
        ArchiveBusy: another call is filling it.
        WarcFailed: it cannot be written.
    """

    def __init__(self, path: Path, *, software: str, about: str, date: str) -> None:
        self.path = path
        self._have: dict[tuple[str, str], Found | None] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._file = path.open("ab+")
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._end = self._read()
            self._file.truncate(self._end)  # a call that was killed may have left half a record
            if not self._end:
                self._begin(software, about, date)
        except BlockingIOError as error:
            raise ArchiveBusy(f"Another rescue is filling {path}: wait until it ends, then start again.") from error
        except OSError as error:
            raise self._failed(error) from error

    def __len__(self) -> int:
        return len(self._have)

    def _read(self) -> int:
        """Note what the file holds; where its last whole record ends."""
        end = 0
        window = Window(self._file, 0, self._file.seek(0, os.SEEK_END))
        for found in scan(window, lambda offset, clause: None):
            if found.offset != end:
                break
            end += found.length
            if found.kind == "response":
                self._have[found.url, "".join(filter(str.isdigit, found.date))] = found
        return end

    def _begin(self, software: str, about: str, date: str) -> None:
        headers = [
            ("WARC-Type", "warcinfo"), ("WARC-Record-ID", block.new_id()), ("WARC-Date", date),
            ("WARC-Filename", self.path.name), ("Content-Type", "application/warc-fields"),
        ]  # fmt: skip
        text = f"software: {software}\r\nformat: WARC File Format 1.1\r\ndescription: {about}\r\n"
        self._append(block.record(headers, text.encode("utf-8", "replace")))

    def load(self, row: Row) -> Exchange | None:
        """A capture that an earlier call brought."""
        found = self._have.get((fields.uri(row.url), row.time))
        if found is None:  # or it came with this call, and was read
            return None
        raw = Window(self._file, 0, self._end).load(found)
        return exchange_of(fields_of(raw.lines), raw.block)

    def add(self, row: Row, source: str, date: str, sent: Headers, body: bytes) -> bool:
        """Keep a capture: its address and time as the archive says, and where and when it was fetched; whether it is
        new. Raises WarcFailed."""
        name = (fields.uri(row.url), row.time)
        if name in self._have:
            return False
        headers = [
            ("WARC-Type", "response"), ("WARC-Record-ID", block.new_id()), ("WARC-Date", row.date),
            ("WARC-Target-URI", fields.uri(row.url)), ("WARC-Source-URI", fields.uri(source)),
            ("WARC-Creation-Date", date), ("WARC-Payload-Digest", block.digest(body)),
            ("Content-Type", "application/http; msgtype=response"),
        ]  # fmt: skip
        if row.truncated:
            headers.append(("WARC-Truncated", row.truncated))
        head = b"HTTP/1.1 200 OK\r\n" + b"".join(fields.header(name, text) for name, text in sent) + b"\r\n"
        try:
            self._append(block.record(headers, head + body))
        except OSError as error:
            raise self._failed(error) from error
        self._have[name] = None
        return True

    def _append(self, data: bytes) -> None:
        try:
            self._file.write(data)
            self._file.flush()
        except OSError:
            self._file.truncate(self._end)
            raise
        self._end += len(data)

    def _failed(self, error: OSError) -> WarcFailed:
        return WarcFailed(
            f"{self.path} could not be written ({error.strerror}): free the disk or fix its rights, then start again; "
            "it goes on where it was."
        )

    def close(self) -> None:
        self._file.close()
