"""What the pages of a portal's articles share: blocks at the same place with the same words are furniture. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from queson_crawler.parse.article.furniture import FurnitureKey, Part, RegionBlock

MIN_PAGES = 8
"""Pages with texts of their own below which nothing is learned."""
NEARLY_ALL = 0.9
"""The share of these pages on which furniture stands; a line that recurs on fewer is content."""
_NEVER = (Part.TITLE, Part.ABOUT)
_TEXT = (Part.LEAD, Part.BODY)


def learn_furniture(pages: Iterable[Sequence[RegionBlock]]) -> frozenset[FurnitureKey]:
    """The blocks that nearly all pages show; none where fewer than MIN_PAGES have texts of their own.

    A page whose text was met before is not counted: copies of an article share all of it. A block that was read as text
    is furniture only where the markup agrees: it stands elsewhere than most of the text does.
    """
    distinct = _distinct(pages)
    if len(distinct) < MIN_PAGES:
        return frozenset()
    homes = _homes_of_text(distinct)
    counted: Counter[FurnitureKey] = Counter()
    never: set[FurnitureKey] = set()
    for page in distinct:
        counted.update({block.key for block in page})
        for block in page:
            if block.part in _NEVER or (block.part in _TEXT and block.key.path in homes):
                never.add(block.key)
    found: set[FurnitureKey] = set()
    for key, number in counted.items():
        if key not in never and number >= NEARLY_ALL * len(distinct):
            found.add(key)
    return frozenset(found)


def _distinct(pages: Iterable[Sequence[RegionBlock]]) -> list[Sequence[RegionBlock]]:
    """The pages with a text of their own, the first of each."""
    once: dict[tuple[str, ...], Sequence[RegionBlock]] = {}
    for page in pages:
        text = tuple(block.text for block in page if block.part in _TEXT)
        if text:
            once.setdefault(text, page)
    return list(once.values())


def _homes_of_text(pages: Iterable[Sequence[RegionBlock]]) -> frozenset[str]:
    """The places where the texts stand: of each page the one with most characters of its text."""
    homes: set[str] = set()
    for page in pages:
        weights: Counter[str] = Counter()
        for block in page:
            if block.part is Part.BODY:
                weights[block.key.path] += len(block.text)
        homes.update(path for path, _ in weights.most_common(1))
    return frozenset(homes)


def shared_in_text(pages: Sequence[Sequence[RegionBlock]]) -> tuple[RegionBlock, ...]:
    """The furniture that stands in the texts of these pages as they were read, each block once, in order."""
    furniture = learn_furniture(pages)
    found: dict[FurnitureKey, RegionBlock] = {}
    for page in pages:
        for block in page:
            if block.key in furniture and block.part in _TEXT:
                found.setdefault(block.key, block)
    return tuple(found.values())
