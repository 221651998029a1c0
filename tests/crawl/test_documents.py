"""Portals that publish legal documents: every field of every document is right, and none of them is an article."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.numbers import normal_number
from tests.crawl.tools import assert_equal_tables, assert_sound, crawl, queson, rows, site, value
from tests.lab.legal import OFFICES, Office, records

pytestmark = pytest.mark.slow

FIELDS = ("number", "kind", "issuer", "signer", "issued", "effective", "status", "field", "abstract")


def truth(office: Office) -> dict[int, dict[str, Any]]:
    """What a perfect reader finds, by the number that stands last in each abstract."""
    found = {}
    for paper in office.papers:
        told: dict[str, Any] = {}
        for name in FIELDS:
            told[name] = "" if name in office.hides else getattr(paper, name)
        found[paper.id] = told | {"number": normal_number(paper.number), "files": paper.files}
    return found


def stored(folder: Path, base: str) -> dict[int, dict[str, Any]]:
    found = {}
    for number, *values in rows(folder, f"select id, {', '.join(FIELDS)} from documents"):
        files = rows(folder, "select url from document_files where document_id = ? order by position", number)
        told = dict(zip(FIELDS, values, strict=True))
        told["effective"] = told["effective"] or ""
        found[_id(told["abstract"])] = told | {"files": tuple(url.removeprefix(base) for (url,) in files)}
    return found


def _id(abstract: str) -> int:
    return int(abstract.rpartition("(")[2].rstrip(")"))


@pytest.mark.parametrize("layout", OFFICES)
def test_every_field_of_every_document_is_right_and_none_is_an_article(layout: str, tmp_path: Path) -> None:
    office = OFFICES[layout]()
    archive = tmp_path / "archive"
    with site(office.answers) as portal:
        ran = crawl(portal.base, archive, "--files")
        first = len(portal.asked)
        again = crawl(portal.base, archive, day=1 / 24)
        asked = len(portal.asked) - first
        assert stored(archive, portal.base) == truth(office)
    assert (ran.code, again.code) == (0, 0), ran.said + again.said
    assert value(archive, "select count(*) from documents") == len(office.papers)
    titles = rows(archive, "select title from articles")
    assert len(titles) == 6
    assert all(title.startswith("Khánh thành") for (title,) in titles)
    assert rows(archive, "select kind, url, detail from problems") == []
    extents = rows(archive, "select extent, listed = stored from coverage where run_id = 1")
    assert set(extents) == {("whole", 1)}
    assert asked <= 16
    assert value(archive, "select count(*) from document_files where state is null") == 0
    assert value(archive, "select count(*) from document_revisions") == len(office.papers)
    assert_sound(archive)
    assert queson("rebuild", "--archive", archive, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(archive, tmp_path / "anew")


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["table", "records", "titles"])
def test_a_document_that_its_portal_takes_away_is_gone_and_kept(layout: str, tmp_path: Path) -> None:
    whole = OFFICES[layout]()
    taken = whole.papers[2]
    rest = OFFICES[layout](tuple(paper for paper in whole.papers if paper is not taken))
    answers = dict(whole.answers)
    with site(answers.get) as portal:
        crawl(portal.base, tmp_path, day=-4)
        answers.clear()
        answers.update(rest.answers)
        crawl(portal.base, tmp_path, "--full", day=-2)
        crawl(portal.base, tmp_path, "--full")
    gone = rows(tmp_path, "select abstract, gone_reason from documents where gone_at is not null")
    assert [abstract for abstract, _ in gone] == [taken.abstract]
    assert value(tmp_path, "select count(*) from documents") == len(whole.papers)


@pytest.mark.parametrize("layout", ["table", "titles"])
def test_a_document_that_its_portal_changes_is_a_revision(layout: str, tmp_path: Path) -> None:
    before = OFFICES[layout]()
    changed = replace(before.papers[1], signer="Phạm Văn Sửa")
    after = OFFICES[layout](tuple(changed if one.id == changed.id else one for one in before.papers))
    answers = dict(before.answers)
    with site(answers.get) as portal:
        crawl(portal.base, tmp_path / "data", day=-2)
        answers.update(after.answers)
        crawl(portal.base, tmp_path / "data", "--full")
    told = "select revision, signer from document_revisions where abstract = ? order by 1"
    assert rows(tmp_path / "data", told, changed.abstract) == [(1, before.papers[1].signer), (2, "Phạm Văn Sửa")]
    assert value(tmp_path / "data", "select count(*) from document_revisions") == len(before.papers) + 1
    assert queson("rebuild", "--archive", tmp_path / "data", "--to", tmp_path / "anew").code == 0
    assert_equal_tables(tmp_path / "data", tmp_path / "anew")


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Office]:
    """An archive with an article that names a document."""
    office = records()
    paper = office.papers[0]
    (path,) = [path for path in office.answers if "cong-trinh-2-" in path]
    told = office.answers[path]
    words = f"<p>Theo Quyết định số {paper.number} ngày {paper.day}, ".encode()
    office.answers[path] = replace(told, body=told.body.replace(b"<p>Kh", words + b"<p>Kh", 1))
    folder = tmp_path_factory.mktemp("named")
    with site(office.answers) as portal:
        assert crawl(portal.base, folder, "--files").code == 0
    return folder, office


def test_documents_are_found_with_articles_or_alone(named: tuple[Path, Office]) -> None:
    folder, office = named
    paper = office.papers[0]
    found = json.loads(queson("search", paper.number, "--archive", folder, "--json").out)["hits"]
    assert [hit.get("record") for hit in found] == [None, "document"]
    assert (found[1]["number"], found[1]["articles"], found[1]["date"]) == (paper.number, 1, paper.issued)
    asked = ("phan cong nhiem vu", "--what", "documents", "--json")
    alone = json.loads(queson("search", *asked, "--archive", folder).out)["hits"]
    assert alone
    assert all("phân công nhiệm vụ" in hit["abstract"] for hit in alone)
    articles = queson("search", paper.number, "--what", "articles", "--archive", folder, "--json").out
    assert json.loads(articles)["hits"][1:] == []
    assert "named in 1 articles" in queson("search", paper.number, "--archive", folder).out
    in_file = json.loads(
        queson("search", f"tai lieu {paper.id}", "--what", "documents", "--archive", folder, "--json").out
    )
    assert in_file["hits"][0]["number"] == paper.number


def test_who_wrote_about_a_document_is_one_query(named: tuple[Path, Office]) -> None:
    folder, office = named
    query = (
        "select a.title, m.printed from document_mentions m join articles a on a.id = m.article_id where m.number = ?"
    )
    assert rows(folder, query, office.papers[0].number) == [
        ("Khánh thành trường số 2 của huyện", office.papers[0].number)
    ]


def test_a_document_is_cited_and_the_citation_is_proved(named: tuple[Path, Office], tmp_path: Path) -> None:
    folder, office = named
    paper = office.papers[0]
    key = value(folder, "select key from documents where number = ?", paper.number)
    cited = queson("cite", key, "--archive", folder).out
    assert paper.issuer in cited
    assert ";document;sha256=" in cited
    text = tmp_path / "text.txt"
    for form in ("apa", "bibtex", "csl-json", "ris"):
        text.write_text(queson("cite", key, "--format", form, "--archive", folder).out, "utf-8")
        assert queson("verify", "--citation", text, "--archive", folder).code == 0
    text.write_text(cited[:-10].replace("sha256=", "sha256=00")[:-2] + cited[-10:], "utf-8")
    assert queson("verify", "--citation", text, "--archive", folder).code == 3
    assert queson("verify", "--archive", folder).code == 0


def test_documents_leave_the_archive_as_a_table_and_as_lines(named: tuple[Path, Office], tmp_path: Path) -> None:
    folder, office = named
    assert queson("export", "documents", "--archive", folder, "--out", tmp_path / "d.csv").code == 0
    with (tmp_path / "d.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert {row["number"] for row in table} == {paper.number for paper in office.papers}
    (named_by,) = [row["named_by"] for row in table if row["number"] == office.papers[0].number]
    assert named_by.endswith("/1002")
    lines = queson("export", "documents", "--json-lines", "--since", "2019", "--archive", folder).out.splitlines()
    told = [json.loads(line) for line in lines]
    assert {one["number"] for one in told} == {one.number for one in office.papers if one.issued >= "2019"}
    assert told[0]["files"][0]["text"].startswith("Tai lieu")


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with documents of which one was changed, and one has a scan."""
    before = OFFICES["titles"]()
    one = replace(before.papers[1], signer="Phạm Văn Sửa")
    after = OFFICES["titles"](tuple(one if paper.id == one.id else paper for paper in before.papers))
    folder = tmp_path_factory.mktemp("changed") / "data"
    answers = dict(before.answers)
    with site(answers.get) as portal:
        crawl(portal.base, folder, "--files", day=-2)
        answers.update(after.answers)
        crawl(portal.base, folder, "--full")
    return folder


