"""Walking one list: page by page to its end, past what cannot be read, and never for ever."""

from collections.abc import Iterable

from archive.records import Entry
from queson_crawler.frontier.pagination import MAX_RESTARTS, Walk
from queson_crawler.parse.results import Listing, PageLink, Pager, PageTemplate, PostBack
from queson_crawler.understand.tasks import ListTask

URL = "http://bausen.example/tin"
RULE = PageTemplate(f"{URL}?page=", "")


def page(ids: Iterable[object], pager: Pager = Pager(), declared: int | None = None) -> Listing:  # noqa: B008 - frozen
    return Listing("Tin", tuple(Entry(str(i), f"{URL}/{i}.html") for i in ids), pager, declared)


def by_rule(last: int | None = None) -> Pager:
    return Pager(template=RULE, last=last)


def shown(*numbers: int, last: int | None = None, template: PageTemplate | None = None) -> Pager:
    return Pager(tuple(PageLink(n, RULE.url(n)) for n in numbers), last=last, template=template)


def posted(*numbers: int, last: int | None = None) -> Pager:
    return Pager(tuple(PageLink(n, URL, PostBack("grid", f"Page_{n}")) for n in numbers), last=last)


def walked(walk: Walk, answers: dict[int, Listing | None], most: int = 60) -> list[int]:
    """Answer each task of a walk until it asks no more; the numbers asked. A missing answer is a page not read."""
    asked, waiting = [], [ListTask(URL, URL, 1)]
    while waiting:
        task = waiting.pop(0)
        asked.append(task.number)
        assert len(asked) < most, "the walk does not end"
        listing = answers.get(task.number)
        waiting += walk.read(task.number, listing) if listing else walk.miss(task)
    return asked


def test_a_list_is_read_from_its_first_page_to_its_last() -> None:
    walk = Walk(URL)
    assert walked(walk, {n: page(range(n * 3, n * 3 + 3), by_rule(4)) for n in range(1, 9)}) == [1, 2, 3, 4]
    assert (walk.pages, walk.gaps, walk.ended, len(walk.seen)) == (4, [], True, 12)


def test_a_list_without_a_pager_is_one_page() -> None:
    walk = Walk(URL)
    assert walked(walk, {1: page("abc")}) == [1]
    assert walk.ended


def test_numbers_that_a_list_has_shown_are_read_behind_a_page_that_repeats_another() -> None:
    answers = {n: page(range(n * 3, n * 3 + 3), shown(1, 2, 3, 4, 5)) for n in range(1, 6)}
    answers[2] = answers[1]
    walk = Walk(URL)
    assert walked(walk, answers) == [1, 2, 3, 4, 5, 1]
    assert walk.gaps == [2]


def test_a_list_is_not_whole_while_a_number_that_it_showed_was_never_asked_for() -> None:
    answers = {1: page("abc", shown(2, 3, 4, 5)), 2: page("def", shown(1, last=2))}
    walk = Walk(URL)
    assert walked(walk, answers) == [1, 2]
    assert walk.gaps == []
    assert not walk.is_proved


def test_a_window_of_numbers_that_stays_behind_the_end_is_read_and_the_list_is_whole() -> None:
    answers = {n: page([min(n, 2) * 2, min(n, 2) * 2 + 1], shown(*range(1, 9))) for n in range(1, 9)}
    walk = Walk(URL)
    assert walked(walk, answers) == [1, 2, 3, 4, 5, 6, 7, 8, 1]
    assert walk.gaps == []
    assert walk.is_proved


def test_a_page_beyond_the_end_that_repeats_the_last_ends_the_walk() -> None:
    answers = {n: page([min(n, 3) * 2, min(n, 3) * 2 + 1], shown(n + 1, template=RULE)) for n in range(1, 50)}
    walk = Walk(URL)
    assert walked(walk, answers) == [1, 2, 3, 4]
    assert walk.gaps == []


def test_a_page_beyond_the_end_that_repeats_the_first_ends_the_walk() -> None:
    answers = {n: page([n], shown(n + 1)) if n < 4 else page([1], shown(2)) for n in range(1, 50)}
    assert walked(Walk(URL), answers) == [1, 2, 3, 4]


def test_pages_shown_only_by_their_links_are_all_read() -> None:
    answers = {n: page([n, n + 100], shown(*range(max(1, n - 2), min(12, n + 3)))) for n in range(1, 12)}
    assert walked(Walk(URL), answers) == [*range(1, 12), 1]


