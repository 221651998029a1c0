"""What revisits refer to, where that is not in their own file: looked for among the captures of the archive."""

from __future__ import annotations

from dataclasses import dataclass

from archive import captures
from archive.errors import BadRecord, WarcDamaged
from archive.records import Capture
from archive.store import Archive
from archive.warc import Place
from archive.warc.dates import moment
from archive.warc.digests import is_payload
from archive.warc.foreign import Found
from archive.warc.members import record_at
from archive.warc.reader import original_place
from queson_crawler.urls import clean

MAX_COMPARED = 50
"""At most so many captures of one address are compared with what a revisit says of its original."""


@dataclass(frozen=True, slots=True)
class Original:
    """A capture of the archive that a revisit repeats, and where its bytes are."""

    capture: Capture
    place: Place


class Originals:
    """The originals that an archive holds; each revisit is looked up once."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: dict[str, Original | None] = {}

    def find(self, revisit: Found) -> Original | None:
        """The capture whose payload a revisit repeats: of the address that it refers to, with the digest that it
        tells; without a digest that can be compared, of the very moment that it tells."""
        name = revisit.record_id or f"{revisit.url} {revisit.date}"
        if name not in self._known:
            self._known[name] = self._found(revisit)
        return self._known[name]

    def block(self, original: Original) -> bytes:
        """The block of an original's record. Raises WarcDamaged."""
        return record_at(self._archive.warc, original.place).block

    def _found(self, revisit: Found) -> Original | None:
        at = moment(revisit.refers_to_date)
        known = captures.of_address(self._archive, _spellings(revisit), MAX_COMPARED)
        known.sort(key=lambda each: each.fetched_at != at)
        for capture in known:
            original = self._compared(capture, revisit, at)
            if original is not None:
                return original
        return None

    def _compared(self, capture: Capture, revisit: Found, at: str) -> Original | None:
        """A capture as the original of a revisit; None where it is not."""
        try:
            place = original_place(self._archive.warc, capture)
            record = record_at(self._archive.warc, place)
        except (WarcDamaged, BadRecord):
            return None  # doctor tells of it
        is_same = is_payload(revisit.payload_digest, record.headers, record.block)
        if not revisit.payload_digest:
            is_same = capture.fetched_at == at
        if not is_same:
            return None
        return Original(capture, place)


def _spellings(revisit: Found) -> tuple[str, ...]:
    """The addresses under which an original may be stored."""
    named = revisit.refers_to_url or revisit.url
    return tuple(dict.fromkeys((named, clean(named), revisit.url)))
