"""CSV on its way out, made harmless: no cell of it can be taken for a formula (`archive.exchange.table.harmless`)."""

from __future__ import annotations

import csv
import io
import re

from archive.exchange.table import harmless

MAX_CELL = 40_000_000
"""Characters of one cell: more than the largest value of an archive."""
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?")


class HarmlessCsv:
    """Takes CSV in pieces, cut anywhere, and gives back the rows that are whole."""

    def __init__(self) -> None:
        self._open: list[bytes] = []
        self._in_quotes = False
        csv.field_size_limit(MAX_CELL)

    def fed(self, piece: bytes, *, is_last: bool) -> bytes:
        """The rows that are whole with this piece; with the last one, all that is left."""
        *ended, rest = piece.split(b"\n")
        whole: list[bytes] = []
        for part in ended:
            self._take(part + b"\n")
            if not self._in_quotes:
                whole += self._open
                self._open.clear()
        self._take(rest)
        if is_last:
            whole += self._open
            self._open.clear()
        return _rewritten(b"".join(whole))

    def _take(self, part: bytes) -> None:
        self._open.append(part)
        if part.count(b'"') % 2:
            self._in_quotes = not self._in_quotes


def _rewritten(rows: bytes) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    for row in csv.reader(io.StringIO(rows.decode("utf-8", "replace"), newline="")):
        writer.writerow(map(_cell, row))
    return out.getvalue().encode()


def _cell(text: str) -> str:
    """A cell; numbers stay as they are, below nothing too."""
    if _NUMBER.fullmatch(text):
        return text
    return str(harmless(text))
