"""The data dictionary says what every public table and column means, and its questions can be asked."""

from __future__ import annotations

import re
from pathlib import Path

from archive.dictionary import markdown, metadata, queries, tables
from archive.store import Archive
from tests.conftest import ROOT

CONTRACT = (
    "portals", "categories", "articles", "article_categories", "revisions", "article_urls", "captures", "view_counts",
    "images", "attachments", "runs", "coverage", "problems",
)  # fmt: skip


def test_every_column_of_every_public_table_is_described_and_nothing_else(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        for name, described in tables().items():
            columns = {column.name for column in archive.db[name].columns}
            assert described.keys() - {"about"} == columns, name
            assert all(len(texts) == 2 and all(texts) for texts in described.values()), name
        assert set(CONTRACT) <= tables().keys()
        hidden = metadata(archive.db.table_names())["databases"]["archive"]["tables"]
    assert hidden["list_pages"] == {"hidden": True}


def test_every_question_can_be_asked(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        for each in queries().values():
            asked = dict.fromkeys(re.findall(r":(\w+)", each["sql"]), "")
            archive.db.execute(each["sql"], asked).fetchall()


def test_the_document_is_in_step() -> None:
    assert (ROOT / "docs/data-dictionary.md").read_text("utf-8") == markdown()
