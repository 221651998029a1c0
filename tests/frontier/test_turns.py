"""Whose turn it is: lists before articles, one walk by postbacks at a time, and nobody waits for ever."""

import subprocess
import sys
import tracemalloc
from collections import deque

from archive.records import Entry
from queson_crawler.frontier.frontier import Frontier
from queson_crawler.frontier.queue import MAX_AT_ONCE, RequestQueue
from queson_crawler.parse.answer import Understood
from queson_crawler.parse.results import Listing, Pager, PageTemplate, PostBack, RawArticle
from queson_crawler.portals import Portal
from queson_crawler.understand.judge import classified
from queson_crawler.understand.tasks import ArticleTask, FeedTask, ListTask, PageTask, Role, Task
from tests.harness.processes import ROOT

HOME = "http://bausen.example"


def article(number: int) -> ArticleTask:
    return ArticleTask(f"{HOME}/bai-{number}", str(number))


def page(name: str, number: int = 2, *, post: bool = True) -> ListTask:
    url = f"{HOME}/{name}"
    return ListTask(url, url, number, postback=PostBack("pager", f"Page${number}") if post else None)


def turns(*tasks: Task) -> RequestQueue:
    made = RequestQueue()
    made.add(tasks)
    return made


def test_articles_wait_until_the_lists_were_read() -> None:
    made = turns(article(1), page("tin", post=False), article(2))
    (first,) = made.ready()
    assert first.role == Role.LIST
    assert made.ready() == []
    made.done(first)
    assert [task.native_id for task in made.ready()] == ["1", "2"]


def test_so_many_articles_are_out_at_a_time() -> None:
    made = turns(*map(article, range(3 * MAX_AT_ONCE)))
    out = made.ready()
    assert len(out) == MAX_AT_ONCE
    assert made.ready() == []
    made.done(out[0])
    assert len(made.ready()) == 1
    assert len(made) == 2 * MAX_AT_ONCE - 1


def test_one_list_at_a_time_is_walked_by_postbacks() -> None:
    made = turns(page("a"), page("b"), PageTask(f"{HOME}/c"))
    (first,) = made.ready()
    assert first.category == f"{HOME}/a"
    made.add([page("a", 3)])
    made.done(first)
    (second,) = made.ready()
    assert (second.category, second.number) == (f"{HOME}/a", 3)
    made.done(second)
    assert [task.url for task in made.ready()] == [f"{HOME}/b"], "and other pages wait as well"


def test_what_never_came_back_holds_nobody_up() -> None:
    made = turns(page("a"), page("b"), article(1), FeedTask(f"{HOME}/sitemap.xml"))
    assert [task.role for task in made.ready()] == [Role.FEED, Role.LIST]
    made.forget()
    assert [task.url for task in made.ready()] == [f"{HOME}/b"]
    made.forget()
    assert [task.role for task in made.ready()] == [Role.ARTICLE]


def memory_of_a_walk() -> tuple[int, int]:
    """Bytes held when lists were read, and at the end, of a portal with 2,000 articles on 200 list pages."""

    def shown(home: str, number: int) -> Understood:
        first = int(home.rsplit("-", 1)[1]) * 1000 + number * 10 + 100_000
        entries = tuple(
            Entry(str(n), f"{home}/mot-bai-viet-co-tieu-de-dai-{n}.html", "") for n in range(first, first + 10)
        )
        return Understood(Listing("Tin", entries, Pager(template=PageTemplate(f"{home}?page=", ""), last=50)))

    frontier, made = Frontier(Portal("bausen", f"{HOME}/")), turns(*(PageTask(f"{HOME}/muc-{n}") for n in range(4)))
    article_page = Understood(RawArticle("Tin", body="Nội dung", published_at="2020-01-01T00:00:00+07:00"))
    tracemalloc.start()
    out, highest = deque(made.ready()), 0
    while out:
        task = out.popleft()
        read = article_page
        if isinstance(task, ListTask):
            read = shown(task.category, task.number)
        elif isinstance(task, PageTask):
            read = shown(task.url, 1)
        made.add(frontier.take(classified(read, task, task.url, frontier.profile)))
        made.done(task)
        out.extend(made.ready())
        if task.role is not Role.ARTICLE:
            highest = tracemalloc.get_traced_memory()[0]
    left = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(frontier.articles.states) == 2000
    return highest, left


def test_what_came_takes_no_more_memory() -> None:
    """Lists are read first, so that memory is highest then: below 1.5 KB for an article, and it shrinks with each.

    Measured in a process of its own: tables of this one, grown by other tests, would be counted as well.
    """
    script = "from tests.frontier.test_turns import memory_of_a_walk; print(*memory_of_a_walk())"
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    highest, left = map(int, ran.stdout.split())
    assert highest < 1500 * 2000
    assert left < highest
