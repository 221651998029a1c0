"""The copy that is attacked: an ordinary archive, with what a hostile portal could have put into it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.datasette import serving
from archive.notes import Note
from archive.records import (
    Article,
    Attachment,
    Capture,
    Category,
    Entry,
    ListPage,
    Outcome,
    Page,
    PortalRecord,
    RunStart,
)
from archive.store import Archive
from archive.warc import Exchange
from tests.archive.rich import HOSTILE_PAGE, SITE, Keeper, rich

SECRET = "folder-of-the-keeper"
"""A name on the way to the archive, which no answer may tell."""
ARTICLES = 300
BODY = "Đoạn văn kể về đường giao thông nông thôn và hội nghị huyện. " * 40
LARGE_TEXT = "a" * 2_000_000
CROWDED = b"<p " + b" ".join(b"a%d=1" % number for number in range(250_000)) + b">x"
DEEP = b"<div>" * 200_000
MANY = HOSTILE_PAGE.encode() + b"<img src=/anh.png>" * 50_000
STYLED = b"<style>" + b"p{background:u\\72l(http://evil.example/)}" * 80_000 + b"</style><p>x"


def published(folder: Path) -> Path:
    """A public copy, with captures, of an archive below a folder of that name."""
    home = folder / SECRET
    rich(home / "data")
    with Archive.open(home / "data") as archive:
        _added(archive, f"{home}/private/portal.toml")
        serving.publish(archive, home / "public", captures=True)
    return home / "public"


def _added(archive: Archive, target: str) -> None:
    keeper = Keeper(archive)
    (keeper.number,) = archive.db.execute("select max(id) from captures").fetchone()
    with keeper.writer:
        run = archive.begin_run(RunStart("que-hostile", "2026-02-01T00:00:00Z", target=target))
        record = PortalRecord("que-hostile", "Cổng thử", SITE)
        listing = f"{SITE}/ds"
        shown = _capture(keeper, run, listing, HOSTILE_PAGE.encode(), role="list")
        entries = tuple(Entry(str(number), f"{SITE}/b/{number}", f"Bài {number}") for number in range(ARTICLES))
        page = ListPage(listing, 1, listing, declared_total=ARTICLES, entries=entries)
        archive.store(Page(run, shown, record, Category(listing, "Danh sách"), page))
        for number in range(ARTICLES):
            _article(archive, keeper, run, number)
        archive.finish_run(run, "2026-02-01T09:00:00Z", Outcome.COMPLETE)
        archive.db.execute(
            "update attachments set text = ? where article_id = (select max(id) from articles)", [LARGE_TEXT]
        )


def _capture(keeper: Keeper, run: int, url: str, body: bytes, role: str = "") -> Capture:
    """A capture a second after the one before it."""
    keeper.number += 1
    at = (datetime(2026, 2, 1, tzinfo=UTC) + timedelta(seconds=keeper.number)).strftime("%Y-%m-%dT%H:%M:%SZ")
    told, note = (("Content-Type", "text/html"),), Note(run, keeper.number)
    place = keeper.writer.write(Exchange(url, "GET", (), b"", 200, "OK", told, body, "", at, note))
    where = (place.file, place.offset, place.length)
    return Capture(keeper.number, run, url, at, 200, "text/html", place.sha256, *where, role)


def _article(archive: Archive, keeper: Keeper, run: int, number: int) -> None:
    pages = (HOSTILE_PAGE.encode(), CROWDED, DEEP, MANY, STYLED)
    body = pages[number] if number < len(pages) else f"<p>{BODY}".encode()
    capture = _capture(keeper, run, f"{SITE}/b/{number}", body)
    made = Article(
        "que-hostile", str(number), f"{SITE}/b/{number}", f"Bài số {number} của huyện Quế Sơn", "", f"{BODY} {number}",
        published_at=f"20{10 + number % 15}-0{1 + number % 9}-01T00:00:00+07:00", published_precision="day",
        attachments=(Attachment(f"{SITE}/f/{number}.pdf", "Tệp"),),
    )  # fmt: skip
    archive.store(Page(run, capture, article=made))
