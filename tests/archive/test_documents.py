"""Legal documents as the archive keeps them: what lists and pages of their own say, and which texts name them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.records import Attachment, Document, File, FileState, Page, RunStart
from archive.store import Archive
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
