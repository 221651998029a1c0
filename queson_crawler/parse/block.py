"""The blocks of text of which a page consists for its reader, in order, and the elements they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree, html

_TIMES = ("datepublished", "datecreated")
_TITLED = frozenset(("abbr", "span", "small"))
_TIMED = etree.XPath("descendant-or-self::*[self::time or @itemprop or @title or @property]")
"""The elements that may tell machines a time."""
_DATE_IN_TITLE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}")
LINE, PARAGRAPH = 1, 2
_BREAKS = {LINE: "\n", PARAGRAPH: "\n\n"}
NOWHERE = (0, 0)
"""The range of blocks of an element that nobody sees."""


@dataclass(slots=True, eq=False)
class Block:
    """A run of text between two breaks. `element` is its nearest block element; `linked` and `strong` count the
    characters inside links and bold type; `gap` is LINE or PARAGRAPH: what parts it from the block before."""

    text: str
    element: html.HtmlElement
    linked: int
    strong: int
    gap: int
    index: int

    @property
    def is_link(self) -> bool:
        """Whether more than half of it is links."""
        return self.linked * 2 > len(self.text)

    @property
    def is_mostly_link(self) -> bool:
        """Whether it is links but for a few words, such as a date."""
        return self.linked * 10 >= len(self.text) * 6

    @property
    def is_strong(self) -> bool:
        """Whether all of it is bold or a heading."""
        return self.strong * 10 >= len(self.text) * 9


@dataclass(slots=True)
class Flow:
    """The blocks, images and links of a page, in reading order; images and links with the index of their block.

    `spans` gives every element the range of its blocks, so that what stands inside an element costs one look-up.
    """

    blocks: list[Block] = field(default_factory=list)
    images: list[tuple[int, html.HtmlElement]] = field(default_factory=list)
    links: list[tuple[int, html.HtmlElement]] = field(default_factory=list)
    controls: list[tuple[int, html.HtmlElement]] = field(default_factory=list)
    """Frames, and what runs a script when pressed without being a link."""
    spans: dict[html.HtmlElement, tuple[int, int]] = field(default_factory=dict)

    def inside(self, element: html.HtmlElement) -> list[Block]:
        """The blocks of which `element` holds at least a part."""
        start, end = self.spans.get(element, NOWHERE)
        return self.blocks[start:end]

    def count(self, element: html.HtmlElement) -> int:
        """How many blocks `element` holds at least a part of."""
        start, end = self.spans.get(element, NOWHERE)
        return end - start

    def is_empty(self, element: html.HtmlElement) -> bool:
        """Whether an element that is seen holds no words."""
        return element in self.spans and self.count(element) == 0

    def behind(self, block: Block, most: int = 1) -> list[Block]:
        """The blocks just behind another, at most so many."""
        first = block.index + 1
        return self.blocks[first : first + most]

    def stamps(self) -> Iterator[tuple[html.HtmlElement, tuple[int, int]]]:
        """The elements that tell machines a time, each with the range of its blocks."""
        root = next(iter(self.spans), None)
        if root is None:
            return
        for element in filter(_tells_time, _TIMED(root)):
            if element in self.spans:  # what is hidden tells nothing
                yield element, self.spans[element]


def _tells_time(element: html.HtmlElement) -> bool:
    """Whether an element tells machines a time."""
    if element.tag == "time" or element.get("itemprop", "").lower() in _TIMES:
        return True
    if "dc:created" in element.get("property", ""):
        return True
    return _is_dated(element)


def _is_dated(element: html.HtmlElement) -> bool:
    """Whether the title of an element is a date, as behind `2 năm trước`."""
    return element.tag in _TITLED and _DATE_IN_TITLE.search(element.get("title", "")) is not None


def render(blocks: Sequence[Block]) -> str:
    """The blocks as plain text: paragraphs parted by a blank line, list items, cells and <br> lines by one break."""
    parts: list[str] = []
    for block in blocks:
        parts.append(_BREAKS[block.gap])
        parts.append(block.text)
    return "".join(parts[1:])
