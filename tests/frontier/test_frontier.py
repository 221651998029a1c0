"""What is asked next: lists before articles, each article once, never what is known, never without end."""

from dataclasses import replace

from archive.events import ListPageMissing, ListRepeats
from archive.records import Entry
from queson_crawler.frontier.article_state import DONE, ArticleState
from queson_crawler.frontier.articles import Articles
from queson_crawler.frontier.candidates import MAX_CANDIDATES, Candidates, articles_may_be_among
from queson_crawler.frontier.frontier import Frontier
from queson_crawler.parse.answer import Answer, Understood, understand
from queson_crawler.parse.links import Candidate, Links
from queson_crawler.parse.results import (
    Feed,
    Listing,
    NotContent,
    PageLink,
    Pager,
    PageTemplate,
    RawArticle,
    Redirect,
    Why,
)
from queson_crawler.platforms import GENERIC
from queson_crawler.portals import Portal
from queson_crawler.understand.judge import classified
from queson_crawler.understand.reading import Kind
from queson_crawler.understand.tasks import (
    MAX_ATTEMPTS,
    MAX_DEPTH,
    MAX_HOPS,
    MAX_LIST_ATTEMPTS,
    FeedTask,
    PageTask,
    Role,
    Task,
)

HOME = "http://bausen.example"
TIN, VI = f"{HOME}/tin", f"{HOME}/vi/tin"
NEWS = RawArticle("Tin", body="Nội dung", published_at="2020-01-01T00:00:00+07:00")


def frontier(**options: object) -> Frontier:
    made = Frontier(Portal("bausen", f"{HOME}/"), Articles(**options))
    made.start()
    return made


def entries(*ids: int, home: str = TIN) -> tuple[Entry, ...]:
    return tuple(Entry(str(i), f"{home}/bai-{i}.html", f"Bài {i}") for i in ids)


def listing(*ids: int, home: str = TIN, last: int | None = None, total: int | None = None) -> Understood:
    pager = Pager(template=PageTemplate(f"{home}?page=", "") if last else None, last=last)
    return Understood(Listing("Tin", entries(*ids, home=home), pager, total))


def refusal(why: Why) -> Understood:
    return Understood(NotContent(why))


def answered(made: Frontier, task: Task, url: str, understood: Understood) -> list[Task]:
    """What follows from a page that was parsed so."""
    return made.take(classified(understood, made.as_of_now(task), url, made.profile))


def category(made: Frontier, *ids: int, home: str = TIN, **options: int) -> list[Task]:
    return answered(made, PageTask(home, title="Tin", depth=1), home, listing(*ids, home=home, **options))


def roles(tasks: list[Task]) -> list[str]:
    return [task.role for task in tasks]


def test_a_run_begins_at_the_start_and_at_the_lists_that_no_menu_leads_to() -> None:
    tasks = Frontier(Portal("bausen", f"{HOME}/", categories=(TIN,))).start()
    assert [(task.role, task.url, task.is_start) for task in tasks] == [
        (Role.PAGE, f"{HOME}/", True),
        (Role.PAGE, TIN, False),
    ]


def test_a_list_asks_for_its_articles_and_its_next_page() -> None:
    tasks = category(frontier(), 11111, 22222, last=3)
    assert roles(tasks) == [Role.ARTICLE, Role.ARTICLE, Role.LIST]
    assert all(task.listed for task in tasks[:2])
    assert (tasks[2].url, tasks[2].category, tasks[2].number) == (f"{TIN}?page=2", TIN, 2)


def test_known_articles_are_not_fetched() -> None:
    tasks = category(frontier(known=frozenset({"11111"})), 11111, 22222)
    assert [task.native_id for task in tasks] == ["22222"]


def test_an_article_in_two_lists_is_asked_once() -> None:
    made = frontier()
    category(made, 11111, 22222)
    assert [task.native_id for task in category(made, 22222, 33333, home=f"{HOME}/van-hoa")] == ["33333"]


def test_an_article_is_asked_under_its_other_address_when_the_first_fails() -> None:
    made = frontier()
    (first,) = category(made, 11111)
    assert category(made, 11111, 99999, home=VI)[0].native_id == "99999", "not while the first address is being asked"
    (second,) = answered(made, first, first.url, refusal(Why.NOT_FOUND))
    assert (second.native_id, second.url) == ("11111", f"{VI}/bai-11111.html")
    assert answered(made, second, second.url, refusal(Why.NOT_FOUND)) == []


def test_an_address_that_failed_is_not_asked_again_when_another_list_names_it() -> None:
    made = frontier()
    (first,) = category(made, 11111)
    answered(made, first, first.url, refusal(Why.NOT_FOUND))
    same = Listing("Văn hóa", entries(11111))
    assert answered(made, PageTask(f"{HOME}/van-hoa"), f"{HOME}/van-hoa", Understood(same)) == []


