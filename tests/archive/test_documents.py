"""Legal documents as the archive keeps them: what lists and pages of their own say, and which texts name them."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.exchange import document_records, documents
from archive.records import Attachment, Category, Document, File, FileState, ListPage, Page, RunStart
from archive.search.documents import document_ids
from archive.search.query import Query
from archive.store import Archive
from archive.store.mentions import MAX_MENTIONS
from tests.archive.make import SITE, article, capture, moment, shown

ROW = Document(
    "queson", "vb:van-ban/7", f"{SITE}/van-ban/7", "Số 5/QĐ-UBND", "", "UBND huyện", "", "24/5/2019", "2019-05-24",
    abstract="Về việc giao đất", files=(Attachment(f"{SITE}/5.pdf", "5.pdf"),),
)  # fmt: skip
OWN = replace(ROW, issuer="", signer="Nguyễn Văn A", effective="01/06/2019", effective_on="2019-06-01", files=())


def told(archive: Archive) -> dict[str, Any]:
    (row,) = archive.db.query("select * from documents")
    return dict(row)


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_a_document_is_what_its_list_and_its_page_say_in_any_order(tmp_path: Path, order: tuple[int, int]) -> None:
    pages = {
        1: Page(1, capture(1, role="list"), documents=(ROW,)),
        2: Page(1, capture(2, role="document"), document=OWN),
    }
    with Archive.open(tmp_path) as archive:
        archive.begin_run(RunStart("queson", moment(0)))
        for number in order:
            archive.store(pages[number])
        row = told(archive)
        files = archive.db.execute("select document_id, url, label from document_files").fetchall()
        found = archive.db.execute("select rowid from documents_fts where documents_fts match 'dat'").fetchall()
    assert (row["number"], row["number_raw"], row["kind"]) == ("05/QĐ-UBND", "Số 5/QĐ-UBND", "Quyết định")
    assert (row["issuer"], row["signer"], row["issued"]) == ("UBND huyện", "Nguyễn Văn A", "2019-05-24")
    assert (row["effective"], row["year"], row["capture_id"]) == ("2019-06-01", 2019, 2)
    assert row["id"] == 65536
    assert files == [(65536, f"{SITE}/5.pdf", "5.pdf")]
    assert found == [(65536,)]


def test_a_text_of_nothing_but_numbers_makes_no_hundred_thousand_rows(tmp_path: Path) -> None:
    text = "Quyết định số 12/2020/QĐ-UBND; " * (MAX_MENTIONS + 1000)
    with Archive.open(tmp_path) as archive:
        archive.begin_run(RunStart("queson", moment(0)))
        archive.store(shown(1, article(body=text)))
        assert archive.db.execute("select count(*) from mentions").fetchone() == (MAX_MENTIONS,)


def test_the_texts_of_articles_and_files_are_tied_to_the_documents_they_name(tmp_path: Path) -> None:
    text = "Theo Quyết định số 05/QĐ-UBND ngày 24/5/2019, huyện giao đất."
    file = f"{SITE}/kem.pdf"
    with Archive.open(tmp_path) as archive:
        archive.begin_run(RunStart("queson", moment(0)))
        archive.store(Page(1, capture(1), documents=(ROW,)))
        archive.store(shown(2, article("1", body=text, attachments=(Attachment(file, "kèm"),))))
        archive.store(shown(3, article("2", body="Quyết định số 05/QĐ-UBND ngày 25/5/2020 là văn bản khác.")))
        archive.store(Page(1, capture(4), file=File(file, FileState.TEXT, text="Căn cứ số 05/QĐ-UBND")))
        rows = archive.db.execute("select article_id, part, offset from document_mentions order by 1, 2").fetchall()
        named = archive.db.execute("select article_id, number, dated from mentions where part = 'body'").fetchall()
        archive.store(shown(5, article("1", body="Không nhắc gì.", attachments=(Attachment(file, "kèm"),))))
        left = archive.db.execute("select part, url from mentions where article_id = 2").fetchall()
    assert rows == [(2, "body", 19), (2, "file", 10)]
    assert named == [(2, "05/QĐ-UBND", "2019-05-24"), (3, "05/QĐ-UBND", "2020-05-25")]
    assert left == [("file", file)]


def revisions(archive: Archive) -> list[tuple[Any, ...]]:
    return archive.db.execute(
        "select revision, number, signer, status, files, capture_id from document_revisions order by 1"
    ).fetchall()


SHOWN = replace(ROW, status="Còn hiệu lực")
ENDED = replace(ROW, status="Hết hiệu lực")
LISTED, OTHER_LIST = f"{SITE}/van-ban", f"{SITE}/quyet-dinh"


def listed(number: int, document: Document, category: str = LISTED) -> Page:
    page = ListPage(category, 1, f"{category}?p=1")
    return Page(1, capture(number, role="list"), listing=page, category=Category(category), documents=(document,))


def own(number: int, document: Document) -> Page:
    return Page(1, capture(number, role="document"), document=document)


ONE = ("05/QĐ-UBND", "Nguyễn Văn A", "Còn hiệu lực", f"{SITE}/5.pdf", 1)
TWO = ("05/QĐ-UBND", "Nguyễn Văn A", "Hết hiệu lực", f"{SITE}/5.pdf", 4)
CHANGED = {
    "a row changes": ([listed(1, SHOWN), own(2, OWN), listed(3, SHOWN), listed(4, ENDED)], [ONE, TWO]),
    "a page of its own only completes": ([listed(1, SHOWN), own(2, OWN), own(3, OWN)], [ONE]),
    "two lists tell different columns every night": (
        [listed(1, SHOWN), own(2, OWN), listed(3, replace(ROW, abstract="Về việc"), OTHER_LIST), listed(4, SHOWN),
         listed(5, replace(ROW, abstract="Về việc"), OTHER_LIST)],
        [ONE],
    ),
    "what it was before is a revision again": (
        [listed(1, SHOWN), own(2, OWN), listed(4, ENDED), listed(5, SHOWN)],
        [ONE, TWO, (*ONE[:4], 5)],
    ),
    "a capture that comes late": (
        [listed(1, SHOWN), own(2, OWN), listed(5, SHOWN), listed(4, ENDED)],
        [ONE, TWO, (*ONE[:4], 5)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("pages", "expected"), CHANGED.values(), ids=CHANGED.keys())
def test_what_a_portal_changes_of_a_document_is_a_revision(
    tmp_path: Path, pages: list[Page], expected: list[tuple[Any, ...]]
) -> None:
    with Archive.open(tmp_path) as archive:
        archive.begin_run(RunStart("queson", moment(0)))
        for page in pages:
            archive.store(page)
        found = revisions(archive)
    assert found == [(number, *row) for number, row in enumerate(expected, 1)]


def test_what_a_document_and_its_files_name_is_tied_to_those_documents(tmp_path: Path) -> None:
    """Also where the file came before the list that names it, and where a program read it from a scan."""
    basis = replace(
        ROW, native_id="vb:van-ban/6", url=f"{SITE}/van-ban/6", number="12/NQ-HĐND", abstract="Về dự toán", files=()
    )
    amended = replace(ROW, abstract="Thay thế Quyết định số 12/QĐ-UBND")
    with Archive.open(tmp_path) as archive:
        archive.begin_run(RunStart("queson", moment(0)))
        archive.store(Page(1, capture(1), documents=(amended, basis)))
        text = "Số: 05/QĐ-UBND. Căn cứ Nghị quyết số 12/NQ-HĐND của Hội đồng nhân dân huyện;"
        archive.store(Page(1, capture(2), file=File(f"{SITE}/5.pdf", FileState.TEXT, text=text)))
        rows = archive.db.execute("select part, number from document_citations order by part").fetchall()
        tied = archive.db.execute("select document_key, cited_key, part, url from cited_documents").fetchall()
    assert rows == [("abstract", "12/QĐ-UBND"), ("file", "12/NQ-HĐND")]
    assert tied == [("queson/vb:van-ban/7", "queson/vb:van-ban/6", "file", f"{SITE}/5.pdf")]


WITH_FILE = replace(OWN, files=ROW.files)
FILE = Page(1, capture(2), file=File(f"{SITE}/5.pdf", FileState.TEXT, text="Căn cứ Nghị quyết số 12/NQ-HĐND"))
STANDS = [own(1, WITH_FILE), FILE]
DROPPED = {
    "dropped": ([*STANDS, own(3, OWN)], 0),
    "dropped before the file came": ([own(1, WITH_FILE), own(3, OWN), FILE], 0),
    "known last": ([own(3, OWN), own(1, WITH_FILE), FILE], 0),
    "offered again": ([*STANDS, own(3, OWN), own(4, WITH_FILE)], 1),
    "offered by a list": ([*STANDS, own(3, OWN), listed(4, ROW)], 1),
}


@pytest.mark.parametrize(("pages", "offered"), DROPPED.values(), ids=DROPPED.keys())
def test_a_file_that_a_portal_drops_stays_with_its_text(tmp_path: Path, pages: list[Page], offered: int) -> None:
    with Archive.open(tmp_path) as archive:
        archive.begin_run(RunStart("queson", moment(0)))
        for page in pages:
            archive.store(page)
        files = archive.db.execute("select url, label, offered, text from document_files").fetchall()
        cited = archive.db.execute("select number from document_citations").fetchall()
        found = archive.db.execute("select rowid from documents_fts where documents_fts match 'nghi quyet'").fetchall()
    assert files == [(f"{SITE}/5.pdf", "5.pdf", offered, "Căn cứ Nghị quyết số 12/NQ-HĐND")]
    assert cited == [("12/NQ-HĐND",)]
    assert len(found) == 1


def test_what_is_offered_stands_before_what_was_offered_once(tmp_path: Path) -> None:
    first, second = (Attachment(f"{SITE}/{name}.pdf", name) for name in ("a", "b"))
    with Archive.open(tmp_path) as archive:
        archive.begin_run(RunStart("queson", moment(0)))
        archive.store(own(1, replace(OWN, files=(first, second))))
        archive.store(own(2, replace(OWN, files=(second,))))
        files = archive.db.execute("select label, position, offered from document_files order by position").fetchall()
        (record,) = document_records.documents(archive.db.conn, document_ids(archive.db.conn, Query()))
        (head, row) = csv.reader(documents.csv_lines(archive.db.conn, Query()))
    assert files == [("b", 0, 1), ("a", 1, 0)]
    assert [(each["label"], each["offered"]) for each in record["files"]] == [("b", 1), ("a", 0)]
    told = dict(zip(head, row, strict=True))
    assert (told["files"], told["files_once_offered"]) == (second.url, first.url)
