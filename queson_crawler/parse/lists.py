"""Which list a page shows, one of articles or one of legal documents, and what it says instead."""

from __future__ import annotations

from queson_crawler.parse.document import Document
from queson_crawler.parse.legal.own_page import read_document
from queson_crawler.parse.legal.reading import SHAPE, read_documents
from queson_crawler.parse.listing.reading import read_listing
from queson_crawler.parse.notices import SHORT_PAGE, named, says_no_more, spoken, visible
from queson_crawler.parse.results import Listing, NotContent, Why
from queson_crawler.parse.sibling_lists import without_siblings
from queson_crawler.platforms.base import Platform


def known_list(doc: Document, platform: Platform, shape: str) -> Listing | NotContent:
    """A page of a list of that shape: one behind the last may say so itself."""
    if shape == SHAPE:
        found = _documents(doc, platform)
    else:
        found = _articles(doc, platform, shape)
    if is_no_list(found) and says_no_more(doc):
        return NotContent(Why.NO_MORE, "the page says that there is nothing more")
    return found


def any_list(doc: Document, platform: Platform, shape: str = "") -> Listing | NotContent:
    """A list of articles, or of legal documents: the one that shows more, where a page seems to show both. With a
    `shape` articles that stand so are a list, however few."""
    documents = read_documents(doc, platform)
    if documents is None:
        return _list_of_articles(doc, platform, shape)
    found = _articles(doc, platform, shape)
    if not isinstance(found, Listing) or _is_of_documents(found, documents):
        return documents
    return found


def is_no_list(found: Listing | NotContent) -> bool:
    """Whether a page merely shows no list, and does not say why."""
    return isinstance(found, NotContent) and found.why is Why.NO_LIST


def _list_of_articles(doc: Document, platform: Platform, shape: str) -> Listing | NotContent:
    if read_document(doc) is not None:
        return NotContent(Why.NO_LIST, "the page of a legal document")
    return _articles(doc, platform, shape)


def _is_of_documents(found: Listing, documents: Listing) -> bool:
    """Whether what looks like a list of articles only names the documents of a page, or less than these."""
    if len(documents.entries) >= len(found.entries):
        return True
    if documents.pager.links and not found.pager.links:
        return True
    addresses = {entry.url for entry in documents.entries}
    named_twice = [entry for entry in found.entries if entry.url in addresses]
    return 2 * len(named_twice) >= len(found.entries)


def _documents(doc: Document, platform: Platform) -> Listing | NotContent:
    """A further page of a list of legal documents."""
    found = read_documents(doc, platform, is_known=True)
    return found or NotContent(Why.NO_LIST, "no list of documents on the page")


def _articles(doc: Document, platform: Platform, shape: str = "") -> Listing | NotContent:
    listing = read_listing(doc, platform, shape)
    if listing is not None:
        return without_siblings(listing, doc.url, platform)
    notice = named(spoken(doc, visible(doc)[: 2 * SHORT_PAGE]))
    return notice or NotContent(Why.NO_LIST, "no list of articles on the page")
