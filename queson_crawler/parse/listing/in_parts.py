"""A list that is shown in several parts: in columns, or below the headings of its months or days. Pure."""

from __future__ import annotations

import re
from itertools import takewhile

from lxml import html

from queson_crawler.parse.document import parent_of, squeeze, text_of
from queson_crawler.parse.listing.candidate import Candidate
from queson_crawler.parse.listing.groups import Groups
from queson_crawler.parse.listing.items import Links
from queson_crawler.parse.listing.place import Place, enclosing

MAX_AWAY = 4
"""Elements around one part in which the next is looked for."""
_WORD = re.compile(r"\w+")
_PERIOD = frozenset("ngày tháng năm quý thứ hai ba tư sáu bảy chủ nhật".split())
"""The words of which the name of a day, a month or a year consists, beside numbers."""


def in_parts(place: Place, groups: Groups, best: Candidate) -> Links:
    """All links of a list, in the order of the page: those of a group, and of the groups in other <ul>, <ol> or tables
    that stand just so before it and behind, where nothing or only the name of a period stands between."""
    parts = {box: links for (stands, box), links in groups.items() if stands == best.shape and box is not None}
    boxes = sorted(parts, key=place.at)
    for at, box in enumerate(boxes):
        if parts[box] is best.links:
            return _joined([parts[each] for each in boxes[_end(boxes, at, -1) : _end(boxes, at, 1) + 1]])
    return best.links


def _joined(parts: list[Links]) -> Links:
    found: Links = {}
    for links in parts:
        found |= links
    return found


def _end(boxes: list[html.HtmlElement], at: int, step: int) -> int:
    """The last box in a direction (`step`, 1 or -1) as far as which a list goes on."""
    while 0 <= at + step < len(boxes):
        first, following = sorted((at, at + step))
        if not goes_on(boxes[first], boxes[following]):
            break
        at += step
    return at


def goes_on(box: html.HtmlElement, following: html.HtmlElement) -> bool:
    """Whether a list goes on in the next box."""
    around = set(following.iterancestors())
    common = next((element for element in enclosing(box, MAX_AWAY) if element in around), None)
    if common is None:
        return False
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
