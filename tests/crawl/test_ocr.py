"""Scans of an archive are read by machine, once, and say so; what was read is rebuilt from WARC."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from queson_crawler.files.ocr import tesseract
from queson_crawler.files.ocr.machine import Recognised, recognise
from queson_crawler.files.ocr.tesseract import engine, text_of
from queson_crawler.files.read import read_file
from tests.bench.ocr import LINES, marked_share
from tests.crawl.tools import Told, assert_equal_tables, crawl, news, queson, rows, site
from tests.files import make, scans

ONE = "/tin-tuc/khanh-thanh-cong-trinh-1-1001.html"
LAYER = "C0NG HOA xA H6I cHTj NGHiA vI4T NAM DQc l4p Tg do H4nh phric iY BAN NHAN oAN Hur4x QUii SoN 56 1117 QD"
needs_tesseract = pytest.mark.skipif(not engine(), reason="Tesseract with Vietnamese is not installed")
needs_font = pytest.mark.skipif(not scans.FONT.exists(), reason=f"{scans.FONT} is not installed")


@needs_tesseract
@needs_font
@pytest.mark.parametrize(("how", "least"), [({}, 0.97), ({"noise": 20.0, "skew": 1.0, "stamps": 2}, 0.90)])
def test_marked_letters_of_a_scan(how: dict[str, float], least: float) -> None:
    found = recognise(scans.scan([scans.page(list(LINES), **how)]))
    assert (found.pages, found.problem) == (1, "")
    assert 0.8 < found.confidence <= 1
    assert marked_share(found.text, "\n".join(LINES)) >= least


@needs_tesseract
@needs_font
def test_a_scan_is_read_once_and_says_that_a_machine_read_it(tmp_path: Path) -> None:
    answers = news(2)
    body = answers[ONE].body
    answers[ONE] = Told(body.replace(b"</div></div>", b"<p><a href='/f/quet.pdf'>quet.pdf</a></p></div></div>"))
    answers["/f/quet.pdf"] = Told(scans.scan([scans.page(list(LINES[2:6]))], LAYER))
    archive = tmp_path / "data"
    with site(answers) as running:
        crawl(f"{running.base}/", archive, "--files")
    texts = "select state, text, confidence from attachments"
    assert rows(archive, texts)[0][0] == "scan"
    first = json.loads(queson("ocr", "--archive", archive, "--json").out)
    assert [(each["pages"], each["problem"]) for each in first] == [(1, "")]
    assert json.loads(queson("ocr", "--archive", archive, "--json").out) == []
    state, text, confidence = rows(archive, texts)[0]
    assert state == "text by machine"
    assert "đền bù giải phóng mặt bằng" in text
    assert confidence > 0.8
    found = queson("search", "đền bù giải phóng", "--archive", archive).out
    assert "1001" in found
    assert f"read by machine, confidence {confidence:.0%}" in found
    copy = tmp_path / "copy"
    assert queson("rebuild", "--archive", archive, "--to", copy).code == 0
    assert_equal_tables(archive, copy)


def test_without_tesseract_one_sentence_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = queson("ocr", "--archive", tmp_path)
    assert ran.code == 1
    assert tesseract.MISSING in ran.err


def test_text_unseen_over_a_scan_that_is_rubbish_counts_for_nothing() -> None:
    good = (
        "Uy ban nhan dan huyen: The people are informed that the office will be closed on Monday, as papers said " * 2
    )
    assert read_file(make.pdf([LAYER * 2], picture=True)).state == "scan"
    assert read_file(make.pdf([good], picture=True)).state == "text"


def test_words_lines_and_paragraphs_of_an_answer_of_tesseract() -> None:
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    words = [("1", "1", 90, "Một"), ("1", "1", 70, "hai"), ("1", "2", 50, '"ba'), ("2", "1", -1, "bốn")]
    table = head + "".join(
        f"5\t1\t1\t{par}\t{line}\t1\t0\t0\t0\t0\t{sure}\t{word}\n" for par, line, sure, word in words
    )
    page = text_of(table)
    assert page.text == 'Một hai\n"ba\n\nbốn'
    assert page.letters == 12
    assert round(page.confidence, 3) == round((3 * 0.9 + 3 * 0.7 + 3 * 0.5) / 12, 3)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n" + bytes(50)])
def test_what_is_no_scan_is_named(data: bytes) -> None:
    found = recognise(data, seconds=5)
    assert isinstance(found, Recognised)
    assert (found.text, found.pages) == ("", 0)
    assert found.problem
