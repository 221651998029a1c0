"""What every system is asked after its story; each claim is a test of its own, so that each fault has its own name."""

from __future__ import annotations

from collections.abc import Callable

from archive.records import Outcome
from tests.crawl.tools import rows
from tests.real.grade import gone, revised
from tests.real.story import Story

BODY = 0.98
WORTH = 1.2
AGAIN = 0.1


def every_article_is_stored(story: Story) -> None:
    assert story.crawls[0].grade.missing == []


def no_article_is_stored_twice(story: Story) -> None:
    assert [crawl.grade.doubled for crawl in story.crawls] == [[]] * len(story.crawls)


def nothing_else_is_stored(story: Story) -> None:
    """Neither what is hidden nor a page that is no article."""
    assert story.crawls[0].grade.strays == []


def titles_are_right(story: Story) -> None:
    assert story.crawls[0].grade.titles == []


def times_are_right_to_the_minute(story: Story) -> None:
    assert story.crawls[0].grade.minutes == []


def leads_are_right(story: Story) -> None:
    assert story.crawls[0].grade.leads == []


def authors_are_right(story: Story) -> None:
    assert story.crawls[0].grade.authors == []


def categories_are_right(story: Story) -> None:
    assert story.crawls[0].grade.categories == []


def only_categories_are_categories(story: Story) -> None:
    """Neither tags nor months nor authors are lists of the portal."""
    stray = ("/tag/", "/author/", "?tag=", "?author=", "?m=", "/2025/")
    addresses = [url for (url,) in rows(story.crawls[0].folder, "select url from categories")]
    assert [url for url in addresses if any(mark in url for mark in stray)] == []


def nothing_is_cut_from_a_text(story: Story) -> None:
    assert story.crawls[0].grade.cut == []


def nothing_foreign_is_in_a_text(story: Story) -> None:
    assert story.crawls[0].grade.foreign == []


def texts_are_right_word_by_word(story: Story) -> None:
    assert story.crawls[0].grade.body >= BODY


def the_exit_code_tells_what_is_missing(story: Story) -> None:
    """3 where an article of a list is not in the archive: a public one, or one behind a password, which is named."""
    for crawl in story.crawls[:2]:
        lacks = crawl.grade.missing or story.behind_a_password
        assert crawl.ran.code == (3 if lacks else 0), crawl.grade.faults()


def a_password_is_named_once(story: Story) -> None:
    """The page behind it is met and told once in each run, and nothing is made of its form."""
    query = "select kind from problems where run_id = 1 and url = ?"
    for news in story.behind_a_password:
        address = story.placed[news.number].address
        assert rows(story.crawls[0].folder, query, address) == [("login wall",)]


def the_crawl_asks_no_more_than_it_must(story: Story) -> None:
    assert len(story.crawls[0].asked) <= WORTH * story.pages


def a_second_crawl_is_cheap(story: Story) -> None:
    assert len(story.crawls[1].asked) <= AGAIN * story.pages


def a_second_crawl_finds_nothing_new(story: Story) -> None:
    assert revised(story.crawls[1].folder, story.placed) == set()
    assert gone(story.crawls[1].folder, story.placed) == set()


def what_was_added_is_found(story: Story) -> None:
    missing = set(story.crawls[2].grade.missing)
    assert not missing & {news.number for news in story.changes.added}


def edits_are_revisions_and_nothing_else_is(story: Story) -> None:
    edited = {old.number for old, _new in story.changes.edited}
    assert revised(story.crawls[-1].folder, story.placed) == edited


def edits_that_a_crawl_must_see_are_found_by_the_next(story: Story) -> None:
    """All that the system tells of; else those of the newest articles."""
    assert revised(story.crawls[2].folder, story.placed) >= story.seen_at_once


def what_was_taken_away_is_gone_and_nothing_else_is(story: Story) -> None:
    """Deleted and hidden articles; one behind a password is there still, so it is not gone."""
    away = {news.number for news in (*story.changes.deleted, *story.changes.private)}
    assert gone(story.crawls[3].folder, story.placed) == away


def no_page_is_shown_by_a_browser(story: Story) -> None:
    """The server shows every page whole: no script or style sheet is asked for."""
    assets = [path for path in story.crawls[0].asked if path.partition("?")[0].endswith((".js", ".css", ".woff2"))]
    assert assets == []


def no_run_fails(story: Story) -> None:
    """Every run ends with what it is: complete or incomplete."""
    outcomes = {outcome for (outcome,) in rows(story.crawls[-1].folder, "select outcome from runs")}
    assert outcomes <= {Outcome.COMPLETE, Outcome.INCOMPLETE}


CLAIMS: tuple[Callable[[Story], None], ...] = (
    every_article_is_stored,
    no_article_is_stored_twice,
    nothing_else_is_stored,
    titles_are_right,
    times_are_right_to_the_minute,
    leads_are_right,
    authors_are_right,
    categories_are_right,
    only_categories_are_categories,
    nothing_is_cut_from_a_text,
    nothing_foreign_is_in_a_text,
    texts_are_right_word_by_word,
    the_exit_code_tells_what_is_missing,
    a_password_is_named_once,
    the_crawl_asks_no_more_than_it_must,
    a_second_crawl_is_cheap,
    a_second_crawl_finds_nothing_new,
    what_was_added_is_found,
    edits_are_revisions_and_nothing_else_is,
    edits_that_a_crawl_must_see_are_found_by_the_next,
    what_was_taken_away_is_gone_and_nothing_else_is,
    no_page_is_shown_by_a_browser,
    no_run_fails,
)
