"""Saved pages of real portals, read offline and held against what a person read there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.results import RawArticle
from queson_crawler.platforms import detect
from queson_crawler.text import normalise
from tests.conftest import SHARED

INDEX = SHARED / "real/pages/index.json"
ENOUGH = 0.95
NOWHERE = "http://portal.example/bai-viet.html"


def pages() -> list[dict[str, Any]]:
    if not INDEX.is_file():
        return []
    return [page for page in json.loads(INDEX.read_text("utf-8")) if page["kind"] == "article"]


def bare(text: str) -> str:
    """A text without any white space, which markup sets as it likes."""
    return re.sub(r"\s+", "", normalise(text))


def read(folder: Path, page: dict[str, Any]) -> RawArticle | None:
    answer = Answer(page.get("page_url") or NOWHERE, 200, (folder / page["file"]).read_bytes())
    result = understand(answer, detect(answer.document()), "article").result
    return result if isinstance(result, RawArticle) else None


def faults(article: RawArticle | None, truth: dict[str, Any]) -> list[str]:
    """What was read otherwise than it stands on the page."""
    if article is None:
        return ["not read as an article"]
    body = bare(article.body)
    known = truth.get("published_precision") or "minute"
    unsure = known.startswith("hour unsure")
    precision = "day" if unsure else known
    published = truth["published"][:11] + "00:00:00+07:00" if unsure else truth["published"]
    checks = {
        "title": bare(article.title) == bare(truth["title"]),
        "published": article.published_at == published,
        "precision": article.published_precision == precision,
        "begin": body.startswith(bare(truth["body_first80"])),
        "end": body.endswith(bare(truth["body_last80"])),
    }
    strange = [f"holds {text!r}" for text in truth.get("must_not_be_in_body", ()) if bare(text) in body]
    return [name for name, holds in checks.items() if not holds] + strange


@pytest.fixture(scope="module")
def told() -> dict[str, list[str]]:
    """The faults of each page."""
    if not pages():
        pytest.skip("the saved pages ../shared/real are not beside this checkout")
    return {page["file"]: faults(read(INDEX.parent, page), page["truth"]) for page in pages()}


def test_nearly_every_saved_page_is_read_as_it_stands(told: dict[str, list[str]]) -> None:
    wrong = {file: found for file, found in told.items() if found}
    assert 1 - len(wrong) / len(told) >= ENOUGH, wrong


def test_no_saved_article_is_taken_for_something_else(told: dict[str, list[str]]) -> None:
    assert [file for file, found in told.items() if "not read as an article" in found] == []
