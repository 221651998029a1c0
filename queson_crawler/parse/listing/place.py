"""How much a group of links looks like the list that a page is about: by its items, and by where it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import sqrt

from lxml import html

from archive.records import Entry
from archive.text import fold
from queson_crawler.parse import labels, words
from queson_crawler.parse.document import Document, squeeze
from queson_crawler.parse.evidence import Evidence, Sign, factors, multiply, signs, weigh
from queson_crawler.parse.flow import HEADINGS, Block, read_flow
from queson_crawler.parse.lines import MAX_META, key
from queson_crawler.parse.listing.items import Links, home_of, is_beside, is_marked_aside, is_named_aside, item_of
from queson_crawler.parse.pager.controls import controls
from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import ancestors
from queson_crawler.text import find_date
from queson_crawler.urls import clean, local, without_language

MIN_TITLE, TITLE, LONG_TITLE, SUMMARY = 14, 20, 30, 50
"""Characters: no title is shorter; so many may be one, are one for sure; so much beside it is a summary."""
PARAGRAPH, PROSE = 150, 600
"""Characters: so much is a paragraph of text; so much of them is an article."""
MAX_COUNTED = 12
"""More items make a list no likelier the one that a page is about: boxes beside it may hold more."""
MOST, HALF = 0.8, 0.5
_PAGED = re.compile(r"/(?:page|trang)[-/]?\d+(?:\.html?)?/?$|\.(?:html?|aspx|php)$|/$", re.I)
_FRAME_TAGS = ("body", "form", "html")


@dataclass(frozen=True, slots=True)
class _Items:
    """What the items of a group show: the average length of their titles in characters, and the share (0 to 1) of them
    that bears a date, a summary, an article's id."""

    count: int
    title: float
    dated: float
    summarised: float
    with_id: float


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a group stands on its page."""

    paged: bool
    """The pager stands with it."""
    named: bool
    """The page's name stands above it."""
    own_heading: bool
    """The words just above it are the page's name."""
    heading: str
    beside: bool
    """The names of what it stands in say that it is beside the list."""
    held: float
    """The share of its addresses that stand below the page's own."""


ITEMS: tuple[Evidence[_Items], ...] = (
    Evidence("links that stand alike", 1, lambda items: 1),
    Evidence("its items show dates", 0.8, lambda items: items.dated),
    Evidence("its items have summaries", 1, lambda items: items.summarised),
    Evidence("its addresses carry articles' ids", 0.5, lambda items: items.with_id),
    Evidence("its titles are long", 0.5, lambda items: items.title >= LONG_TITLE),
)
"""What makes a group of links look like a list of articles."""

STANDING: tuple[Evidence[_Standing], ...] = (
    Evidence("the pager stands with it", 3, lambda one: one.paged),
    Evidence("the page's name stands above it", 3.5, lambda one: one.named or one.own_heading),
    Evidence("its addresses stand below the page's", 1.5, lambda one: one.held),
    Evidence("the name of a box stands above it", 0.4, lambda one: labels.is_box(one.heading) and not one.own_heading),
    Evidence("its class says that it is beside the list", 0.3, lambda one: one.beside),
    Evidence("with neither name nor pager", 0, lambda one: one.beside and not (one.own_heading or one.paged)),
    Evidence("the words above it head other news", 0, lambda one: _heads_others(one)),
)
"""By what the worth of a group is multiplied because of where it stands."""


def _heads_others(one: _Standing) -> bool:
    return labels.ends_article(one.heading) and not one.own_heading


