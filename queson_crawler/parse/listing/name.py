"""The name of a list, from the title of its page. Pure."""

from __future__ import annotations

import re
from itertools import islice

from queson_crawler.parse.document import MAX_LINKS, Document, text_of
from queson_crawler.parse.flow import HEADINGS
from queson_crawler.urls import local

_JOINT = re.compile(r"(?<!\s)\s+[-|–]\s+")


def list_name(doc: Document) -> str:
    """The name of a list: the beginning of the page's title that a heading or a link of the page bears, so that
    `Tin tức - Sự kiện` is not cut at its dash; else what stands before the first dash."""
    if not doc.title:
        return local(doc.url)
    first, *further = _JOINT.split(doc.title)
    if len(further) > 1:
        shown = {text_of(each).casefold() for each in islice(doc.body.iter("a", *HEADINGS), MAX_LINKS)}
        for joint in reversed(list(_JOINT.finditer(doc.title))[1:]):
            whole = doc.title[: joint.start()].strip()
            if whole.casefold() in shown:
                return whole
    return first
