"""A walk down the blocks of a page, from the title of its article on, and where it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from queson_crawler.parse.article.end_place import Place, beside, leads_elsewhere
from queson_crawler.parse.article.trimming import text_weight
from queson_crawler.parse.dress import around
from queson_crawler.parse.file_links import is_file_link
from queson_crawler.parse.flow import Block, Flow

MAX_STEPS = 60
"""At most this many elements around a block are looked at."""


@dataclass(slots=True)
class Walk:
    """Where a walk is, what was kept so far, and how many characters of text that is. `title` is the block above it,
    `files` are the blocks that link to files, `furniture` those that sibling pages show too."""

    blocks: list[Block]
    flow: Flow
    title: Block
    files: frozenset[int]
    furniture: frozenset[int]
    kept: list[Block] = field(default_factory=list)
    weight: int = 0
    at: int = 0

    @property
    def goes_on(self) -> bool:
        """Whether there is a block here, and not the end."""
        return self.at < len(self.blocks)

    @property
    def block(self) -> Block:
        """The block that is next."""
        return self.blocks[self.at]

    @property
    def rest(self) -> list[Block]:
        """The next block and all behind it."""
        return self.blocks[self.at :]

    @property
    def place(self) -> Place:
        """The place before the next block."""
        block = self.block
        return Place(block, block.text, self.blocks, self.at, self.flow, self.files, self.kept, self.weight)

    def keep(self) -> None:
        """Take the block as text and go on."""
        block = self.block
        self.at += 1
        if block.index not in self.furniture:
            self.kept.append(block)
            self.weight += text_weight(block)

    @property
    def opens_list(self) -> bool:
        """Whether two links to other articles follow each other here: no sentence of an article is such."""
        pair = self.blocks[self.at : self.at + 2]
        return len(pair) == 2 and all(leads_elsewhere(block, self.files) for block in pair)

    def behind_links(self, at: int, files: frozenset[int]) -> int:
        """Where, from `at` on, something else than links to pages stands; the blocks of `files` are something else."""
        for place in range(at, len(self.blocks)):
            block = self.blocks[place]
            if block.index in files or not block.is_mostly_link:
                return place
        return len(self.blocks)

    @property
    def column(self) -> int:
        """The index at which the innermost element that holds the title and the next block ends."""
        end = len(self.flow.blocks)
        for near in around(self.block.element, MAX_STEPS):
            start, stop = self.flow.spans.get(near, (end, 0))
            if start <= self.title.index < stop:
                return stop
        return end

    def beside_text(self) -> list[Block]:
        """The blocks behind the element of the text that stand in the innermost element with both, where the next
        block stands in the element of the text."""
        place = self.place
        if place.home is None or place.end_of_home == len(self.flow.blocks):
            return []
        start, stop = beside(place.home, self.flow)
        return [block for block in self.rest if start <= block.index < stop]


def files_of(flow: Flow) -> frozenset[int]:
    """The indices of the blocks that link to files."""
    return frozenset({at for at, link in flow.links if is_file_link(link.get("href", ""))})


def touches(blocks: Iterable[Block], indices: frozenset[int]) -> bool:
    """Whether one of the blocks has one of the indices."""
    return any(block.index in indices for block in blocks)
