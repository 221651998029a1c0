"""What the pages of a portal's articles share: blocks at the same place with the same words are furniture. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, takewhile

from queson_crawler.parse.article.formulas import is_formula, reads_as_text
from queson_crawler.parse.article.furniture import (
    ANY_WORDS,
    NO_FURNITURE,
    FurnitureKey,
    Part,
    RegionBlock,
    Template,
    changing_places,
)

Region = Sequence[RegionBlock]
"""The blocks of one article's page."""

MIN_PAGES = 8
"""Pages with texts of their own below which nothing is learned."""
MIN_IN_TEXT = 12
"""Pages with texts of their own below which a line that looks like the text is text."""
MIN_CHANGED, MIN_REPLACED = 2, 4
"""Pages that show other words than those known in a box of their own; a line in the place of one that is known."""
MAX_COMPARED, MAX_COMPARED_AGAIN = 40, 20
"""Pages of a run whose blocks are compared: where nothing is known yet, and where something is. Each is read twice."""
MAX_FURNITURE = 300
"""Blocks that are kept of a portal."""
NEARLY_ALL = 0.9
"""The share of these pages on which furniture stands; a line that recurs on fewer is content."""
_NEVER = (Part.TITLE, Part.ABOUT)
_TEXT = (Part.LEAD, Part.BODY)
_BOXES = frozenset("div section aside footer header nav form".split())
"""Elements that hold a part of a page."""
_GROUPS = frozenset("ul ol dl table".split())
"""Elements that hold several lines."""


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
        within = _in_texts(self.pages)
        if known.furniture:
            changes = learn_changes(self.pages, known.furniture)
            places = changing_places(known.furniture | changes)
            furniture = frozenset(key for key in furniture & within if key.path not in places) | changes
        room = max(0, MAX_FURNITURE - len(known.furniture))
        ranked = sorted(furniture, key=lambda key: (key not in within, key))
        furniture = frozenset(ranked[:room])
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


def _in_texts(pages: Iterable[Region]) -> frozenset[FurnitureKey]:
    """The blocks that were read as text."""
    found: set[FurnitureKey] = set()
    for page in pages:
        for block in page:
            if block.part in _TEXT:
                found.add(block.key)
    return frozenset(found)


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


def learn_changes(pages: Iterable[Region], known: frozenset[FurnitureKey]) -> frozenset[FurnitureKey]:
    """Furniture in the place of what is `known`: a box of its own in which other words stand now, the same in all
    texts and nothing else, has changing words; a line with which all texts begin or end now, in the place of another,
    is furniture."""
    distinct = _distinct(pages)
    if len(distinct) < MIN_CHANGED:
        return NO_FURNITURE
    fresh, own = _fresh(distinct, known)
    homes = _homes_of_text(distinct, fresh)
    boxes = frozenset(key for key in fresh if key.path not in own and is_set_apart(key, homes))
    if len(distinct) < MIN_REPLACED:
        return _whatever_stands_at(boxes)
    boxes |= frozenset(key for key in fresh if key.path not in own and is_set_apart(key, homes, _GROUPS))
    replaced = {key.path for key in known - _keys(distinct)}
    lines = frozenset(key for key in fresh - boxes if key.path in replaced)
    return _whatever_stands_at(boxes) | lines - _within_text(distinct, lines, MIN_REPLACED)


def _fresh(pages: Sequence[Region], known: frozenset[FurnitureKey]) -> tuple[frozenset[FurnitureKey], frozenset[str]]:
    """The blocks that all texts show now at places of furniture and did not before; and the places at which a text has
    a block of its own."""
    places = {key.path for key in known}
    within = frozenset(key for key in _in_texts(pages) - known if key.path in places)
    fresh = within & _shared(pages) - _of_titles(pages)
    return fresh, frozenset(key.path for key in within - fresh)


def _whatever_stands_at(boxes: Iterable[FurnitureKey]) -> frozenset[FurnitureKey]:
    return frozenset(FurnitureKey(key.path, ANY_WORDS) for key in boxes)


def _keys(pages: Iterable[Region]) -> frozenset[FurnitureKey]:
    """All blocks of some pages."""
    return frozenset(block.key for page in pages for block in page)


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


def _within_text(
    pages: Sequence[Region], shared: frozenset[FurnitureKey], least: int = MIN_IN_TEXT
) -> frozenset[FurnitureKey]:
    """The shared blocks that are text: those that read as such or tell other numbers on each page, and those among the
    text, unless nearly all texts, of at least so many, that hold them begin or end with them."""
    homes = _homes_of_text(pages, shared)
    wordings = _wordings(pages, shared)
    text = {key for key, wording in wordings.items() if any(map(is_formula, wording))}
    among = {key for key in wordings if not is_set_apart(key, homes)}
    for key in among:
        if len(wordings[key]) > 1 or any(map(reads_as_text, wordings[key])):
            text.add(key)
    furniture = shared - text
    if len(pages) < least:
        return frozenset(text | among)
    begins: Counter[FurnitureKey] = Counter()
    ends: Counter[FurnitureKey] = Counter()
    stands: Counter[FurnitureKey] = Counter()
    for page in pages:
        keys = _keys_of_text(page, homes, furniture)
        stands.update(set(keys))
        begins.update(set(takewhile(furniture.__contains__, keys)))
        ends.update(set(takewhile(furniture.__contains__, reversed(keys))))
    inmost = {key for key in among if max(begins[key], ends[key]) < NEARLY_ALL * stands[key]}
    return frozenset(text | inmost)


def _keys_of_text(page: Region, homes: frozenset[str], furniture: frozenset[FurnitureKey]) -> list[FurnitureKey]:
    """The blocks of a text in order; a lead of its own above it is none of them."""
    keys: list[FurnitureKey] = []
    for block in page:
        if block.part in _TEXT and (block.key.path in homes or block.key in furniture):
            keys.append(block.key)
    return keys


def _wordings(pages: Iterable[Region], shared: frozenset[FurnitureKey]) -> dict[FurnitureKey, set[str]]:
    """As what the shared blocks that any text holds are written, with their numbers."""
    found: dict[FurnitureKey, set[str]] = {}
    for page in pages:
        for block in page:
            if block.part in _TEXT and block.key in shared:
                found.setdefault(block.key, set()).add(block.text)
    return found


def is_set_apart(key: FurnitureKey, homes: frozenset[str], tags: frozenset[str] = _BOXES) -> bool:
    """Whether a block stands in a named box (an element of these tags) of its own, and not among the text. What merely
    is a heading, a list, a table or a paragraph of another class is among it."""
    steps = key.path.split(">")
    for home in homes:
        around = set(home.split(">"))
        own = dropwhile(around.__contains__, steps)
        if not any(_is_named(step, tags) for step in own):
            return False
    return bool(homes)


def _is_named(step: str, tags: frozenset[str]) -> bool:
    """Whether a step of a path is a named element of one of these tags."""
    tag, _, name = step.partition(".")
    return bool(name) and tag in tags


def _homes_of_text(pages: Iterable[Region], shared: frozenset[FurnitureKey]) -> frozenset[str]:
    """The places where the texts stand: of each page the one with most characters of its text that is not shared."""
    homes: set[str] = set()
    for page in pages:
        weights: Counter[str] = Counter()
        for block in page:
            if block.part is Part.BODY and block.key not in shared:
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
