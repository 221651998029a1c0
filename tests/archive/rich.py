"""An archive that has one of everything a reading room shows: two portals, revisions, copies, pictures, files, alarms;
and one in which everything a portal could write is an attack."""

import struct
import zlib
from pathlib import Path
from typing import Any

from archive.notes import Note
from archive.records import (
    Alarm,
    Article,
    Attachment,
    Capture,
    Category,
    Entry,
    Image,
    ListPage,
    Outcome,
    Page,
    PageState,
    PortalRecord,
    Problem,
    RunStart,
)
from archive.store import Archive
from archive.warc import Exchange, WarcWriter

SITE, OTHER = "http://queson.example", "http://duyxuyen.example"
ODD = "a b/ế/../?#&<b>"
"""A native id as no portal should have one."""
BEFORE = "Sáng 5/6, ông Nguyễn Văn An dự lễ khánh thành cầu Bà Rén.\n\nCầu dài 120 m, vốn 30 tỷ đồng."
AFTER = "Sáng 5/6, bà Trần Thị Bình dự lễ khánh thành cầu Bà Rén.\n\nCầu dài 120 m, vốn 45 tỷ đồng."
LONG = "Đoạn văn này dài để bài không trùng với bài nào khác, và kể về đường giao thông nông thôn của huyện số {}."
SCRIPT = "javascript://x.example/%0aalert(1)"
"""A script that has the look of an address with a host."""
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(2)>'
HOSTILE_PAGE = """<!DOCTYPE html><html><head><meta http-equiv="refresh" content="0;url=http://evil.example/">
<base href="http://evil.example/"><link rel="stylesheet" href="http://evil.example/a.css">
<style>@import "http://evil.example/b.css"; body { background: url(http://evil.example/c.png) }
p { background: u\\72l(http://evil.example/e.png); position: fixed; inset: 0 }</style></head>
<body onload="alert(1)"><script>alert(2)</script><a href="javascript:alert(3)" target="_top">x</a>
<form action="http://evil.example/"><button formaction="http://evil.example/">y</button></form>
<svg onload="alert(4)"><script>alert(5)</script><image href="http://evil.example/f.png"/></svg>
<iframe src="http://evil.example/" srcdoc="<script>alert(7)</script>"></iframe>
<object data="http://evil.example/"></object><img src="http://evil.example/p.png" srcset="http://evil.example/q.png 2x">
<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(8)'/>" data-kept="1">
<video poster="http://evil.example/v.png"><source src="http://evil.example/v.mp4"></video>
<math><mtext><img src=x onerror=alert(9)></mtext></math><template><img src=x onerror=alert(10)></template>
<p style="background:url(http://evil.example/d.png);width:expression(alert(6))">Văn bản của trang</p></body></html>"""


def png(red: int = 200) -> bytes:
    """A picture of four points."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\0" + bytes((red, 60, 40)) * 2) * 2
    head = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Keeper:
    """Writes exchanges to WARC and gives the captures that say where they are."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.number = archive, 0
        self.writer = WarcWriter(archive.warc, software="test", find_payload=archive.find_payload, name="queson")

    def capture(
        self, run: int, url: str, body: bytes, *, kind: str = "text/html", role: str = "", day: int = 1
    ) -> Capture:
        self.number += 1
        at = f"2026-01-{day:02}T08:{self.number:02}:00Z"
        told = (("Content-Type", kind),)
        note = Note(run, self.number)
        place = self.writer.write(Exchange(url, "GET", (), b"", 200, "OK", told, body, "", at, note))
        return Capture(self.number, run, url, at, 200, kind, place.sha256, place.file, place.offset, place.length, role)


def _page(title: str, body: str) -> bytes:
    paragraphs = "".join(f"<p>{text}</p>" for text in body.split("\n\n"))
    html = f"<html><body><h1>{title}</h1><img src='/anh.png' onclick='x()'>{paragraphs}</body></html>"
    return html.encode()


