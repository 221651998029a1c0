"""A place in a page at which the text of an article may end, and what stands before it and behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.article.blocks import prose_among
from queson_crawler.parse.article.imprint_words import speaks_of_portal
from queson_crawler.parse.document import parent_of
from queson_crawler.parse.dress import alike_beside, around, with_ancestors
from queson_crawler.parse.flow import Block, Flow
from queson_crawler.parse.lines import SENTENCE

_ITEMS = frozenset(("li", "td", "th", "dd", "dt"))
_GROUPS = frozenset(("ul", "ol", "dl", "tr", "tbody", "table", "blockquote"))
"""What holds only a part of a text."""
MAX_BOX_STEPS, MAX_LOOK = 5, 40
"""Elements around a block, and blocks behind it, that are looked at."""
MAX_HOMES = 60
"""At most this many elements around a text are looked at."""
MAX_ALIKE = 8
"""Elements beside one, of its kind, that may hold a paragraph as it does."""
MAX_BACK = 300
"""Blocks before it among which the last paragraph is sought."""
MIN_LINK = 20
"""Characters of a link that may be the title of an article."""


@dataclass(eq=False)
class Place:
    """The block number `at` of `blocks`, at which the text may end, and its words. `kept` are the blocks of the text
    before it, `weight` the characters of text in them, `files` the indices of the blocks that link to files."""

    block: Block
    words: str
    blocks: list[Block]
    at: int
    flow: Flow
    files: frozenset[int]
    kept: list[Block]
    weight: int

    @cached_property
    def following(self) -> list[Block]:
        """The blocks behind it."""
        return self.blocks[self.at + 1 : self.at + 1 + MAX_LOOK]

    @cached_property
    def next_words(self) -> str:
        """The words of the next block, "" where there is none."""
        return "".join(block.text for block in self.following[:1])

    @cached_property
    def text(self) -> Block | None:
        """The paragraph before it."""
        return last_paragraph(self.kept)

    @cached_property
    def home(self) -> html.HtmlElement | None:
        """The element of the text before it."""
        if self.text is None:
            return None
        return home_of_text(self.text, self.flow)

    def is_home(self, element: html.HtmlElement) -> bool:
        """Whether an element is that of the text before it."""
        return element is self.home

    @property
    def end_of_home(self) -> int:
        """The index of the first block behind that element, where the block stands in it; else that of no block."""
        if self.home is None or not self.is_within_home:
            return len(self.flow.blocks)
        return self.flow.spans.get(self.home, (0, 0))[1]

    @property
    def is_within_home(self) -> bool:
        """Whether the block stands in that element."""
        return self.home is not None and self.home in with_ancestors(self.block.element)

    def leads_elsewhere(self, block: Block) -> bool:
        """Whether a block is a link to another article."""
        return leads_elsewhere(block, self.files)

    @cached_property
    def steps(self) -> list[html.HtmlElement]:
        """The elements that the block begins, from the inside out: they hold nothing of the text before it."""
        steps: list[html.HtmlElement] = []
        for step in around(self.block.element, MAX_BOX_STEPS):
            first, _ = self.flow.spans.get(step, (-1, 0))
            if first != self.block.index or step.tag == "body":
                break
            steps.append(step)
        return steps

    @property
    def behind(self) -> int:
        """The index of the first block behind it and behind the largest of these elements."""
        if not self.steps:
            return self.block.index + 1
        return self.flow.spans[self.steps[-1]][1]

    @cached_property
    def heads_more(self) -> bool:
        """Whether its words head what follows an article; the heading of a box does so only behind text."""
        if labels.ends_article(self.words) or labels.heads_comments(self.words):
            return True
        return self.weight > 0 and labels.is_box(self.words)

    @cached_property
    def is_imprint(self) -> bool:
        """Whether its words are those of the portal's imprint."""
        return speaks_of_portal(self.words)

    @property
    def is_headed(self) -> bool:
        """Whether its words are such as stand behind an article."""
        return self.heads_more or self.is_imprint

    @property
    def is_pictured(self) -> bool:
        """Whether a picture stands before it."""
        return self._holds_picture(range(self.blocks[0].index, self.block.index + 1))

    @property
    def is_headed_again(self) -> bool:
        """Whether the next line heads what follows an article, too, and not only behind a picture or the end of the
        text's element."""
        if not labels.ends_article(self.words) or not labels.ends_article(self.next_words):
            return False
        following = self.following[0].index
        if self._holds_picture(range(self.block.index + 1, following + 1)):
            return False
        return following < self.end_of_home

    def _holds_picture(self, indices: range) -> bool:
        return any(number in indices for number, _ in self.flow.images)


def last_paragraph(kept: Sequence[Block]) -> Block | None:
    """The last block of text that is more than a heading or a name; an item of a list only where nothing else is."""
    item: Block | None = None
    for block in islice(reversed(kept), MAX_BACK):
        if len(block.text) < SENTENCE or block.is_link:
            continue
        if block.element.tag not in _ITEMS:
            return block
        item = item or block
    return item


def home_of_text(text: Block, flow: Flow) -> html.HtmlElement:
    """The element that holds a paragraph and its neighbours, each of which may be wrapped in elements of its own."""
    start, end = flow.spans.get(text.element, (0, 0))
    home = text.element
    if end - start <= 1:
        home = parent_of(home)
    for near in with_ancestors(home):
        home = near
        if near.tag not in _GROUPS and not _wraps_one_of_several(near, flow):
            break
    return home


def _wraps_one_of_several(element: html.HtmlElement, flow: Flow) -> bool:
    """Whether an element holds one paragraph, as another of its kind beside it does."""
    if flow.count(element) != 1:
        return False
    return any(map(partial(_holds_one_paragraph, flow), islice(alike_beside(element), MAX_ALIKE)))


def _holds_one_paragraph(flow: Flow, element: html.HtmlElement) -> bool:
    paragraphs = prose_among(flow.inside(element), SENTENCE)
    return len(paragraphs) == flow.count(element) == 1


def beside(home: html.HtmlElement, flow: Flow) -> tuple[int, int]:
    """The blocks behind an element, as a range of indices, in the innermost element that holds more than it."""
    _, start = flow.spans.get(home, (0, 0))
    stop = start
    for outer in around(home, MAX_HOMES):
        _, stop = flow.spans.get(outer, (0, start))
        if stop > start:
            break
    return start, stop


def leads_elsewhere(block: Block, files: frozenset[int]) -> bool:
    """Whether a block is a link to another article, perhaps with its date."""
    if block.linked < MIN_LINK or not block.is_mostly_link:
        return False
    if block.index in files:
        return False
    return not labels.cut(block.text)
