"""The legal documents that an API lists: JSON whose objects name the fields of a document. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from types import MappingProxyType
from typing import Any, TypeGuard

from archive.numbers import mentions_in
from archive.records import Attachment
from queson_crawler.parse.document import Document
from queson_crawler.parse.feed_entries import inside, plain
from queson_crawler.parse.file_links import FILE_NAME, is_file_link
from queson_crawler.parse.legal.names import by_id
from queson_crawler.parse.legal.own_page import MAX_ABSTRACT, MAX_VALUE
from queson_crawler.parse.legal.words import FIELDS, Field, are_of_documents, words_of
from queson_crawler.parse.lines import day_in
from queson_crawler.parse.listing.items import article_url
from queson_crawler.parse.results import RawDocument
from queson_crawler.platforms.base import Platform
from queson_crawler.urls import clean

MIN_TOLD = 3
"""Fields that an object fills which is a document."""
MAX_ROWS, MAX_DEPTH, MAX_FILES = 500, 6, 20
Row = dict[str, Any]
_CASES = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_|-")
_ENGLISH: Mapping[Field, str] = MappingProxyType(
    {
        Field.NUMBER: "number code symbol docnumber docno documentnumber documentcode documentno refnumber so sovb "
        "vbso",
        Field.KIND: "type doctype documenttype kind category loaivb tenloaivanban tenloai",
        Field.ISSUER: "agency organ organization organisation issuer issuingagency publisher department donvi "
        "tencoquan tendonvi",
        Field.SIGNER: "signer signedby signername nguoikyvb",
        Field.ISSUED: "issued issueddate issuedate issuedon datesigned signdate signeddate promulgationdate "
        "releasedate ngay ngaybh ngaybanhanhvb",
        Field.EFFECTIVE: "effective effectivedate validfrom effectdate startdate",
        Field.STATUS: "status state validity",
        Field.FIELD: "field domain linhvucvb tenlinhvuc",
        Field.ABSTRACT: "abstract summary title subject description content name",
        Field.FILES: "file files attachment attachments attach filepath fileurl download downloadurl filedinhkem "
        "lstfile listfile duongdan duongdanfile",
    }
)
"""Names by which programs call what portals label in Vietnamese."""
_NAMED = ("name", "ten", "title", "label", "text", "tieude")
_LINKS = ("url", "link", "href", "detailurl", "viewurl", "permalink", "duongdanchitiet")
_ADDRESSES = ("url", "path", "link", "href", "fileurl", "filepath", "duongdan", "src", "downloadurl")
_NO_VALUES: tuple[object, ...] = (None, "", [], {})
_SAID = (Field.NUMBER, Field.KIND, Field.ISSUER, Field.SIGNER, Field.STATUS, Field.FIELD)
"""What is told of a document in words alone."""
_TICKS = re.compile(r"^(?:/Date\()?(-?\d{12,13})(?:[+-]\d{4})?(?:\)/)?$")
"""Milliseconds since 1970, as programs of .NET and JavaScript write a time."""
_VIETNAM = timedelta(hours=7)


def _plain_name(name: str) -> str:
    return words_of(_CASES.sub(" ", name)).replace(" ", "")


def _names() -> dict[str, Field]:
    found: dict[str, Field] = {}
    for label, field in FIELDS.items():
        found.setdefault(label.replace(" ", ""), field)
    for field, told in _ENGLISH.items():
        for name in told.split():
            found.setdefault(name, field)
    return found


_FIELDS = _names()
_FOREIGN = frozenset(" ".join(_ENGLISH.values()).split())


def read_rows(data: Any, url: str, platform: Platform) -> dict[str, RawDocument]:
    """The documents of an answer in JSON, by their native ids, in its order; {} where it lists none."""
    page = Document(url, "<html></html>")
    rows = islice(_rows(data, 0), MAX_ROWS)
    documents = (_document(page, platform, row) for row in rows)
    return by_id(filter(None, documents))


def _rows(data: Any, depth: int) -> Iterator[Row]:
    """The objects in arrays, at any depth, that are documents."""
    if depth > MAX_DEPTH:
        return
    is_array = isinstance(data, list)
    for value in inside(data):
        if is_array and _is_document(value):
            yield value
        else:
            yield from _rows(value, depth + 1)


def _is_document(row: Any) -> TypeGuard[Row]:
    """Whether an object names the fields of a document: some alone may be called `title` or `code` by anybody."""
    if not isinstance(row, dict):
        return False
    told = _fields(row)
    if len(told) < MIN_TOLD or not are_of_documents(frozenset(told)):
        return False
    return any(map(_names_number, row.items()))


def _names_number(said: tuple[str, Any]) -> bool:
    """Whether a value is the number of a document: called so in Vietnamese, or written so."""
    name, value = said
    if _field_of(name) is not Field.NUMBER:
        return False
    text = _text(value)
    if _is_own(name):
        return any(map(str.isdigit, text))
    return next(mentions_in(text), None) is not None


def _fields(row: Row) -> dict[Field, Any]:
    """What an object says, by the fields that its names mean; Vietnamese names before English ones, which mean more."""
    found: dict[Field, Any] = {}
    for name, value in row.items():
        field = _field_of(name)
        if field is Field.OTHER or value in _NO_VALUES:
            continue
        if field not in found or _is_own(name):
            found[field] = value
    return found


def _field_of(name: str) -> Field:
    """The field that a name means; OTHER where it means none that is looked for."""
    return _FIELDS.get(_plain_name(name), Field.OTHER)


def _is_own(name: str) -> bool:
    """Whether a name is a Vietnamese label."""
    return _plain_name(name) not in _FOREIGN


def _document(page: Document, platform: Platform, row: Row) -> RawDocument | None:
    told = _fields(row)
    values = {str(field): _words(field, told) for field in _SAID}
    abstract = _text(told.get(Field.ABSTRACT))[:MAX_ABSTRACT]
    if not (values[Field.NUMBER] or abstract):
        return None
    issued, effective = _day(told.get(Field.ISSUED)), _day(told.get(Field.EFFECTIVE))
    return RawDocument(
        url=_own_page(page, platform, row),
        abstract=abstract,
        issued=issued,
        issued_on=day_in(issued),
        effective=effective,
        effective_on=day_in(effective),
        files=_files(page, row),
        unreached=(),
        **values,
    )


def _words(field: Field, told: Mapping[Field, Any]) -> str:
    """What is told of a field in words; a number that a program knows says nothing to readers."""
    text = _text(told.get(field))[:MAX_VALUE]
    if text.isdigit() and field is not Field.NUMBER:
        return ""
    return text


def _text(value: Any) -> str:
    """A value as text: of an object its name, of several things all of them."""
    return _TEXTS.get(type(value), _text_of_word)(value)


def _text_of_object(row: Row) -> str:
    return _text(_of_name(row, _NAMED))


def _text_of_array(values: list[Any]) -> str:
    return ", ".join(filter(None, map(_text, values[:MAX_FILES])))


def _text_of_word(value: Any) -> str:
    """A text without its markup, or a number."""
    return plain(str(value))


def _no_text(_: Any) -> str:
    return ""


_TEXTS: Mapping[type, Callable[[Any], str]] = MappingProxyType(
    {dict: _text_of_object, list: _text_of_array, bool: _no_text, type(None): _no_text}
)
"""How a value of JSON is written as text, by its type; others are words and numbers."""


def _of_name(row: Row, names: Iterable[str]) -> Any:
    """The first value of an object under one of some names."""
    wanted = frozenset(names)
    return next((value for name, value in row.items() if value and _plain_name(name) in wanted), None)


def _day(value: Any) -> str:
    """A day as it is printed, or as ISO 8601 where the answer counts milliseconds."""
    text = _text(value)
    ticks = _TICKS.match(text)
    if ticks is None:
        return text[:MAX_VALUE]
    try:
        at = datetime.fromtimestamp(int(ticks[1]) / 1000, UTC) + _VIETNAM
    except (ValueError, OverflowError, OSError):
        return ""
    return f"{at:%d/%m/%Y}"


def _own_page(page: Document, platform: Platform, row: Row) -> str:
    """The document's own page, where the answer names one."""
    address = _of_name(row, _LINKS)
    if not isinstance(address, str):
        return ""
    url = article_url(page, platform, address)
    if url == clean(page.url):
        return ""
    return url


