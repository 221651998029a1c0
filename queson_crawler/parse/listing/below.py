"""Lists whose articles stand directly below their address: `/news/thong-bao/` holds `/news/thong-bao/<article>`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

from lxml import html

from queson_crawler.parse.document import MAX_LINKS, Document
from queson_crawler.parse.listing.heading import is_under_related
from queson_crawler.parse.listing.items import Links, article_url, home_of
from queson_crawler.parse.listing.shape import signature
from queson_crawler.parse.listing.structure import Found
from queson_crawler.platforms.base import Platform
from queson_crawler.urls import clean, local, without_language

_BOXES = frozenset(("ul", "ol", "table"))


@dataclass(frozen=True, slots=True)
class _Article:
    """A link to an article, and how it stands."""

    link: html.HtmlElement
    url: str
    shape: str


def entries_below(doc: Document, root: html.HtmlElement, platform: Platform) -> Found | None:
    """The articles one step below the page's own address, however they stand, or None where there are none.

    Those among them that stand just so and lie below another category are of the list, too: an article of several
    categories may be linked under the first of them.
    """
    base = _base(platform, doc.url)
    below: list[_Article] = []
    elsewhere: list[_Article] = []
    for article in _articles(doc, root, platform):
        place = below if _is_below(article.url, base) else elsewhere
        place.append(article)
    if not below:
        return None
    ((shape, _),) = Counter(map(attrgetter("shape"), below)).most_common(1)
    shown = [article.link for article in below if article.shape == shape]
    home = home_of(shown)
    beside = [article for article in elsewhere if article.shape == shape and home in article.link.iterancestors()]
    if len(beside) > len(shown):
        beside.clear()
    links: Links = {}
    for article in (*below, *beside):
        links.setdefault(article.url, []).append(article.link)
    return Found(links, home, "")


def _articles(doc: Document, root: html.HtmlElement, platform: Platform) -> Iterator[_Article]:
    """The links that lead to articles, but for those under a heading of other news."""
    for link in islice(root.iter("a"), MAX_LINKS):
        url = article_url(doc, platform, link.get("href"))
        if platform.native_id(url) and not is_under_related(_box(link)):
            yield _Article(link, url, signature(link))


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
    return next((step for step in islice(link.iterancestors(), 5) if step.tag in _BOXES), link)


def _base(platform: Platform, url: str) -> str:
    return _stem(platform, local(clean(url)))


def _stem(platform: Platform, path: str) -> str:
    return without_language(re.sub(platform.page_path, "", path, flags=re.I)).rstrip("/") + "/"


def _is_below(url: str, base: str) -> bool:
    whole = without_language(local(url))
    return whole.startswith(base) and "/" not in whole[len(base) :].rstrip("/")
