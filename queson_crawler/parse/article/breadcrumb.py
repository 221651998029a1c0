"""The lists above the page of an article, as its breadcrumb names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urljoin

from lxml import html

from queson_crawler.parse.document import MAX_LINKS, Document, names_of, squeeze, text_of
from queson_crawler.parse.results import Crumb
from queson_crawler.parse.words import HOME
from queson_crawler.platforms.selectors import ancestors
from queson_crawler.urls import clean, host

_CRUMB = re.compile(r"crumb|duong-?_?dan|you-?_?are-?_?here|vi-?_?tri", re.I)
_HOMES = ("ul", "ol", "nav", "div", "p", "section")
_LISTS = ("ul", "ol")
MAX_CRUMBS, MAX_CRUMB = 8, 120


def breadcrumb_of(doc: Document) -> tuple[Crumb, ...]:
    """The lists above the page, from the outermost inwards, as its breadcrumb names them; the home page left out."""
    for home in filter(_is_breadcrumb, islice(doc.body.iter(*_HOMES), MAX_LINKS)):
        found = _crumbs(doc, home)
        if found:
            return found
    return ()


def _is_breadcrumb(home: html.HtmlElement) -> bool:
    """Whether a page's own names call an element its breadcrumb."""
    names = (names_of(home), home.get("aria-label", ""), home.get("itemtype", ""))
    return _CRUMB.search(" ".join(names)) is not None


def _crumbs(doc: Document, home: html.HtmlElement) -> tuple[Crumb, ...]:
    found: dict[str, Crumb] = {}
    own_host = host(doc.url)
    left_out = ("", clean(urljoin(doc.url, "/")), clean(doc.url))
    for title, url in _links(doc, home):
        if _may_name_list(title) and url not in left_out and host(url) == own_host:
            found.setdefault(url, Crumb(title, url))
    return tuple(found.values())


def _links(doc: Document, home: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """The words and the address of each link of a breadcrumb."""
    for link in islice(home.iter("a"), MAX_CRUMBS):
        if not _in_submenu(link, home):
            title = text_of(link) or squeeze(link.get("title"))
            yield title, clean(doc.join(link.get("href", "")))


def _may_name_list(title: str) -> bool:
    return 0 < len(title) <= MAX_CRUMB and title.casefold() not in HOME


def _in_submenu(link: html.HtmlElement, home: html.HtmlElement) -> bool:
    """Whether a link stands in a menu that drops down from the breadcrumb."""
    inside = 0
    for step in ancestors(link, home):
        inside += step.tag in _LISTS
    own = home.tag not in _LISTS
    return inside > own
