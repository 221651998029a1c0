"""A citation says who, when, what and where in every form, and the archive can prove that it holds just that."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.cite import FORMATS, Citation, apa, bibtex, check, citation, csl, ris
from archive.errors import NoArticle, NoRevision
from archive.notes import Note
from archive.records import Page, PortalRecord, RunStart
from archive.store import Archive
from archive.warc import Exchange, WarcWriter
from tests.archive.make import article, capture

TITLE = "Quế Sơn: 100% thôn & xã {đạt} chuẩn_nông thôn mới."
ID = "tin~tức một;2"
KEY = f"queson/{ID}"
DATE = "2020-07-24T10:19:00+07:00"
MARK = "queson:queson/tin%7Et%E1%BB%A9c%20m%E1%BB%99t%3B2;revision=2;sha256="


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Two revisions of one article, with their bytes."""
    with Archive.open(tmp_path / "data") as archive:
        run = archive.begin_run(RunStart("queson", "2026-01-01T00:00:00Z"))
        record = PortalRecord("queson", title="Cổng thông tin điện tử huyện Quế Sơn", owner="UBND huyện Quế Sơn")
        with WarcWriter(archive.warc, software="test", find_payload=archive.find_payload, name="queson") as writer:
            for number, body in enumerate(("Bản đầu.", "Bản đã sửa."), 1):
                exchange = Exchange(
                    "http://queson.example/1", "GET", (), b"", 200, "OK", (), body.encode(), "",
                    f"2026-01-0{number}T00:00:00Z", Note(run, number),
                )  # fmt: skip
                place = writer.write(exchange)
                at = {"warc_file": place.file, "warc_offset": place.offset, "warc_length": place.length}
                seen = capture(number, run, sha256=place.sha256, fetched_at=exchange.fetched_at, **at)
                shown = article(
                    "tin~tức một;2",
                    title=TITLE,
                    body=body,
                    author="Ban Tuyên giáo",
                    published_at="2020-07-24T10:19:00+07:00",
                )
                archive.store(Page(run, seen, portal=record, article=shown))
        yield archive


def test_a_line_names_everything(archive: Archive) -> None:
    line = apa(citation(archive, KEY))
    assert line.startswith(f"Ban Tuyên giáo. (2020, July 24). {TITLE} Cổng thông tin điện tử huyện Quế Sơn. http://")
    assert f"[Captured 2026-01-02T00:00:00Z; {MARK}" in line


def test_without_author_and_date_the_title_comes_first() -> None:
    cited = Citation("a/1", 1, "Tin", None, "Cổng", "", None, "2026-01-01T00:00:00Z", "http://a/1", "0" * 64)
    assert apa(cited).startswith("Tin. (n.d.). Cổng. http://a/1 [Captured ")
    assert "issued" not in csl(cited)
    assert "author" not in bibtex(cited)
    assert "AU  - " not in ris(cited)


def test_the_forms_that_programs_read_hold_what_they_must(archive: Archive) -> None:
    cited = citation(archive, KEY, 1)
    item = json.loads(FORMATS["csl-json"](cited))[0]
    assert item["issued"] == {"date-parts": [[2020, 7, 24]]}
    assert item["author"] == [{"literal": "Ban Tuyên giáo"}]
    assert r"100\% thôn \& xã \{đạt\} chuẩn\_nông thôn mới." in bibtex(cited)
    lines = ris(cited).splitlines()
    assert lines[0] == "TY  - ELEC"
    assert lines[-1] == "ER  - "
    assert f"TI  - {TITLE}" in lines


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_can_be_proved(form: str, archive: Archive) -> None:
    for number in (1, 2):
        (proof,) = check(archive, FORMATS[form](citation(archive, KEY, number)))
        assert proof.holds, proof


def test_what_was_not_cited_is_not_proved(archive: Archive) -> None:
    first, second = citation(archive, KEY, 1), citation(archive, KEY, 2)
    for mark in (
        first.mark.replace("revision=1", "revision=2"),
        first.mark.replace("revision=1", "revision=9"),
        second.mark.replace(second.sha256, "0" * 64),
    ):
        (proof,) = check(archive, f"xem {mark}.")
        assert not proof.holds
    assert list(check(archive, "không có gì")) == []


def test_bytes_that_changed_on_disk_prove_nothing(archive: Archive) -> None:
    mark = citation(archive, KEY, 1).mark
    (file,) = archive.warc.glob("*.warc.gz")
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    file.write_bytes(whole[: len(whole) // 3])
    (proof,) = check(archive, mark)
    assert not proof.holds
    assert "cannot be read" in proof.detail


def test_a_text_that_was_changed_in_the_database_proves_nothing(archive: Archive) -> None:
    mark = citation(archive, KEY, 1).mark
    archive.db.execute("update revisions set body = 'Bản khác.' where number = 1")
    (proof,) = check(archive, mark)
    assert not proof.holds
    assert "text in the database" in proof.detail


def test_a_mark_that_a_citation_style_begins_with_a_capital_is_proved(archive: Archive) -> None:
    (proof,) = check(archive, f"“Tin”. {'Q' + citation(archive, KEY, 2).mark[1:]}. queson. http://a.vn/.")
    assert proof.holds, proof


def test_an_address_names_an_article_and_an_unknown_one_is_told(archive: Archive) -> None:
    assert citation(archive, article("1").url.replace("bai-1", "bai-tin~tức một;2")).key == KEY
    with pytest.raises(NoArticle):
        citation(archive, "queson/0")
    with pytest.raises(NoRevision):
        citation(archive, KEY, 7)