def test_an_article_that_came_is_done_under_every_address() -> None:
    made = frontier()
    (task,) = category(made, 11111)
    assert answered(made, task, task.url, Understood(NEWS)) == []
    assert category(made, 11111, home=VI) == []


def test_an_answer_that_nobody_asked_for_leaves_an_article_that_came_as_it_is() -> None:
    articles = Articles()
    articles.came("11111")
    articles.expect("11111")
    assert ArticleState(done=True) == DONE == articles.states["11111"]


def test_an_error_of_the_server_is_asked_again_so_often_and_no_more() -> None:
    made = frontier()
    (task,) = category(made, 11111)
    attempts = 1
    while again := answered(made, task, task.url, refusal(Why.HTTP_ERROR)):
        (task,) = again
        attempts += 1
    assert attempts == task.attempt == MAX_ATTEMPTS


def test_an_article_that_is_gone_is_not_asked_again() -> None:
    made = frontier()
    (task,) = category(made, 11111)
    assert answered(made, task, task.url, refusal(Why.NOT_FOUND)) == []


def test_an_empty_page_in_the_middle_of_a_list_is_asked_again_and_then_is_a_gap() -> None:
    made = frontier()
    page = category(made, 11111, 22222, last=3)[-1]
    attempts = 1
    while (following := answered(made, page, page.url, refusal(Why.NO_LIST)))[0].number == page.number:
        (page,) = following
        attempts += 1
    assert attempts == MAX_LIST_ATTEMPTS
    assert following[0].number == 3
    assert made.lists.walks[TIN].gaps == [2]


def test_a_list_page_that_never_answers_is_a_gap() -> None:
    made = frontier()
    page = category(made, 11111, 22222, last=2)[-1]
    while following := made.refused(page, Why.NO_ANSWER):
        (page,) = following
    assert made.lists.walks[TIN].gaps == [2]
    assert made.lists.walks[TIN].ended


def test_declared_pages_to_which_no_way_leads_are_told_as_missing() -> None:
    made = frontier()
    pager = Pager(last=3)
    answered(made, PageTask(TIN, depth=1), TIN, Understood(Listing("Tin", entries(11111, 22222), pager)))
    assert made.conclusions() == [ListPageMissing(TIN, 2), ListPageMissing(TIN, 3)]
    assert made.conclusions() == []


def test_a_run_asks_for_no_more_articles_than_it_may() -> None:
    made = frontier(most=2)
    tasks = category(made, 11111, 22222, 33333, last=9)
    assert [task.native_id for task in tasks] == ["11111", "22222"]
    assert made.articles.limited


def test_a_limited_run_still_tries_other_addresses_of_what_it_asked_for() -> None:
    made = frontier(most=1)
    (task,) = category(made, 11111)
    category(made, 11111, home=VI)
    assert answered(made, task, task.url, refusal(Why.NOT_FOUND))[0].url == f"{VI}/bai-11111.html"


def test_two_lists_with_the_same_first_page_and_totals_are_one() -> None:
    made = frontier()
    category(made, 11111, 22222, 33333, last=5, total=15)
    assert roles(category(made, 11111, 22222, 33333, home=f"{HOME}/tin-moi", last=5, total=15)) == []
    assert made.conclusions() == [ListRepeats(f"{HOME}/tin-moi", TIN)]
    assert set(made.lists.walks) == {TIN}


def test_lists_whose_first_pages_agree_but_not_their_totals_are_two() -> None:
    made = frontier()
    category(made, 11111, 22222, 33333, last=5, total=15)
    assert roles(category(made, 11111, 22222, 33333, home=f"{HOME}/nam-2020", last=2, total=6)) == [Role.LIST]


def test_a_list_with_and_without_its_language_is_one_even_without_totals() -> None:
    made = frontier()
    category(made, 11111)
    category(made, 11111, home=VI)
    assert made.lists.twins == {VI: TIN}


def test_the_twin_of_a_list_is_asked_for_the_pages_the_list_could_not_give() -> None:
    made = frontier()
    page = category(made, 11111, 22222, 33333, last=2, total=6)[-1]
    category(made, 11111, 22222, 33333, home=VI, last=2, total=6)
    (again,) = answered(made, page, page.url, refusal(Why.NO_LIST))
    (filling,) = answered(made, again, again.url, refusal(Why.NO_LIST))
    assert (filling.url, filling.category) == (f"{VI}?page=2", VI)
    assert answered(made, filling, filling.url, refusal(Why.NO_LIST)) == [], "and only once"


def test_a_redirect_within_the_portal_is_followed_as_the_same_task() -> None:
    made = frontier()
    (task,) = category(made, 11111)
    (step,) = answered(made, task, task.url, Understood(Redirect(f"{HOME}/moi/bai-11111.html")))
    assert step == replace(task, url=f"{HOME}/moi/bai-11111.html", hops=1, origin=task.url)


