"""Every address of a shape's portal, and what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from queson_crawler.demo.model import Category, Content, Story
from tests.lab.skin_shapes.shape import Shape

STATE = re.compile(r"p_p_|p_r_p_|_afr|_adf|tm$|.*_delta$")
BEYOND = 6
Key = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a category's list; `bare` when the address answers with JSON."""

    category: Category
    page: int
    bare: bool = False


@dataclass(frozen=True, slots=True)
class ArticlePage:
    story: Story
    category: Category


def key(target: str) -> Key:
    """What tells one page from another: the path, and the parameters that are no state, in any order."""
    path, _, query = target.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    return unquote(path), tuple(sorted(pair for pair in pairs if not STATE.match(pair[0])))


def aliases(shape: Shape, story: Story, categories: list[Category], aliased: bool) -> tuple[str, ...]:
    """Every address of an article, the usual one first: per category; the aliased one also by twin and with noise."""
    usual = [shape.article_path(story, one) for one in categories]
    more = []
    if aliased and shape.twin:
        more.append(shape.twin + usual[0])
    if aliased and shape.noise:
        more.append(f"{usual[0]}&{shape.noise}")
    return tuple(dict.fromkeys(usual + more))


def routes(shape: Shape, content: Content, per_page: int) -> dict[Key, ListPage | ArticlePage]:
    """Where everything stands. Pages beyond the last are there too: it is the skin that decides what they answer."""
    return dict(_routes(shape, content, per_page))


def _routes(shape: Shape, content: Content, per_page: int) -> Iterator[tuple[Key, ListPage | ArticlePage]]:
    by_id = {one.id: one for one in content.categories}
    for category in content.categories:
        pages = -(-len(content.listings[category.id]) // per_page)
        for page in range(1, pages + BEYOND) if shape.paged != shape.listing else ():
            bare = shape.link in ("more", "button")
            yield key(shape.numbered_path(category, page, per_page)), ListPage(category, page, bare)
        for prefix in {"", shape.twin}:
            yield key(prefix + shape.list_path(category)), ListPage(category, 1)
    for story in content.stories:
        for one in story.category_ids:
            for prefix in {"", shape.twin}:
                yield key(prefix + shape.article_path(story, by_id[one])), ArticlePage(story, by_id[one])
