"""What only a sitemap names is an article where its address has the form in which lists name articles."""

from __future__ import annotations

import pytest

from queson_crawler.frontier.identities import IdentityLearner
from queson_crawler.portals import Portal
from queson_crawler.profile.identity import Shown
from queson_crawler.profile.profile import Profile

HOME = "http://bausen.example"


def like_listed(article: str, listing: str, *others: str) -> list[str]:
    learner = IdentityLearner()
    for number in range(6):
        url = f"{HOME}{article}{5000 + number}"
        learner.shown[url] = Shown(url, f"Tin số {number}", "", f"{HOME}{listing}1")
    lists = [f"{HOME}{listing}{number}" for number in range(1, 4)]
    found = learner.like_listed([HOME + other for other in others], lists, Profile.of(Portal("bausen", HOME)))
    return [url.removeprefix(HOME) for url in found]


def test_an_address_of_the_form_of_articles_is_one() -> None:
    assert like_listed("/tin/bai-", "/muc-", "/tin/bai-5360", "/gioi-thieu") == ["/tin/bai-5360"]


@pytest.mark.parametrize("other", ["/news/category/9", "/news/page/9", "/news/9"])
def test_where_lists_have_that_form_too_the_folder_tells_articles(other: str) -> None:
    assert like_listed("/news/detail/", "/news/category/", "/news/detail/5360", other) == ["/news/detail/5360"]


def test_nothing_is_told_where_lists_stand_in_the_folder_of_the_articles() -> None:
    assert like_listed("/news/bai-", "/news/muc-", "/news/trang-5360") == []
