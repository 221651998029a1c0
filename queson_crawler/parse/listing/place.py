"""How much a group of links looks like the list that a page is about: by its items, and by where it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile
from math import sqrt

from lxml import html

from archive.records import Entry
from archive.text import fold
from queson_crawler.parse import labels, words
from queson_crawler.parse.document import Document, squeeze
from queson_crawler.parse.flow import Block, read_flow
from queson_crawler.parse.lines import MAX_META, key
from queson_crawler.parse.listing.items import home_of, is_aside, is_beside, item_of
from queson_crawler.parse.pager.reading import controls
from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import ancestors
from queson_crawler.text import find_date
from queson_crawler.urls import clean, local, without_language

Links = dict[str, list[html.HtmlElement]]
MIN_TITLE, TITLE, LONG_TITLE, SUMMARY = 14, 20, 30, 50
"""Characters: no title is shorter; so many may be one, are one for sure; so much beside it is a summary."""
PARAGRAPH, PROSE = 150, 600
"""Characters: so much is a paragraph of text; so much of them is an article."""
MAX_COUNTED = 12
"""More items make a list no likelier the one that a page is about: boxes beside it may hold more."""
_PAGED = re.compile(r"/(?:page|trang)[-/]?\d+(?:\.html?)?/?$|\.(?:html?|aspx|php)$|/$", re.I)


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
        headings = [squeeze("".join(each.itertext()))[:100] for each in islice(self.root.iter("h1"), 3)]
        title = re.split(r"(?<!\s)\s+[-|–»]\s+", self.doc.title)[0]
        return frozenset(name for name in map(key, (title, *headings)) if 2 < len(name) < 80)

    @cached_property
    def _named_at(self) -> list[int]:
        """Where the page's name stands, but for its menus."""
        return [
            at
            for element, at in self._order.items()
            if element.text and len(element.text) < 100 and key(element.text) in self._names and not _in_menu(element)
        ]

    @cached_property
    def _pager(self) -> html.HtmlElement | None:
        """What holds the pager of the page."""
        found = controls(self.root)
        return home_of(found) if len(found) > 1 else None

    @cached_property
    def _base(self) -> str:
        return without_language(_PAGED.sub("", _PAGED.sub("", local(clean(self.doc.url)).partition("?")[0]))) + "/"

    @cached_property
    def _slug(self) -> list[str]:
        return self._base.rstrip("/").rpartition("/")[2].lower().split("-")

    def below_names(self, starts: list[int]) -> frozenset[int]:
        """Which of some groups, given by where they begin, stand first below the page's name."""
        ordered = sorted(starts)
        places = (bisect_right(ordered, at) for at in self._named_at)
        return frozenset(ordered[place] for place in places if place < len(ordered))

    def fits(self, url: str, others: Links) -> bool:
        """Whether an address is of the same kind as those of a list."""
        if self.platform.native_id(url):
            return True
        folder = url.rpartition("/")[0]
        return all(not self.platform.native_id(other) and other.rpartition("/")[0] == folder for other in others)

    def worth(self, links: Links, home: html.HtmlElement) -> float:
        """How much a group by itself looks like a list of articles: long titles, dates, summaries, ids; 0 for no."""
        titles = [max(len(squeeze("".join(link.itertext()))) for link in each) for each in links.values()]
        average = sum(titles) / len(titles)
        if average < MIN_TITLE or is_aside(home, self.root):
            return 0
        texts = _texts(links, home)
        dated = sum(1 for text in texts if find_date(text)) / len(texts)
        summarised = sum(1 for text in texts if len(text) > average + SUMMARY) / len(texts)
        with_id = sum(1 for url in links if self.platform.native_id(url)) / len(links)
        plain = average >= LONG_TITLE and with_id >= 0.8 and len(links) > 2
        certain = dated >= 0.5 or summarised >= 0.5 or plain
        if not certain and (average < TITLE or not (self.leads_on(home) or self._holds(links) >= 0.8)):
            return 0
        quality = 1 + 0.8 * dated + summarised + 0.5 * with_id + 0.5 * (average >= LONG_TITLE)
        return quality * sqrt(min(len(links), MAX_COUNTED))

    def score(self, links: Links, home: html.HtmlElement, worth: float, *, named: bool) -> float:
        """The worth of a group, given where it stands: below the page's name, with the pager, or beside the list."""
        if not worth:
            return 0
        paged, heading = self.leads_on(home), _heading(home)
        own = self._is_name(heading)
        if labels.ends_article(heading) and not own:
            return 0
        if labels.is_box(heading) and not own:
            worth *= 0.4
        if is_beside(home, self.root):
            worth *= 0.3 if own or paged else 0
        return worth * (3 if paged else 1) * (3.5 if named or own else 1) * (1 + 0.5 * self._holds(links))

    def _is_name(self, heading: str) -> bool:
        """Whether words are the page's name, as its title or its address tells it."""
        name = key(heading)
        return name in self._names or (bool(name) and fold(name).split() == self._slug)

    def is_other(self, home: html.HtmlElement) -> bool:
        """Whether the words above a group say that it is a list beside another, unless the page bears that name."""
        heading = _heading(home)
        return labels.ends_article(heading) and not self._is_name(heading)

    def leads_on(self, home: html.HtmlElement) -> bool:
        """Whether the pager stands with a group: below it, in what holds both two steps up."""
        if self._pager is None or self.at(self._pager) < self.at(home):
            return False
        around = set(islice(home.iterancestors(), 2)) | {home}
        around = {step for step in around if step.tag not in ("body", "form", "html")}
        return any(step in around for step in islice(ancestors(self._pager, self.root), 4))

    def _holds(self, links: Links) -> float:
        """The part of some addresses that stand below the page's own."""
        return sum(1 for url in links if without_language(local(url)).startswith(self._base)) / len(links)


