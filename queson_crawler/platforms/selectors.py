"""What a platform knows of its pages: selectors by field, tried in order, and the elements they find."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import html
from lxml.cssselect import CSSSelector


@lru_cache(maxsize=512)
def compiled(css: str) -> CSSSelector:
    """A CSS selector, compiled once."""
    return CSSSelector(css, translator="html")


def find_all(root: html.HtmlElement, selectors: tuple[str, ...]) -> list[html.HtmlElement]:
    """The elements of the first selector that finds any."""
    for css in selectors:
        found: list[html.HtmlElement] = compiled(css)(root)
        if found:
            return found
    return []


def find(root: html.HtmlElement, selectors: tuple[str, ...]) -> html.HtmlElement | None:
    """The first element of the first selector that finds any."""
    return next(iter(find_all(root, selectors)), None)


@dataclass(frozen=True, slots=True)
class ArticleSelectors:
    """Where a platform's article pages hold each part; an empty tuple leaves the part to labels and structure.

    `root` bounds the article with all its lines; `body` is the CMS's own body field; `not_body` (one selector
    for all) are elements inside it that are not text of the article; `required` says that a page without root holds
    no article, `half_days` matches the dates that a 12-hour clock prints without its half.
    """

    root: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    meta: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    not_body: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    poster: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    required: bool = False
    half_days: str = r"(?!)"


@dataclass(frozen=True, slots=True)
class ListSelectors:
    """Where a platform's list pages hold their items: the item, and the link to the article within it."""

    root: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    link: tuple[str, ...] = ("a[href]",)
    title: tuple[str, ...] = ()


BY_STRUCTURE, LINKS_BY_STRUCTURE = ArticleSelectors(), ListSelectors()
"""No selectors: labels and structure alone."""


def is_any_of(elements: Iterable[html.HtmlElement], tags: Collection[str]) -> bool:
    """Whether one of some elements has one of some tags."""
    return any(element.tag in tags for element in elements)


def ancestors(element: html.HtmlElement, stop: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """`element` and what it stands in, up to but without `stop`."""
    current: html.HtmlElement | None = element
    while current is not None and current is not stop:
        yield current
        current = current.getparent()
