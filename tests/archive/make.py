"""Builders for what the archive is given, and a dump of what it made of it."""

import gzip
from pathlib import Path
from typing import Any

from archive.notes import Note
from archive.records import (
    Article,
    Capture,
    Category,
    Entry,
    ListPage,
    Page,
    PageState,
    PortalRecord,
    Problem,
    RunStart,
)
from archive.store import Archive
from archive.warc import Exchange, WarcWriter

SITE = "http://queson.example"
BODY = "Ủy ban nhân dân huyện Quế Sơn tổ chức hội nghị tổng kết công tác năm."
LIST = f"{SITE}/tin-tuc"


def moment(number: int) -> str:
    return f"2026-01-01T{number // 3600:02d}:{number // 60 % 60:02d}:{number % 60:02d}Z"


def capture(number: int, run: int = 1, **changes: Any) -> Capture:
    values: dict[str, Any] = {
        "id": number, "run_id": run, "url": f"{SITE}/{number}", "fetched_at": moment(number), "status": 200,
        "media_type": "text/html", "sha256": f"{number:064x}", "warc_file": "a.warc.gz", "warc_offset": number * 100,
        "warc_length": 100,
    }  # fmt: skip
    return Capture(**values | changes)


def article(native_id: str = "1", **changes: Any) -> Article:
    values: dict[str, Any] = {
        "portal": "queson", "native_id": native_id, "url": f"{SITE}/bai-{native_id}", "title": f"Bài {native_id}",
        "body": f"{BODY} Số {native_id}.",
    }  # fmt: skip
    return Article(**values | changes)


def shown(number: int, of: Article, run: int = 1) -> Page:
    """A page that shows an article."""
    return Page(run, capture(number, run), article=of)


def listed(number: int, *native_ids: str, run: int = 1, page: int = 1, url: str = LIST, **changes: Any) -> Page:
    """A page of a list."""
    entries = tuple(Entry(each, f"{SITE}/bai-{each}?m=1", f"Bài {each}") for each in native_ids)
    return Page(
        run,
        capture(number, run, role="list"),
        category=Category(url, "Tin tức"),
        listing=ListPage(url, page, f"{url}?page={page}", entries=entries, **changes),
    )


def missing(page: int, run: int = 1, url: str = LIST) -> Page:
    """A page of a list that was never answered."""
    address = f"{url}?page={page}"
    return Page(
        run,
        category=Category(url, "Tin tức"),
        listing=ListPage(url, page, address, PageState.MISSING),
        problems=(Problem(address, "timeout", "no answer"),),
        observed_at=moment(page),
    )


def opened(folder: Path, *pages: Page) -> Archive:
    """An archive with one run that stored the pages in this order."""
    archive = Archive.open(folder)
    archive.begin_run(RunStart("queson", moment(0)))
    archive.store(Page(1, portal=PortalRecord("queson", "Quế Sơn")))
    for page in pages:
        archive.store(page)
    return archive


def tables(archive: Archive) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that is ours, without what SQLite and FTS5 keep for themselves."""
    names = [name for name in archive.db.table_names() if "fts" not in name and not name.startswith("_")]
    return {name: sorted(archive.db.execute(f"select * from {name}").fetchall(), key=repr) for name in names}


def rows(archive: Archive, query: str, *values: Any) -> list[tuple[Any, ...]]:
    return list(archive.db.execute(query, values).fetchall())


def exchange(number: int = 1, body: bytes = b"<p>Qu\xe1\xba\xbf S\xc6\xa1n</p>" * 60, **changes: Any) -> Exchange:
    values: dict[str, Any] = {
        "url": f"{SITE}/bai?id={number}", "method": "GET",
        "request_headers": (("Host", "queson.example"), ("User-Agent", "queson")), "request_body": b"",
        "status": 200, "reason": "OK", "response_headers": (("Content-Type", "text/html"),), "body": body,
        "ip": "127.0.0.1", "fetched_at": moment(number), "note": Note(1, number, {"role": "article", "số": number}),
    }  # fmt: skip
    return Exchange(**values | changes)


def zipped(number: int = 1, text: bytes = str(2**9000).encode()) -> Exchange:
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    return exchange(number, gzip.compress(text, mtime=number), response_headers=headers)


def writer(folder: Path, **changes: Any) -> WarcWriter:
    folder.mkdir(exist_ok=True)
    values: dict[str, Any] = {"software": "queson/test", "find_payload": lambda sha256: None}
    return WarcWriter(folder, **values | changes)


def keep(folder: Path, *texts: str) -> None:
    """A run that keeps some pages, in a WARC file of its own."""
    with Archive.open(folder) as archive, archive.lock():
        run = archive.begin_run(RunStart("queson", moment(0)))
        number = archive.next_capture_id()
        with archive.writer("tests", "queson") as writer:
            for text in texts:
                url = f"http://queson.example/{text}"
                answer = (200, "OK", (("Content-Type", "text/html"),), text.encode(), "127.0.0.1", moment(0))
                at = writer.write(Exchange(url, "GET", (), b"", *answer, note=Note(run, number, {"role": "other"})))
                told = (number, run, url, moment(0), 200, "text/html")
                capture_of = Capture(*told, at.sha256, at.file, at.offset, at.length, "other")
                archive.store(Page(run, capture=capture_of))
                number += 1
