"""A page that is refused without a word, while others come, is asked again after longer and longer, within bounds."""

from __future__ import annotations

import pytest

from queson_crawler.fetch.overloads import COUNTED, MAX_SPARED, MAX_SPARED_PAGES, Overloads
from queson_crawler.understand.tasks import ArticleTask, ListTask

LIST = ListTask("http://a.example/tin?trang=2", "http://a.example/tin", 2, attempt=COUNTED)


def test_each_pause_is_longer_and_the_last_failures_count() -> None:
    overloads = Overloads()
    pauses = [overloads.pause(LIST, 503) for _ in range(MAX_SPARED + 2)]
    assert pauses == [1.0, 2.0, 4.0, 0.0, 0.0]


@pytest.mark.parametrize(("attempt", "status"), [(1, 503), (3, 503), (COUNTED, 500), (COUNTED, 404)])
def test_the_first_failure_and_other_answers_count(attempt: int, status: int) -> None:
    assert Overloads().pause(ListTask(LIST.url, LIST.category, 2, attempt=attempt), status) == 0.0


def test_a_portal_on_which_much_is_refused_is_not_waited_for_page_by_page() -> None:
    overloads = Overloads()
    for number in range(MAX_SPARED_PAGES + 1):
        assert overloads.pause(ArticleTask(f"http://a.example/{number}", attempt=COUNTED), 502)
    assert not overloads.pause(ArticleTask("http://a.example/last", attempt=COUNTED), 502)