def _texts(links: Links, home: html.HtmlElement) -> list[str]:
    """The text of each item: of the child of `home` it stands in, and of what follows before the next."""
    items = {item_of(each[0], home) for each in links.values()}
    texts = []
    for item in items:
        between = list(takewhile(lambda each: each not in items, islice(item.itersiblings(), 3)))
        # What follows the last item may be anything.
        own = (item, *between) if len(between) < 3 and len(items) > 1 and between[-1:] != [home[-1]] else (item,)
        texts.append(squeeze(" ".join("".join(each.itertext()) for each in own))[:800])
    return texts


def _in_menu(element: html.HtmlElement) -> bool:
    near = list(islice(element.iterancestors(), 4))
    return any(step.tag in ("li", "nav", "title", "head", "option") for step in (element, *near[:3]))


def _heading(home: html.HtmlElement) -> str:
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
    return labels.ends_article(_heading(home))


def reads_as_text(doc: Document, home: html.HtmlElement, entries: Sequence[Entry]) -> bool:
    """Whether a page holds long paragraphs, or a line that says who posted it, beside a group of links: an article with
    links to others."""
    flow = read_flow(doc.body)
    start, end = flow.spans.get(home, (0, 0))
    inside = sum(1 for at, _ in flow.links if start <= at < end)
    if inside < len(entries) and (around := home.getparent()) is not None:
        start, end = flow.spans.get(around, (start, end))  # the first items stand before the rest
    beside = [block for block in flow.blocks if not start <= block.index < end]
    long = [len(block.text) for block in beside if len(block.text) >= PARAGRAPH and not block.is_link]
    return (len(long) > 1 and sum(long) >= PROSE) or any(_posted(block) for block in beside)


def _posted(block: Block) -> bool:
    """Whether a line says who published something, or when."""
    if len(block.text) > MAX_META or block.linked:
        return False
    fields = labels.cut(block.text)
    return words.POSTER in fields or (words.PUBLISHED in fields and find_date(block.text) is not None)