def test_redirects_in_a_ring_end() -> None:
    made = frontier()
    (task,) = category(made, 11111)
    hops = 0
    while following := answered(made, task, task.url, Understood(Redirect(task.url))):
        (task,) = following
        hops += 1
    assert hops == MAX_HOPS


def test_a_redirect_to_another_site_is_not_followed() -> None:
    answer = Answer(f"{HOME}/a", 302, b"", location="http://other.example/a")
    assert understand(answer, GENERIC, Role.PAGE).result == NotContent(
        Why.OTHER_SITE, "leads to http://other.example/a"
    )


def test_a_redirect_to_a_login_is_not_followed() -> None:
    answer = Answer(f"{HOME}/a", 302, b"", location="/login?returnurl=%2fa")
    assert understand(answer, GENERIC, Role.PAGE).result.why is Why.LOGIN


def test_links_to_other_sites_files_and_endless_spaces_are_not_followed() -> None:
    hrefs = (
        "http://other.example/tin",
        "/a.pdf",
        "/vi/vi/vi/tin",
        "/login",
        "mailto:a@b.vn",
        "javascript:x()",
        "/en/news",
    )
    body = "".join(f"<a href='{href}'>Một liên kết</a>" for href in hrefs) + "<a href='/van-hoa'>Văn hóa</a>"
    read = understand(Answer(f"{HOME}/", 200, f"<html><body>{body}</body></html>".encode()), GENERIC, Role.PAGE)
    assert [candidate.url for candidate in read.links.candidates] == [f"{HOME}/van-hoa"]


def leading(*urls: str) -> Understood:
    return Understood(NotContent(Why.NO_LIST), Links(candidates=tuple(Candidate(url) for url in urls)))


def test_each_page_is_looked_at_once_in_search_of_lists() -> None:
    made = frontier()
    start = PageTask(f"{HOME}/", start=True)
    assert [task.url for task in answered(made, start, start.url, leading(TIN, f"{HOME}/", f"{TIN}#x"))] == [TIN]
    assert answered(made, start, start.url, leading(TIN)) == []


def test_the_search_for_lists_goes_so_deep_and_so_far_and_no_further() -> None:
    made = frontier()
    deep = PageTask(TIN, depth=MAX_DEPTH)
    assert answered(made, deep, TIN, leading(f"{HOME}/a")) == []
    many = leading(*(f"{HOME}/{n}x" for n in range(2 * MAX_CANDIDATES)))
    answered(made, PageTask(f"{HOME}/", start=True), f"{HOME}/", many)
    assert len(made.candidates) == MAX_CANDIDATES


def test_a_page_of_a_list_that_is_walked_is_no_new_list() -> None:
    made = frontier()
    category(made, 11111, 22222, last=9)
    assert answered(made, PageTask(f"{HOME}/x", depth=1), f"{HOME}/x", leading(f"{TIN}?page=7")) == []


def test_a_page_that_fails_is_counted_and_its_run_goes_on() -> None:
    made = frontier()
    task = PageTask(TIN, attempt=MAX_ATTEMPTS)
    assert made.refused(task, Why.HTTP_ERROR) == []


def test_teasers_of_a_home_page_are_articles_and_make_no_list() -> None:
    made = frontier()
    tasks = answered(made, PageTask(f"{HOME}/", start=True), f"{HOME}/", listing(11111, 22222))
    assert roles(tasks) == [Role.ARTICLE, Role.ARTICLE]
    assert not any(task.listed for task in tasks)
    assert made.lists.walks == {}


def test_an_article_shown_only_within_its_list_is_not_asked_for() -> None:
    made = frontier()
    whole = Listing("Tin", (Entry("11111", TIN, "Bài"),), Pager(template=PageTemplate(f"{TIN}?page=", ""), last=2))
    assert roles(answered(made, PageTask(TIN, depth=1), TIN, Understood(whole))) == [Role.LIST]


def test_a_page_refused_for_want_of_a_date_is_asked_again_once_a_list_names_it() -> None:
    made = frontier()
    mention = Understood(NotContent(Why.NO_LIST), Links(mentions=entries(11111)))
    (task,) = answered(made, PageTask(f"{HOME}/", start=True), f"{HOME}/", mention)
    assert not task.listed
    made.refused(task, Why.UNDATED)
    (again,) = category(made, 11111)
    assert (again.url, again.listed) == (task.url, True)


UNDATED = RawArticle("Một bài không đề ngày", body="Nội dung")


def mentioned_then_listed(made: Frontier) -> Task:
    """An article that the home page mentions, and that a list names before its request went out."""
    mention = Understood(NotContent(Why.NO_LIST), Links(mentions=entries(11111)))
    (task,) = answered(made, PageTask(f"{HOME}/", start=True), f"{HOME}/", mention)
    assert category(made, 11111) == [], "it is asked for already"
    return task


