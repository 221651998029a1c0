"""What pages were probably asked for that nothing leads to: captures out of files and web archives. Pure."""

from __future__ import annotations

from queson_crawler.parse.results import Listing, RawArticle
from queson_crawler.platforms.base import path_id
from queson_crawler.profile.profile import Profile
from queson_crawler.understand.reading import Reading
from queson_crawler.understand.tasks import ArticleTask, ListTask, PageTask, Task


def guess_of(url: str, profile: Profile) -> ArticleTask | PageTask:
    """The task for an address, told by nothing but the address: an article, or any page."""
    native_id = profile.native_id(url)
    if native_id is not None:
        return ArticleTask(url, native_id)
    return PageTask(url, depth=1)


def task_of_orphan(task: PageTask, reading: Reading) -> Task | None:
    """The task for a page that nothing leads to, told by what it turned out to be; None where it is nothing."""
    result = reading.result
    if isinstance(result, RawArticle) and result.published_at:
        return ArticleTask(task.url, path_id(task.url))
    if not isinstance(result, Listing) or reading.place is None:
        return None
    number, home = result.pager.current, reading.place.home
    if number in (None, 1) and home == task.url:
        return task
    if not number:
        return None
    return ListTask(task.url, home, number)
