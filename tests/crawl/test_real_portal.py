"""A real portal as it stood in August 2022, crawled from its WARC."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SHARED
from tests.crawl.stability import unstable
from tests.crawl.tools import Ran, rows, value

pytestmark = pytest.mark.slow

INDEX = SHARED / "real/pages/index.json"
NEWS = "/vi/tin-tuc-su-kien"
LEAST = 3_220
ARTICLE = re.compile(r"/-/view_content/(\d+)-")


@pytest.fixture(scope="module")
def hanoi(recorded: Callable[[], tuple[Path, Ran]] | None) -> tuple[Path, Ran]:
    """The archive of one crawl, and how the crawl ended."""
    if recorded is None:
        pytest.skip("the recorded portal ../shared/real is not beside this checkout")
    return recorded()


def test_every_article_of_the_portal_is_stored_once(hanoi: tuple[Path, Ran]) -> None:
    folder, _ = hanoi
    stored = rows(folder, "select native_id, url from articles")
    assert len(stored) >= LEAST
    assert len({native_id for native_id, _ in stored}) == len(stored)
    for native_id, url in stored:
        found = ARTICLE.search(url)
        assert found, url
        assert found[1] == native_id


def test_what_the_portal_itself_lacks_is_named(hanoi: tuple[Path, Ran]) -> None:
    folder, ran = hanoi
    assert ran.code == 3
    ((declared, listed, missing),) = rows(
        folder,
        "select v.declared, v.listed, v.missing from coverage v join categories k on k.id = v.category_id "
        "where k.url like ?",
        f"%:%{NEWS}",
    )
    assert (declared, listed, missing) == (2952, 2932, "63")
    assert "page 63 of the list could not be read" in ran.out


def test_known_articles_have_their_titles(hanoi: tuple[Path, Ran]) -> None:
    folder, _ = hanoi
    stored = dict(rows(folder, "select native_id, title from articles"))
    known = {
        found[1]: page["truth"]["title"]
        for page in json.loads(INDEX.read_text("utf-8"))
        if page["kind"] == "article" and (found := ARTICLE.search(page.get("page_url") or ""))
    }
    met = known.keys() & stored.keys()
    assert len(met) >= 8
    assert {native_id: stored[native_id] for native_id in met} == {native_id: known[native_id] for native_id in met}


def test_half_of_the_articles_teach_what_all_of_them_teach(hanoi: tuple[Path, Ran]) -> None:
    folder, _ = hanoi
    assert unstable(folder, step=8) == []


def test_hardly_any_article_is_nothing_but_a_title(hanoi: tuple[Path, Ran]) -> None:
    folder, _ = hanoi
    bare = value(
        folder,
        "select count(*) from articles a where body = '' and lead = '' "
        "and not exists (select 1 from images i where i.article_id = a.id) "
        "and not exists (select 1 from attachments t where t.article_id = a.id)",
    )
    assert bare <= LEAST / 200
    assert value(folder, "select count(*) from articles where title = ''") == 0
