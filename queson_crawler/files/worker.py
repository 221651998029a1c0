"""The process that reads files: its limits are those of the kernel. Speaks with `queson_crawler.files.sandbox` only.

Each question is a length (8 bytes) and the bytes of a file, each answer a length and JSON. Imports are done before the
limits are set.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import struct
import sys
from typing import BinaryIO, Never

from archive.records import FileState
from queson_crawler.files.formats import sniffed
from queson_crawler.files.read import read_file
from queson_crawler.files.readings import FileReading

MEMORY = 1 << 30
"""Bytes of address space."""
GRACE = 2
"""Seconds after which the kernel ends a reader that does not hear the first signal."""
DRAWN = "drawn"
HEADER = struct.Struct(">Q")


class _TooLong(BaseException):
    """The processor time for one file is used up."""


def _stop(number: int, frame: object) -> Never:
    raise _TooLong


def _limit(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8))
    signal.signal(signal.SIGXCPU, _stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the crawl, which ends this process itself


def _allow(seconds: int) -> None:
    """Set the end of the processor time from now on."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(spent.ru_utime + spent.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _read(data: bytes, seconds: int, drawn: bool) -> FileReading:
    try:
        _allow(seconds)
        return read_file(data, drawn)
    except _TooLong:
        return FileReading(sniffed(data), FileState.TOO_LONG, detail=f"reading it takes more than {seconds} s")
    except MemoryError:
        return FileReading(sniffed(data), FileState.CRASHED, detail="reading it takes more memory than allowed")


def serve(questions: BinaryIO, answers: BinaryIO, seconds: int, drawn: bool) -> None:
    """Answer until there are no more questions; `drawn` as in `read_file`."""
    while len(head := questions.read(HEADER.size)) == HEADER.size:
        (length,) = HEADER.unpack(head)
        reading = _read(questions.read(length), seconds, drawn)
        told = [reading.kind.value, reading.state.value, reading.text, reading.detail, reading.encodings]
        answer = json.dumps(told).encode("ascii")
        answers.write(HEADER.pack(len(answer)) + answer)
        answers.flush()


def main() -> None:
    """`python -m queson_crawler.files.worker SECONDS [drawn]`."""
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _limit(MEMORY)
    serve(questions, answers, int(sys.argv[1]), DRAWN in sys.argv)


if __name__ == "__main__":
    main()
