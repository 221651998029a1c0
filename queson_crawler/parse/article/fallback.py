"""The last resort: trafilatura, for pages whose parts neither selectors nor labels nor structure tell."""

from __future__ import annotations

import re
from itertools import filterfalse

from queson_crawler.parse import labels
from queson_crawler.parse.article.imprint_words import PORTAL_NAME
from queson_crawler.parse.document import Document, squeeze
from queson_crawler.parse.flow import flow_of
from queson_crawler.parse.lines import key
from queson_crawler.parse.results import RawArticle

MAX_TEXT = 400_000
"""Longer pages are not handed on: the extractor takes its time with each character."""
MIN_TITLE = 14
MIN_TEXT, MIN_LINE = 250, 80
"""Less prose than this (characters, in lines of at least so many) is as likely the frame of the page."""


def read_generally(doc: Document) -> RawArticle | None:
    """Title and text as a general extractor sees them, or None. Never a date: it would guess one."""
    if len(doc.text) > MAX_TEXT:
        return None
    from trafilatura import bare_extraction  # half a second to import, for pages that are few
    from trafilatura.settings import Document as Extracted

    try:
        found = bare_extraction(
            doc.text, url=doc.url, fast=True, include_comments=False, include_tables=False, with_metadata=True
        )
    except AssertionError:  # lxml.html, of a page that its parser makes no body of: <SVG>
        return None
    if not isinstance(found, Extracted):
        return None
    lines = list(filterfalse(labels.is_tool, (found.text or "").splitlines()))
    body = "\n\n".join(lines)
    title = squeeze(found.title) or re.split(r"(?<!\s)\s+[-|–]\s+", doc.title)[0]
    if sum(map(len, filter(_is_prose, lines))) < MIN_TEXT or not _stands_there(title, doc):
        return None
    return RawArticle(title=title, body=body)


def _is_prose(line: str) -> bool:
    return len(line) >= MIN_LINE


def _stands_there(title: str, doc: Document) -> bool:
    """Whether readers see a title: frames without an article have the portal's name, or none, for one."""
    name = key(title)
    if len(name) < MIN_TITLE or PORTAL_NAME.match(title):
        return False
    return any(name in key(block.text) for block in flow_of(doc).blocks)
