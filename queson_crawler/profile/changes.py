"""Furniture whose words change from night to night: learned from what stands in the place of what is known. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from queson_crawler.parse.article.furniture import ANY_WORDS, NO_FURNITURE, FurnitureKey
from queson_crawler.profile.furniture import GROUPS, homes_of_text, is_set_apart, within_text
from queson_crawler.profile.regions import NEVER, TEXT, Region, distinct_pages, keys_of, shared_blocks

MIN_CHANGED, MIN_REPLACED = 2, 4
"""Pages that show other words than those known in a box of their own; a line in the place of one that is known."""


def learn_changes(pages: Iterable[Region], known: frozenset[FurnitureKey]) -> frozenset[FurnitureKey]:
    """Furniture in the place of what is `known`: a box of its own in which other words stand now, the same in all
    texts and nothing else, has changing words; a line with which all texts begin or end now, in the place of another,
    is furniture."""
    distinct = distinct_pages(pages)
    if len(distinct) < MIN_CHANGED:
        return NO_FURNITURE
    fresh, own = _fresh(distinct, known)
    homes = homes_of_text(distinct, fresh)
    alone = fresh - _standing_at(own, fresh)
    boxes = frozenset(key for key in alone if is_set_apart(key, homes))
    if len(distinct) < MIN_REPLACED:
        return _whatever_stands_at(boxes)
    boxes |= frozenset(key for key in alone if is_set_apart(key, homes, GROUPS))
    replaced = _places_of(known - keys_of(distinct))
    lines = _standing_at(replaced, fresh - boxes)
    return _whatever_stands_at(boxes) | lines - within_text(distinct, lines, MIN_REPLACED)


def _fresh(pages: Sequence[Region], known: frozenset[FurnitureKey]) -> tuple[frozenset[FurnitureKey], frozenset[str]]:
    """The blocks that all texts show now at places of furniture and did not before; and the places at which a text has
    a block of its own."""
    within = _standing_at(_places_of(known), keys_of(pages, TEXT) - known)
    fresh = within & shared_blocks(pages) - keys_of(pages, NEVER)
    return fresh, _places_of(within - fresh)


def _places_of(keys: Iterable[FurnitureKey]) -> frozenset[str]:
    return frozenset(key.path for key in keys)


def _standing_at(places: frozenset[str], keys: Iterable[FurnitureKey]) -> frozenset[FurnitureKey]:
    """The blocks that stand at one of these places."""
    return frozenset(key for key in keys if key.path in places)


def _whatever_stands_at(boxes: Iterable[FurnitureKey]) -> frozenset[FurnitureKey]:
    return frozenset(FurnitureKey(key.path, ANY_WORDS) for key in boxes)
