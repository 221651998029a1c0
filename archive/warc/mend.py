"""After a kill: the newest file may end within a record, and nothing written behind that could be read."""

from __future__ import annotations

import mmap
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.warc import names
from archive.warc.gzipped import BEGINNING, GZIP_MAGIC, is_record
from archive.warc.members import Torn, damaged, members
from archive.warc.shapes import Place


@dataclass(frozen=True, slots=True)
class Mended:
    """What was cut off: the last ``cut`` bytes of ``file``, from ``offset`` on."""

    file: str
    offset: int
    cut: int


def mend(folder: Path, *, after: Place | None = None) -> Mended | None:
    """Cut a torn last record off the newest file; None when it is whole. Call it under the lock, before writing.

    ``after`` is a record of that file known to be whole, so that not all of it has to be read. Raises WarcDamaged,
    and cuts nothing, when whole records follow the damage: then it is no torn write, and they must not be lost.
    """
    torn = torn_at(folder, after=after)
    if torn is not None:
        with (folder / torn.file).open("rb+") as file:
            file.truncate(torn.offset)
            os.fsync(file.fileno())
    return torn


def torn_at(folder: Path, *, after: Place | None = None) -> Mended | None:
    """What `mend` would cut off; nothing is changed."""
    paths = names.in_order(folder)
    if not paths:
        return None
    path = paths[-1]
    start = after.offset + after.length if after is not None and after.file == path.name else 0
    with path.open("rb") as file:
        try:
            for _ in members(file, start):
                pass
        except Torn as torn:
            if _record_follows(file, torn.offset):
                raise damaged(path.name, torn.offset) from torn
            return Mended(path.name, torn.offset, file.seek(0, os.SEEK_END) - torn.offset)
    return None


def _record_follows(file: BinaryIO, torn: int) -> bool:
    """Whether a WARC record begins anywhere behind the first byte of the damage."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at = data.find(GZIP_MAGIC, torn + 1)
        while at >= 0:
            if is_record(data[at : at + BEGINNING]):
                return True
            at = data.find(GZIP_MAGIC, at + 1)  # the three bytes were there by chance
    return False
