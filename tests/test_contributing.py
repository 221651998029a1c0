"""CONTRIBUTING.md tells what is: its table of tests is current, what it names exists."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT, SLOW
from tests.docs.contributing import PAGE, written
from tests.harness.touching import TESTS, main, touching
from tests.test_readme import complaints, targets

TEXT = PAGE.read_text("utf-8")
MAX_LINES = 120


def test_the_table_of_tests_is_current() -> None:
    assert written(TEXT) == TEXT, "CONTRIBUTING.md is not current: run `make docs`"


def test_it_is_one_page() -> None:
    assert len(TEXT.splitlines()) <= MAX_LINES


def test_every_command_and_every_path_in_it_exists() -> None:
    from queson_crawler.cli import main as cli

    assert complaints(TEXT, cli, targets((ROOT / "Makefile").read_text("utf-8"))) == []
    missing = [
        path
        for path in re.findall(r"`((?:archive|queson_crawler|tests|docs)/[\w./-]+)`", TEXT)
        if not (ROOT / path).exists()
    ]
    assert missing == []


def test_the_tests_of_a_room_are_its_own_and_those_that_import_it() -> None:
    files = {str(file.relative_to(TESTS)) for file in touching("parse")}
    assert {"parse/test_pager.py", "test_portals.py", "parse/test_article_skins.py"} <= files
    assert not any(name.startswith(("crawl/", "archive/")) for name in files)


def test_a_path_names_its_room(capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for path in ("profile", "queson_crawler/profile", "queson_crawler/profile/"):
        main([path])
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] == told[2]
    main(["queson_crawler/parse/words.py"])
    assert "tests/parse/" in capsys.readouterr().out


def test_where_no_test_is_touched_none_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.harness.touching.touching", lambda room: [])
    with pytest.raises(SystemExit, match="No test touches fetch"):
        main(["fetch"])


def test_an_unknown_room_is_refused() -> None:
    with pytest.raises(SystemExit, match="attic"):
        main(["attic"])


def test_every_slow_module_exists() -> None:
    assert set(SLOW) <= {file.stem for file in TESTS.rglob("test_*.py")}
