"""Reading legal documents: a page of a list of them, or the page of one. Pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import islice
from operator import itemgetter

from lxml import html

from archive.numbers import normal_number
from archive.records import DOCUMENT_ID, Attachment, Entry
from queson_crawler.parse import labels
from queson_crawler.parse.article.attached import attachments_of, files_in
from queson_crawler.parse.document import Document, squeeze, text_of
from queson_crawler.parse.file_links import is_file_link
from queson_crawler.parse.flow import HEADINGS, Flow, read_flow
from queson_crawler.parse.legal.records import Record, labelled, rows_of
from queson_crawler.parse.legal.words import Field, words_of
from queson_crawler.parse.lines import find_date
from queson_crawler.parse.listing.items import article_url, home_of
from queson_crawler.parse.listing.reading import listing_at
from queson_crawler.parse.pager.controls import kind_of
from queson_crawler.parse.results import Listing, RawDocument
from queson_crawler.platforms.base import Platform
from queson_crawler.urls import canonical, clean, local, without_language

SHAPE = "documents"
"""The shape of lists of documents: on their further pages nothing else is the list."""
MAX_CLIMB = 6
"""Elements around what labels a document in which its files are sought."""
MAX_ABSTRACT, MAX_VALUE = 4000, 500
"""Characters of an abstract, and of any other field."""
MIN_TITLE = 15
"""Characters of a link or a heading that may be an abstract."""
MAX_OTHERS = 60
_HINTS = (
    "trích yếu",
    "ký hiệu",
    "kí hiệu",
    "số hiệu",
    "văn bản số",
    "số văn bản",
    "số vb",
    "số kh",
    "số công văn",
    "số quyết định",
)
"""One of these words stands on every page that labels the number of a document."""
_OTHERS = re.compile(r"^(?:cac |nhung )?(?:van ban|tai lieu) (?:khac|lien quan|cung|moi|da|lien)")
"""How the heading of a list of other documents begins, folded."""
_DETAIL = re.compile(r"^(?:xem )?chi tiet|^xem (?:van ban|tiep|them)")
_ENDING = re.compile(r"\.(?:html?|aspx?|php|jsp)$", re.I)


class _Shown:
    """A page, and what of it leads to pages and files."""

    def __init__(self, doc: Document, flow: Flow, platform: Platform) -> None:
        self.doc, self.flow, self.platform = doc, flow, platform
        self._controls = sorted([*flow.links, *flow.controls], key=itemgetter(0))
        self._places = [at for at, _ in self._controls]
        self._known = {element for _, element in self._controls}

    def elements_of(self, record: Record) -> list[html.HtmlElement]:
        """Links, frames and buttons of a record, in their order: those within its element, else within its blocks."""
        if record.home is not None:
            return [element for element in record.home.iter() if element in self._known]
        first, last = bisect_left(self._places, record.start), bisect_left(self._places, record.end)
        return [element for _, element in self._controls[first:last]]


def read_documents(doc: Document, platform: Platform, *, is_known: bool = False) -> Listing | None:
    """The list of documents that a page shows, or None where it shows none. Of a list that `is_known` one row is
    enough, and none needs a link or a file."""
    if not speaks_of_documents(doc):
        return None
    flow = read_flow(doc.body)
    rows = rows_of(flow, doc.body)
    records = labelled(flow)
    if len(records) == 1 and rows and _is_own_page(records[0], rows[0]):
        return None
    if len(rows) < len(records):
        rows = records
        if len(rows) == 1:
            _hold_heading(flow, rows[0])
    page = _Shown(doc, flow, platform)
    found: list[RawDocument] = []
    for record in rows:
        found.append(_document_in(page, record))
    reached = [one for one in found if one.url or one.files]
    if not found or not (is_known or 2 * len(reached) >= len(found)):
        return None
    if len(rows) == 1 and rows is records and not found[0].url:
        return None
    return _listing(doc, platform, rows, found)


def read_document(doc: Document, *, is_promised: bool = False) -> RawDocument | None:
    """The document whose own page this is, or None where it is none. Where a list promised it, a page that only shows
    a file under a heading is enough."""
    if not (is_promised or speaks_of_documents(doc)):
        return None
    flow = read_flow(doc.body)
    records = labelled(flow)
    if len(records) > 1 and not is_promised:
        return None
    if records:
        record = max(records, key=lambda one: len(one.values))
        files = _files_near(doc, flow, record)
        return _document(record, "", files, record.text(Field.ABSTRACT) or _heading_before(flow, record.start))
    if not is_promised:
        return None
    heading = next(filter(_is_title, map(text_of, doc.body.iter(*HEADINGS))), "")
    files = attachments_of(doc, flow, 0, _end_of_content(flow, 0))
    return RawDocument(abstract=heading[:MAX_ABSTRACT], files=files) if files else None


def speaks_of_documents(doc: Document) -> bool:
    """Whether a page holds the words without which none labels a document's number."""
    text = unicodedata.normalize("NFC", "".join(map(str, doc.body.itertext()))).casefold()
    text = " ".join(text.replace("/", " ").split())
    return any(hint in text for hint in _HINTS)


def document_id(url: str) -> str:
    """The native id of the document whose own page stands at an address."""
    path, _, query = local(canonical(url)).partition("?")
    name = _ENDING.sub("", without_language(path).strip("/"))
    return f"{DOCUMENT_ID}{name}?{query}" if query else f"{DOCUMENT_ID}{name}"


def _row_id(found: RawDocument) -> str:
    """The native id of a document that only rows of lists show: by its number and day, else its file."""
    name = normal_number(found.number)
    if name:
        return f"{DOCUMENT_ID}@{name}@{found.issued_on or found.issued}".rstrip("@")
    if found.files:
        return f"{DOCUMENT_ID}@{local(found.files[0].url)}"
    return f"{DOCUMENT_ID}@{words_of(found.abstract)[:120]}"


