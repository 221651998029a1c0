"""What a crawl looks up each time it comes to rest: nothing that grows with the archive while files are fetched."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from archive.records import Needed, Use
from queson_crawler.frontier.identities import IdentityLearner
from queson_crawler.profile.profile import Profile
from queson_crawler.spiders import resources
from queson_crawler.spiders.resources import MAX_AT_ONCE, PageResources


class LookedUp:
    """An archive in which pages need so many resources; counts how often that is looked up."""

    def __init__(self, number: int) -> None:
        self.needed = [Needed(f"http://portal.example/{at}.css", Use.SHEET, 0) for at in range(number)]
        self.times = 0

    def __call__(self, *_: object, **__: object) -> list[Needed]:
        self.times += 1
        return self.needed


def session() -> Any:
    settings = SimpleNamespace(getlist=lambda _: [])
    return SimpleNamespace(
        portal=SimpleNamespace(files="all", slug="portal"),
        crawler=SimpleNamespace(settings=settings),
        recorder=SimpleNamespace(archive=None),
    )


def test_what_pages_need_is_looked_up_only_while_more_may_be_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up = LookedUp(MAX_AT_ONCE + 1)
    monkeypatch.setattr(resources, "wanted_resources", looked_up)
    needed = PageResources(session(), wanted=True)
    found = [len(needed.next()) for _ in range(300)]
    assert found[:3] == [MAX_AT_ONCE, 1, 0]
    assert looked_up.times == 3, "a crawl of 6,000 articles comes to rest 300 times for its pictures"
    looked_up.needed.append(Needed("http://portal.example/late.css", Use.SHEET, 0))
    needed.look_again()
    assert [each.url for each in needed.next()] == ["http://portal.example/late.css"]


def test_no_line_of_a_list_is_looked_at_where_feeds_name_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    learner = IdentityLearner()
    monkeypatch.setattr(IdentityLearner, "listed", lambda _: pytest.fail("all lines of all lists are looked at"))
    assert learner.like_listed({}, [], Profile) == []  # type: ignore[arg-type]
