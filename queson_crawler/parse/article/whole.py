"""Articles in several parts: the address at which a page offers all of them at once."""

from __future__ import annotations

from lxml import etree

from queson_crawler.parse.document import MAX_LINKS, Document
from queson_crawler.platforms.base import Platform
from queson_crawler.urls import parameters

_ALL = "showall"
"""Joomla's name for it; `showall=` without a value leads to one of the parts."""
_WHOLE = etree.XPath(f"descendant::a[contains(@href, '{_ALL}=1')]/@href")


def whole_address(doc: Document, platform: Platform) -> str:
    """Where the whole article stands of which the page shows a part, or "" where it offers no such address."""
    native_id = platform.native_id(doc.url)
    if not native_id or parameters(doc.url).get(_ALL) == "1":
        return ""
    for href in _WHOLE(doc.body)[:MAX_LINKS]:
        url = doc.join(href)
        if platform.same_site(url, doc.url) and platform.native_id(url) == native_id:
            return url
    return ""