@dataclass(frozen=True)
class Place:
    """A page as its groups of links are weighed on it."""

    doc: Document
    root: html.HtmlElement
    platform: Platform

    @classmethod
    def of(cls, doc: Document, root: html.HtmlElement, platform: Platform) -> Place:
        """The place that `root` is."""
        return cls(doc, root, platform)

    @cached_property
    def _order(self) -> dict[html.HtmlElement, int]:
        return {element: at for at, element in enumerate(self.root.iter())}

    def at(self, element: html.HtmlElement) -> int:
        """Where an element stands in the order of the page."""
        return self._order.get(element, 0)

    @cached_property
    def _names(self) -> frozenset[str]:
        """What the page calls itself."""
        names = [re.split(r"(?<!\s)\s+[-|–»]\s+", self.doc.title)[0]]
        for heading in islice(self.root.iter("h1"), 3):
            names.append(squeeze("".join(heading.itertext()))[:100])
        return frozenset(name for name in map(key, names) if 2 < len(name) < 80)

    @cached_property
    def _named_at(self) -> list[int]:
        """Where the page's name stands, but for its menus."""
        places: list[int] = []
        for element, at in self._order.items():
            short = element.text and len(element.text) < 100
            if short and key(element.text) in self._names and not _in_menu(element):
                places.append(at)
        return places

    @cached_property
    def _pager(self) -> html.HtmlElement | None:
        """What holds the pager of the page."""
        found = [control.element for control in controls(self.root)]
        return home_of(found) if len(found) > 1 else None

    @cached_property
    def _base(self) -> str:
        path = local(clean(self.doc.url)).partition("?")[0]
        return without_language(_PAGED.sub("", _PAGED.sub("", path))) + "/"

    @cached_property
    def _slug(self) -> list[str]:
        return self._base.rstrip("/").rpartition("/")[2].lower().split("-")

    def below_names(self, starts: list[int]) -> frozenset[int]:
        """Which of some groups, given by where they begin, stand first below the page's name."""
        ordered = sorted(starts)
        first: set[int] = set()
        for at in self._named_at:
            following = bisect_right(ordered, at)
            if following < len(ordered):
                first.add(ordered[following])
        return frozenset(first)

    def fits(self, url: str, others: Links) -> bool:
        """Whether an address is of the same kind as those of a list."""
        if self.platform.native_id(url):
            return True
        folder = url.rpartition("/")[0]
        return all(not self.platform.native_id(other) and other.rpartition("/")[0] == folder for other in others)

    def worth(self, links: Links, home: html.HtmlElement) -> float:
        """How much a group by itself looks like a list of articles: long titles, dates, summaries, ids; 0 for no."""
        items = self._items(links, home)
        if items.title < MIN_TITLE or is_marked_aside(home, self.root):
            return 0
        if items.dated < HALF and is_named_aside(home, self.root):
            return 0
        if not self._speaks_for_itself(items, links, home) and not (items.title >= TITLE and _are_headings(links)):
            return 0
        return weigh(ITEMS, items) * sqrt(min(items.count, MAX_COUNTED))

    def _speaks_for_itself(self, items: _Items, links: Links, home: html.HtmlElement) -> bool:
        """Whether a group looks like a list of articles wherever it stands; headings alone do not, unless the page's
        name stands above them."""
        if items.dated >= HALF or items.summarised >= HALF:
            return True
        if items.title >= LONG_TITLE and items.with_id >= MOST and items.count > 2:
            return True
        return items.title >= TITLE and (self.leads_on(home) or self._held(links) >= MOST)

    def score(self, links: Links, home: html.HtmlElement, worth: float, *, named: bool) -> float:
        """The worth of a group, given where it stands: below the page's name, with the pager, or beside the list."""
        if not worth:
            return 0
        if not self._speaks_for_itself(self._items(links, home), links, home):
            if not named or not self._is_below_name(links):
                return 0
        return worth * multiply(STANDING, self._standing(links, home, named=named))

    def _is_below_name(self, links: Links) -> bool:
        """Whether the last heading before a group is the page's name."""
        first = {each[0] for each in links.values()}
        start = min(self.at(link) for link in first)
        last = ""
        for heading in self.root.iter(*HEADINGS):
            if self.at(heading) >= start:
                break
            if next(heading.iter("a"), None) not in first:
                last = squeeze("".join(heading.itertext()))
        return self._is_name(last)

    def reasons(self, links: Links, home: html.HtmlElement, *, named: bool) -> tuple[Sign, ...]:
        """The evidence for and against a group."""
        by_items = signs(ITEMS, self._items(links, home))
        return (*by_items, *factors(STANDING, self._standing(links, home, named=named)))

    def _items(self, links: Links, home: html.HtmlElement) -> _Items:
        lengths: list[int] = []
        with_id = 0
        for url, elements in links.items():
            lengths.append(max(len(squeeze("".join(link.itertext()))) for link in elements))
            with_id += self.platform.native_id(url) is not None
        average = sum(lengths) / len(lengths)
        if average < MIN_TITLE:
            return _Items(len(links), average, 0, 0, 0)
        texts = _texts(links, home)
        dated = sum(find_date(text) is not None for text in texts) / len(texts)
        summarised = sum(len(text) > average + SUMMARY for text in texts) / len(texts)
        return _Items(len(links), average, dated, summarised, with_id / len(links))

    def _standing(self, links: Links, home: html.HtmlElement, *, named: bool) -> _Standing:
        heading = heading_above(home)
        return _Standing(
            paged=self.leads_on(home),
            named=named,
            own_heading=self._is_name(heading),
            heading=heading,
            beside=is_beside(home, self.root),
            held=self._held(links),
        )

    def _is_name(self, heading: str) -> bool:
        """Whether words are the page's name, as its title or its address tells it."""
        name = key(heading)
        return name in self._names or (bool(name) and fold(name).split() == self._slug)

    def leads_on(self, home: html.HtmlElement) -> bool:
        """Whether the pager stands with a group, in what holds both two steps up: below it, or at the head of that."""
        if self._pager is None:
            return False
        around = {home}
        for step in islice(home.iterancestors(), 2):
            around.add(step)
        for step in islice(ancestors(self._pager, self.root), 4):
            if step in around and step.tag not in _FRAME_TAGS:
                return self.at(self._pager) >= self.at(home) or self._heads(self._pager, step)
        return False

    def _heads(self, pager: html.HtmlElement, around: html.HtmlElement) -> bool:
        """Whether nothing that may be a title stands before the pager in what holds it and a list."""
        start = self.at(pager)
        for link in around.iter("a"):
            if self.at(link) >= start:
                return True
            if len(squeeze("".join(link.itertext()))) >= MIN_TITLE:
                return False
        return True

    def _held(self, links: Links) -> float:
        """The share of some addresses that stand below the page's own."""
        below = [url for url in links if without_language(local(url)).startswith(self._base)]
        return len(below) / len(links)


