"""Writing, locating and re-reading captures as WARC 1.1.

writer = WarcWriter(archive.warc, software="queson/1.0 ...", find_payload=archive.find_payload, name="queson")
place = writer.write(exchange)                       # Place(file, offset, length, sha256, record_type)
writer.write_event(Event(run, at, RunCutOff()))
writer.close()                                       # or: with WarcWriter(...) as writer

for stored in read_all(archive.warc): ...            # StoredExchange(exchange, place) | StoredEvent
read_at(archive.warc, Place(file, offset, length))   # -> StoredExchange
mend(archive.warc)                                   # -> Mended | None
"""

from archive.warc.mend import Mended, mend
from archive.warc.reader import first_events, read_all, read_at
from archive.warc.shapes import Exchange, Headers, Place, StoredEvent, StoredExchange
from archive.warc.writer import WarcWriter

__all__ = [
    "Exchange",
    "Headers",
    "Mended",
    "Place",
    "StoredEvent",
    "StoredExchange",
    "WarcWriter",
    "first_events",
    "mend",
    "read_all",
    "read_at",
]
