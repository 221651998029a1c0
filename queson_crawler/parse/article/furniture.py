"""Blocks as sibling pages can be compared by them: what many pages show in the same place is furniture.

The profile of a portal counts the keys of `reading.region_blocks` over sibling pages; those that nearly all pages share
it hands to `explain_article` in a `Template`, which leaves them out of lead and body and names each in `left_out`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from lxml import html

from queson_crawler.parse.article.field_places import NO_FIELDS, Fields
from queson_crawler.parse.article.sightings import NOTHING_SEEN, Sightings
from queson_crawler.parse.flow import Block
from queson_crawler.parse.lines import key

_NUMBER = re.compile(r"\d+")
MAX_STEPS, MAX_WORDS = 8, 300


@dataclass(frozen=True, slots=True, order=True)
class FurnitureKey:
    """A block as it looks on every page: where it stands, and its words in lower case with every number as `#`."""

    path: str
    words: str


class Part(StrEnum):
    """What a block of a page was read as."""

    TITLE = "title"
    ABOUT = "about"
    LEAD = "lead"
    BODY = "body"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class RegionBlock:
    """A block of a page from the title of its article on: what the profile compares over sibling pages."""

    key: FurnitureKey
    text: str
    part: Part
    is_first: bool = True
    """Of a title: whether no block before it stands in such a place."""
    look: str = ""
    """How it looks, as `looks.look_of` says."""


@dataclass(frozen=True, slots=True)
class Sibling:
    """What is compared of an article's page with others of its portal: its blocks, its dates and counts."""

    region: tuple[RegionBlock, ...] = ()
    seen: Sightings = NOTHING_SEEN


NO_SIBLING = Sibling()
NO_FURNITURE: frozenset[FurnitureKey] = frozenset()
ANY_WORDS = "*"
"""The words of furniture whose own change from night to night: whatever stands at its place is furniture."""


@dataclass(frozen=True, slots=True)
class Template:
    """What the pages of a portal's articles have in common: blocks that are part of no article, the place (`path_of`)
    of the title, "" where that is not known, and the places of other fields."""

    furniture: frozenset[FurnitureKey] = NO_FURNITURE
    title: str = ""
    fields: Fields = NO_FIELDS


NO_TEMPLATE = Template()


def key_of(block: Block) -> FurnitureKey:
    """The key of a block."""
    return FurnitureKey(path_of(block.element), words_of(block))


def words_of(block: Block) -> str:
    """The words of a block as they are compared."""
    return as_compared(block.text)


def as_compared(text: str) -> str:
    """The words of a text as those of blocks are compared."""
    return _NUMBER.sub("#", key(text))[:MAX_WORDS]


@lru_cache(maxsize=64)
def all_words(furniture: frozenset[FurnitureKey]) -> frozenset[str]:
    """The words of all furniture: what has others need not be looked at where it stands."""
    return frozenset(each.words for each in furniture)


@lru_cache(maxsize=64)
def changing_places(furniture: frozenset[FurnitureKey]) -> frozenset[str]:
    """The places of furniture at which the words change."""
    return frozenset(each.path for each in furniture if each.words == ANY_WORDS)


@lru_cache(maxsize=4096)
def _step(tag: str, names: str) -> str:
    first = next(iter(names.split()), "")
    return f"{tag}.{_NUMBER.sub('#', first)}" if first else tag


def _step_of(element: html.HtmlElement) -> str:
    return _step(str(element.tag), element.get("class") or element.get("id") or "")


def path_of(element: html.HtmlElement) -> str:
    """Where an element stands: tag and first class (or id) of it and of what it stands in, from the outside inwards,
    with every number as `#`. The same on all pages of a template, however many paragraphs they hold."""
    steps: list[str] = []
    current: html.HtmlElement | None = element
    while current is not None and current.tag not in ("body", "html") and len(steps) < MAX_STEPS:
        steps.append(_step_of(current))
        current = current.getparent()
    return ">".join(reversed(steps))


@lru_cache(maxsize=64)
def _last_steps(paths: frozenset[str]) -> frozenset[str]:
    return frozenset(path.rpartition(">")[2] for path in paths)


def blocks_at(paths: frozenset[str], blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    """The blocks that stand at one of some paths, each with its path. Most blocks are told by their own element."""
    if not paths:
        return
    steps = _last_steps(paths)
    for block in blocks:
        if _step_of(block.element) in steps:
            path = path_of(block.element)
            if path in paths:
                yield path, block
