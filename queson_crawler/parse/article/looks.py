"""How a block looks: bold, in italics, to the right, as a link; those of one role look alike on sibling pages."""

from __future__ import annotations

import re
from itertools import islice

from lxml import html

from queson_crawler.parse.article.field_places import FieldPlace
from queson_crawler.parse.article.furniture import path_of
from queson_crawler.parse.dress import around
from queson_crawler.parse.flow import Block
from queson_crawler.parse.lines import key

BOLD, ITALIC, RIGHT, LINK = "bold", "italic", "right", "link"
_ALIGNED = {
    "right": re.compile(r"text-align\s*:\s*right", re.I),
    "center": re.compile(r"text-align\s*:\s*center", re.I),
}
NEARLY_ALL = 0.9
"""The share of the letters of a paragraph that are in italics at least."""
_STEPS = 3
"""Elements around a block that may set it to the right."""


def look_of(block: Block) -> str:
    """The words for how a block looks, in a fixed order; "" for plain text."""
    said = {BOLD: block.is_strong, ITALIC: is_italic(block), RIGHT: stands_right(block), LINK: block.is_link}
    return " ".join(filter(said.__getitem__, said))


def is_italic(block: Block) -> bool:
    """Whether nearly all of a block is in italics."""
    whole = key(block.text)
    for child in islice(block.element.iter("em", "i"), 4):
        said = key("".join(child.itertext()))
        if said in whole and len(said) >= NEARLY_ALL * len(whole):
            return True
    return "font-style" in block.element.get("style", "")


def stands_right(block: Block) -> bool:
    """Whether a block stands at the right edge of the text."""
    return any(map(_is_right, around(block.element, _STEPS)))


def _is_right(element: html.HtmlElement) -> bool:
    return aligns(element, RIGHT)


def aligns(element: html.HtmlElement, side: str) -> bool:
    """Whether the markup or the style of an element puts what it holds to a side: `right`, `center`."""
    if element.get("align", "").lower() == side:
        return True
    return _ALIGNED[side].search(element.get("style", "")) is not None


def looks_as(block: Block, places: tuple[FieldPlace, ...]) -> bool:
    """Whether a block stands at one of some places and has all that is known of the look there."""
    if not places:
        return False
    path = path_of(block.element)
    forms = [place.form for place in places if place.path == path]
    if not forms:
        return False
    look = set(look_of(block).split())
    return any(look.issuperset(form.split()) for form in forms)
