"""The architecture page names every module, with what it does, and nothing that is not there."""

from __future__ import annotations

import pytest

from tests.docs.__main__ import PAGE, ROOT, is_public, rooms, sentence, written

MAX_ENTRIES = 20
GROUND = {"__init__", "settings", "urls"}


def test_the_page_is_up_to_date() -> None:
    page = PAGE.read_text("utf-8")
    assert page == written(page), "docs/architecture.md is not current: run `make docs`"


@pytest.mark.parametrize("room", rooms())
def test_every_module_says_in_a_sentence_what_it_does(room: str) -> None:
    silent = [str(file.relative_to(ROOT)) for file in rooms()[room] if is_public(file) and len(sentence(file)) < 15]
    assert silent == []


def test_the_crawler_has_few_rooms_and_only_the_ground_lies_loose() -> None:
    entries = [path for path in (ROOT / "queson_crawler").iterdir() if path.name != "__pycache__"]
    assert len(entries) <= MAX_ENTRIES
    assert {path.stem for path in entries if path.suffix == ".py"} <= GROUND
