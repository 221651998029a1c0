"""A page as its groups of links are weighed on it: its name, its pager, its address. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count, islice, takewhile

from lxml import html

from archive.text import fold
from queson_crawler.parse.document import MAX_LINKS, Document, parent_of, text_of
from queson_crawler.parse.lines import key
from queson_crawler.parse.listing.item_signs import MIN_TITLE
from queson_crawler.parse.listing.items import home_of
from queson_crawler.parse.pager.controls import controls
from queson_crawler.parse.pager.steps import is_second
from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import ancestors, is_any_of
from queson_crawler.urls import clean, local, without_language

TITLE_JOINT = re.compile(r"(?<!\s)\s+[-|–»]\s+")
"""What parts the name of a page from that of its portal."""
_PAGED = re.compile(r"/(?:page|trang)[-/]?\d+(?:\.html?)?/?$|\.(?:html?|aspx|php)$|/$", re.I)
_MENUS = frozenset(("li", "nav", "title", "head", "option"))
FRAME_TAGS = frozenset(("body", "form", "html"))
_NUMBERED = re.compile(r"[12](?:\D|$)")
MIN_ALIKE = 2
"""Addresses of a list that tell how others of it are made."""
STEPS_TO_PAGER, MAX_STEPS_TO_PAGER = 2, 6
MIN_NAME, MAX_NAME, MAX_NAME_ELEMENT = 3, 79, 99
"""Characters of a page's name, and of an element that may be it."""


