"""Links that may lead to articles, and what they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TypeGuard

from lxml import html

from queson_crawler.parse.archives import is_archive_of_period
from queson_crawler.parse.document import Document, is_hidden, names_of, squeeze, text_of
from queson_crawler.parse.file_links import is_file_link
from queson_crawler.parse.flow import HEADINGS
from queson_crawler.platforms.base import Platform, path_id
from queson_crawler.platforms.selectors import ancestors
from queson_crawler.urls import MAX_CHARACTERS, changes_something, clean, is_foreign, is_page, is_refused

_ASIDE = re.compile(
    r"footer|menu|breadcrumb|header|banner"
    r"|navi?(?:gation|bar)?\b(?!(?:\s+nav)?-(?:tabs|stacked))",  # Joomla's lists end in titles alone, in such an <ol>
    re.I,
)
_BESIDE = re.compile(r"related|other|side-?bar|side-|right-?col", re.I)
NOWHERE = ("#", "javascript:", "mailto:", "tel:")
"""How an address begins that leads to no page."""
Links = dict[str, list[html.HtmlElement]]
"""Links by the address they lead to."""
MAX_BESIDE, MAX_LINKS, MIN_WORDS = 3, 12, 14
"""Elements around a link that may be the item of it alone, links that such an item may hold, and characters of words
that may be a title."""
_HEADINGS_OF_ITEMS = HEADINGS[1:]  # the first is the name of the page
_NAVIGATION = frozenset(("nav", "header", "footer", "aside", "marquee"))


def may_be_asked(href: str | None) -> TypeGuard[str]:
    """Whether a link has an address that can be asked for."""
    if not href or len(href) > MAX_CHARACTERS:
        return False
    return not href.startswith(NOWHERE)


def is_page_of_portal(doc: Document, platform: Platform, url: str) -> bool:
    """Whether an address may be a page of this portal: not refused, no other view of an article, no other language."""
    if not platform.same_site(url, doc.url) or platform.is_variant(url):
        return False
    if not is_page(url) or not may_be_followed(url):
        return False
    return is_foreign(doc.url) or not is_foreign(url)


def may_be_followed(url: str) -> bool:
    """Whether an address is not refused, and asking for it changes nothing."""
    return not is_refused(url) and not changes_something(url)


def article_url(doc: Document, platform: Platform, href: str | None) -> str:
    """The cleaned address of a link that may lead to an article of this portal, or ""."""
    url = page_address(doc, href)
    if url and is_page_of_portal(doc, platform, url):
        return url
    return ""


def page_address(doc: Document, href: str | None) -> str:
    """The cleaned address of a link that leads to no file; "" where it has none that can be asked for."""
    if not may_be_asked(href) or is_file_link(href):
        return ""
    return clean(doc.join(href))


def id_of(platform: Platform, url: str) -> str:
    """The id of an article: that which its address carries, else one made of its path."""
    return platform.native_id(url) or path_id(url)


def listed_url(doc: Document, platform: Platform, href: str | None) -> str:
    """The same, of an entry of a list: "" for the archive of a month, and where the platform's articles have ids and
    the address carries none."""
    url = article_url(doc, platform, href)
    if is_archive_of_period(url):
        return ""
    if platform.ids_only and not platform.native_id(url):
        return ""
    return url


def is_aside(element: html.HtmlElement, root: html.HtmlElement) -> bool:
    """Whether an element is no part of what a page is about: menus, head and foot, what nobody sees."""
    return is_marked_aside(element, root) or is_named_aside(element, root)


def is_marked_aside(element: html.HtmlElement, root: html.HtmlElement) -> bool:
    """Whether the markup says so: <nav>, <footer> and their kin, and what is hidden."""
    return any(near.tag in _NAVIGATION or is_hidden(near) for near in _near(element, root))


def is_named_aside(element: html.HtmlElement, root: html.HtmlElement) -> bool:
    """Whether only a class or an id says so: a word inside a name, such as `content-with-menu`, may say nothing."""
    return any(map(_ASIDE.search, map(names_of, _near(element, root))))


def is_beside(element: html.HtmlElement, root: html.HtmlElement) -> bool:
    """Whether the names of what an element stands in say that it is beside the list, or below an article."""
    return any(map(_BESIDE.search, map(names_of, _near(element, root))))


def _near(element: html.HtmlElement, root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """An element and what it stands in, seven steps up."""
    return islice(ancestors(element, root), 8)


def title_beside(link: html.HtmlElement) -> str:
    """The title of an item whose links are a picture or a button: as the attribute of one tells it, else the item's
    heading. "" where a link has the title for its words, or there is none."""
    item = _own_item(link)
    links = list(item.iter("a"))
    if max(map(len, map(text_of, links))) >= MIN_WORDS:
        return ""
    told = max((squeeze(each.get("title")) for each in links), key=len)
    heading = next(item.iter(*_HEADINGS_OF_ITEMS), None)
    if told or heading is None:
        return told
    return text_of(heading)


def _own_item(link: html.HtmlElement) -> html.HtmlElement:
    """The largest element around a link, within a few steps, in which all links lead where it does."""
    item = link
    for around in islice(link.iterancestors(), MAX_BESIDE):
        links = list(islice(around.iter("a"), MAX_LINKS + 1))
        if len(links) > MAX_LINKS or {each.get("href") for each in links} != {link.get("href")}:
            break
        item = around
    return item


def firsts(links: Links) -> list[html.HtmlElement]:
    """The first link to each address."""
    return [elements[0] for elements in links.values()]


def home_of(links: list[html.HtmlElement]) -> html.HtmlElement:
    """The innermost element that holds all of `links`."""
    common = list(links[0].iterancestors())
    for link in links[1:]:
        common = list(filter(set(link.iterancestors()).__contains__, common))
    return common[0]


def items_in(links: Links, home: html.HtmlElement) -> list[html.HtmlElement]:
    """What belongs to each of some links; to a single one all that holds it."""
    if len(links) == 1:
        return [home]
    return [item_of(link, home) for link in firsts(links)]


def item_of(link: html.HtmlElement, home: html.HtmlElement) -> html.HtmlElement:
    """What belongs to a link: the child of `home` it stands in."""
    *_, item = ancestors(link, home)
    return item
