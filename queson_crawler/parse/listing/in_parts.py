"""A list that is shown in several parts: in columns, or below the headings of its months or days. Pure."""

from __future__ import annotations

import re
from functools import partial
from itertools import takewhile
from operator import methodcaller

from lxml import html

from queson_crawler.parse.document import parent_of, squeeze, text_of
from queson_crawler.parse.listing.groups import Groups
from queson_crawler.parse.listing.items import Links
from queson_crawler.parse.listing.place import Place, enclosing

MAX_AWAY = 4
"""Elements around one part in which the next is looked for."""
_WORD = re.compile(r"\w+")
_PERIOD = frozenset("ngày tháng năm quý thứ hai ba tư sáu bảy chủ nhật".split())
"""The words of which the name of a day, a month or a year consists, beside numbers."""


def with_parts_joined(place: Place, groups: Groups) -> Groups:
    """The groups, those of them joined that are parts of one list: links that stand alike in neighbouring <ul>, <ol> or
    tables, with nothing or only the name of a period between them. What is joined stands where its first part does."""
    joined: Groups = {}
    last: dict[str, html.HtmlElement] = {}
    begun: dict[str, Links] = {}
    for stands, box in sorted(groups, key=partial(_at, place)):
        links = groups[stands, box]
        if box is None:
            joined[stands, box] = links
            continue
        if stands in last and goes_on(last[stands], box):
            begun[stands] |= links
        else:
            begun[stands] = joined[stands, box] = dict(links)
        last[stands] = box
    return joined


def _at(place: Place, group: tuple[str, html.HtmlElement | None]) -> int:
    """Where the box of a group stands in the order of the page."""
    box = group[1]
    return -1 if box is None else place.at(box)


def goes_on(box: html.HtmlElement, following: html.HtmlElement) -> bool:
    """Whether a list goes on in the next box."""
    around = set(following.iterancestors())
    common = next((element for element in enclosing(box, MAX_AWAY) if element in around), None)
    if common is None:
        return False
    inside = takewhile(lambda each: each is not common, following.iterancestors())
    if any(map(methodcaller("get", "id"), inside)):
        return False  # a pane of tabs, or another box that is shown for itself
    words = _WORD.findall(_words_between(box, following, common).lower())
    return all(word.isdecimal() or word in _PERIOD for word in words)


def _words_between(box: html.HtmlElement, following: html.HtmlElement, common: html.HtmlElement) -> str:
    """What stands between two boxes inside an element that holds both."""
    said: list[str | None] = []
    path = {following, *following.iterancestors()}
    for step in takewhile(lambda each: each is not common, (box, *box.iterancestors())):
        said.append(step.tail)
        for behind in takewhile(lambda each: each not in path, step.itersiblings()):
            said += (text_of(behind), behind.tail)
    for inner in following.iterancestors():
        if inner is common:
            break
        said.append(inner.text)
    for inner in takewhile(lambda each: parent_of(each) is not common, (following, *following.iterancestors())):
        for before in inner.itersiblings(preceding=True):
            said += (text_of(before), before.tail)
    return squeeze(" ".join(filter(None, said)))
