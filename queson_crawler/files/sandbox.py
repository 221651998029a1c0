"""Reading strangers' files in a process of its own, within bounds of time, memory and output.

A file that kills its reader, or outlasts it, costs a new process and gets a named state: it never stops a crawl.
"""

from __future__ import annotations

import json
import os
import queue
import select
import subprocess
import sys
import threading
import time
from types import TracebackType
from typing import IO, Any, Self

from archive.records import FileState
from queson_crawler.files.formats import Format, sniffed
from queson_crawler.files.readings import MAX_CHARACTERS, FileReading
from queson_crawler.files.worker import DRAWN, HEADER

SECONDS = 5
"""Processor time for one file."""
PATIENCE = 3
"""On the clock this many times as long is allowed: other processes may need the processor too."""
MAX_FILES = 200
"""After this many files the process that reads is replaced, which ends what libraries leak."""
MAX_SANDBOXES = 8
"""At most this many files are read at the same time."""
MAX_ANSWER = 12 * MAX_CHARACTERS
_STEP = 1 << 16


class Sandbox:
    """Reads one file at a time; its process starts with the first one. Safe to call from several threads. With `drawn`,
    letters of capital fonts are read as capitals."""

    def __init__(self, seconds: int = SECONDS, *, drawn: bool = False) -> None:
        self._seconds = seconds
        self._options = [DRAWN] if drawn else []
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0
        self._lock = threading.Lock()

    def read(self, data: bytes) -> FileReading:
        """What a file is and the text in it; where its reader died, the state says so."""
        with self._lock:
            try:
                return self._ask(data)
            except TimeoutError:
                self.close()
                return FileReading(
                    sniffed(data), FileState.TOO_LONG, detail=f"reading it takes more than {self._seconds} s"
                )
            except (OSError, EOFError, ValueError):
                self.close()
                return FileReading(sniffed(data), FileState.CRASHED, detail="it took its reader down")

    def _ask(self, data: bytes) -> FileReading:
        if self._served >= MAX_FILES:
            self.close()
        process = self._process = self._process or _started(self._seconds, self._options)
        self._served += 1
        if process.stdin is None or process.stdout is None:
            raise EOFError
        end = time.monotonic() + PATIENCE * self._seconds
        _send(process.stdin, HEADER.pack(len(data)) + data, end)
        (length,) = HEADER.unpack(_receive(process.stdout, HEADER.size, end))
        if length > MAX_ANSWER:
            raise ValueError("answers too much")
        kind, state, text, detail, encodings = json.loads(_receive(process.stdout, length, end))
        return FileReading(Format(kind), FileState(state), text, detail, tuple(encodings))

    def close(self) -> None:
        """End the process, if there is one; the next file starts another."""
        process, self._process, self._served = self._process, None, 0
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()

    def __del__(self) -> None:
        self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Sandboxes:
    """As many sandboxes as are of use, for all the crawls of a process: each file is read by one that is free."""

    def __init__(self, count: int = 0) -> None:
        self._all = [Sandbox() for _ in range(count or min(os.cpu_count() or 1, MAX_SANDBOXES))]
        self._free: queue.SimpleQueue[Sandbox] = queue.SimpleQueue()
        for sandbox in self._all:
            self._free.put(sandbox)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Scrapy copies its settings; processes are not copied."""
        return self

    def read(self, data: bytes) -> FileReading:
        """What a file is and the text in it, as `Sandbox.read` tells."""
        sandbox = self._free.get()
        try:
            return sandbox.read(data)
        finally:
            self._free.put(sandbox)

    def close(self) -> None:
        """End all processes."""
        for sandbox in self._all:
            sandbox.close()


def _started(seconds: int, options: list[str]) -> subprocess.Popen[bytes]:
    """A reader: nothing of our environment but where Python is, its own process group, no terminal."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "SYSTEMROOT", "HOME")}
    process = subprocess.Popen(
        [sys.executable, "-I", "-m", "queson_crawler.files.worker", str(seconds), *options],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=kept, cwd="/",
        start_new_session=True, bufsize=0,
    )  # fmt: skip
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            os.set_blocking(stream.fileno(), False)
    return process


def _send(pipe: IO[bytes], data: bytes, end: float) -> None:
    left = memoryview(data)
    while left:
        _wait([], [pipe], end)
        sent = os.write(pipe.fileno(), left[:_STEP])
        left = left[sent:]


def _receive(pipe: IO[bytes], length: int, end: float) -> bytes:
    data = bytearray()
    while len(data) < length:
        _wait([pipe], [], end)
        part = os.read(pipe.fileno(), min(length - len(data), _STEP))
        if not part:
            raise EOFError
        data += part
    return bytes(data)


def _wait(readable: list[IO[bytes]], writable: list[IO[bytes]], end: float) -> None:
    left = end - time.monotonic()
    if left <= 0 or not any(select.select(readable, writable, [], left)):
        raise TimeoutError