def rich(folder: Path) -> Path:
    """Two portals with a dozen articles; queson/1 has two revisions, a copy elsewhere, a picture, a file, views."""
    with Archive.open(folder) as archive:
        keeper = Keeper(archive)
        with keeper.writer:
            _first(archive, keeper)
            _again(archive, keeper)
            _elsewhere(archive, keeper)
    return folder


def _bridge(body: str, **changes: Any) -> Article:
    values: dict[str, Any] = {
        "portal": "queson", "native_id": "1", "url": f"{SITE}/bai-1", "title": "Khánh thành cầu Bà Rén",
        "lead": "Cây cầu nối hai xã.", "body": body, "author": "Lê Hoà", "source": "Báo Quảng Nam",
        "published_at": "2019-06-05T08:30:00+07:00", "published_precision": "minute",
        "published_raw": "05/06/2019 08:30 SA", "images": (Image(f"{SITE}/anh.png", "Cầu Bà Rén"),),
        "attachments": (Attachment(f"{SITE}/qd.pdf", "Quyết định 1117/QĐ-UBND"),),
        "urls": (f"{SITE}/bai-1?m=2", "javascript:alert(1)"),
    }  # fmt: skip
    return Article(**values | changes)


def _first(archive: Archive, keeper: Keeper) -> None:
    run = archive.begin_run(RunStart("queson", "2026-01-01T00:00:00Z"))
    record = PortalRecord("queson", "Huyện Quế Sơn", SITE, "dnn", "UBND huyện Quế Sơn", "Đông Phú", "0235 3885 001")
    listing = f"{SITE}/tin"
    numbers = ("1", "2", "3", "4", "5", ODD, "gone-9")
    entries = tuple(Entry(each, f"{SITE}/bai-{at}", f"Bài {each}") for at, each in enumerate(numbers, 1))
    shown = keeper.capture(run, listing, b"<p>Tin</p>", role="list")
    page = ListPage(listing, 1, listing, declared_total=9, entries=entries)
    archive.store(Page(run, shown, record, Category(listing, "Tin hoạt động"), page))
    lost = ListPage(listing, 2, f"{listing}?page=2", PageState.MISSING)
    trouble = (Problem(f"{listing}?page=2", "no answer", "timed out"),)
    moment = "2026-01-01T01:00:00Z"
    archive.store(Page(run, None, None, Category(listing, "Tin hoạt động"), lost, problems=trouble, observed_at=moment))
    first = keeper.capture(run, f"{SITE}/bai-1", _page("Cầu", BEFORE))
    archive.store(Page(run, first, article=_bridge(BEFORE, view_count=10)))
    for each in ("2", "3", "4", ODD, "gone-9"):
        place = numbers.index(each) + 1
        text = LONG.format(place)
        made = _bridge(
            text, native_id=each, url=f"{SITE}/bai-{place}", title=f"Đường giao thông số {place}", lead="",
            images=(),
            attachments=(), urls=(), published_at=f"201{place}-03-0{place}T00:00:00+07:00", published_precision="day",
        )  # fmt: skip
        archive.store(Page(run, keeper.capture(run, made.url, _page(made.title, text)), article=made))
    kept = keeper.capture(run, f"{SITE}/anh.png", png(), kind="image/png", role="file")
    file = keeper.capture(run, f"{SITE}/qd.pdf", b"%PDF-1.4 x", kind="application/pdf", role="file")
    archive.store(Page(run, kept))
    archive.store(Page(run, file))
    archive.db.execute("update images set capture_id = ?, media_type = 'image/png'", [kept.id])
    archive.db.execute(
        "update attachments set capture_id = ?, bytes = 10240, media_type = 'application/pdf', text = ?",
        [file.id, "Điều 1. Phê duyệt dự án cầu Bà Rén."],
    )
    archive.finish_run(run, "2026-01-01T09:00:00Z", Outcome.INCOMPLETE)


