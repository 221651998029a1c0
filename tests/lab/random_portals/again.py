"""A drawn portal is crawled again: as it was, then with three articles more, two edited and one gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.lab.random_portals.grade import SPARE_REQUESTS, Grade, rows_of
from tests.lab.random_portals.site import Portal
from tests.lab.random_portals.truth import Article, State
from tests.lab.random_portals.wire import Served

NEW, SHARE = 3, 0.1
ADDED_TITLE, ADDED_LINE = "(cập nhật)", "Bổ sung ngày hôm sau: công trình đã được bàn giao cho nhân dân sử dụng."
COUNTS = "requests, new, revised, gone"
RUNS = f"select {COUNTS} from runs order by id"
"""What each crawl asked and found."""


@dataclass
class Changes:
    """What changes on a portal between two crawls. Held back are its last articles; of two that the first page of a
    list shows one gets another title, one a further line at the end of its text, and one is taken away."""

    portal: Portal
    held_back: list[Article] = field(default_factory=list)
    members: list[list[int]] = field(default_factory=list)
    edited: list[Article] = field(default_factory=list)
    removed: Article | None = None

    def hold_back(self) -> None:
        """Take the last articles out of the portal."""
        self.members = [list(category.members) for category in self.portal.categories]
        self.held_back = self.portal.articles[-NEW:]
        del self.portal.articles[-NEW:]
        self._list({article.number for article in self.held_back})

    def make(self) -> None:
        """Put them back, and change what was there."""
        known = [article for article in self.portal.articles if self._may_change(article)]
        titled, lengthened, self.removed = known[-1], known[-2], known[-3]
        self.portal.articles += self.held_back
        titled.title = f"{titled.title} {ADDED_TITLE}"
        last = [block for block in lengthened.blocks if block.kind == "p"][-1]
        last.lines[-1] = f"{last.lines[-1]} {ADDED_LINE}"
        self.edited = [titled, lengthened]
        self.removed.state = State.MISSING
        self._list({self.removed.number})

    def _may_change(self, article: Article) -> bool:
        """Whether an article can be had, stands on the first page of a list, and has a paragraph on its only page."""
        if article.state is not State.OPEN or article.second_page:
            return False
        if not any(block.kind == "p" for block in article.blocks):
            return False
        return any(article.number in each.members[: each.size] for each in self.portal.categories)

    def _list(self, without: set[int]) -> None:
        """Have the lists name all of their articles but some."""
        for category, members in zip(self.portal.categories, self.members, strict=True):
            category.members = [number for number in members if number not in without]
        self.portal.routes = self.portal.routes_by_key()


def may_change(portal: Portal) -> bool:
    """Whether the last articles are such that a portal may begin without them, and all of its others can be had."""
    last = portal.articles[-NEW:]
    return all(article.in_lists for article in last) and not portal.truth().unreachable


def crawl_again(served: Served, changes: Changes, folder: Path, crawl: Callable[[], int], found: Grade) -> None:
    """The second and the third crawl, graded into `found`."""
    first = len(served.log)
    code = crawl()
    requests = len(served.log) - first
    _, new, revised, gone = tuple(rows_of(folder, RUNS)[-1])
    if code != found.expected_exit:
        found.note("again", f"unchanged: exit {code}")
    if requests > SHARE * first + SPARE_REQUESTS:
        found.note("again-requests", f"unchanged: {requests} requests after {first}")
    if new or revised or gone:
        found.note("again", f"unchanged: {new} new, {revised} revised, {gone} gone")
    changes.make()
    crawl()
    _changed(served.portal, changes, folder, found)


def _changed(portal: Portal, changes: Changes, folder: Path, found: Grade) -> None:
    """Whether the third crawl found what had changed."""
    stored = {}
    for row in rows_of(folder, "select * from articles"):
        stored[portal.article_at(row["url"])] = row
    for article in changes.held_back:
        if article.number not in stored:
            found.note("again-missing", f"new, not found: {article.addresses[0]}")
    titled, lengthened = changes.edited
    if ADDED_TITLE not in stored[titled.number]["title"]:
        found.note("again-missing", f"another title, not found: {titled.addresses[0]}")
    if ADDED_LINE not in stored[lengthened.number]["body"] + stored[lengthened.number]["lead"]:
        found.note("again-edit", f"another text, not found: {lengthened.addresses[0]}")
    _, new, revised, gone = tuple(rows_of(folder, RUNS)[-1])
    if new > NEW or revised > len(changes.edited) or gone > 1:
        found.note("again", f"changed: {new} new, {revised} revised, {gone} gone")
    removed = changes.removed
    if removed is None or stored[removed.number]["gone_at"] is None:
        found.note("again-missing", f"gone, not found: {removed and removed.addresses[0]}")