def _hold_heading(flow: Flow, record: Record) -> None:
    """Let the only record of a list hold the heading just above its labels that leads to the document."""
    before = record.start - 1
    for at, _ in flow.links:
        if at == before and len(flow.blocks[at].text) >= MIN_TITLE and flow.blocks[at].is_link:
            record.start = before
            record.blocks.setdefault(Field.OTHER, (flow.blocks[at],))
            return


def _is_own_page(record: Record, row: Record) -> bool:
    """Whether what is labelled once on a page is what the page is about, and the rows below are other documents."""
    filled = sum(map(bool, record.values.values()))
    return record.start < row.start and filled > 2


def _listing(doc: Document, platform: Platform, rows: Sequence[Record], found: Sequence[RawDocument]) -> Listing:
    here = clean(doc.url)
    entries: dict[str, Entry] = {}
    documents: dict[str, RawDocument] = {}
    for one in found:
        native_id = document_id(one.url) if one.url else _row_id(one)
        entries.setdefault(native_id, Entry(native_id, one.url or here, one.abstract or one.number))
        documents.setdefault(native_id, one)
    homes = [row.home for row in rows if row.home is not None]
    home = home_of(homes) if homes else doc.body
    return listing_at(doc, platform, home, tuple(entries.values()), tuple(documents.values()), SHAPE)


def _document_in(page: _Shown, record: Record) -> RawDocument:
    """The document of a row or of a labelled record of a list."""
    elements = page.elements_of(record)
    links = [element for element in elements if element.tag == "a"]
    url = _page_of(page.doc, page.platform, record, links)
    files = files_in(page.doc, elements)
    flow = page.flow
    abstract = record.text(Field.ABSTRACT)
    if not abstract and not record.has(Field.ABSTRACT):
        abstract = max(filter(_is_title, map(text_of, links)), key=len, default="")
        abstract = abstract or _heading_before(flow, record.blocks[next(iter(record.blocks))][0].index, record.start)
    return _document(record, url, files, abstract)


def _document(record: Record, url: str, files: tuple[Attachment, ...], abstract: str) -> RawDocument:
    values: dict[str, str] = {}
    for name in (Field.NUMBER, Field.KIND, Field.ISSUER, Field.SIGNER, Field.ISSUED, Field.EFFECTIVE, Field.STATUS):
        values[name] = record.text(name)[:MAX_VALUE]
    return RawDocument(
        url=url,
        field=record.text(Field.FIELD)[:MAX_VALUE],
        abstract=abstract[:MAX_ABSTRACT],
        issued_on=_day(values[Field.ISSUED]),
        effective_on=_day(values[Field.EFFECTIVE]),
        files=files,
        **values,
    )


def _day(text: str) -> str | None:
    date = find_date(text)
    return date.iso[:10] if date is not None else None


def _page_of(doc: Document, platform: Platform, record: Record, links: Sequence[html.HtmlElement]) -> str:
    """The address of a document's own page: by the link of its abstract or number, by one that says so; "" where none
    leads there."""
    own = clean(doc.url)
    cells = {block.element for name in (Field.ABSTRACT, Field.NUMBER) for block in record.blocks.get(name, ())}
    named: list[str] = []
    others: list[str] = []
    for link in links:
        url = article_url(doc, platform, link.get("href"))
        if url in ("", own) or is_file_link(url) or kind_of(squeeze(text_of(link))) is not None:
            continue
        is_named = not cells.isdisjoint((link, *islice(link.iterancestors(), 4))) or _is_title(text_of(link))
        (named if is_named or _DETAIL.search(words_of(text_of(link))) else others).append(url)
    return next(iter(named), "") or (others[0] if len(set(others)) == 1 and not record.is_table else "")


def _is_title(text: str) -> bool:
    return len(text) >= MIN_TITLE


def _heading_before(flow: Flow, index: int, first: int = 0) -> str:
    """The nearest text above a label that may be what the document is called."""
    for block in reversed(flow.blocks[first:index]):
        if block.element.tag in HEADINGS or (_is_title(block.text) and (block.is_strong or block.is_link)):
            return block.text
    return ""


def _files_near(doc: Document, flow: Flow, record: Record) -> tuple[Attachment, ...]:
    """The files of the document that a page is about: those nearest to its labels, before other documents begin."""
    end = _end_of_content(flow, record.end)
    home = flow.blocks[record.start].element
    around: Iterable[html.HtmlElement] = (home, *home.iterancestors())
    found: tuple[Attachment, ...] = ()
    for element in islice(_holding(flow, around, record), MAX_CLIMB):
        start, stop = flow.spans.get(element, (0, len(flow.blocks)))
        found = attachments_of(doc, flow, start, min(stop, end - 1) if end < stop else stop)
        if found or element.tag == "body":
            break
    return found


def _holding(flow: Flow, around: Iterable[html.HtmlElement], record: Record) -> Iterable[html.HtmlElement]:
    """The elements that hold all of a record."""
    for element in around:
        start, end = flow.spans.get(element, (0, len(flow.blocks)))
        if start <= record.start and end >= record.end:
            yield element


def _end_of_content(flow: Flow, start: int) -> int:
    """The index of the first block behind `start` that begins something else: other documents, the foot of the page."""
    for block in flow.blocks[start:]:
        text = block.text
        if len(text) <= MAX_OTHERS and (_OTHERS.match(words_of(text)) or labels.ends_article(text)):
            return block.index
    return len(flow.blocks) + 1
