"""How a block of text is dressed and where it stands: paragraphs of one text have both in common."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import TypeAlias

from lxml import html

from queson_crawler.parse.document import parent_of, text_of
from queson_crawler.parse.flow import Block
from queson_crawler.platforms.selectors import ancestors

Dress: TypeAlias = tuple[str, str]
Where: TypeAlias = tuple[Dress, html.HtmlElement | None]

MAX_LINKS = 9
"""Links of a line whose words are told apart from its own."""


def dress_of(block: Block) -> Dress:
    """Tag and class of the element a block stands in."""
    return str(block.element.tag), block.element.get("class", "")


def where(block: Block) -> Where:
    """How a block is dressed, and the element around its own: paragraphs of one text have both in common."""
    return dress_of(block), block.element.getparent()


def around(element: html.HtmlElement, most: int) -> Iterator[html.HtmlElement]:
    """`element` and what it stands in, from the inside out, at most `most` of them; the root of the page is none."""
    return islice(ancestors(element, element.getroottree().getroot()), most)


def stands_alike(block: Block, text: Block) -> bool:
    """Whether two blocks are the same kind of element in the same one, or in two of a kind side by side."""
    if dress_of(block) != dress_of(text):
        return False
    home, other = parent_of(block.element), parent_of(text.element)
    if home is other:
        return True
    if parent_of(home) is not parent_of(other):
        return False
    return look_of(home) == look_of(other)


def look_of(element: html.HtmlElement) -> tuple[object, str | None]:
    """Tag and class of an element."""
    return element.tag, element.get("class")


def alike_beside(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The elements beside one that have its tag and class."""
    beside = chain(element.itersiblings(), element.itersiblings(preceding=True))
    look = look_of(element)
    return (other for other in beside if look_of(other) == look)


def with_ancestors(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """`element` and all that it stands in, from the inside out."""
    yield element
    yield from element.iterancestors()


def words_beside_links(block: Block) -> str:
    """The words of a line without those of its first links."""
    rest = block.text
    for link in islice(block.element.iter("a"), MAX_LINKS):
        rest = rest.replace(text_of(link), " ", 1)
    return rest
