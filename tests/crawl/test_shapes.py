"""Every shape of the demo portal, crawled through the command line and compared with what it publishes.

A few of them through sockets, the others without: `tests/crawl/test_offline.py` shows that this makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from queson_crawler.urls import clean
from tests.crawl.stability import unstable
from tests.crawl.tools import Ran, assert_holds, crawl, crawled_offline, rows
from tests.lab import SHAPES, SMALL, DemoArticle, Faults, LabOptions, LabPortal
from tests.lab.skin_shapes.shape import shape as shape_of


@dataclass(frozen=True)
class Shaped:
    """A crawled portal, and which of its articles each row is: the archive's number → the article, by address."""

    portal: LabPortal
    folder: Path
    ran: Ran

    def stored(self) -> list[tuple[int, DemoArticle | None]]:
        base = self.portal.base_url
        truth = self.portal.truth()
        known = {clean(base + path): one for one in truth for path in self.portal.article_paths(one.native_id)}
        urls = rows(self.folder, "select article_id, url from article_urls")
        whose = {article: known[url] for article, url in urls if url in known}
        return [(number, whose.get(number)) for (number,) in rows(self.folder, "select id from articles")]

    def pairs(self) -> list[tuple[int, DemoArticle]]:
        """Rows with their articles. Never empty: claims about nothing are no claims."""
        found = [(number, one) for number, one in self.stored() if one]
        assert found, self.ran.said
        return found


@pytest.fixture(scope="module")
def shaped(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Shaped]:
    """The archive of a shape; each is crawled once."""
    done: dict[str, Shaped] = {}

    def crawled(name: str) -> Shaped:
        if name not in done:
            folder = tmp_path_factory.mktemp(name) / "data"
            options = replace(SMALL, shape=name, login_only=False)
            if name in FEW | RENDERED:
                with LabPortal(options) as portal:
                    done[name] = Shaped(portal, folder, crawl(portal.base_url, folder))
            else:
                portal, ran = crawled_offline(options, folder)
                done[name] = Shaped(portal, folder, ran)
        return done[name]

    return crawled


def one_row(found: Shaped, columns: str, number: int) -> tuple[Any, ...]:
    ((*row,),) = rows(found.folder, f"select {columns} from articles where id = ?", number)
    return tuple(row)


def every_article_once(found: Shaped) -> None:
    stored = [one.native_id if one else None for _, one in found.stored()]
    assert sorted(map(str, stored)) == sorted(one.native_id for one in found.portal.truth()), found.ran.said


def text(found: Shaped) -> None:
    for number, one in found.pairs():
        assert one_row(found, "title, lead, body", number) == (one.title, one.lead, one.body)


def byline(found: Shaped) -> None:
    for number, one in found.pairs():
        assert one_row(found, "author, poster, source", number) == (one.author, one.poster, one.source)


def date(found: Shaped) -> None:
    for number, one in found.pairs():
        assert one_row(found, "published_at, published_precision", number) == (one.published, one.precision)


def views(found: Shaped) -> None:
    told = bool(shape_of(found.portal.options.shape).views)
    for number, _ in found.pairs():
        assert (one_row(found, "view_count", number)[0] is not None) == told


def titles(found: Shaped, number: int) -> list[str]:
    query = "select k.title from categories k join article_categories c on c.category_id = k.id where c.article_id = ?"
    return sorted(title for (title,) in rows(found.folder, query, number))


def categories(found: Shaped) -> None:
    lists = {one.title for one in found.portal.categories()}
    for number, one in found.pairs():
        assert [title for title in titles(found, number) if title in lists] == sorted(one.categories)


def no_stray_category(found: Shaped) -> None:
    lists = {one.title for one in found.portal.categories()}
    assert {title for number, _ in found.pairs() for title in titles(found, number)} <= lists


def files(found: Shaped) -> None:
    base = found.portal.base_url
    for number, one in found.pairs():
        images = rows(found.folder, "select url, caption from images where article_id = ? order by id", number)
        assert images == [(base + path, caption) for path, caption in one.images]
        attached = rows(found.folder, "select url from attachments where article_id = ? order by id", number)
        assert attached == [(base + path,) for path in one.attachments]


def stability(found: Shaped) -> None:
    assert unstable(found.folder) == []


FEW = frozenset(("drupal", "vnpt", "dnn-window", "webcenter"))
"""Shapes of which everything is claimed within `make test`, from one end to the other."""
RENDERED = frozenset(("js-list", "js-pager"))
"""Shapes that a browser has to show: each takes its time."""
CLAIMS = (every_article_once, text, byline, date, views, categories, no_stray_category, files, stability)


def cases() -> Iterator[Any]:
    for name in SHAPES:
        for claim in CLAIMS:
            is_slow = name in RENDERED or (claim is stability and name not in FEW)
            marks = pytest.mark.slow if is_slow else ()
            yield pytest.param(name, claim, marks=marks, id=f"{name}-{claim.__name__}")


@pytest.mark.parametrize(("name", "claim"), list(cases()))
def test_the_archive_equals_the_portal(
    name: str, claim: Callable[[Shaped], None], shaped: Callable[[str], Shaped]
) -> None:
    claim(shaped(name))


FAULTY = Faults(kinds=("500", "502", "503", "429", "reset", "truncated", "gzip"), every=5, tries=2, retry_after=0)


FAILING = "dnn-window"
"""The shape of which it is claimed within `make test` that passing errors lose nothing; of all, in `make test-all`."""


def failing(names: Iterable[str]) -> Iterator[Any]:
    """The shapes as parameters."""
    for name in names:
        yield pytest.param(name, marks=() if name == FAILING else pytest.mark.slow)


@pytest.mark.parametrize("name", list(failing(SHAPES)))
def test_one_answer_in_five_failing_loses_nothing(tmp_path: Path, name: str) -> None:
    with LabPortal(replace(SMALL, shape=name, login_only=False, faults=FAULTY)) as portal:
        found = Shaped(portal, tmp_path, crawl(portal.base_url, tmp_path))
    assert found.ran.code == 0, found.ran.said
    every_article_once(found)
    categories(found)


@pytest.mark.parametrize("name", [name for name in SHAPES if not name.startswith("js-")])
def test_a_crawl_costs_little_more_than_its_articles_and_list_pages(shaped: Callable[[str], Shaped], name: str) -> None:
    found = shaped(name)
    pages = sum(-(-len(one.native_ids) // SMALL.per_page) for one in found.portal.categories())
    # robots.txt, the home page and its feed are asked whatever the size of the portal.
    assert len(found.portal.requests) <= 1.15 * (len(found.portal.truth()) + pages) + 4, found.ran.said


DEMANDS = ("exact", "split", "previous", "session", "latest", "options")


@pytest.mark.parametrize("shape", ["dnn-gridview", "dnn-window"])
def test_a_portal_that_insists_on_every_field_of_its_form_is_read_to_its_end(shape: str, tmp_path: Path) -> None:
    with LabPortal(LabOptions(shape=shape, demands=DEMANDS, sizes=(31, 12), per_page=4, login_only=False)) as portal:
        ran = crawl(portal.base_url, tmp_path / "data", "--no-files")
        assert_holds(tmp_path / "data", portal)
        assert ran.code == 0, ran.said