def _again(archive: Archive, keeper: Keeper) -> None:
    run = archive.begin_run(RunStart("queson", "2026-01-09T00:00:00Z"))
    for day, views in ((9, 25), (10, 40)):
        shown = keeper.capture(run, f"{SITE}/bai-1", _page("Cầu", AFTER), day=day)
        archive.store(Page(run, shown, article=_bridge(AFTER, view_count=views)))
    listing = f"{SITE}/tin"
    page = ListPage(listing, 1, listing, declared_total=9, entries=(Entry("1", f"{SITE}/bai-1", "Bài 1"),))
    seen = keeper.capture(run, listing, b"<p>Tin</p>", role="list", day=10)
    archive.store(Page(run, seen, category=Category(listing, "Tin hoạt động"), listing=page))
    alarm = Alarm("field", "author", "author is filled in 2 of 9, was in 9 of 9", f"{SITE}/bai-2", "2026-01-09")
    archive.finish_run(run, "2026-01-09T09:00:00Z", Outcome.INCOMPLETE, [alarm])


def _elsewhere(archive: Archive, keeper: Keeper) -> None:
    run = archive.begin_run(RunStart("duyxuyen", "2026-01-11T00:00:00Z"))
    record = PortalRecord("duyxuyen", "Huyện Duy Xuyên", OTHER)
    copied = _bridge(
        AFTER, portal="duyxuyen", native_id="77", url=f"{OTHER}/77", images=(), attachments=(), urls=(),
        published_at="2019-06-07T00:00:00+07:00", published_precision="day",
    )  # fmt: skip
    archive.store(Page(run, keeper.capture(run, copied.url, _page("Cầu", AFTER), day=11), record, article=copied))
    archive.finish_run(run, "2026-01-11T09:00:00Z", Outcome.COMPLETE)
    archive.db.execute(
        "update articles set gone_at = '2026-01-05T00:00:00Z', gone_reason = 'not found' where native_id = 'gone-9'"
    )


def hostile(folder: Path) -> Path:
    """Two articles whose every text is an attack, the page they were read from, and a picture that is none."""
    with Archive.open(folder) as archive:
        keeper = Keeper(archive)
        with keeper.writer:
            run = archive.begin_run(RunStart("queson", "2026-01-01T00:00:00Z"))
            record = PortalRecord("queson", title=EVIL, base_url="javascript:alert(1)", owner=EVIL, email=EVIL)
            listing = ListPage("javascript:alert(1)", 1, "javascript:alert(1)", entries=(Entry("1", "x", EVIL),))
            shown = keeper.capture(run, f"{SITE}/list", HOSTILE_PAGE.encode(), role="list")
            archive.store(Page(run, shown, record, Category("javascript:alert(1)", EVIL), listing))
            for number, body in (("1", EVIL), (f"2/../?#{EVIL}", f"{EVIL}\n\n=1+1|{EVIL}")):
                page = keeper.capture(run, f"{SITE}/{len(number)}", HOSTILE_PAGE.encode())
                made = Article(
                    "queson", number, SCRIPT, EVIL, EVIL, body, author="=1+1", poster=EVIL,
                    source=EVIL, published_at="2019-06-05T00:00:00+07:00", published_precision="day",
                    published_raw=EVIL, view_count=3, images=(Image(SCRIPT, EVIL),),
                    attachments=(Attachment("data:text/html,<script>alert(1)</script>", EVIL),),
                    urls=(SCRIPT, f"http://x.example/{EVIL}"),
                )  # fmt: skip
                troubles = (Problem("javascript:alert(1)", EVIL, EVIL),)
                archive.store(Page(run, page, article=made, problems=troubles))
            svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
            drawn = keeper.capture(run, f"{SITE}/x.svg", svg, kind="image/svg+xml", role="file")
            archive.store(Page(run, drawn))
            archive.db.execute("update images set capture_id = ?", [drawn.id])
            alarm = Alarm("field", EVIL, EVIL, EVIL, EVIL)
            archive.finish_run(run, "2026-01-01T09:00:00Z", Outcome.INCOMPLETE, [alarm])
    return folder