@dataclass(frozen=True)
class Place:
    """A page, and the part of it in which a list is looked for."""

    doc: Document
    root: html.HtmlElement
    platform: Platform

    @cached_property
    def _order(self) -> dict[html.HtmlElement, int]:
        return dict(zip(self.root.iter(), count()))

    def at(self, element: html.HtmlElement) -> int:
        """Where an element stands in the order of the page."""
        return self._order.get(element, 0)

    @cached_property
    def _names(self) -> frozenset[str]:
        """What the page calls itself."""
        headings = map(text_of, islice(self.root.iter("h1"), 3))
        names = {key(TITLE_JOINT.split(self.doc.title, 1)[0])}
        names.update(key(heading[:100]) for heading in headings)
        return frozenset(name for name in names if MIN_NAME <= len(name) <= MAX_NAME)

    @cached_property
    def _slug(self) -> list[str]:
        return self.path.rstrip("/").rpartition("/")[2].lower().split("-")

    def is_name(self, heading: str) -> bool:
        """Whether words are the page's name, as its title or its address tells it."""
        name = key(heading)
        return name in self._names or fold(name).split() == self._slug

    @cached_property
    def _named_at(self) -> list[int]:
        """Where the page's name stands, but for its menus."""
        places: list[int] = []
        for element, at in self._order.items():
            text = element.text
            if not text or len(text) > MAX_NAME_ELEMENT:
                continue
            if key(text) in self._names and not _in_menu(element):
                places.append(at)
        return places

    def below_names(self, starts: Iterable[int]) -> frozenset[int]:
        """Which of some groups, given by where they begin, stand first below the page's name."""
        ordered = sorted(starts)
        first = {bisect_right(ordered, at) for at in self._named_at}
        return frozenset(ordered[at] for at in first - {len(ordered)})

    @cached_property
    def path(self) -> str:
        """The path below which the articles of the page's list may stand."""
        path = local(clean(self.doc.url)).partition("?")[0]
        return without_language(_PAGED.sub("", _PAGED.sub("", path))) + "/"

    def fits(self, url: str, others: Collection[str]) -> bool:
        """Whether an address is of the same kind as those of a list."""
        if self.platform.native_id(url):
            return True
        if all(map(self.platform.native_id, others)):
            return False
        folders = {other.rpartition("/")[0] for other in others}
        return folders == {url.rpartition("/")[0]} or _is_made_alike(url, others)

    @cached_property
    def _pager(self) -> html.HtmlElement | None:
        """What holds the pager of the page."""
        found = [control.element for control in controls(self.root)]
        if len(found) > 1:
            return home_of(found)
        if self.second is None:
            return None
        return parent_of(self.second)

    @cached_property
    def second(self) -> html.HtmlElement | None:
        """The first link to the second page of the page's own list, however it is worded; None without any."""
        own = clean(self.doc.url)
        for link in islice(self.root.iter("a"), MAX_LINKS):
            href = link.get("href", "")
            if _NUMBERED.search(href) and is_second(own, clean(self.doc.join(href))):
                return link
        return None

    def leads_on(self, home: html.HtmlElement) -> bool:
        """Whether the pager stands with a group, in what holds both: below it, or at the head of that. It is looked for
        two steps up, and further as long as what is there holds no titles but those of the group."""
        if self._pager is None:
            return False
        around = self._around(home)
        for step in islice(ancestors(self._pager, self.root), 4):
            if step in around and step.tag not in FRAME_TAGS:
                return self._is_next(self._pager, home, step) or self._heads(self._pager, step)
        return False

    def _is_next(self, pager: html.HtmlElement, home: html.HtmlElement, around: html.HtmlElement) -> bool:
        """Whether the pager stands below a group, and between both not as many other titles as the group has items."""
        own = list(home.iter("a"))
        items = {link.get("href") for link in own}
        between = range(max(map(self.at, own), default=0), self.at(pager))
        titles = map(self.at, self._titles(around, {*own, self.second}))
        others = [title for title in titles if title in between]
        return self.at(pager) >= self.at(home) and len(others) < len(items)

    def _around(self, home: html.HtmlElement) -> set[html.HtmlElement]:
        around = {home}
        own = {self.second, *home.iter("a")}
        for number, step in enumerate(islice(home.iterancestors(), MAX_STEPS_TO_PAGER)):
            if number >= STEPS_TO_PAGER and self._holds_other_titles(step, own):
                break
            around.add(step)
        return around

    def _holds_other_titles(self, element: html.HtmlElement, own: Collection[html.HtmlElement | None]) -> bool:
        return next(self._titles(element, own), None) is not None

    def _titles(
        self, element: html.HtmlElement, own: Collection[html.HtmlElement | None]
    ) -> Iterator[html.HtmlElement]:
        """The links in an element with words that may be a title, without a group's own."""
        others = (link for link in islice(element.iter("a"), MAX_LINKS) if link not in own)
        return (link for link in others if len(text_of(link)) >= MIN_TITLE)

    def _heads(self, pager: html.HtmlElement, around: html.HtmlElement) -> bool:
        """Whether nothing that may be a title stands before the pager in what holds it and a list."""
        start = self.at(pager)
        before = takewhile(lambda link: self.at(link) < start, around.iter("a"))
        return max(map(len, map(text_of, before)), default=0) < MIN_TITLE


def enclosing(home: html.HtmlElement, most: int) -> Iterator[html.HtmlElement]:
    """What an element stands in, the nearest first: at most `most` elements, and none that frames the page."""
    for element in islice(home.iterancestors(), most):
        if element.tag in FRAME_TAGS:
            return
        yield element


def _is_made_alike(url: str, others: Collection[str]) -> bool:
    """Whether an address has as many steps as some others, each the same where these have all the same, and the same
    parameters."""
    steps, names = _parts_of(url)
    known = list(map(_parts_of, others))
    if len(known) < MIN_ALIKE or {(len(each), params) for each, params in known} != {(len(steps), names)}:
        return False
    for place, step in enumerate(steps):
        there = {each[place] for each, _ in known}
        if len(there) == 1 and there != {step}:
            return False
    return True


def _parts_of(url: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The steps of an address, host and all, and the names of its parameters."""
    path, _, query = url.partition("?")
    names = frozenset(pair.partition("=")[0] for pair in query.split("&") if "=" in pair)
    return tuple(path.split("/")), names


def _in_menu(element: html.HtmlElement) -> bool:
    return is_any_of((element, *islice(element.iterancestors(), 3)), _MENUS)
