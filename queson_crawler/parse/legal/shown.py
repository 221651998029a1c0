"""A page as legal documents are read on it: what leads to pages and files, and to which of them. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from operator import itemgetter

from lxml import html

from queson_crawler.parse.document import Document, text_of
from queson_crawler.parse.flow import HEADINGS, Block, Flow
from queson_crawler.parse.legal.records import Record
from queson_crawler.parse.legal.words import Field, words_of
from queson_crawler.parse.listing.items import article_url
from queson_crawler.parse.only import only
from queson_crawler.parse.pager.controls import kind_of
from queson_crawler.platforms.base import Platform
from queson_crawler.urls import clean

MIN_TITLE = 15
"""Characters of a link or a heading that may be an abstract."""
MAX_STEPS = 5
"""Elements around a link that may be the cell of a document's number or abstract."""
_DETAIL = re.compile(r"^(?:xem )?chi tiet|^xem (?:van ban|tiep|them)")


@dataclass(frozen=True)
class Shown:
    """A page and its flow."""

    doc: Document
    flow: Flow
    platform: Platform

    @cached_property
    def _controls(self) -> list[tuple[int, html.HtmlElement]]:
        return sorted([*self.flow.links, *self.flow.controls], key=itemgetter(0))

    @cached_property
    def _places(self) -> list[int]:
        return [at for at, _ in self._controls]

    @cached_property
    def _known(self) -> frozenset[html.HtmlElement]:
        return frozenset(element for _, element in self._controls)

    def elements_of(self, record: Record) -> list[html.HtmlElement]:
        """Links, frames and buttons of a record, in their order: those within its element, else within its blocks."""
        if record.home is not None:
            inside = chain(record.home.iter(), record.below)
            return [element for element in inside if element in self._known]
        first, last = bisect_left(self._places, record.start), bisect_left(self._places, record.end)
        return [element for _, element in self._controls[first:last]]

    def page_of(self, record: Record, links: Sequence[html.HtmlElement]) -> str:
        """The address of a document's own page: by the link of its abstract or number, by one that says so, by the only
        one; "" where none leads there."""
        cells = _cells_of(record)
        others: set[str] = set()
        for link in links:
            url = self._page_behind(link)
            if url and _names_document(link, cells):
                return url
            others.add(url)
        others.discard("")
        if record.is_table:
            return ""
        return only(others, "")

    def _page_behind(self, link: html.HtmlElement) -> str:
        """The page to which a link leads; "" where it leads to none, to this one, or through the list."""
        url = article_url(self.doc, self.platform, link.get("href"))
        if url == clean(self.doc.url) or kind_of(text_of(link)) is not None:
            return ""
        return url


def _cells_of(record: Record) -> set[html.HtmlElement]:
    """The elements in which the number and the abstract of a document stand."""
    blocks = (*record.blocks.get(Field.ABSTRACT, ()), *record.blocks.get(Field.NUMBER, ()))
    return {block.element for block in blocks}


def _names_document(link: html.HtmlElement, cells: set[html.HtmlElement]) -> bool:
    """Whether a link is, or stands with, the name of a document, or says that it leads to more about it."""
    text = text_of(link)
    if is_title(text) or _DETAIL.search(words_of(text)):
        return True
    around = islice((link, *link.iterancestors()), MAX_STEPS)
    return not cells.isdisjoint(around)


def is_title(text: str) -> bool:
    """Whether a text is long enough to be an abstract."""
    return len(text) >= MIN_TITLE


def heading_before(flow: Flow, index: int, first: int = 0) -> str:
    """The nearest text above a block that may be what a document is called."""
    above = reversed(flow.blocks[first:index])
    return next((block.text for block in above if _may_be_name(block)), "")


def _may_be_name(block: Block) -> bool:
    if block.element.tag in HEADINGS:
        return True
    return is_title(block.text) and (block.is_strong or block.is_link)
