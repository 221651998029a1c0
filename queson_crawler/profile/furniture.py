"""What the pages of a portal's articles share: blocks at the same place with the same words are furniture. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from queson_crawler.parse.article.furniture import NO_FURNITURE, FurnitureKey, Part, RegionBlock, Template

Region = Sequence[RegionBlock]
"""The blocks of one article's page."""

MIN_PAGES = 8
"""Pages with texts of their own below which nothing is learned."""
MIN_IN_TEXT = 12
"""Pages with texts of their own below which a line that looks like the text is text."""
MAX_COMPARED = 60
"""Pages of a run whose blocks are compared."""
MAX_FURNITURE = 300
"""Blocks that are kept of a portal."""
NEARLY_ALL = 0.9
"""The share of these pages on which furniture stands; a line that recurs on fewer is content."""
_NEVER = (Part.TITLE, Part.ABOUT)
_TEXT = (Part.LEAD, Part.BODY)


@dataclass(slots=True)
class Siblings:
    """The blocks of the articles that a run read, until they have told what they share."""

    pages: list[Region] = field(default_factory=list)
    compared: int = 0
    """How many of them were compared when furniture was sought last."""

    @property
    def is_enough(self) -> bool:
        """Whether as many pages were read as are compared at most."""
        return len(self.pages) >= MAX_COMPARED

    def take(self, region: Region) -> None:
        """Take in the blocks of an article's page."""
        if region and not self.is_enough:
            self.pages.append(region)

    def learned(self, known: Template) -> Template | None:
        """What the pages tell beyond what is known; None where that is nothing.

        Where something is known already, furniture counts only if a text holds it: what merely stands beside texts
        changes from day to day.
        """
        if len(self.pages) == self.compared:
            return None
        self.compared = len(self.pages)
        furniture = learn_furniture(self.pages) - known.furniture
        if known.furniture and not any(_holds(page, furniture) for page in self.pages):
            furniture = NO_FURNITURE
        furniture = frozenset(sorted(furniture)[: MAX_FURNITURE - len(known.furniture)])
        title = learn_title(self.pages)
        if not furniture and title in ("", known.title):
            return None
        return Template(furniture, title)


def learn_title(pages: Iterable[Region]) -> str:
    """The place where nearly all pages show their title, before anything else that stands in such a place; "" where
    there is none."""
    distinct = _distinct(pages)
    if len(distinct) < MIN_PAGES:
        return ""
    counted: Counter[str] = Counter()
    for page in distinct:
        title = page[0]
        if title.is_first:
            counted[title.key.path] += 1
    for path, number in counted.most_common(1):
        if number >= NEARLY_ALL * len(distinct):
            return path
    return ""


def _holds(page: Region, furniture: frozenset[FurnitureKey]) -> bool:
    """Whether a text was read that has furniture in it."""
    return any(block.part in _TEXT and block.key in furniture for block in page)


def learn_furniture(pages: Iterable[Region]) -> frozenset[FurnitureKey]:
    """The blocks that nearly all pages show; none where fewer than MIN_PAGES have texts of their own.

    A page whose text was met before is not counted: copies of an article share all of it. A block that stands where the
    text stands is furniture only where nearly all texts begin or end with it.
    """
    distinct = _distinct(pages)
    if len(distinct) < MIN_PAGES:
        return NO_FURNITURE
    shared = _shared(distinct)
    return shared - _of_titles(distinct) - _within_text(distinct, shared)


def _distinct(pages: Iterable[Region]) -> list[Region]:
    """The pages with a text of their own, the first of each."""
    once: dict[tuple[str, ...], Region] = {}
    for page in pages:
        text = tuple(block.text for block in page if block.part in _TEXT)
        if text:
            once.setdefault(text, page)
    return list(once.values())


def _shared(pages: Sequence[Region]) -> frozenset[FurnitureKey]:
    """The blocks that nearly all pages show."""
    counted: Counter[FurnitureKey] = Counter()
    for page in pages:
        counted.update({block.key for block in page})
    return frozenset(key for key, number in counted.items() if number >= NEARLY_ALL * len(pages))


def _of_titles(pages: Iterable[Region]) -> frozenset[FurnitureKey]:
    """The blocks that are the title of any page, or say something about its article."""
    return frozenset(block.key for page in pages for block in page if block.part in _NEVER)


def _within_text(pages: Sequence[Region], shared: frozenset[FurnitureKey]) -> frozenset[FurnitureKey]:
    """The shared blocks that stand where the text stands, unless nearly all texts that hold them begin or end with
    them."""
    homes = _homes_of_text(pages)
    like_text = {key for key in shared if key.path in homes}
    if len(pages) < MIN_IN_TEXT:
        return frozenset(like_text)
    begins: Counter[FurnitureKey] = Counter()
    ends: Counter[FurnitureKey] = Counter()
    stands: Counter[FurnitureKey] = Counter()
    for page in pages:
        text = [block.key for block in page if block.part in _TEXT and block.key.path in homes]
        stands.update(set(text))
        begins.update(set(takewhile(shared.__contains__, text)))
        ends.update(set(takewhile(shared.__contains__, reversed(text))))
    return frozenset(key for key in like_text if max(begins[key], ends[key]) < NEARLY_ALL * stands[key])


def _homes_of_text(pages: Iterable[Region]) -> frozenset[str]:
    """The places where the texts stand: of each page the one with most characters of its text."""
    homes: set[str] = set()
    for page in pages:
        weights: Counter[str] = Counter()
        for block in page:
            if block.part is Part.BODY:
                weights[block.key.path] += len(block.text)
        homes.update(path for path, _ in weights.most_common(1))
    return frozenset(homes)


def shared_in_text(pages: Sequence[Region]) -> tuple[RegionBlock, ...]:
    """The furniture that stands in the texts of these pages as they were read, each block once, in order."""
    furniture = learn_furniture(pages)
    found: dict[FurnitureKey, RegionBlock] = {}
    for page in pages:
        for block in page:
            if block.key in furniture and block.part in _TEXT:
                found.setdefault(block.key, block)
    return tuple(found.values())
