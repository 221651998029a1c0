"""What holds a group of links: all of its items, or what belongs to its only one. Pure."""

from __future__ import annotations

from itertools import islice

from lxml import html

from queson_crawler.parse.flow import HEADINGS
from queson_crawler.parse.listing.items import Links, firsts, home_of
from queson_crawler.parse.listing.place import enclosing


def home_of_group(links: Links) -> html.HtmlElement:
    """What holds the links of a group, or belongs to its only one."""
    home = home_of(firsts(links))
    if len(links) == 1:
        return _alone(home)
    return home


def _has_bare_heading(element: html.HtmlElement) -> bool:
    """Whether an element holds a heading without a link."""
    for heading in element.iter(*HEADINGS):
        if next(heading.iter("a"), None) is None and next(heading.iterancestors("a"), None) is None:
            return True
    return False


def _alone(home: html.HtmlElement) -> html.HtmlElement:
    """What belongs to the only link of a group: as far up as neither another link joins it nor the heading of more."""
    current = home
    for element in enclosing(home, 4):
        hrefs = {link.get("href") for link in islice(element.iter("a"), 8)} - {None, ""}
        if len(hrefs) > 1 or _has_bare_heading(element):
            break
        current = element
    return current
