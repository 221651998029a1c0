"""Reading a page of a list of legal documents. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml import html

from queson_crawler.parse.article.attached import files_in, unreached_in
from queson_crawler.parse.document import Document, text_of
from queson_crawler.parse.flow import Flow, flow_of
from queson_crawler.parse.legal.labelled import labelled
from queson_crawler.parse.legal.names import by_id, entries_of
from queson_crawler.parse.legal.numbered import numbered
from queson_crawler.parse.legal.own_page import made_of, speaks_of_documents
from queson_crawler.parse.legal.records import Record
from queson_crawler.parse.legal.rows import rows_of
from queson_crawler.parse.legal.shown import Shown, heading_before, is_title
from queson_crawler.parse.legal.told_cells import told_rows
from queson_crawler.parse.legal.words import Field
from queson_crawler.parse.listing.items import home_of
from queson_crawler.parse.listing.reading import listing_at
from queson_crawler.parse.results import Listing, RawDocument
from queson_crawler.platforms.base import Platform

SHAPE = "documents"
"""The shape of lists of documents: on their further pages nothing else is the list."""
MIN_TOLD = 3
"""Fields that are filled where a page is about a document."""


def read_documents(doc: Document, platform: Platform, *, is_known: bool = False) -> Listing | None:
    """The list of documents that a page shows, or None where it shows none. Of a list that `is_known` no document needs
    a page or a file."""
    page = Shown(doc, flow_of(doc), platform)
    records = _records_on(doc, page.flow)
    found = [_document_in(page, record) for record in records]
    if not found or _is_alone(records, found):
        return None
    if is_known or _are_reached(found):
        return _listing(page, records, found)
    return None


def _are_reached(found: Sequence[RawDocument]) -> bool:
    """Whether a page or a file of half of the documents at least is named."""
    reached = [document for document in found if document.url or document.files]
    return 2 * len(reached) >= len(found)


def _records_on(doc: Document, flow: Flow) -> list[Record]:
    """The records of a list: those that labels tell of, or what begins with numbers where that is more."""
    records = told_rows(flow, doc.body)
    led = numbered(doc, flow)
    if not records and (led or speaks_of_documents(doc)):
        records = _records_of(flow, doc.body)
    return led if len(led) > len(records) else records


def _records_of(flow: Flow, body: html.HtmlElement) -> list[Record]:
    """The records of a list: rows below a header, or labelled ones, whichever are more; none where one document is what
    the page is about."""
    rows = rows_of(flow, body)
    records = labelled(flow)
    if len(rows) > len(records) > 0 and _is_about(records, rows):
        return []
    if len(rows) >= len(records):
        return rows
    if len(records) == 1:
        _hold_heading(flow, records[0])
    return records


def _is_about(records: Sequence[Record], rows: Sequence[Record]) -> bool:
    """Whether what is labelled once on a page is what the page is about, and the rows below it are other documents."""
    told = list(filter(None, records[0].values.values()))
    return len(records) == 1 and len(told) >= MIN_TOLD and records[0].start < rows[0].start


def _is_alone(records: Sequence[Record], found: Sequence[RawDocument]) -> bool:
    """Whether a document is labelled alone and leads to no page of its own: then this is its page, and no list."""
    return len(found) == 1 and not (records[0].is_table or found[0].url)


def _hold_heading(flow: Flow, record: Record) -> None:
    """Let the only record of a list hold the heading just above its labels that leads to the document."""
    before = record.start - 1
    places = [at for at, _ in flow.links]
    if before not in places:
        return
    block = flow.blocks[before]
    if is_title(block.text) and block.is_link:
        record.start = before


def _document_in(page: Shown, record: Record) -> RawDocument:
    """The document of a row or of a labelled record of a list."""
    elements = page.elements_of(record)
    links = [element for element in elements if element.tag == "a"]
    abstract = record.text(Field.ABSTRACT)
    if not record.has(Field.ABSTRACT):
        abstract = _called(page.flow, record, links)
    found = made_of(record, page.page_of(record, links), files_in(page.doc, elements), abstract)
    return replace(found, unreached=unreached_in(page.doc, elements))


def _called(flow: Flow, record: Record, links: Sequence[html.HtmlElement]) -> str:
    """What a document is called whose abstract nothing labels: its longest link, else the text above its labels."""
    titles = filter(is_title, map(text_of, links))
    longest = max(titles, key=len, default="")
    first = next(iter(record.blocks.values()))[0]
    return longest or heading_before(flow, first.index, record.start)


def _listing(page: Shown, records: Sequence[Record], found: Sequence[RawDocument]) -> Listing:
    documents = by_id(found)
    entries = entries_of(documents, page.doc.url)
    homes = [record.home for record in records if record.home is not None]
    home = home_of(homes) if homes else page.doc.body
    return listing_at(page.doc, page.platform, home, entries, tuple(documents.values()), SHAPE)
