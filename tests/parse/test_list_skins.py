"""Lists are read from skins nobody has seen before, and pages that only lead to other articles are no lists."""

from __future__ import annotations

from collections import Counter

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.results import Listing
from queson_crawler.platforms import GENERIC, named
from queson_crawler.urls import clean
from tests.parse import article_skins
from tests.parse.list_skins import ListSkin, list_page

PAGES, SEED = 300, 11
# What was reached on other seeds (0.984 of 2,000 lists, 0.98 of 400 articles), less a page or two.
ENOUGH, ENOUGH_ARTICLES = 0.975, 0.96


def read(shown: ListSkin) -> Listing | None:
    result = understand(Answer(shown.url, 200, shown.html.encode()), GENERIC, "list").result
    return result if isinstance(result, Listing) else None


@pytest.fixture(scope="module")
def lists() -> list[tuple[ListSkin, Listing | None]]:
    return [(shown, read(shown)) for shown in (list_page(number, SEED) for number in range(PAGES))]


def listed_as_shown(shown: ListSkin, listing: Listing | None) -> bool:
    """Whether the entries are those that a reader sees, each with its title, and no others."""
    entries = {entry.url: entry.title for entry in listing.entries} if listing else {}
    return entries == {clean(url): title for url, title in shown.listed.items()}


@pytest.mark.slow
def test_nearly_every_list_is_read_whole_and_alone(lists: list[tuple[ListSkin, Listing | None]]) -> None:
    wrong = [shown.features for shown, listing in lists if not listed_as_shown(shown, listing)]
    most = Counter(item for features in wrong for item in features.items()).most_common(8)
    assert 1 - len(wrong) / len(lists) >= ENOUGH, most


def test_every_list_that_is_read_tells_its_number_and_the_way_on(lists: list[tuple[ListSkin, Listing | None]]) -> None:
    for shown, listing in lists:
        if listing is not None and listed_as_shown(shown, listing):
            pager = listing.pager
            assert (pager.current or 1) == shown.page, shown.features
            link = pager.link(shown.page + 1) or pager.following
            beyond = pager.last is not None and shown.page >= pager.last
            assert (link.url if link and not beyond else "") == shown.following, shown.features


def test_items_that_a_skin_names_otherwise_are_found_by_structure() -> None:
    """Where WordPress's `article` is a frame around the list, its one link is not all there is."""
    pages = [list_page(number, SEED) for number in range(PAGES)]
    framed = [one for one in pages if one.features["layout"] == "html5" and one.features["address"] == "slug"]
    framed = [one for one in framed if one.features["sublists"] == "no" and one.features["crumbs"] == "none"]
    assert len(framed) >= 3
    for shown in framed:
        result = understand(Answer(shown.url, 200, shown.html.encode()), named("wordpress"), "list").result
        assert isinstance(result, Listing)
        assert {entry.url for entry in result.entries} == {clean(url) for url in shown.listed}


@pytest.mark.slow
def test_pages_of_articles_are_no_lists() -> None:
    url = f"{article_skins.BASE}/gioi-thieu/bai"
    pages = [article_skins.page(number, SEED) for number in range(PAGES)]
    read = [understand(Answer(url, 200, page.html.encode()), GENERIC, "page").result for page in pages]
    lists = sum(isinstance(result, Listing) for result in read)
    assert 1 - lists / len(pages) >= ENOUGH_ARTICLES
