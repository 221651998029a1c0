"""Whose turn it is: lists before articles, one walk by postbacks at a time, and nobody waits for ever."""

from queson_crawler.parse.results import PostBack
from queson_crawler.tasks import ARTICLE, FEED, LIST, PAGE, Task
from queson_crawler.turns import AT_ONCE, Turns

HOME = "http://bausen.example"


def article(number: int) -> Task:
    return Task(ARTICLE, f"{HOME}/bai-{number}", native_id=str(number))


def page(name: str, number: int = 2, *, post: bool = True) -> Task:
    url = f"{HOME}/{name}"
    return Task(LIST, url, url, number, postback=PostBack("pager", f"Page${number}") if post else None)


def turns(*tasks: Task) -> Turns:
    made = Turns()
    made.add(tasks)
    return made


def test_articles_wait_until_the_lists_were_read() -> None:
    made = turns(article(1), page("tin", post=False), article(2))
    (first,) = made.ready()
    assert first.role == LIST
    assert made.ready() == []
    made.done(first)
    assert [task.native_id for task in made.ready()] == ["1", "2"]


def test_so_many_articles_are_out_at_a_time() -> None:
    made = turns(*map(article, range(3 * AT_ONCE)))
    out = made.ready()
    assert len(out) == AT_ONCE
    assert made.ready() == []
    made.done(out[0])
    assert len(made.ready()) == 1
    assert len(made) == 2 * AT_ONCE - 1


def test_one_list_at_a_time_is_walked_by_postbacks() -> None:
    made = turns(page("a"), page("b"), Task(PAGE, f"{HOME}/c"))
    (first,) = made.ready()
    assert first.category == f"{HOME}/a"
    made.add([page("a", 3)])
    made.done(first)
    (second,) = made.ready()
    assert (second.category, second.number) == (f"{HOME}/a", 3)
    made.done(second)
    assert [task.url for task in made.ready()] == [f"{HOME}/b"], "and other pages wait as well"


def test_what_never_came_back_holds_nobody_up() -> None:
    made = turns(page("a"), page("b"), article(1), Task(FEED, f"{HOME}/sitemap.xml"))
    assert [task.role for task in made.ready()] == [FEED, LIST]
    made.forget()
    assert [task.url for task in made.ready()] == [f"{HOME}/b"]
    made.forget()
    assert [task.role for task in made.ready()] == [ARTICLE]
