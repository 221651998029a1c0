"""A researcher's first hour: from someone else's WARC to a citation that is proved, with nothing but the commands."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import pytest

from tests.conftest import ROOT
from tests.crawl.tools import Crawled, queson


def first_hour(warc: Path, words: str, folder: Path) -> None:
    """Import, look, search, count by year with the documents' snippets for pandas and DuckDB, cite, prove."""
    assert queson("import", warc, "--archive", folder).code in (0, 3)
    assert "articles" in queson("status", "--archive", folder).out
    hits = json.loads(queson("search", words, "--archive", folder, "--json").out)["hits"]
    assert hits
    snippet = re.search(r"```python\n(.+?)```", (ROOT / "docs/researcher.md").read_text("utf-8"), re.S)
    assert snippet is not None
    told: dict[str, object] = {}
    exec(snippet[1].replace("data/archive.db", str(folder / "archive.db")).replace("print(", "str("), told)
    years = told["years"]
    assert int(years["articles"].sum()) > 0  # type: ignore[index]
    table = folder.parent / "articles.parquet"
    assert queson("export", "parquet", "--out", table, "--archive", folder).code == 0
    question = re.search(r"```sql\n(.+?)```", (ROOT / "docs/researcher.md").read_text("utf-8"), re.S)
    assert question is not None
    with duckdb.connect() as db:
        rows = db.execute(question[1].replace("articles.parquet", str(table))).fetchall()
    assert rows == [tuple(row) for row in years.itertuples(index=False)]  # type: ignore[attr-defined]
    paper = folder.parent / "paper.bib"
    paper.write_text(queson("cite", hits[0]["key"], "--format", "bibtex", "--archive", folder).out, "utf-8")
    proved = queson("verify", "--citation", paper, "--archive", folder)
    assert (proved.code, proved.out[:5]) == (0, "holds")
    paper.write_text(re.sub(r"sha256=\w{4}", "sha256=0000", paper.read_text("utf-8")), "utf-8")
    assert queson("verify", "--citation", paper, "--archive", folder).code == 3
    paper.write_text("Không trích gì.", "utf-8")
    assert queson("verify", "--citation", paper, "--archive", folder).code == 1


def test_with_a_warc_of_another_archive(complete: Crawled, tmp_path: Path) -> None:
    (warc,) = sorted((complete.folder / "warc").glob("*.warc.gz"))[:1]
    word = max(complete.portal.truth()[0].title.split(), key=len)
    first_hour(warc, word, tmp_path / "data")


@pytest.mark.slow
def test_with_a_recorded_government_portal(shared: Path, tmp_path: Path) -> None:
    first_hour(shared / "real/sotttt-hanoi-2022.warc.gz", "chuyen doi so", tmp_path / "data")
