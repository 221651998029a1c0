"""Which page of a list one is on, as its pager shows it. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import islice

from lxml import html

from queson_crawler.parse.document import MAX_LINKS, Document, parent_of, text_of
from queson_crawler.parse.only import only
from queson_crawler.parse.pager.controls import (
    ARIA_CURRENT,
    CELLS,
    Kind,
    bears,
    begins_after_first,
    number_in,
    with_cell,
    words_of,
)
from queson_crawler.parse.pager.links import PagerLink, ways_of
from queson_crawler.parse.pager.template import number_of
from queson_crawler.parse.results import PageTemplate

_HERE = (
    ("class", re.compile(r"(?:^|[\s_-])(?:is-?)?(?:active|current|selected)|current(?:page)?\b|đang xem", re.I)),
    ARIA_CURRENT,
)
_DIGITS = re.compile(r"\d+")
_MARKED_CELLS = CELLS | {"b", "strong"}
_NUMBERED_TAGS = ("span", "b", "strong", "li", "a", "td", "em", "font")


def current_page(
    doc: Document,
    root: html.HtmlElement,
    numbers: Collection[int],
    links: list[PagerLink],
    template: PageTemplate | None,
) -> int:
    """The number of the page itself: by its address, by the one number that is marked or is no link, by its
    neighbours; the first where a way on is shown and none back; else 0. `numbers` are those of the pages linked."""
    number = number_of(doc.url, template)
    if not number and numbers:
        number = _marked(root, numbers) or _unlinked(root, numbers)
    return number or _by_steps(numbers, links)


def _by_steps(numbers: Collection[int], links: list[PagerLink]) -> int:
    """The number of the page by the ways back and on."""
    back, on = ways_of(links, Kind.PREVIOUS), ways_of(links, Kind.NEXT)
    if back and on:
        return _between(back[-1].url, on[-1].url)
    if on or begins_after_first(numbers):
        return 1
    return 0


def _between(back: str, on: str) -> int:
    """The page between two addresses that differ in one number by two; else 0."""
    if _DIGITS.split(back) != _DIGITS.split(on):
        return 0
    before, after = map(int, _DIGITS.findall(back)), map(int, _DIGITS.findall(on))
    steps = [(number, further - number) for number, further in zip(before, after, strict=True) if further != number]
    number, step = only(steps, (0, 0))
    if step != 2:
        return 0
    return number + 1


def _marked(root: html.HtmlElement, numbers: Collection[int]) -> int:
    """The one number among the links that is a link itself, marked as the page one is on; else 0."""
    found: set[int] = set()
    for link in islice(root.iter("a"), MAX_LINKS):
        number = number_in(words_of(link))
        if number in numbers and _is_here(link):
            found.add(number)
    return only(found, 0)


def _is_here(link: html.HtmlElement) -> bool:
    return any(bears(step, _HERE) for step in with_cell(link, _MARKED_CELLS))


def _unlinked(root: html.HtmlElement, numbers: Collection[int]) -> int:
    """The number that stands among the numbered links without being one of them; else 0."""
    for link in root.iter("a"):
        if number_in(words_of(link)) in numbers:
            return _number_beside(link, {0, *numbers})
    return 0


def _number_beside(link: html.HtmlElement, linked: set[int]) -> int:
    home = parent_of(with_cell(link)[-1])
    for element in home.iter(*_NUMBERED_TAGS):
        if next(element.iterdescendants(*_NUMBERED_TAGS), None) is not None:
            continue  # what it holds says its own number: together they would read as one
        number = number_in(text_of(element))
        if number not in linked:
            return number
    return 0
