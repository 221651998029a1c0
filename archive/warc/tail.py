"""What was written behind a place: the exchanges that a killed crawl did not store."""

from __future__ import annotations

from pathlib import Path

from archive.warc.block import NOTE
from archive.warc.members import records
from archive.warc.reader import files, is_answer
from archive.warc.shapes import Place


def count_answers(folder: Path, *, after: Place | None) -> int:
    """How many exchanges were written after the one at a place (None: ever). Raises WarcDamaged."""
    number = 0
    for path, start in files(folder, after):
        for record in records(path, start):
            if is_answer(record) and NOTE.lower() in record.headers:
                number += 1
    return number
