"""Links of a page that stand alike, as groups. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import html

from queson_crawler.parse.document import MAX_LINKS, Document, squeeze
from queson_crawler.parse.listing.items import Links, listed_url
from queson_crawler.parse.listing.shape import signature
from queson_crawler.parse.pager.controls import RELATIONS, kind_of
from queson_crawler.parse.words import HOME
from queson_crawler.platforms.base import Platform
from queson_crawler.urls import clean

_LISTS = frozenset(("ul", "ol", "dl"))
_BOXES = _LISTS | {"table"}
_MARKED = re.compile("^[«‹←]|[»›→]$")
MAX_STEP = 16

Groups = dict[tuple[str, html.HtmlElement | None], Links]
"""Links by how they stand and the list or table that holds them."""


@dataclass(frozen=True, slots=True)
class _Link:
    """A link that may lead to an article, how it stands, and the lists and tables that it stands in."""

    element: html.HtmlElement
    url: str
    shape: str
    boxes: tuple[html.HtmlElement, ...]


def groups_of(doc: Document, root: html.HtmlElement, platform: Platform) -> Groups:
    """The links that may lead to articles, by how and where they stand."""
    found = list(_links(doc, root, platform))
    held: dict[tuple[str, html.HtmlElement], set[str]] = defaultdict(set)
    for link in found:
        for box in link.boxes:
            held[link.shape, box].add(link.url)
    groups: Groups = {}
    for link in found:
        # Links of two boxes are two lists, however alike; but a table may hold one item.
        boxes = (box for box in link.boxes if box.tag in _LISTS or len(held[link.shape, box]) > 1)
        group = groups.setdefault((link.shape, next(boxes, None)), {})
        group.setdefault(link.url, []).append(link.element)
    return groups


def _links(doc: Document, root: html.HtmlElement, platform: Platform) -> Iterator[_Link]:
    own = clean(doc.url)
    for element in islice(root.iter("a"), MAX_LINKS):
        url = listed_url(doc, platform, element.get("href"))
        if url in ("", own) or _turns_page(element):
            continue
        boxes = tuple(step for step in islice(element.iterancestors(), 7) if step.tag in _BOXES)
        yield _Link(element, url, signature(element), boxes)


def _turns_page(link: html.HtmlElement) -> bool:
    """Whether a link leads to another page of a list, to the article before or after, or home."""
    if link.get("rel", "").strip().lower() in RELATIONS:
        return True
    text = squeeze("".join(islice(link.itertext(), 4)))
    if len(text) > MAX_STEP:
        return _MARKED.search(text) is not None
    return kind_of(text) is not None or text.casefold() in HOME
