"""Items in one place of a page, nearly all of which begin with the number of a legal document. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from operator import attrgetter, itemgetter

from lxml import html

from queson_crawler.parse.flow import Block, Flow
from queson_crawler.parse.legal.leads import Lead, lead_of
from queson_crawler.parse.legal.shown import MIN_TITLE
from queson_crawler.parse.lines import day_in
from queson_crawler.parse.listing.items import home_of
from queson_crawler.parse.pager.controls import kind_of

MAX_DEPTH = 6
"""Elements around a text by which its place is known."""
Led = tuple[Block, Lead]
Place = tuple[str, ...]


def alike(flow: Flow) -> Iterator[list[Led]]:
    """The texts in one place of their items, where nearly all of them begin with a number: links, texts, or both where
    they tell different documents."""
    led = list(_led(flow))
    if not led:
        return
    items = list(filter(_may_be_item, flow.blocks))
    yield from _mostly_led(led, items, _place_and_kind)
    yield from filter(_tell_different_documents, _mostly_led(led, items, _place))


def unnumbered(flow: Flow, found: Sequence[Led]) -> Iterator[Led]:
    """The links among the items of a list of links that begin with no number: documents as well."""
    first = found[0][0]
    if not first.is_link:
        return
    start, end = flow.spans[_home_of(found)]
    like_it = _place_and_kind(first)
    for block in filter(_may_be_item, flow.blocks[start:end]):
        if _place_and_kind(block) == like_it and not _is_led_or_control(block):
            yield block, Lead(title=block.text)


def _home_of(found: Sequence[Led]) -> html.HtmlElement:
    """The innermost element that holds a list."""
    blocks = map(itemgetter(0), found)
    return home_of(list(map(attrgetter("element"), blocks)))


def _is_led_or_control(block: Block) -> bool:
    """Whether a link begins with a number, or turns a page."""
    return lead_of(block.text) is not None or kind_of(block.text) is not None


def _led(flow: Flow) -> Iterator[Led]:
    """The texts that begin with a number."""
    for block in flow.blocks:
        lead = lead_of(block.text)
        if lead is not None:
            yield block, lead


def _mostly_led(led: Sequence[Led], items: Sequence[Block], place_of: Callable[[Block], Place]) -> Iterator[list[Led]]:
    """Those texts of each place where nearly all items are such texts."""
    places: dict[Place, list[Led]] = defaultdict(list)
    for block, lead in led:
        places[place_of(block)].append((block, lead))
    counts = Counter(map(place_of, items))
    for place, found in places.items():
        if 5 * len(found) >= 4 * counts[place]:
            yield found


def _tell_different_documents(found: Sequence[Led]) -> bool:
    """Whether no number comes again: an item may tell its number in a link, and once more beside it."""
    leads = map(itemgetter(1), found)
    return len(set(map(attrgetter("number"), leads))) == len(found)


def _may_be_item(block: Block) -> bool:
    """Whether a text may be an item of a list: a label, a day or a button beside one is none."""
    if len(block.text) >= MIN_TITLE:
        return day_in(block.text) is None or lead_of(block.text) is not None
    return lead_of(block.text) is not None


def _place(block: Block) -> Place:
    """Where a text stands: the elements around it, with their names."""
    steps: list[str] = []
    around = chain((block.element,), block.element.iterancestors())
    for element in islice(around, MAX_DEPTH):
        steps.append(f"{element.tag!s}.{element.get('class', '')!s}")
    return tuple(steps)


def _place_and_kind(block: Block) -> Place:
    """Where a text stands; what is a link differs from what is none."""
    return (str(block.is_link), *_place(block))
