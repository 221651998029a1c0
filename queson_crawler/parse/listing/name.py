"""The name of a list, from the title of its page. Pure."""

from __future__ import annotations

import re
from itertools import islice

from queson_crawler.parse.document import MAX_LINKS, Document, text_of
from queson_crawler.parse.flow import HEADINGS
from queson_crawler.urls import clean, folder_of, local

_JOINT = re.compile(r"(?<!\s)\s+[-|–]\s+")
_NUMBERED = re.compile(r"(?:trang|page)[\s:]{0,3}\d", re.I)
"""`Trang 2 trên 7` is no name."""
_KIND = re.compile(r"^(?:category|chuyên mục|danh mục|thể loại)\s{0,9}:\s{0,9}(?=\S)", re.I)
"""What WordPress and other systems put before the name of a category."""


def list_name(doc: Document) -> str:
    """The name of a list: the beginning of the page's title that a heading or a link of the page bears, so that
    `Tin tức - Sự kiện` is not cut at its dash; else what stands before the first dash. `Chuyên mục: ` is no part of
    it, nor the name of the page above it that stands before its own."""
    if not doc.title:
        return local(doc.url)
    title = _without_page_above(doc, _KIND.sub("", doc.title))
    first, *further = _JOINT.split(title)
    if further and _is_called(doc, title):
        return title
    if len(further) > 1:
        elements = islice(doc.body.iter("a", *HEADINGS), MAX_LINKS)
        shown = {_KIND.sub("", text_of(each)).casefold() for each in elements}
        for joint in reversed(list(_JOINT.finditer(title))[1:]):
            whole = title[: joint.start()].strip()
            if whole.casefold() in shown:
                return whole
    return first


def _is_called(doc: Document, title: str) -> bool:
    """Whether a link of the page leads to the page itself by the whole of its title."""
    links = islice(doc.body.iter("a"), MAX_LINKS)
    called = [doc.join(link.get("href", "")) for link in links if text_of(link).casefold() == title.casefold()]
    return clean(doc.url) in map(clean, called)


def _without_page_above(doc: Document, title: str) -> str:
    """`Categories - News - Portal` without its beginning, where a link of that name leads to a folder of the page."""
    first, *further = _JOINT.split(title)
    if len(further) < 2 or _NUMBERED.match(further[0]):
        return title
    here = folder_of(doc.url)
    for link in islice(doc.body.iter("a"), MAX_LINKS):
        if text_of(link).casefold() != first.casefold():
            continue
        above = folder_of(doc.join(link.get("href", "")))
        if above not in ("/", here) and here.startswith(above):
            return title[len(first) :].lstrip(" -|–")
    return title
