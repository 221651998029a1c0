"""What the real systems have in common: where an article stands, and what happens to a portal between two crawls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Protocol

from tests.real.articles import CATEGORIES, News
from tests.real.servers import Server


@dataclass(frozen=True)
class Placed:
    """An article in a system: its id there, and its address."""

    id: int
    address: str


@dataclass(frozen=True)
class Changes:
    """One day's work: articles added, edited (before and after), deleted, hidden, and put behind a password."""

    added: tuple[News, ...]
    edited: tuple[tuple[News, News], ...]
    deleted: tuple[News, ...]
    private: tuple[News, ...]
    password: tuple[News, ...]


class System(Protocol):
    """A running system that can be filled and changed."""

    @property
    def server(self) -> Server: ...

    def fill(self, news: Sequence[News]) -> dict[int, Placed]: ...

    def change(self, changes: Changes, placed: dict[int, Placed]) -> dict[int, Placed]: ...


def as_meant(news: News) -> News:
    """The article, where a system holds all that belongs to it."""
    return news


@dataclass(frozen=True)
class Shape:
    """How a system shows its articles: so many a list page; a list of all on its home page, or none; in a category's
    list those of the categories below it too, or not; so many letters of a time in ISO 8601 (16 to the minute, 10 the
    day alone, 0 nothing of it); articles behind a password, or none; what was edited in a sitemap or an API, or
    nowhere; an archive of all articles at this path, so many a page, or none; what it can hold of an article; and what
    a reader is shown of that."""

    per_page: int = 10
    home_list: bool = True
    nested: bool = True
    precise: int = 16
    passwords: bool = True
    tells_edits: bool = True
    archive: str = ""
    per_archive_page: int = 10
    kept: Callable[[News], News] = as_meant
    read: Callable[[News], News] = as_meant

    def lists(self, news: News) -> set[str]:
        """The slugs of the categories whose lists name the article."""
        parents = {category.slug: category.parent for category in CATEGORIES}
        found = set(news.categories)
        for slug in news.categories if self.nested else ():
            while slug := parents[slug]:
                found.add(slug)
        return found

    def pages(self, truth: Sequence[News]) -> int:
        """Every article page (the later pages of an article too) and list page, and the home page."""
        shown = [self.read(news) for news in truth if news.shown]
        found = ceil(len(shown) / self.per_page) if self.home_list else 1
        found += sum(1 + len(news.breaks) for news in shown)
        found += ceil(len(shown) / self.per_archive_page) if self.archive else 0
        for category in CATEGORIES:
            found += ceil(sum(category.slug in self.lists(news) for news in shown) / self.per_page)
        return found


def changed_ids(changes: Changes, placed: Mapping[int, Placed]) -> dict[str, Any]:
    """The changes as a system's script takes them: by its own ids; an edit as the old text and the new."""

    def ids(news: Sequence[News]) -> list[int]:
        return [placed[one.number].id for one in news]

    edits = {placed[old.number].id: (old.paragraphs[1], new.paragraphs[1]) for old, new in changes.edited}
    return {
        "edit": edits,
        "delete": ids(changes.deleted),
        "private": ids(changes.private),
        "password": ids(changes.password),
    }


def placed_of(told: Mapping[str, Any], home: str = "") -> dict[int, Placed]:
    """What a system's script answers: number -> [id, address]; `home` stands before addresses that are paths."""
    found = {}
    for number, (native, address) in told.items():
        found[int(number)] = Placed(int(native), home + address if address.startswith("/") else address)
    return found
