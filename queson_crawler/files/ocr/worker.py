"""The process that reads one scan: its limits, and those of Tesseract, are those of the kernel.

It gets a file on its input and answers with a line of JSON for each page. Speaks with
`queson_crawler.files.ocr.machine` only.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys

import pypdfium2 as pdfium

from queson_crawler.files.ocr.pages import page_count, pictures_of
from queson_crawler.files.ocr.tesseract import read_picture

MEMORY = 2 << 30
"""Bytes of address space, of this process and of Tesseract each."""


def _limit(seconds: int) -> None:
    """Limits that the programs started from here inherit; `seconds` of processor time for each."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def main() -> None:
    """`python -m queson_crawler.files.ocr.worker SECONDS`."""
    _limit(int(sys.argv[1]))
    data = sys.stdin.buffer.read()
    try:
        _say({"pages": page_count(data)})
        for picture in pictures_of(data):
            page = read_picture(picture)
            _say({"text": page.text, "confidence": page.confidence, "letters": page.letters})
    except (pdfium.PdfiumError, OSError, subprocess.SubprocessError, MemoryError) as error:
        _say({"error": f"{type(error).__name__}: {error}"[:200]})


def _say(told: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