def test_whether_an_article_is_listed_is_looked_up_when_its_answer_is_judged() -> None:
    made = frontier()
    task = made.as_of_now(mentioned_then_listed(made))
    reading = classified(Understood(UNDATED), task, task.url, made.profile)
    assert (reading.kind, reading.native_id) == (Kind.ARTICLE, "11111")
    assert task.note()["listed"], "and a rebuild judges by the same"


def test_an_answer_that_was_judged_while_its_list_was_being_read_is_asked_again() -> None:
    made = frontier()
    task = mentioned_then_listed(made)
    too_early = classified(Understood(UNDATED), task, task.url, made.profile)
    assert too_early.result == NotContent(Why.UNDATED, "no list names it and it bears no date")
    (again,) = made.take(too_early)
    assert (again.url, again.listed) == (task.url, True)


def test_an_undated_article_is_asked_again_when_a_list_names_it_after_all() -> None:
    made = frontier()
    mention = Understood(NotContent(Why.NO_LIST), Links(mentions=entries(11111)))
    (task,) = answered(made, PageTask(f"{HOME}/", start=True), f"{HOME}/", mention)
    assert answered(made, task, task.url, Understood(UNDATED)) == []
    assert answered(made, PageTask(f"{HOME}/x", depth=1), f"{HOME}/x", mention) == [], "a mention is not enough"
    (again,) = category(made, 11111)
    assert (again.url, again.listed) == (task.url, True)


def test_a_further_page_begins_no_list_and_a_list_of_the_menu_is_no_further_page() -> None:
    home = "http://bausen.example/ds?ma=3"
    beside, second = "http://bausen.example/ds?ma=4", "http://bausen.example/ds?ma=3&xq=2"
    candidates = Candidates(names={GENERIC.name_of(home), GENERIC.name_of(beside)})
    misled = Pager(following=PageLink(2, beside))
    assert candidates.of_this_list(misled, home, GENERIC).following is None
    led = Pager(following=PageLink(2, second))
    assert candidates.of_this_list(led, home, GENERIC) == led
    met = PageTask(beside, depth=1)
    unnamed = Candidates(names={GENERIC.name_of(beside)}, later={GENERIC.name_of(beside): met})
    assert unnamed.of_this_list(misled, home, GENERIC) == misled, "no menu names it: the list leads on to it"
    assert not unnamed.later
    front = frontier()
    front.candidates.further |= candidates.further
    found = [Candidate(second, "Trang sau »"), Candidate("http://bausen.example/ds?ma=5", "Y tế")]
    tasks = front.candidates.look(found, 1, GENERIC, front.lists, front.revisit)
    assert [task.title for task in tasks] == ["Y tế"]


def test_what_only_a_feed_names_is_asked_for_where_its_address_looks_like_those_in_lists() -> None:
    made = frontier()
    listed = tuple(Entry("", f"{HOME}/bai-{name}.htm", f"Bài {name}") for name in "abcdef")
    answered(made, PageTask(TIN, title="Tin", depth=1), TIN, Understood(Listing("Tin", listed, Pager())))
    others = tuple(Entry("", f"{HOME}{path}") for path in ("/bai-g.htm", "/gioi-thieu", "/van-hoa/", "/a/bai-h.htm"))
    answered(made, FeedTask(f"{HOME}/sitemap.xml"), f"{HOME}/sitemap.xml", Understood(Feed(others=others)))
    asked: list[str] = []
    for _ in range(6):
        asked += [task.url for task in made.idle()]
    assert [url for url in asked if url in {entry.url for entry in others}] == [f"{HOME}/bai-g.htm"]


def test_the_tree_of_a_list_names_its_articles_and_they_wait() -> None:
    """A portal's own tree (Plone has one) names below a list what the list holds: articles, and sublists."""
    found = [
        Candidate(f"{HOME}/tin/khanh-thanh-cau", "Khánh thành cầu"),
        Candidate(f"{HOME}/thong-bao", "Thông báo"),
        Candidate(f"{HOME}/tin", "Tin"),
    ]
    assert [each.menu for each in articles_may_be_among(found, f"{HOME}/tin")] == [False, True, True]
    assert [each.menu for each in articles_may_be_among(found, f"{HOME}/")] == [True, True, True]


def test_the_entries_of_a_list_wait_where_what_holds_them_seems_a_menu() -> None:
    found = [Candidate(f"{HOME}/bai-1", "Khánh thành cầu"), Candidate(f"{HOME}/thong-bao", "Thông báo")]
    entries = [Entry("", f"{HOME}/bai-1")]
    assert [each.menu for each in articles_may_be_among(found, f"{HOME}/tin", entries)] == [False, True]
