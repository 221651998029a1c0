"""The native ids of legal documents: what the address of a document's own page tells, else its number and day. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from archive.numbers import number_in
from archive.records import DOCUMENT_ID, POSTED, Entry
from queson_crawler.parse.legal.words import words_of
from queson_crawler.parse.results import RawDocument
from queson_crawler.urls import canonical, clean, local, without_language

_ENDING = re.compile(r"\.(?:html?|aspx?|php|jsp)$", re.I)
MAX_WORDS = 120
"""Characters of an abstract that stand for a document without number and file."""


def document_id(url: str) -> str:
    """The native id of the document whose own page stands at an address."""
    path, _, query = local(canonical(url)).partition("?")
    name = _ENDING.sub("", without_language(path).strip("/"))
    return f"{DOCUMENT_ID}{name}?{query}".removesuffix("?")


def native_id(found: RawDocument) -> str:
    """The native id of a document that a list shows: by its own page, else by its number and day, else by its file."""
    if found.url:
        return document_id(found.url)
    number = number_in(found.number)
    if number:
        day = found.issued_on or found.issued or found.day
        return f"{DOCUMENT_ID}@{number}@{day}".removesuffix("@")
    if found.files and POSTED not in found.files[0].url:  # the page offers it, whose rows move
        return f"{DOCUMENT_ID}@{local(found.files[0].url)}"
    return f"{DOCUMENT_ID}@{words_of(found.abstract)[:MAX_WORDS]}"


def by_id(found: Iterable[RawDocument]) -> dict[str, RawDocument]:
    """Documents by their native ids, the first of each, in their order."""
    documents: dict[str, RawDocument] = {}
    for one in found:
        documents.setdefault(native_id(one), one)
    return documents


def entries_of(documents: Mapping[str, RawDocument], url: str) -> tuple[Entry, ...]:
    """The documents as the entries of the list at `url`: by their own pages, else by the page of the list."""
    here = clean(url)
    return tuple(Entry(name, one.url or here, one.abstract or one.number) for name, one in documents.items())
