"""The reading room shows legal documents: a page of each, with the articles that name it, and among what is found."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from lxml import html

from archive.datasette import base
from archive.datasette.serving import described, room
from archive.records import Attachment, Document, Page, RunStart
from archive.search import search
from archive.store import Archive
from tests.archive.make import SITE, article, capture, moment, shown

PAPER = Document(
    "queson", "vb:van-ban/7", f"{SITE}/van-ban/7", "5/QĐ-UBND", "Quyết định", "UBND huyện", "Nguyễn Văn A", "24/5/2019",
    "2019-05-24", status="Còn hiệu lực", abstract="Về việc giao đất <b>ở</b>",
    files=(Attachment(f"{SITE}/5.pdf", "Toàn văn"),),
)  # fmt: skip
"""What a portal says is text, whatever it looks like."""
PAGE = "/-/document/queson/vb%3Avan-ban/7"
SCANNED = (Attachment(f"{SITE}/quet.pdf", "quet.pdf"),)


@pytest.fixture
def served(tmp_path: Path) -> Datasette:
    with Archive.open(tmp_path) as archive:
        run = archive.begin_run(RunStart("queson", moment(0)))
        archive.store(Page(run, capture(1), document=PAPER))
        archive.store(shown(2, article("1", title="Giao đất", body="Theo Quyết định số 05/QĐ-UBND ngày 24/5/2019.")))
        archive.store(shown(3, article("2", title="Hỏi đáp", body="Quyết định số 05/QĐ-UBND và 16/KH-UBND.")))
        about = described(archive)
    base._remembered.clear()
    return room(tmp_path / "archive.db", about)


async def get(served: Datasette, path: str) -> str:
    answer = await served.client.get(path, headers={"accept-language": "vi"})
    assert answer.status_code == 200, answer.text[-500:]
    return str(answer.text)


async def links(served: Datasette, path: str) -> dict[str, str]:
    """The links of a page: words → address."""
    tree: Any = html.document_fromstring(await get(served, path))
    return {" ".join(link.text_content().split()): link.get("href") for link in tree.iter("a")}


async def test_a_document_has_a_page_that_leads_to_the_articles_which_name_it(served: Datasette) -> None:
    page = await get(served, PAGE)
    for words in ("05/QĐ-UBND", "UBND huyện", "Nguyễn Văn A", "Còn hiệu lực", "Về việc giao đất &lt;b&gt;ở&lt;/b&gt;"):
        assert words in page
    assert (await links(served, PAGE))["Giao đất"] == "/-/article/queson/1"
    told = json.loads(await get(served, f"{PAGE}?_format=json"))["document"]
    assert [each["key"] for each in told["named_by"]] == ["queson/1", "queson/2"]
    assert (await served.client.get("/-/document/queson/vb:none")).status_code == 404


async def test_an_article_names_its_documents_and_leads_to_them(served: Datasette) -> None:
    found = await links(served, "/-/article/queson/2")
    assert found["Quyết định 05/QĐ-UBND"] == PAGE
    assert "16/KH-UBND" in await get(served, "/-/article/queson/2")
    assert "văn bản được nhắc đến" not in (await get(served, PAGE)).lower()


async def test_documents_are_found_with_articles(served: Datasette) -> None:
    found = await links(served, "/-/search?q=giao+dat")
    assert found["Quyết định 05/QĐ-UBND: Về việc giao đất <b>ở</b>"] == PAGE
    assert "Giao đất" in found
    assert "2 bài nhắc đến" in await get(served, "/-/search?q=05/QĐ-UBND")


async def test_tables_lead_to_documents_and_the_citation_names_one(served: Datasette) -> None:
    assert PAGE in (await links(served, "/archive/documents")).values()
    assert PAGE in (await links(served, "/archive/document_mentions")).values()
    assert ";document;sha256=" in await get(served, PAGE.replace("document", "cite", 1))
    assert "05/QĐ-UBND" in await get(served, "/archive/who_wrote_about_a_document?number=05/QĐ-UBND")


async def test_what_a_machine_read_from_a_scan_says_so_among_what_is_found(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        run = archive.begin_run(RunStart("queson", moment(0)))
        archive.store(Page(run, capture(1), document=PAPER))
        archive.store(shown(2, article("1", title="Giao đất", body="Kèm quyết định.", attachments=SCANNED)))
        archive.db.conn.execute("update attachments set text = 'đền bù giải phóng mặt bằng', confidence = 0.87")
        archive.db.conn.execute("update document_files set text = 'đền bù giải phóng', confidence = 0.5")
        archive.db.conn.execute("update documents_fts set files = 'den bu giai phong'")
        archive.db.conn.commit()
        about = described(archive)
        by_words = [hit.confidence for hit in search(archive, "giai phong")]
        by_title = [hit.confidence for hit in search(archive, "giao dat")]
    assert (by_words, by_title) == ([0.87], [None])
    base._remembered.clear()
    served = room(tmp_path / "archive.db", about)
    page = await get(served, "/-/search?q=giai+phong")
    assert page.count("do máy đọc từ ảnh quét, độ tin cậy 87 %") == 1
    assert page.count("do máy đọc từ ảnh quét, độ tin cậy 50 %") == 1
    assert "độ tin cậy 87 %" not in await get(served, "/-/search?q=giao+dat")


async def test_a_document_shows_what_it_names_who_names_it_and_how_it_was_changed(tmp_path: Path) -> None:
    changed = replace(PAPER, status="Hết hiệu lực")
    other = Document(
        "queson",
        "vb:van-ban/8",
        f"{SITE}/van-ban/8",
        "9/QĐ-UBND",
        abstract="Bãi bỏ Quyết định số 05/QĐ-UBND và 7/CT-UBND",
    )
    with Archive.open(tmp_path) as archive:
        run = archive.begin_run(RunStart("queson", moment(0)))
        for number, document in enumerate((PAPER, other, changed), 1):
            archive.store(Page(run, capture(number), document=document))
        about = described(archive)
    base._remembered.clear()
    served = room(tmp_path / "archive.db", about)
    page = await get(served, PAGE)
    assert "Văn bản khác nhắc đến văn bản này" in page
    assert "Tình trạng hiệu lực: Hết hiệu lực" in " ".join(page.split())
    found = await links(served, "/-/document/queson/vb%3Avan-ban/8")
    assert found["Quyết định 05/QĐ-UBND"] == PAGE
    assert "07/CT-UBND" in await get(served, "/-/document/queson/vb%3Avan-ban/8")


async def test_a_file_that_the_portal_dropped_is_shown_as_such(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        run = archive.begin_run(RunStart("queson", moment(0)))
        archive.store(Page(run, capture(1), document=PAPER))
        before = described(archive)
    base._remembered.clear()
    assert "không còn kèm tệp này" not in await get(room(tmp_path / "archive.db", before), PAGE)
    with Archive.open(tmp_path) as archive:
        archive.store(Page(run, capture(2), document=replace(PAPER, files=())))
        after = described(archive)
    base._remembered.clear()
    page = await get(room(tmp_path / "archive.db", after), PAGE)
    assert page.count("Cổng nay không còn kèm tệp này") == len(PAPER.files)