def _files(page: Document, row: Row) -> tuple[Attachment, ...]:
    """The files that an object names, wherever in it."""
    found: dict[str, Attachment] = {}
    for address, label in islice(_addresses(row, 0), MAX_FILES):
        url = page.join(address)
        if url:
            found.setdefault(url, Attachment(url, label))
    return tuple(found.values())


def _addresses(value: Any, depth: int, *, of_files: bool = False) -> Iterator[tuple[str, str]]:
    """The addresses of files with what they are called: what ends as a file does, or stands where files are named."""
    if isinstance(value, str):
        yield from _file_at(value, of_files=of_files)
    elif isinstance(value, dict) and of_files:
        yield from _named_file(value)
    elif depth < MAX_DEPTH:
        for each, names_files in _parts(value, of_files=of_files):
            yield from _addresses(each, depth + 1, of_files=names_files)


def _parts(value: Any, *, of_files: bool) -> Iterator[tuple[Any, bool]]:
    """What stands in an object or an array, each with whether files are named there."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield each, _field_of(name) is Field.FILES
        return
    for each in inside(value):
        yield each, of_files


def _file_at(address: str, *, of_files: bool) -> Iterator[tuple[str, str]]:
    """A text with what its end is called, where it is the address of a file."""
    if _leads_to_file(address, of_files):
        yield address, address.rpartition("/")[2].partition("?")[0]


def _named_file(row: Row) -> Iterator[tuple[str, str]]:
    """The file of an object that stands for one."""
    address = _of_name(row, _ADDRESSES)
    if isinstance(address, str) and _leads_to_file(address, of_files=True):
        yield address, _text(_of_name(row, (*_NAMED, "filename", "tenfile", "tentep")))


def _leads_to_file(text: str, of_files: bool) -> bool:
    """Whether a text is the address of a file; a bare name is none, since nobody tells where it lies."""
    if "/" not in text or " " in text.strip():
        return False
    return is_file_link(text) or (of_files and not FILE_NAME.search(text))