def test_a_page_that_cannot_be_read_is_a_gap_and_the_walk_goes_on() -> None:
    answers: dict[int, Listing | None] = {n: page([n], by_rule(5)) for n in range(1, 6)}
    answers[3] = None
    walk = Walk(URL)
    assert walked(walk, answers) == [1, 2, 3, 4, 5]
    assert walk.gaps == [3]


def test_two_pages_in_a_row_that_cannot_be_read_are_two_gaps() -> None:
    answers: dict[int, Listing | None] = {n: page([n], by_rule(6)) for n in range(1, 7)}
    answers[3] = answers[4] = None
    walk = Walk(URL)
    assert walked(walk, answers) == [1, 2, 3, 4, 5, 6]
    assert walk.gaps == [3, 4]


def test_a_first_page_that_cannot_be_read_is_a_gap_and_ends_the_walk() -> None:
    walk = Walk(URL)
    assert walked(walk, {}) == [1]
    assert (walk.gaps, walk.ended) == ([1], True)


def test_after_a_gap_a_page_that_nothing_promises_is_only_tried() -> None:
    answers: dict[int, Listing | None] = {1: page([1, 2], shown(2, template=RULE)), 2: None, 3: None}
    walk = Walk(URL)
    assert walked(walk, answers) == [1, 2, 3]
    assert walk.gaps == [2], "page 3 was never promised"


def test_a_postback_that_fails_starts_over_from_the_first_page() -> None:
    walk = Walk(URL)
    walk.read(1, page([1], posted(2, last=4)))
    (task,) = walk.read(2, page([2], posted(3, last=4)))
    assert task.postback == PostBack("grid", "Page_3")
    (again,) = walk.miss(task)
    assert (again.number, again.url, again.postback) == (1, URL, None)
    (second,) = walk.read(1, page([1], posted(2, last=4)))
    (third,) = walk.read(2, page([2], posted(3, last=4)))
    assert (second.number, third.number) == (2, 3)
    assert walk.pages == 2, "a page that is read again is not another page"


def test_a_postback_that_always_fails_leaves_its_pages_as_gaps() -> None:
    answers: dict[int, Listing | None] = {n: page([n], posted(n + 1, last=4)) for n in (1, 2)}
    walk = Walk(URL)
    assert walked(walk, answers) == [1, 2, 3] + [1, 2, 3] * MAX_RESTARTS
    assert sorted(walk.gaps) == [3, 4]
    assert walk.unreachable == [4], "page 3 was asked for and failed; to page 4 no way led"


def test_declared_pages_to_which_no_way_leads_are_gaps() -> None:
    walk = Walk(URL)
    assert walked(walk, {1: page("ab", Pager(last=4))}) == [1]
    assert walk.gaps == walk.unreachable == [2, 3, 4]


def test_a_list_shorter_than_it_declares_is_looked_at_once_more_from_its_head() -> None:
    answers = {n: page([n * 2, n * 2 + 1], by_rule(3), declared=7) for n in (1, 2, 3)}
    walk = Walk(URL)
    assert walked(walk, answers) == [1, 2, 3, 1]
    assert walk.ended


def test_an_item_pushed_to_the_next_page_while_reading_is_no_end_of_the_list() -> None:
    answers = {
        1: page([9, 8], by_rule(4)),
        2: page([8, 7], by_rule(4)),
        3: page([7, 6], by_rule(4)),
        4: page([5], by_rule(4)),
    }
    walk = Walk(URL)
    assert walked(walk, answers) == [1, 2, 3, 4, 1]
    assert walk.seen == set("56789")


def test_a_repeated_page_before_the_last_does_not_end_the_walk() -> None:
    answers = {
        1: page("ab", by_rule(4)),
        2: page("ab", by_rule(4)),
        3: page("cd", by_rule(4)),
        4: page("e", by_rule(4)),
    }
    assert walked(Walk(URL), answers) == [1, 2, 3, 4]


def test_a_pager_that_grows_while_it_is_walked_is_followed() -> None:
    answers = {n: page([n], shown(n + 1, last=2) if n < 5 else Pager(last=2)) for n in range(1, 6)}
    assert walked(Walk(URL), answers) == [1, 2, 3, 4, 5, 1]


