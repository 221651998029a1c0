"""All addresses of its portal to which a page leads, with the way through its menu. Pure."""

from __future__ import annotations

from itertools import islice

from lxml import html

from archive.records import PageLead
from queson_crawler.parse.article.breadcrumb import breadcrumb_of
from queson_crawler.parse.document import MAX_LINKS, Document
from queson_crawler.parse.link_addresses import addresses_of
from queson_crawler.parse.links import in_menu, words_of_link
from queson_crawler.parse.listing.items import page_address
from queson_crawler.platforms.base import Platform
from queson_crawler.urls import is_page

MAX_STEPS, MAX_STEP = 8, 160
"""At most this many steps of a way, and characters of one, are kept."""
_ASKS_BACK = ("confirm(", "submit(", "delete", "remove")
"""What a script does that is no way to a page."""
_HEADS = ("a", "span", "div", "p", "strong")


def leads_of(doc: Document, platform: Platform, depth: int) -> tuple[PageLead, ...]:
    """Where a page leads within its portal, each address once: first in a menu, where one names it. `depth` is that of
    what it leads to."""
    found: dict[str, PageLead] = {}
    above = _way_to(doc)
    for link, href in islice(addresses_of(doc), MAX_LINKS):
        url = _address(doc, platform, link, href)
        if not url:
            continue
        is_menu = in_menu(link)
        if url in found and (found[url].in_menu or not is_menu):
            continue
        if is_menu:
            way = _menu_way(link)
        else:
            way = (*above, words_of_link(link)[:MAX_STEP])
        found[url] = PageLead(url, tuple(filter(None, way))[-MAX_STEPS:], is_menu, depth)
    return tuple(found.values())


def _address(doc: Document, platform: Platform, link: html.HtmlElement, href: str) -> str:
    """The address of the page that a link leads to; "" where it is no page of the portal."""
    url = page_address(doc, href)
    if _asks_back(link) or not is_page(url):
        return ""
    if platform.same_site(url, doc.url):
        return url
    return ""


def _asks_back(link: html.HtmlElement) -> bool:
    """Whether a link has a script that is no way to a page."""
    script = link.get("onclick", "").lower()
    return any(word in script for word in _ASKS_BACK)


def _way_to(doc: Document) -> tuple[str, ...]:
    """The steps of the breadcrumb of a page, and the name of the page."""
    steps = [crumb.title[:MAX_STEP] for crumb in breadcrumb_of(doc)]
    return (*steps, doc.title[:MAX_STEP])


def _menu_way(link: html.HtmlElement) -> tuple[str, ...]:
    """The words of the menu entries above a link, from the outermost inwards, and its own."""
    steps = [words_of_link(link)[:MAX_STEP]]
    for item in islice(link.iterancestors("li"), MAX_STEPS):
        steps.append(_head_of(item, link))
    return tuple(reversed(steps))


def _head_of(item: html.HtmlElement, link: html.HtmlElement) -> str:
    """The words of a menu entry itself, without those of the menu below it; "" where the link is that entry."""
    for child in item.iterchildren(*_HEADS):
        if child is link or link in child.iterdescendants("a"):
            return ""
        if next(child.iter("ul", "ol"), None) is not None:
            continue
        words = words_of_link(child)[:MAX_STEP]
        if words:
            return words
    return (item.text or "").strip()[:MAX_STEP]
