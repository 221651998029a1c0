"""Reading a scan: a process for each file, bounded in time, memory and output; what it read before its end is kept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass

from queson_crawler.files.ocr.pages import MAX_PAGES
from queson_crawler.files.ocr.tesseract import ENVIRONMENT
from queson_crawler.files.readings import MAX_CHARACTERS
from queson_crawler.text import normalise

SECONDS_A_PAGE = 60
"""Processor time for a page; on the clock twice that."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read of a scan: its text, pages parted by a blank line; how sure that is (0 to 1); how many of its pages
    were read; why it was not read to its end, "" where it was."""

    text: str
    confidence: float
    pages: int
    problem: str = ""


def recognise(data: bytes, seconds: int = SECONDS_A_PAGE) -> Recognised:
    """The text of a scanned PDF or of a picture."""
    process = _started(seconds)
    patience = threading.Timer(2.0 * seconds * MAX_PAGES, _end, [process])
    patience.start()
    try:
        told = _answers(process, data)
    finally:
        patience.cancel()
        _end(process)
    return _recognised(told)


def _started(seconds: int) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "SYSTEMROOT")}
    return subprocess.Popen(
        [sys.executable, "-I", "-m", "queson_crawler.files.ocr.worker", str(seconds)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**kept, **ENVIRONMENT}, cwd="/",
        start_new_session=True,
    )  # fmt: skip


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and Tesseract with it: they are a group of their own."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _answers(process: subprocess.Popen[bytes], data: bytes) -> list[dict[str, object]]:
    if process.stdin is None or process.stdout is None:
        return []
    told: list[dict[str, object]] = []
    with process.stdin, process.stdout:
        try:
            process.stdin.write(data)
            process.stdin.close()
        except BrokenPipeError:
            return told
        size = 0
        while size < 6 * MAX_CHARACTERS and (line := process.stdout.readline(6 * MAX_CHARACTERS)):
            size += len(line)
            told.append(json.loads(line))
    return told


def _recognised(told: list[dict[str, object]]) -> Recognised:
    texts: list[str] = []
    sure = letters = 0.0
    problem = "" if told else "its reader died"
    declared = 0
    for each in told:
        problem = str(each.get("error", problem))
        declared += int(str(each.get("pages", 0)))
        if "text" in each:
            texts.append(str(each["text"]))
            weight = float(str(each["letters"]))
            sure += weight * float(str(each["confidence"]))
            letters += weight
    if len(texts) < declared and not problem:
        problem = f"{len(texts)} of {declared} pages were read"
    whole = normalise("\n\n".join(filter(None, texts)))[:MAX_CHARACTERS]
    return Recognised(whole, sure / max(letters, 1), len(texts), problem)
