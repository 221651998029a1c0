"""What feeds tell at a further crawl: a change since an article was asked for, and what they no longer name."""

from __future__ import annotations

import pytest

from archive.memory import KnownArticle, Memory
from archive.records import Entry
from queson_crawler.frontier.feeds_again import FEW_CHANGED, FeedsAgain
from queson_crawler.parse.document import Document
from queson_crawler.parse.feeds import read_feed
from queson_crawler.parse.links import read_links
from queson_crawler.platforms import GENERIC

HOME = "http://bausen.example"
SITEMAP, POSTS = f"{HOME}/sitemap.xml", f"{HOME}/wp-json/wp/v2/posts?per_page=100"
NAMES = [f"bai-{number}" for number in range(20)]
CHECKED = "2026-05-30T08:00:00Z"


def article(name: str, **changes: object) -> KnownArticle:
    values: dict[str, object] = {
        "native_id": name, "url": f"{HOME}/{name}/", "published_at": "2026-01-02T00:00:00+07:00",
        "checked_at": CHECKED, "checked_run": 1,
    }  # fmt: skip
    return KnownArticle(**values | changes)  # type: ignore[arg-type]


ARTICLES = {name: article(name) for name in NAMES}


def entries(names: list[str], changed: str = "2026-01-02") -> list[Entry]:
    """As a sitemap names them whose addresses carry no ids."""
    return [Entry("", f"{HOME}/{name}", changed=changed) for name in names]


@pytest.mark.parametrize(
    ("told", "is_later"),
    [
        ("2026-05-29", False),
        ("2026-05-30", True),
        ("2026-05-31", True),
        ("2026-05-30T07:59:00+00:00", False),
        ("2026-05-30T15:01:00+07:00", True),
        ("heute", False),
        ("", False),
    ],
)
def test_a_time_of_change_is_held_against_the_last_look(told: str, is_later: bool) -> None:
    one = FeedsAgain(Memory(articles=ARTICLES))
    changed = one.read(SITEMAP, [], [*entries(NAMES[1:]), *entries(NAMES[:1], told), *entries(["gioi-thieu"], told)])
    assert changed == ([ARTICLES["bai-0"]] if is_later else [])


def test_what_the_feed_said_before_counts_more_than_the_last_look() -> None:
    before = {(POSTS, name): "2026-06-02" for name in NAMES}
    one = FeedsAgain(Memory(articles=ARTICLES, changed=before))
    named = [Entry(name, f"{HOME}/{name}", changed="2026-06-02") for name in NAMES]
    assert one.read(POSTS, named) == []


def test_a_sitemap_that_writes_the_time_of_asking_tells_nothing() -> None:
    one = FeedsAgain(Memory(articles=ARTICLES))
    assert len(one.read(SITEMAP, [], entries(NAMES[:FEW_CHANGED], "2026-06-03"))) == FEW_CHANGED
    assert one.read(SITEMAP, [], entries(NAMES, "2026-06-03")) == []


def named(names: list[str]) -> list[Entry]:
    return [Entry(name, f"{HOME}/{name}") for name in names]


def again(before: list[str], gone: tuple[str, ...] = ()) -> FeedsAgain:
    articles = {name: article(name, gone=name in gone) for name in NAMES}
    return FeedsAgain(Memory(articles=articles, named={POSTS: frozenset(before)}))


def test_what_a_feed_of_all_articles_no_longer_names_seems_gone() -> None:
    one = again(NAMES)
    one.read(POSTS, named(NAMES[2:]))
    assert [known.native_id for known in one.vanished(frozenset())] == NAMES[:2]
    assert [known.native_id for known in one.vanished(frozenset(NAMES[:1]))] == NAMES[1:2], "a list names the first"


@pytest.mark.parametrize(
    ("before", "now", "gone"),
    [
        (NAMES[:10], NAMES[5:15], ()),
        (NAMES[2:], NAMES[2:], ()),
        (NAMES, NAMES[2:], (NAMES[0], NAMES[1])),
        (NAMES, [], ()),
    ],
    ids=["the newest alone", "never named", "known to be gone", "an empty answer"],
)
def test_what_feeds_leave_out_for_other_reasons_is_left_in_peace(
    before: list[str], now: list[str], gone: tuple[str, ...]
) -> None:
    one = again(before, gone)
    one.read(POSTS, named(now))
    assert one.vanished(frozenset()) == []


def test_what_moved_to_the_next_page_of_an_api_is_named_there() -> None:
    pages = {POSTS: frozenset(NAMES[:10]), f"{POSTS}&page=2": frozenset(NAMES[10:])}
    one = FeedsAgain(Memory(articles=ARTICLES, named=pages))
    one.read(POSTS, named(["bai-20", *NAMES[:9]]))
    one.read(f"{POSTS}&page=2", named(NAMES[9:]))
    assert one.vanished(frozenset()) == []


def test_a_sitemap_keeps_the_addresses_without_ids_apart() -> None:
    places = "".join(
        f"<url><loc>{HOME}/{name}</loc><lastmod>2026-05-30</lastmod></url>"
        for name in ("cau-moi", "tin/ho-nuoc-12345.html")
    )
    feed = read_feed(f"<urlset>{places}</urlset>".encode(), SITEMAP, GENERIC)
    assert feed is not None
    assert [entry.native_id for entry in feed.entries] == ["12345"]
    assert feed.others == (Entry("", f"{HOME}/cau-moi", "", "2026-05-30"),)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        (f"{HOME}/wp-json/", POSTS),
        (f"{HOME}/index.php?rest_route=/", f"{HOME}/index.php?rest_route=/wp/v2/posts&per_page=100"),
    ],
)
def test_a_page_says_where_its_api_is(href: str, expected: str) -> None:
    page = Document(
        HOME, f"<html><head><link rel='https://api.w.org/' href='{href}'></head><body><p>Tin</p></body></html>"
    )
    assert read_links(page, GENERIC).apis == (expected,)