def test_documents_are_taken_in_and_written_the_same(changed: Path, tmp_path: Path) -> None:
    first, second, anew = tmp_path / "a.jsonl", tmp_path / "b.jsonl", tmp_path / "data"
    assert queson("export", "jsonl", "--archive", changed, "--out", first).code == 0
    told = [json.loads(line) for line in first.read_text("utf-8").splitlines()]
    revisions = [len(each["revisions"]) for each in told if each["record"] == "document"]
    assert sorted(revisions) == [1] * (len(revisions) - 1) + [2]
    assert queson("import", first, "--archive", anew).code == 0
    assert queson("export", "jsonl", "--archive", anew, "--out", second).code == 0
    assert second.read_bytes() == first.read_bytes()
    assert ": 0 records taken in" in queson("import", first, "--archive", anew).out
    found = json.loads(queson("search", "Phạm Văn Sửa", "--what", "documents", "--archive", anew, "--json").out)
    assert len(found["hits"]) == 1
    for command in ("verify", "doctor"):
        assert queson(command, "--archive", anew).code == 0
    assert queson("rebuild", "--archive", anew, "--to", tmp_path / "again").code == 0
    assert_equal_tables(anew, tmp_path / "again")


LINE = {
    "record": "document", "portal": "queson", "native_id": "vb:van-ban/9", "url": "http://queson.example/van-ban/9",
    "number_raw": "Số 9/QĐ-UBND", "abstract": "Về việc giao đất", "issued": "2019-05-24",
    "last_seen_at": "2022-01-01T00:00:00Z", "files": [{"url": "http://queson.example/9.pdf", "confidence": 0.5,
    "text": "Căn cứ Nghị quyết số 12/NQ-HĐND", "state": "text by machine"}],
}  # fmt: skip
REFUSED = {
    "no id of a document": {"native_id": "9"},
    "issued is no date": {"issued": "24/5/2019"},
    "confidence is no number": {"files": [{"url": "http://queson.example/9.pdf", "confidence": 2}]},
    "offered is neither 0 nor 1": {"files": [{"url": "http://queson.example/9.pdf", "offered": 2}]},
    "not in the order of time": {
        "revisions": [{"captured_at": f"{year}-01-01T00:00:00Z", "url": LINE["url"]} for year in (2021, 2020)]
    },
    "files holds what is no address": {
        "revisions": [{"captured_at": "2020-01-01T00:00:00Z", "url": LINE["url"], "files": ["javascript:x"]}]
    },
}


