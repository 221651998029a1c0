"""Which page of a list one is on, as its pager shows it. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import islice

from lxml import html

from queson_crawler.parse.document import MAX_LINKS, Document, text_of
from queson_crawler.parse.pager.controls import (
    CELLS,
    Kind,
    begins_after_first,
    is_aria_current,
    number_in,
    with_cell,
    words_of,
)
from queson_crawler.parse.pager.links import PagerLink
from queson_crawler.parse.pager.template import number_of
from queson_crawler.parse.results import PageTemplate

_HERE = re.compile(r"(?:^|[\s_-])(?:is-?)?(?:active|current|selected)|current(?:page)?\b|đang xem", re.I)
_DIGITS = re.compile(r"\d+")
_MARKED_CELLS = CELLS | {"b", "strong"}
_NUMBERED_TAGS = ("span", "b", "strong", "li", "a", "td", "em", "font")


def current_page(
    doc: Document,
    root: html.HtmlElement,
    numbers: Collection[int],
    links: Iterable[PagerLink],
    template: PageTemplate | None,
) -> int | None:
    """The number of the page itself: by its address, by the one number that is marked or is no link, by its
    neighbours; the first where a way on is shown and none back. `numbers` are those of the pages linked."""
    number = number_of(doc.url, template) if template is not None else None
    if not number and numbers:
        number = _marked(root, numbers) or _unlinked(root, numbers)
    return number or _by_steps(numbers, links)


def _by_steps(numbers: Collection[int], links: Iterable[PagerLink]) -> int | None:
    """The number of the page by the ways back and on."""
    urls = {link.kind: link.way.url for link in links}
    if Kind.NEXT in urls and Kind.PREVIOUS in urls:
        return _between(urls[Kind.PREVIOUS], urls[Kind.NEXT])
    if Kind.NEXT in urls or begins_after_first(numbers):
        return 1
    return None


def _between(back: str, on: str) -> int | None:
    """The page between two addresses that differ in one number by two."""
    if _DIGITS.split(back) != _DIGITS.split(on):
        return None
    numbers = zip(_DIGITS.findall(back), _DIGITS.findall(on), strict=True)
    differing = [(int(before), int(after)) for before, after in numbers if before != after]
    if len(differing) != 1:
        return None
    before, after = differing[0]
    return before + 1 if after - before == 2 else None


def _marked(root: html.HtmlElement, numbers: Collection[int]) -> int | None:
    """The one number among the links that is a link itself, marked as the page one is on."""
    found: set[int] = set()
    for link in islice(root.iter("a"), MAX_LINKS):
        number = number_in(words_of(link))
        if number is not None and number in numbers and _is_here(link):
            found.add(number)
    return found.pop() if len(found) == 1 else None


def _is_here(link: html.HtmlElement) -> bool:
    return any(map(_says_here, with_cell(link, _MARKED_CELLS)))


def _says_here(element: html.HtmlElement) -> bool:
    if _HERE.search(element.get("class", "")):
        return True
    return is_aria_current(element)


def _unlinked(root: html.HtmlElement, numbers: Collection[int]) -> int | None:
    """The number that stands among the numbered links without being one of them."""
    for link in root.iter("a"):
        if number_in(words_of(link)) in numbers:
            return _number_beside(link, numbers)
    return None


def _number_beside(link: html.HtmlElement, numbers: Collection[int]) -> int | None:
    home = with_cell(link)[-1].getparent()
    if home is None:
        return None
    for element in home.iter(*_NUMBERED_TAGS):
        number = number_in(text_of(element))
        if number is not None and number not in numbers:
            return number
    return None
