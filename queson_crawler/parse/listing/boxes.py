"""Boxes that each show the first articles of a list and lead to all of them: the folder of the lists. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from lxml import html

from archive.records import Entry
from queson_crawler.parse.document import MAX_LINKS, Document, text_of
from queson_crawler.parse.link_names import is_more
from queson_crawler.urls import folder_of

MIN_BOXES = 2


def shows_boxes(doc: Document, entries: Iterable[Entry]) -> bool:
    """Whether a page is no list but shows several that stand below its own address: `See all` leads to each. What
    leads to an entry that the page names goes on with its text."""
    named = {folder_of(entry.url) for entry in entries if not is_more(entry.title)}
    more = (link for link in islice(doc.body.iter("a"), MAX_LINKS) if is_more(text_of(link)))
    return len(folders_below(doc, more) - named) >= MIN_BOXES


def folders_below(doc: Document, links: Iterable[html.HtmlElement]) -> set[str]:
    """The folders below a page's own to which links lead; none of the start page, below which all of a portal is."""
    own = folder_of(doc.url)
    if own == "/":
        return set()
    folders = {folder_of(doc.join(link.get("href", ""))) for link in links}
    return {folder for folder in folders if folder.startswith(own)} - {own}
