"""Lists whose articles stand directly below their address: `/news/thong-bao/` holds `/news/thong-bao/<article>`."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice

from lxml import html

from queson_crawler.parse.document import MAX_LINKS, Document
from queson_crawler.parse.listing.heading import is_under_related
from queson_crawler.parse.listing.items import Links, article_url, home_of
from queson_crawler.parse.listing.shape import signature
from queson_crawler.parse.listing.structure import Found
from queson_crawler.platforms.base import Platform
from queson_crawler.urls import clean, local, without_language

_BOXES = frozenset(("ul", "ol", "table"))


def entries_below(doc: Document, root: html.HtmlElement, platform: Platform) -> Found | None:
    """The articles one step below the page's own address, however they stand, or None where there are none.

    Those among them that stand just so and lie below another category are of the list, too: an article of several
    categories may be linked under the first of them.
    """
    base = _base(platform, doc.url)
    below: Links = {}
    alike: dict[str, list[html.HtmlElement]] = defaultdict(list)
    elsewhere: list[tuple[str, html.HtmlElement]] = []
    for link in islice(root.iter("a"), MAX_LINKS):
        url = article_url(doc, platform, link.get("href"))
        if not url or not platform.native_id(url) or is_under_related(_box(link)):
            continue
        if _is_below(url, base):
            below.setdefault(url, []).append(link)
            alike[signature(link)].append(link)
        else:
            elsewhere.append((url, link))
    if not below:
        return None
    shape, shown = max(alike.items(), key=lambda each: len(each[1]))
    home = home_of(shown)
    beside = [(url, link) for url, link in elsewhere if signature(link) == shape and home in link.iterancestors()]
    if len(beside) <= len(shown):
        for url, link in beside:
            below.setdefault(url, []).append(link)
    return Found(below, home, "")


def is_paged_category(doc: Document, platform: Platform) -> bool:
    """Whether a page says that it is a category's, and leads to further pages of it: a theme may link its articles
    under another category."""
    if not re.search(platform.category_mark, doc.text):
        return False
    base = _base(platform, doc.url)
    for link in islice(doc.body.iter("a"), MAX_LINKS):
        path = local(clean(doc.join(link.get("href", ""))))
        if re.search(platform.page_path, path) and _stem(platform, path) == base:
            return True
    return False


def _box(link: html.HtmlElement) -> html.HtmlElement:
    """The box of links that one stands in, whose heading may say that they are other news."""
    for step in islice(link.iterancestors(), 5):
        if step.tag in _BOXES:
            return step
    return link


def _base(platform: Platform, url: str) -> str:
    return _stem(platform, local(clean(url)))


def _stem(platform: Platform, path: str) -> str:
    return without_language(re.sub(platform.page_path, "", path, flags=re.I)).rstrip("/") + "/"


def _is_below(url: str, base: str) -> bool:
    whole = without_language(local(url))
    return whole.startswith(base) and "/" not in whole[len(base) :].rstrip("/")
