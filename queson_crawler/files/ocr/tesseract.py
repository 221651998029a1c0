"""The program Tesseract: whether it is here, how it is called, what its answer says."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

LANGUAGE = "vie"
MISSING = "Scans are not read: install Tesseract (apt install tesseract-ocr tesseract-ocr-vie)."
DPI = 300
"""Points per inch of the pictures that it is given: what it was taught with."""
_SECONDS = 10
_WORD = "5"
"""The level of a row that tells a word."""
ENVIRONMENT = {"OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8"}


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page as it was read; how sure that is (0 to 1), by its letters; how many letters it has."""

    text: str
    confidence: float
    letters: int


@cache
def engine() -> str:
    """Name and version of the program; "" where it is missing, or its Vietnamese is."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    try:
        languages = _said([program, "--list-langs"])
        version = _said([program, "--version"])
    except (OSError, subprocess.SubprocessError):
        return ""
    if LANGUAGE not in languages.split():
        return ""
    return " ".join(version.split()[:2])


def _said(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=True)
    return done.stdout or done.stderr


def read_picture(picture: bytes) -> PageText:
    """The text of a picture (PNM, PNG, JPEG, TIFF).

    Raises:
        OSError, subprocess.SubprocessError: the program is missing, fails, or takes too long.
    """
    command = ["tesseract", "stdin", "stdout", "-l", LANGUAGE, "--dpi", str(DPI), "tsv"]
    environment = {"PATH": os.environ.get("PATH", os.defpath), **ENVIRONMENT}
    done = subprocess.run(
        command, input=picture, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, env=environment, cwd="/"
    )
    return text_of(done.stdout.decode("utf-8", "replace"))


def text_of(table: str) -> PageText:
    """The text in Tesseract's table of words: a line for each line, a blank one between paragraphs."""
    text = ""
    last: tuple[str, ...] = ()
    sure = letters = 0.0
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        word = (row["text"] or "").strip()
        if row["level"] != _WORD or not word:
            continue
        place = (row["block_num"], row["par_num"], row["line_num"])
        text += _between(last, place) + word
        last = place
        sure += len(word) * max(float(row["conf"]), 0.0) / 100
        letters += len(word)
    return PageText(text, sure / max(letters, 1), int(letters))


def _between(last: tuple[str, ...], place: tuple[str, ...]) -> str:
    """What stands between two words, by block, paragraph and line of each."""
    if not last:
        return ""
    if last == place:
        return " "
    return "\n" if last[:2] == place[:2] else "\n\n"