def test_a_twin_lends_the_pages_that_its_list_could_not_give() -> None:
    walk, twin = Walk(URL), Walk("http://bausen.example/vi/tin")
    walked(walk, {1: page("ab", by_rule(3)), 3: page("ef", by_rule(3))})
    twin.read(1, page("ab", Pager(template=PageTemplate("http://bausen.example/vi/tin?page=", ""), last=3)))
    (task,) = walk.missing_from(twin)
    assert (task.url, task.category, task.number, task.is_guess) == (
        "http://bausen.example/vi/tin?page=2",
        twin.url,
        2,
        True,
    )


def test_a_twin_without_a_rule_for_its_pages_lends_none() -> None:
    walk = Walk(URL, gaps=[2])
    assert walk.missing_from(Walk("http://bausen.example/vi/tin")) == []


def test_a_list_that_grew_while_it_was_read_is_read_again_from_its_head() -> None:
    walk, asked = Walk(URL), []
    old = {1: "fedc", 2: "cba", 3: "a"}
    new = {1: "zyxw", 2: "vutf", 3: "edcb"}
    waiting = [ListTask(URL, URL, 1)]
    while waiting:
        task = waiting.pop(0)
        shown_now = old if len(asked) < 3 else new
        asked.append(task.number)
        waiting += walk.read(task.number, page(shown_now[task.number], by_rule(3)), task)
    assert asked == [1, 2, 3, 1, 2]
    assert walk.seen == set("abcdefzyxwvut")


def test_a_promised_page_that_repeats_another_is_asked_again_and_then_a_gap() -> None:
    answers = {
        1: page("ab", by_rule(4)),
        2: page("cd", by_rule(4)),
        3: page("ab", by_rule(4)),
        4: page("e", by_rule(4)),
    }
    walk = Walk(URL)
    asked, waiting = [], [ListTask(URL, URL, 1)]
    while waiting:
        task = waiting.pop(0)
        asked.append((task.number, task.attempt))
        waiting += walk.read(task.number, answers[task.number], task)
    assert asked == [(1, 1), (2, 1), (3, 1), (3, 2), (4, 1)]
    assert (walk.gaps, walk.repeated, walk.seen) == ([3], [3], set("abcde"))


def test_a_pager_that_always_shows_the_first_page_is_given_up_and_its_pages_are_gaps() -> None:
    walk = Walk(URL)
    assert walked(walk, {n: page("ab", by_rule(9)) for n in range(1, 10)}) == [1, 2, 3]
    assert walk.gaps == list(range(2, 10))


def test_a_pager_that_leads_nowhere_is_no_gap_where_all_that_is_declared_was_listed() -> None:
    walk = Walk(URL)
    assert walked(walk, {n: page("ab", by_rule(9), declared=2) for n in range(1, 10)}) == [1, 2]
    assert walk.gaps == []


def test_a_page_that_says_that_nothing_follows_ends_a_list_whose_link_always_leads_on() -> None:
    walk = Walk(URL)
    walk.read(1, page([1, 2], shown(2, template=RULE)))
    (third,) = walk.read(2, page([3, 4], Pager(following=PageLink(3, f"{URL}?page=3"))))
    assert walk.shows_no_more(third) == []
    assert walk.ended
    assert walk.gaps == []


def test_such_a_page_is_missing_where_the_numbers_of_the_list_tell_of_it() -> None:
    for pager, declared in ((shown(2, last=3, template=RULE), None), (shown(2, template=RULE), 5)):
        walk = Walk(URL)
        walk.read(1, page([1, 2], pager, declared))
        walk.read(2, page([3, 4], Pager(following=PageLink(3, f"{URL}?page=3")), declared))
        walk.shows_no_more(ListTask(f"{URL}?page=3", URL, 3))
        assert walk.gaps == [3]
        assert walk.unreachable == [3], "it is told, as nothing is stored of the page itself"


def test_a_list_that_must_not_be_read_with_a_browser_is_not_whole() -> None:
    pressed = Pager((PageLink(2, URL, press="?"),), current=1)
    walk = Walk(URL, "Tin", may_render=False)
    assert walked(walk, {1: page(range(3), pressed)}) == [1], "nothing is pressed"
    assert walk.lacks_browser
    assert not walk.is_proved
    allowed = Walk(URL, "Tin")
    following = allowed.read(1, page(range(3), pressed))
    assert [(task.number, task.render) for task in following] == [(1, True)]
