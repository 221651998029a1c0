"""What a second crawl asks: how far a known list is read, which articles are asked again, whose portal this is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.memory import KnownArticle, KnownList, Memory
from archive.records import Entry
from queson_crawler.frontier.articles import Articles
from queson_crawler.frontier.feeds_again import FeedsAgain
from queson_crawler.frontier.list_head import MAX_LEFT, Head
from queson_crawler.frontier.list_order import is_newest_first
from queson_crawler.frontier.pagination import Walk
from queson_crawler.frontier.revisit import Revisit
from queson_crawler.frontier.revisit_plan import FLOOR, ROUND, Spent, allowance, in_order, recent_since, round_of
from queson_crawler.parse.results import Listing, Pager, PageTemplate, Why

HOME = "http://a.example/tin"
PAGES = PageTemplate(f"{HOME}?page=", "")
SIZE = 5
NOW = datetime(2026, 6, 1, tzinfo=UTC)
OLD = [str(number) for number in range(130, 100, -1)]
"""The list as it was, newest first."""


def article(name: str, **changes: object) -> KnownArticle:
    day = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=int(name) - 100)
    values: dict[str, object] = {
        "native_id": name, "url": f"http://a.example/{name}", "published_at": day.isoformat(),
        "checked_at": "2026-05-30T00:00:00Z", "checked_run": 1,
    }  # fmt: skip
    return KnownArticle(**values | changes)  # type: ignore[arg-type]


ARTICLES = {name: article(name) for name in OLD}


def read(shown: list[str], pages: int, *, declared: int | None, known: int | None, before: list[str] = OLD) -> bool:
    """Whether so many pages of a list are enough; `declared` is its total now, `known` what it was."""
    titles = {name: f"Bài {name}" for name in before}
    head = Head.of(KnownList(HOME, "Tin", None, HOME, None, True, "", tuple(before), titles, known), ARTICLES)
    walk, last = Walk(HOME), -(-len(shown) // SIZE)
    for number in range(1, pages + 1):
        entries = tuple(Entry(n, f"/{n}", f"Bài {n}") for n in shown[(number - 1) * SIZE : number * SIZE])
        listing = Listing("Tin", entries, Pager(last=last, template=PAGES), declared)
        walk.read(number, listing)
        head.read(listing)
    return head.is_enough(walk)


NEW = ["132", "131"]


@pytest.mark.parametrize(
    ("shown", "pages", "declared", "enough"),
    [
        (OLD, 1, 30, True),
        (NEW + OLD, 1, 32, False),
        (NEW + OLD, 2, 32, True),
        (NEW + OLD, 2, 33, False),
        (NEW + OLD[:20] + OLD[21:], 2, 31, False),
        (NEW + OLD[:20] + OLD[21:], 5, 31, True),
        (OLD[1:], 1, 29, True),
        (["101", *OLD[:-1]], 1, 30, True),
        (OLD[:12] + OLD[13:], 1, None, False),
    ],
    ids=[
        "nothing new", "a page with something new", "what is new and the total agree", "the total grew by more",
        "one is missing further down", "where it is missing was read", "the newest was taken down", "one is pinned",
        "a total that is told no more",
    ],
)  # fmt: skip
def test_a_list_is_read_until_all_is_known_and_its_total_adds_up(
    shown: list[str], pages: int, declared: int | None, enough: bool
) -> None:
    assert read(shown, pages, declared=declared, known=30) is enough


def test_a_list_that_is_not_newest_first_is_read_whole() -> None:
    assert is_newest_first(tuple(OLD), ARTICLES)
    assert is_newest_first(("101", *OLD[:-1]), ARTICLES)
    assert not is_newest_first(tuple(reversed(OLD)), ARTICLES)
    assert not is_newest_first(("a", "b", "c"), {})
    assert is_newest_first(("9", "8", "7"), {})
    assert not read(OLD[::-1], 1, declared=30, known=30, before=OLD[::-1])


def test_a_list_whose_order_changed_is_not_taken_for_one_that_lost_much() -> None:
    assert not read(OLD[MAX_LEFT + SIZE :] + OLD[: MAX_LEFT + SIZE], 1, declared=30, known=30)


def test_titles_that_all_change_at_once_tell_nothing() -> None:
    known = KnownList(HOME, "Tin", None, HOME, None, True, "", tuple(OLD), {name: f"Bài {name}" for name in OLD}, 30)
    head = Head.of(known, ARTICLES)
    head.read(Listing("Tin", tuple(Entry(n, f"/{n}", f"Bài {n} (7)") for n in OLD[:SIZE])))
    assert head.retitled == set()
    head.read(Listing("Tin", (Entry(OLD[0], "/", "Bài khác"), *(Entry(n, f"/{n}", f"Bài {n}") for n in OLD[1:SIZE]))))
    assert head.retitled == {OLD[0]}


def test_recent_is_a_matter_of_the_portals_rhythm() -> None:
    newest = datetime(2026, 1, 31, tzinfo=UTC)
    assert recent_since(ARTICLES.values()) == newest - timedelta(days=30)
    slow = [article(str(100 + 30 * number)) for number in range(9)]
    assert datetime(2026, 8, 29, tzinfo=UTC) - recent_since(slow) == timedelta(days=180)
    edited = [article("130"), article("120", edited_at="2026-03-02T00:00:00Z"), article("129")]
    assert newest - recent_since(edited) >= timedelta(days=40)


@given(st.integers(0, 40), st.booleans())
def test_the_plan_keeps_to_its_budget_and_begins_with_the_newest(budget: int, eager: bool) -> None:
    found = in_order(ARTICLES.values(), NOW, budget, eager=eager)
    assert len(found) <= budget
    recent = min(-(-2 * budget // 3), 4)
    assert found[:recent] == [ARTICLES[name] for name in OLD[:recent]]
    assert found == in_order(reversed(ARTICLES.values()), NOW, budget, eager=eager)


def test_older_articles_are_asked_at_growing_distance() -> None:
    asked = {}
    for name, checked in (("61", "2026-05-30T00:00:00Z"), ("62", "2026-01-20T00:00:00Z")):
        asked[name] = article(name, checked_at=checked)
    found = {one.native_id for one in in_order({**ARTICLES, **asked}.values(), NOW, 99, eager=False)}
    assert "62" in found
    assert "61" not in found
    assert set(ARTICLES) <= found  # those of the last month before the newest are asked at every crawl


def test_what_an_unchanged_and_a_changed_portal_may_cost() -> None:
    day = timedelta(days=1)
    assert allowance(400, Spent(requests=9, heads=5), timedelta()) == 11
    assert allowance(400, Spent(requests=29, heads=5, news=20, changed=True), timedelta()) == 36
    assert allowance(400, Spent(requests=400), timedelta()) == 0
    assert allowance(400, Spent(requests=400, revisited=2), day) == FLOOR - 2
    assert allowance(30, Spent(requests=9), timedelta()) == FLOOR


@pytest.mark.parametrize("count", [41, 300])
@pytest.mark.parametrize("changed", [False, True])
def test_every_article_is_asked_again_within_a_round_of_nights_however_dear_the_lists_are(
    count: int, *, changed: bool
) -> None:
    known = {str(number): article(str(number)) for number in range(100, 100 + count)}
    last = dict.fromkeys(known, 0)
    asked_most = 0
    for night in range(1, 3 * ROUND):
        now = NOW + timedelta(days=night)
        again = Revisit(Memory("Cổng", known, cost=count), now=now)
        asked: list[KnownArticle] = []
        spent = Spent(count // 5, 2, 0, 0, changed)
        while True:
            met = {one.native_id for one in asked}
            batch = again.revisits(replace(spent, revisited=len(asked)), met.__contains__)
            if not batch:
                break
            asked += batch
        asked_most = max(asked_most, len(asked))
        for one in asked:
            last[one.native_id] = night
            known[one.native_id] = replace(one, checked_at=now.isoformat())
        assert night - min(last.values()) <= ROUND
    assert asked_most <= count // ROUND + 1 + FLOOR


def test_a_crawl_soon_after_another_owes_nothing_to_the_round() -> None:
    checked = "2026-05-31T23:00:00Z"
    known = [article(str(number), checked_at=checked) for number in range(100, 200)]
    assert round_of(known, NOW) == []
    assert len(round_of(known, NOW + timedelta(days=1))) == 3


def revisit(**changes: object) -> Revisit:
    return Revisit(Memory("Cổng thông tin huyện Suối Mây", ARTICLES, **changes), now=NOW)  # type: ignore[arg-type]


def test_another_site_is_one_that_names_nothing_known_and_itself_otherwise() -> None:
    one = revisit()
    one.title = "Nhà cái số một"
    assert one.held
    assert one.is_another
    one.title = "Trang thông tin điện tử huyện Suối Mây"
    assert not one.is_another
    one.meet([Entry("130", ""), Entry("129", "")])
    assert not one.held
    assert not Revisit().held


def test_a_feed_that_writes_the_time_of_asking_tells_nothing() -> None:
    before = {("f", name): "2026-01-01" for name in OLD}
    one = FeedsAgain(revisit(changed=before).memory)
    entries = [Entry(name, "", changed="2026-01-01") for name in OLD]
    assert one.changed("f", entries) == []
    assert one.changed("f", [*entries[1:], Entry(OLD[0], "", changed="2026-05-05")]) == [ARTICLES[OLD[0]]]
    assert one.changed("f", [Entry(name, "", changed="2026-06-01") for name in OLD]) == []


def test_what_was_not_there_is_asked_again_after_a_day() -> None:
    told = {"101": article("101", absent_at="2026-05-31T06:00:00Z"), "102": article("102", unlisted=True)}
    told["103"] = article("103", unlisted=True, asked_since=True)
    told["104"] = article("104", absent_at="2026-05-30T00:00:00Z")
    one = Revisit(Memory("x", told), now=NOW)
    assert {each.native_id for each in one.due()} == {"102", "104"}


@pytest.mark.parametrize(
    ("shown", "risen"),
    [
        (OLD[:SIZE], set()),
        (["131", *OLD[:4]], set()),
        (["110", *OLD[:4]], {"110"}),
        (["110", "109", *OLD[:4]], {"110", "109"}),
        (OLD[SIZE::-1], set()),
    ],
    ids=["as it was", "something new", "one rose to the top", "two rose", "another order"],
)
def test_an_entry_that_rose_to_the_top_was_published_once_more(shown: list[str], risen: set[str]) -> None:
    head = Head.of(KnownList(HOME, "Tin", None, HOME, None, True, "", tuple(OLD)), ARTICLES)
    head.read(Listing("Tin", tuple(Entry(n, f"/{n}", f"Bài {n}") for n in shown)))
    assert head.risen == risen


def test_an_article_that_its_list_names_at_another_address_is_asked_there_before_it_is_missed() -> None:
    known, now = article("101"), "http://a.example/ten-moi-101"
    articles = Articles(known=frozenset(("101",)), stored=frozenset(("101",)), listed_at={"101": now})
    (first,) = articles.ask_again(known)
    assert first.url == known.url
    (second,) = articles.refused(first, Why.NOT_FOUND)
    assert (second.url, second.is_stored) == (now, True)
    assert articles.refused(second, Why.NOT_FOUND) == []
    fresh = Articles(known=frozenset(("101",)), stored=frozenset(("101",)), listed_at={"101": now})
    assert [task.url for task in fresh.ask_again(known, listed_at=True)] == [now]


@pytest.mark.parametrize(("lists", "every"), [(1, 1), (6, 1), (40, 1), (7, 7), (40, 7), (5, 45)])
def test_every_list_is_read_to_its_end_within_a_month_and_few_at_once(lists: int, every: int) -> None:
    """Crawls at equal distance: no list grows older than a month and the time until the next crawl."""
    whole = dict.fromkeys((f"{HOME}/{number}" for number in range(lists)), NOW)
    most = 0

    def anew(now: datetime) -> frozenset[str]:
        known = {url: KnownList(url, "Tin", None, url, None, True, at.isoformat()) for url, at in whole.items()}
        return Revisit(Memory(lists=known), now=now).lists_anew()

    for number in range(1, 120):
        now = NOW + timedelta(days=number * every)
        read_whole = anew(now)
        most = max(most, len(read_whole))
        whole.update(dict.fromkeys(read_whole, now))
        assert max(now - at for at in whole.values()) < timedelta(days=30 + every)
        assert len(anew(now + timedelta(minutes=5))) <= 1
    assert most <= 1 + lists * every / 30
