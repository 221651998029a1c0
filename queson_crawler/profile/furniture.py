"""What the pages of a portal's articles share: blocks at the same place with the same words are furniture. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import takewhile

from queson_crawler.parse.article.formulas import is_formula, reads_as_text
from queson_crawler.parse.article.furniture import NO_FURNITURE, FurnitureKey, RegionBlock
from queson_crawler.profile.regions import (
    MIN_PAGES,
    NEARLY_ALL,
    NEVER,
    TEXT,
    Region,
    blocks_of,
    distinct_pages,
    home_of_text,
    keys_of,
    layouts,
    shared_blocks,
)

MIN_IN_TEXT = 12
"""Pages with texts of their own below which a line that looks like the text is text."""
_BOXES = frozenset("div section aside footer header nav form".split())
"""Elements that hold a part of a page."""
GROUPS = frozenset("ul ol dl table".split())
"""Elements that hold several lines."""


def learn_furniture(pages: Iterable[Region]) -> frozenset[FurnitureKey]:
    """The blocks that nearly all pages show; none where fewer than MIN_PAGES have texts of their own.

    A page whose text was met before is not counted: copies of an article share all of it. A block that stands where the
    text stands is furniture only where nearly all texts begin or end with it. The pages of each template count by
    themselves, too.
    """
    distinct = distinct_pages(pages)
    if len(distinct) < MIN_PAGES:
        return NO_FURNITURE
    found: frozenset[FurnitureKey] = NO_FURNITURE
    for several in layouts(distinct):
        shared = shared_blocks(several)
        found |= shared - within_text(several, shared)
    return (found | _in_other_layouts(distinct, found)) - keys_of(distinct, NEVER)


def _in_other_layouts(pages: Sequence[Region], found: frozenset[FurnitureKey]) -> frozenset[FurnitureKey]:
    """Where a line is furniture in one template, fewer pages of another tell that it is there, too."""
    words = {key.words for key in found}
    more: set[FurnitureKey] = set()
    for several in layouts(pages):
        shared = shared_blocks(several)
        for key in shared - within_text(several, shared, MIN_PAGES):
            if key.words in words:
                more.add(key)
    return frozenset(more)


def within_text(
    pages: Sequence[Region], shared: frozenset[FurnitureKey], least: int = MIN_IN_TEXT
) -> frozenset[FurnitureKey]:
    """The shared blocks that are text: those that read as such or tell other numbers on each page, and those among the
    text, unless nearly all texts, of at least so many, that hold them begin or end with them."""
    homes = homes_of_text(pages, shared)
    text: set[FurnitureKey] = set()
    among: set[FurnitureKey] = set()
    for key, wording in _wordings(pages, shared).items():
        is_among = not is_set_apart(key, homes)
        if is_among:
            among.add(key)
        if _reads_as_text(wording, is_among=is_among):
            text.add(key)
    if len(pages) < least:
        return frozenset(text | among)
    return frozenset(text | among - _at_edges(pages, homes, shared - text))


def _reads_as_text(wording: set[str], *, is_among: bool) -> bool:
    """Whether a block that is written so is text: a formula anywhere, and among the text what reads as such, or tells
    other numbers on each page."""
    if any(map(is_formula, wording)):
        return True
    if not is_among:
        return False
    return len(wording) > 1 or any(map(reads_as_text, wording))


def _at_edges(
    pages: Iterable[Region], homes: frozenset[str], furniture: frozenset[FurnitureKey]
) -> frozenset[FurnitureKey]:
    """The blocks with which nearly all texts that hold them begin, or nearly all end, beside `furniture` alone."""
    begins: Counter[FurnitureKey] = Counter()
    ends: Counter[FurnitureKey] = Counter()
    stands: Counter[FurnitureKey] = Counter()
    for page in pages:
        keys = _keys_of_text(page, homes, furniture)
        stands.update(set(keys))
        begins.update(set(takewhile(furniture.__contains__, keys)))
        ends.update(set(takewhile(furniture.__contains__, reversed(keys))))
    return frozenset(key for key in stands if max(begins[key], ends[key]) >= NEARLY_ALL * stands[key])


def _keys_of_text(page: Region, homes: frozenset[str], furniture: frozenset[FurnitureKey]) -> list[FurnitureKey]:
    """The blocks of a text in order; a lead of its own above it is none of them."""
    keys: list[FurnitureKey] = []
    for block in blocks_of((page,), TEXT):
        if block.key.path in homes or block.key in furniture:
            keys.append(block.key)
    return keys


def _wordings(pages: Iterable[Region], shared: frozenset[FurnitureKey]) -> dict[FurnitureKey, set[str]]:
    """As what the shared blocks that any text holds are written, with their numbers."""
    found: dict[FurnitureKey, set[str]] = {}
    for block in blocks_of(pages, TEXT):
        if block.key in shared:
            found.setdefault(block.key, set()).add(block.text)
    return found


def is_set_apart(key: FurnitureKey, homes: frozenset[str], tags: frozenset[str] = _BOXES) -> bool:
    """Whether a block stands in a named box (an element of these tags) of its own, and not among the text. What merely
    is a heading, a list, a table or a paragraph of another class is among it."""
    steps = Counter(key.path.split(">"))
    for home in homes:
        own = steps - Counter(home.split(">"))  # one of them may be called as one around both is
        if not any(_is_named(step, tags) for step in own):
            return False
    return bool(homes)


def _is_named(step: str, tags: frozenset[str]) -> bool:
    """Whether a step of a path is a named element of one of these tags."""
    tag, _, name = step.partition(".")
    return bool(name) and tag in tags


def homes_of_text(pages: Iterable[Region], shared: frozenset[FurnitureKey]) -> frozenset[str]:
    """The places where the texts stand: of each page the one with most characters of its text that is not shared."""
    homes: set[str] = set()
    for page in pages:
        home = home_of_text(page, shared)
        if home is not None:
            homes.add(home)
    return frozenset(homes)


def shared_in_text(pages: Sequence[Region]) -> tuple[RegionBlock, ...]:
    """The furniture that stands in the texts of these pages as they were read, each block once, in order."""
    furniture = learn_furniture(pages)
    found: dict[FurnitureKey, RegionBlock] = {}
    for block in blocks_of(pages, TEXT):
        if block.key in furniture:
            found.setdefault(block.key, block)
    return tuple(found.values())