@pytest.mark.parametrize(("why", "change"), REFUSED.items())
def test_a_line_that_is_no_document_is_refused(why: str, change: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "documents.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in (LINE | change, LINE)), "utf-8")
    ran = queson("import", path, "--archive", tmp_path / "data")
    assert ran.code == 3
    assert why in ran.said
    told = "select number, issued, year, (select confidence from document_files) from documents"
    assert rows(tmp_path / "data", told) == [("09/QĐ-UBND", "2019-05-24", 2019, 0.5)]
    assert rows(tmp_path / "data", "select number from document_citations") == [("12/NQ-HĐND",)]


def test_a_file_that_is_offered_no_more_is_taken_in_with_its_text(tmp_path: Path) -> None:
    once = {**LINE["files"][0], "filename": "9.pdf", "label": "Toàn văn", "offered": 0}
    told: list[dict[str, Any]] = []
    for year, files in ((2020, [once["url"]]), (2021, [])):
        told.append({"captured_at": f"{year}-01-01T00:00:00Z", "url": LINE["url"], "number": "9", "files": files})
    line, first, second = (tmp_path / name for name in ("line.jsonl", "a.jsonl", "b.jsonl"))
    line.write_text(json.dumps(LINE | {"files": [once], "revisions": told}), "utf-8")
    for source, folder, written in ((line, tmp_path / "data", first), (first, tmp_path / "anew", second)):
        assert queson("import", source, "--archive", folder).code == 0
        assert queson("export", "jsonl", "--archive", folder, "--out", written).code == 0
    asked = "select url, label, filename, offered, text from document_files"
    assert rows(tmp_path / "anew", asked) == [(once["url"], "Toàn văn", "9.pdf", 0, once["text"])]
    assert second.read_bytes() == first.read_bytes()
    assert queson("rebuild", "--archive", tmp_path / "anew", "--to", tmp_path / "again").code == 0
    assert_equal_tables(tmp_path / "anew", tmp_path / "again")


def test_merging_brings_documents_and_mentions(named: tuple[Path, Office], tmp_path: Path) -> None:
    folder, office = named
    with site(OFFICES["table"]().answers) as portal:
        crawl(portal.base, tmp_path / "other", "--files")
    assert queson("merge", tmp_path / "other", "--archive", folder).code == 0
    both = len(office.papers) + 12
    assert value(folder, "select count(*) from documents") == both
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")
