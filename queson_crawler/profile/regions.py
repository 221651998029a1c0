"""The pages of articles as blocks: which have texts of their own, and what nearly all of them show. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from queson_crawler.parse.article.furniture import FurnitureKey, Part, RegionBlock

Region = Sequence[RegionBlock]
"""The blocks of one article's page."""

MIN_PAGES = 8
"""Pages with texts of their own below which nothing is learned."""
NEARLY_ALL = 0.9
"""The share of these pages on which furniture stands; a line that recurs on fewer is content."""
NEVER = (Part.TITLE, Part.ABOUT)
"""The title of an article, and the lines about it: never furniture."""
TEXT = (Part.LEAD, Part.BODY)


def blocks_of(pages: Iterable[Region], parts: Collection[Part] = tuple(Part)) -> Iterator[RegionBlock]:
    """The blocks of some pages that are of these parts, in order."""
    for page in pages:
        for block in page:
            if block.part in parts:
                yield block


def distinct_pages(pages: Iterable[Region]) -> list[Region]:
    """The pages with a text of their own, the first of each."""
    once: dict[tuple[str, ...], Region] = {}
    for page in pages:
        text = tuple(block.text for block in blocks_of((page,), TEXT))
        if text:
            once.setdefault(text, page)
    return list(once.values())


def shared_blocks(pages: Sequence[Region]) -> frozenset[FurnitureKey]:
    """The blocks that nearly all pages show."""
    counted: Counter[FurnitureKey] = Counter()
    for page in pages:
        counted.update({block.key for block in page})
    return frozenset(key for key, number in counted.items() if number >= NEARLY_ALL * len(pages))


def keys_of(pages: Iterable[Region], parts: Collection[Part] = tuple(Part)) -> frozenset[FurnitureKey]:
    """The keys of the blocks of some pages that are of these parts."""
    return frozenset(block.key for block in blocks_of(pages, parts))


def layouts(pages: Sequence[Region]) -> list[Sequence[Region]]:
    """All pages; where their texts stand in several places, a portal has several templates: also those of each."""
    several: dict[str, list[Region]] = {}
    for page in pages:
        several.setdefault(_layout_of(page), []).append(page)
    found: list[Sequence[Region]] = [pages]
    for group in several.values():
        if MIN_PAGES <= len(group) < NEARLY_ALL * len(pages):
            found.append(group)
    return found


def _layout_of(page: Region) -> str:
    """The innermost named element in which most of the text of a page stands, "" without a text."""
    steps = (home_of_text(page) or "").split(">")
    while len(steps) > 1 and "." not in steps[-1]:
        steps.pop()
    return ">".join(steps)


def home_of_text(page: Region, shared: Collection[FurnitureKey] = ()) -> str | None:
    """The place with most characters of a page's text, without what is shared; None where there is none."""
    weights: Counter[str] = Counter()
    for block in blocks_of((page,), (Part.BODY,)):
        if block.key not in shared:
            weights[block.key.path] += len(block.text)
    return max(weights, key=weights.__getitem__, default=None)