def _are_headings(links: Links) -> bool:
    """Whether most links of a group are headings, as the titles of articles are."""
    headed = 0
    for elements in links.values():
        headed += any(_is_heading(link) for link in elements)
    return len(links) > 1 and headed >= MOST * len(links)


def _is_heading(link: html.HtmlElement) -> bool:
    near = islice(link.iterancestors(), 2)
    return any(step.tag in HEADINGS for step in near) or next(link.iter(*HEADINGS), None) is not None


def _texts(links: Links, home: html.HtmlElement) -> list[str]:
    """The text of each item: of the child of `home` it stands in, and of what follows before the next."""
    items = {item_of(each[0], home) for each in links.values()}
    texts: list[str] = []
    for item in items:
        between: list[html.HtmlElement] = []
        for following in islice(item.itersiblings(), 3):
            if following in items:
                break
            between.append(following)
        # What follows the last item may be anything.
        if len(between) == 3 or len(items) == 1 or between[-1:] == [home[-1]]:
            between = []
        parts = ["".join(item.itertext())]
        for following in between:
            parts.append(_words_outside_links(following))
        texts.append(squeeze(" ".join(parts))[:800])
    return texts


def _words_outside_links(element: html.HtmlElement) -> str:
    """What an element says beside its links: a summary, or nothing where other links stand below a heading."""
    linked = sum(len(squeeze("".join(link.itertext()))) for link in element.iter("a"))
    text = squeeze("".join(element.itertext()))
    return text if linked * 2 < len(text) else ""


def _in_menu(element: html.HtmlElement) -> bool:
    near = (element, *islice(element.iterancestors(), 3))
    return any(step.tag in ("li", "nav", "title", "head", "option") for step in near)


def heading_above(home: html.HtmlElement) -> str:
    """The words just before a group, within three steps of it."""
    for element in islice(ancestors(home, home.getroottree().getroot()), 3):
        for before in islice(element.itersiblings(preceding=True), 2):
            if text := squeeze("".join(before.itertext()))[:200]:
                return text
            if before.tail and before.tail.strip():
                return squeeze(before.tail)
    return ""


def is_under_related(home: html.HtmlElement) -> bool:
    """Whether the words just before a group say that it is a list beside an article."""
    return labels.ends_article(heading_above(home))


def reads_as_text(doc: Document, home: html.HtmlElement, entries: Sequence[Entry]) -> bool:
    """Whether a page holds long paragraphs, or a line that says who posted it, beside a group of links: an article with
    links to others."""
    flow = read_flow(doc.body)
    start, end = flow.spans.get(home, (0, 0))
    inside = sum(start <= at < end for at, _ in flow.links)
    if inside < len(entries) and (around := home.getparent()) is not None:
        start, end = flow.spans.get(around, (start, end))  # the first items stand before the rest
    paragraphs: list[int] = []
    for block in (*flow.blocks[:start], *flow.blocks[end:]):
        if _posted(block):
            return True
        if len(block.text) >= PARAGRAPH and not block.is_link:
            paragraphs.append(len(block.text))
    return len(paragraphs) > 1 and sum(paragraphs) >= PROSE


def _posted(block: Block) -> bool:
    """Whether a line says who published something, or when."""
    if len(block.text) > MAX_META or block.linked:
        return False
    fields = labels.cut(block.text)
    return words.POSTER in fields or (words.PUBLISHED in fields and find_date(block.text) is not None)
