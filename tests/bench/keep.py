"""How fast an archive is read again, taken in from a foreign file and packed, and what a power cut costs beforehand."""

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from archive.records import Capture, Page, RunStart
from archive.store import Archive
from archive.verify import Verified, verify
from archive.wacz import write
from archive.warc import WarcWriter
from queson_crawler.imports import take_in
from tests.bench.archive import exchanges
from tests.crawl.foreign import Foreign
from tests.crawl.tools import news

COMMITS = 200
NEWS = 300


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def kept(folder: Path, *, synced: bool) -> float:
    """Keep exchanges as a crawl does, each in WARC and then in the database; seconds for each."""
    sent = exchanges(random.Random(1))[:COMMITS]
    with Archive.open(folder) as archive:
        archive.begin_run(RunStart("queson", "2026-01-01T00:00:00Z"))
        with WarcWriter(archive.warc, software="bench", find_payload=archive.find_payload) as writer:
            if synced:
                archive.before_commit = writer.sync

            def keep() -> None:
                for number, exchange in enumerate(sent, 1):
                    place = writer.write(exchange)
                    where = (place.sha256, place.file, place.offset, place.length)
                    told = (number, 1, exchange.url, exchange.fetched_at, 200, "text/html")
                    archive.store(Page(1, capture=Capture(*told, *where)))

            return seconds(keep) / COMMITS


def run() -> list[tuple[str, float, str]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain, safe = kept(folder / "plain", synced=False), kept(folder / "safe", synced=True)
        with Archive.open(folder / "safe") as archive:
            result = Verified()
            took = seconds(lambda: list(verify(archive, result)))
            packed = seconds(lambda: write(archive, folder / "a.wacz", software="bench"))
        assert result.sound
        file = Foreign().site(news(NEWS)).save(folder / "a.warc.gz")
        with Archive.open(folder / "taken") as archive:
            taken = seconds(lambda: list(take_in(archive, file)))
        return [
            ("exchanges kept, without care for a power cut", 1 / plain, "1/s"),
            ("exchanges kept, bytes on the disk before each row", 1 / safe, "1/s"),
            ("WARC verified", result.bytes / took / 1e6, "MB/s of gzip"),
            ("WARC packed as WACZ", result.bytes / packed / 1e6, "MB/s of gzip"),
            ("pages imported", (NEWS + 3) / taken, "1/s"),
        ]
