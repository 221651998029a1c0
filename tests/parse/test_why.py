"""`queson probe --why` shows the evidence for and against each choice."""

from __future__ import annotations

import io

from rich.console import Console

from queson_crawler.cli.views.evidence import explained
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.explain import explain
from queson_crawler.platforms import GENERIC
from tests.parse.article_skins import BASE, page
from tests.parse.list_skins import list_page


def shown(html: str, url: str, role: str) -> str:
    console = Console(file=io.StringIO(), width=200)
    explained(console, [explain(Answer(url, 200, html.encode()), GENERIC, role)])
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def test_the_parts_of_an_article_are_explained() -> None:
    text = shown(page(3, 7).html, f"{BASE}/tin/1.html", "article")
    assert "is read as: article" in text
    assert "title: " in text
    assert "+" in text
    assert "left out: " in text


def test_a_list_and_its_ways_on_are_explained() -> None:
    listed = next(one for one in (list_page(number, 11) for number in range(40)) if one.following)
    text = shown(listed.html, listed.url, "list")
    assert "is read as: list" in text
    assert "links that stand alike" in text


def test_what_is_no_content_is_named() -> None:
    assert "is read as: no list" in shown("<html><body><p>Xin chào.</p></body></html>", BASE, "page")
