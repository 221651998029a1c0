"""What changes on a page though nobody edited the article makes no revision; one word does."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from archive.dedup import content_sha256
from archive.records import Capture
from queson_crawler.demo.wire import Request
from queson_crawler.parse.answer import Answer
from queson_crawler.portals import Portal
from queson_crawler.understand.reader import Reader
from queson_crawler.understand.steps import normalised
from queson_crawler.understand.tasks import ArticleTask, PageTask
from tests.lab import DemoArticle, LabOptions, LabPortal
from tests.understand.non_edits import NON_EDITS

BASE = "http://www.suoimay.example.vn"
SHAPES = ("dnn", "nukeviet", "webcenter", "liferay7", "sharepoint-nid", "vnpt", "wordpress", "kentico")
ARTICLES = 2


def digest(reader: Reader, url: str, html: str, native_id: str) -> str:
    """The digest by which an article's text is told from what it was."""
    capture = Capture(1, 1, url, "2026-01-01T00:00:00Z", 200, "text/html", "", "", 0, 0, "article")
    _, page = reader.read(ArticleTask(url, native_id, listed=True), Answer(url, 200, html.encode()), capture)
    article = normalised(page).article
    return content_sha256(article.title, article.lead, article.body) if article else "no article"


def pages(shape: str) -> Iterator[tuple[Reader, str, str, DemoArticle]]:
    """Some articles of a shape: a reader that knows the platform, address, HTML."""
    portal = LabPortal(LabOptions(shape=shape, login_only=False, sizes=(8, 5, 4)))

    def html(path: str) -> bytes:
        return portal._skin.answer(Request("GET", path, BASE)).body

    reader = Reader(Portal("suoi-may", f"{BASE}/"), 1)
    start = Capture(1, 1, f"{BASE}/", "", 200, "text/html", "", "", 0, 0, "page")
    reader.read(PageTask(f"{BASE}/", start=True), Answer(f"{BASE}/", 200, html("/")), start)
    for article in portal.truth()[:ARTICLES]:
        path = portal.article_paths(article.native_id)[0]
        yield reader, BASE + path, html(path).decode(), article


@pytest.mark.parametrize("shape", SHAPES)
def test_no_non_edit_makes_a_revision(shape: str) -> None:
    invented = []
    for reader, url, html, article in pages(shape):
        before = digest(reader, url, html, article.native_id)
        assert before != "no article"
        for name, edit in NON_EDITS.items():
            after = edit(html, article, random.Random(name))
            if digest(reader, url, after, article.native_id) != before:
                invented.append(name)
    assert invented == []


@pytest.mark.parametrize("shape", SHAPES)
def test_one_word_makes_one(shape: str) -> None:
    edited = 0
    for reader, url, html, article in pages(shape):
        before = digest(reader, url, html, article.native_id)
        word = max(article.body.split("\n")[0].split(), key=len)
        if html.count(word):
            edited += 1
            assert digest(reader, url, html.replace(word, "khác", 1), article.native_id) != before, word
    assert edited
    assert len(NON_EDITS) >= 30
