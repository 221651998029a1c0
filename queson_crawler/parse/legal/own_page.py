"""Reading the page of one legal document. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from lxml import etree, html

from archive.records import Attachment
from queson_crawler.parse import labels
from queson_crawler.parse.article.attached import attachments_of, unreached_files
from queson_crawler.parse.document import Document, text_of
from queson_crawler.parse.flow import HEADINGS, Block, Flow, flow_of
from queson_crawler.parse.legal.labelled import labelled
from queson_crawler.parse.legal.records import Record
from queson_crawler.parse.legal.rows import rows_of
from queson_crawler.parse.legal.shown import heading_before, is_title
from queson_crawler.parse.legal.words import Field, words_of
from queson_crawler.parse.lines import day_in
from queson_crawler.parse.results import RawDocument

MAX_CLIMB = 6
"""Elements around what labels a document in which its files are sought."""
MAX_ABSTRACT, MAX_VALUE = 4000, 500
"""Characters of an abstract, and of any other field."""
MAX_OTHERS = 60
"""Characters of the heading of a list of other documents."""
_HINTS = (
    "tên văn bản", "ngày ban hành",
    "trích yếu", "ký hiệu", "kí hiệu", "số hiệu", "văn bản số", "số văn bản", "số vb", "số kh", "số công văn",
    "số quyết định", "document number", "document no", "issued date", "date issued", "date of issue", "issue date",
)  # fmt: skip
"""One of these words stands on every page that labels the number of a document."""
_WORDS = etree.XPath("string()", smart_strings=False)
_OTHERS = re.compile(r"^(?:cac |nhung )?(?:van ban|tai lieu) (?:khac|lien quan|cung|moi|da|lien)")
"""How the heading of a list of other documents begins, folded."""
_FIELDS = (
    Field.NUMBER, Field.KIND, Field.ISSUER, Field.SIGNER, Field.ISSUED, Field.EFFECTIVE, Field.STATUS, Field.FIELD,
)  # fmt: skip


def speaks_of_documents(doc: Document) -> bool:
    """Whether a page holds the words without which none labels a document's number."""
    text = unicodedata.normalize("NFC", _WORDS(doc.body)).casefold()
    text = " ".join(text.replace("/", " ").split())
    return any(hint in text for hint in _HINTS)


def read_document(doc: Document) -> RawDocument | None:
    """The document that a page is about, by its labels; None where it labels none, or none of several stands out."""
    if not speaks_of_documents(doc):
        return None
    flow = flow_of(doc)
    records = labelled(flow)
    told = sorted(map(_told, records), reverse=True)
    if not told or 2 * sum(told[1:2]) > told[0]:
        return None
    return _of_record(doc, flow, max(records, key=_told))


def read_promised(doc: Document) -> RawDocument | None:
    """The document of a page to which a list of documents leads: a page that only shows a file is enough, and of
    several documents that it labels it is the one of which it tells most."""
    flow = flow_of(doc)
    records = labelled(flow)
    if records:
        return _of_record(doc, flow, max(records, key=_told))
    rows = rows_of(flow, doc.body)
    if len(rows) == 1:
        return _of_record(doc, flow, rows[0])
    files = attachments_of(doc, flow, 0, _end_of_content(flow, 0))
    if not files:
        return None
    headings = filter(is_title, map(text_of, doc.body.iter(*HEADINGS)))
    return RawDocument(abstract=next(headings, "")[:MAX_ABSTRACT], files=files)


def _told(record: Record) -> int:
    """How many fields of a document a record tells."""
    return sum(map(bool, record.values.values()))


def _of_record(doc: Document, flow: Flow, record: Record) -> RawDocument:
    abstract = record.text(Field.ABSTRACT) or heading_before(flow, record.start)
    files = _files_near(doc, flow, record)
    found = made_of(record, "", files, abstract)
    if files:
        return found
    return replace(found, unreached=unreached_files(doc, flow, record.start, _end_of_content(flow, record.end)))


def made_of(record: Record, url: str, files: tuple[Attachment, ...], abstract: str) -> RawDocument:
    """The document of which a record tells."""
    values: dict[str, str] = {}
    for name in _FIELDS:
        values[name] = record.text(name)[:MAX_VALUE]
    return RawDocument(
        url=url,
        abstract=abstract[:MAX_ABSTRACT],
        issued_on=day_in(values[Field.ISSUED]),
        effective_on=day_in(values[Field.EFFECTIVE]),
        files=files,
        unreached=(),
        day=record.day,
        **values,
    )


def _files_near(doc: Document, flow: Flow, record: Record) -> tuple[Attachment, ...]:
    """The files of the document that a page is about: those nearest to its labels, before other documents begin."""
    last = _end_of_content(flow, record.end)  # a frame counts to the block that follows it
    for element in islice(_holding(flow, record), MAX_CLIMB):
        start, end = flow.spans[element]
        files = attachments_of(doc, flow, start, min(end, last))
        if files:
            return files
    return ()


def _holding(flow: Flow, record: Record) -> Iterator[html.HtmlElement]:
    """The elements that hold all of a record, from the innermost outwards."""
    home = flow.blocks[record.start].element
    for element in (home, *home.iterancestors()):
        start, end = flow.spans.get(element, (record.end, 0))
        if start <= record.start and end >= record.end:
            yield element


def _end_of_content(flow: Flow, start: int) -> int:
    """The index of the first block behind `start` that begins something else: other documents, the foot of the page."""
    for block in flow.blocks[start:]:
        if _begins_others(block):
            return block.index
    return len(flow.blocks) + 1


def _begins_others(block: Block) -> bool:
    if len(block.text) > MAX_OTHERS:
        return False
    return _OTHERS.match(words_of(block.text)) is not None or labels.ends_article(block.text)
