"""`queson read FILE` says what is read of a file, and why not."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from queson_crawler.cli import main
from tests.files import make


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["read", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_text_kind_encodings_and_problems(tmp_path: Path) -> None:
    file = tmp_path / "a.doc"
    file.write_bytes(
        make.doc([("céng hoµ", ".VnTimeH"), (" nhaø nöôùc\r", "VNI-Times"), ("chữ\r", "Arial")], unicode=True)
    )
    assert run(str(file)) == (0, "cộng hoà nhà nước\n\nchữ\n", "")
    assert run(str(file), "--drawn")[1] == "CỘNG HOÀ nhà nước\n\nchữ\n"
    told = json.loads(run(str(file), "--json")[1])
    assert told["kind"] == "application/msword"
    assert (told["state"], told["problems"]) == ("text", [])
    assert told["encodings"] == ["tcvn3", "unicode", "vni"]


def test_a_file_that_cannot_be_read_is_a_failure_and_says_why(tmp_path: Path) -> None:
    file = tmp_path / "a.doc"
    file.write_bytes(make.doc([("a\r", "Arial")], encrypted=True))
    code, out, err = run(str(file))
    assert (code, out) == (1, "")
    assert err.endswith("a.doc: encrypted: it needs a password.\n")
    assert json.loads(run(str(file), "--json")[1])["problems"] == ["encrypted: it needs a password"]


def test_a_file_without_text_is_none(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(make.pdf(["", ""]))
    assert run(str(file)) == (0, "", f"{file} (application/pdf): no text.\n")
