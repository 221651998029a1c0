"""Writing, locating and re-reading captures as WARC 1.1.

writer = archive.writer("queson/1.0 ...", "queson")
place = writer.write(exchange)                       # Place(file, offset, length, sha256, record_type)
writer.write_event(Event(run, at, RunCutOff()))
writer.close()                                       # or: with WarcWriter(...) as writer

for stored in read_all(archive.warc): ...            # StoredExchange | StoredEvent | Unusable
read_at(archive.warc, Place(file, offset, length))   # -> StoredExchange
mend(archive.warc)                                   # -> Mended | None
"""

from archive.warc.mend import Mended, mend
from archive.warc.reader import first_events, opening_events, read_all, read_at
from archive.warc.shapes import Exchange, Headers, Place, Stored, StoredEvent, StoredExchange, Unusable
from archive.warc.writer import WarcWriter

__all__ = [
    "Exchange",
    "Headers",
    "Mended",
    "Place",
    "Stored",
    "StoredEvent",
    "StoredExchange",
    "Unusable",
    "WarcWriter",
    "first_events",
    "mend",
    "opening_events",
    "read_all",
    "read_at",
]
