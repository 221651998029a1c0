"""Where the scripts of a page fetch legal documents that the page itself does not show. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from lxml import etree

from queson_crawler.parse.document import MAX_LINKS, Document, text_of
from queson_crawler.parse.flow import HEADINGS
from queson_crawler.parse.legal.own_page import speaks_of_documents
from queson_crawler.parse.links import Candidate
from queson_crawler.parse.listing.items import may_be_asked, may_be_followed
from queson_crawler.parse.scripts import ADDRESS_STARTS, DATA_ADDRESSES
from queson_crawler.platforms.base import Platform
from queson_crawler.urls import clean

MAX_SOURCES, MAX_SCRIPT = 4, 100_000
_INLINE = etree.XPath("//script[not(@src)]/text()")
_BEARERS = etree.XPath("//*[@data-url or @data-api or @data-source or @data-href or @data-link or @data-endpoint]")
_ATTRIBUTES = (*DATA_ADDRESSES, "data-api", "data-source", "data-endpoint")
_ASKED = re.compile(
    r"""(?:fetch|getJSON|get|ajax|open|load|axios)\s{0,9}\([^"'`;]{0,60}["'`]([^"'`\s<>]{2,500})["'`]"""
    r"""|(?:url|src|source|endpoint|api)\w{0,20}\s{0,9}[:=]\s{0,9}["'`]([^"'`\s<>]{2,500})["'`]""",
    re.I,
)
"""An address in a script that it asks for, or keeps under a name that says so."""
_OF_DATA = re.compile(r"api|ajax|json|data|service|handler|\.(?:ashx|asmx|svc)|get|load|list|search", re.I)
_OF_DOCUMENTS = re.compile(r"van-?ban|vbpq|vbqppl|vbdh|document|legal|congvan|cong-van|\bvb", re.I)
_VALUE = re.compile(r"\$?\{[^{}]{0,80}\}")
"""What a script puts into an address."""
_NUMBERED = re.compile(r"(?<=[?&])(?:page|p|trang|paged|pageindex|pagenumber)=(?=&|$)", re.I)


def sources_of(doc: Document, platform: Platform) -> tuple[Candidate, ...]:
    """The addresses on a portal's own host from which a page that speaks of documents fetches data, as lists."""
    if not speaks_of_documents(doc):
        return ()
    title = next(filter(None, map(text_of, doc.body.iter(*HEADINGS))), doc.title)
    found: dict[str, Candidate] = {}
    for written in islice(chain(_borne(doc), _in_scripts(doc)), MAX_LINKS):
        url = _address(doc, platform, written)
        found.setdefault(url, Candidate(url, title))
    found.pop("", None)
    return tuple(islice(found.values(), MAX_SOURCES))


def _borne(doc: Document) -> Iterator[str]:
    for element in _BEARERS(doc.body)[:MAX_LINKS]:
        for name in _ATTRIBUTES:
            yield element.get(name, "")


def _in_scripts(doc: Document) -> Iterator[str]:
    for script in _INLINE(doc.root)[:MAX_LINKS]:
        for match in _ASKED.finditer(script[:MAX_SCRIPT]):
            yield match[1] or match[2]


def _address(doc: Document, platform: Platform, written: str) -> str:
    """The first page of what an address lists, as a script would ask for it; "" where it lists no documents."""
    if not written.startswith(ADDRESS_STARTS) or not _may_list_documents(written, doc.url):
        return ""
    url = _NUMBERED.sub(_first, clean(doc.join(_VALUE.sub("", written))))
    if url == clean(doc.url) or not _may_be_asked(platform, url, doc.url):
        return ""
    return url


def _may_list_documents(written: str, page: str) -> bool:
    """Whether an address is one of data, and it or that of the page speaks of documents."""
    if _OF_DATA.search(written) is None:
        return False
    return any(_OF_DOCUMENTS.search(address) for address in (written, page))


def _may_be_asked(platform: Platform, url: str, page: str) -> bool:
    """Whether an address is one of the page's own site that may be asked for and changes nothing."""
    if not may_be_asked(url) or not may_be_followed(url):
        return False
    return platform.same_site(url, page)


def _first(name: re.Match[str]) -> str:
    return f"{name[0]}1"
