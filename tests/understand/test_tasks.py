"""The note of a task in WARC: what it says can be read again, by this version and as earlier ones wrote it."""

import json

import pytest

from queson_crawler.understand.tasks import ArticleTask, FeedTask, FileTask, ListTask, PageTask, Role, Task, task_of

URL = "http://bausen.example/tin"
TASKS: tuple[Task, ...] = (
    PageTask(URL, title="Tin", parent="http://bausen.example/", depth=2),
    PageTask(URL, f"{URL}-tuc", start=True, attempt=2, hops=1, origin="http://bausen.example/cu"),
    ListTask(URL, URL, 7, shape="ul>li", is_guess=True, counts_only=True, render=True, press="a.next"),
    ArticleTask(URL, "123", listed=True, is_stored=True, is_unlisted=True),
    FeedTask(URL, attempt=3),
    FileTask(URL, image=True),
)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: f"{task.role} {TASKS.index(task)}")
def test_a_task_is_what_its_note_says(task: Task) -> None:
    note = json.loads(json.dumps({"run": 1, "id": 5, **task.note()}))
    assert task_of(task.url, note) == task


def test_notes_of_earlier_versions_are_read() -> None:
    """As archives hold them that were written when a task had one class and other names."""
    as_written = {"role": "list", "category": URL, "number": 4, "probe": True, "tail": True, "attempt": 1, "depth": 3}
    assert task_of(URL, as_written) == ListTask(URL, URL, 4, is_guess=True, counts_only=True)
    article = {"role": "article", "native_id": "5", "listed": True, "again": True, "left": True, "attempt": 1}
    assert task_of(URL, article) == ArticleTask(URL, "5", listed=True, is_stored=True, is_unlisted=True)


def test_what_a_newer_version_notes_is_passed_over() -> None:
    assert task_of(URL, {"role": "page", "depth": 1, "colour": "red"}) == PageTask(URL, depth=1)
    assert task_of(URL, {"role": "something new", "depth": 1}).role is Role.PAGE
