"""The entries of a list: by the platform's selectors, and by links found otherwise. Pure."""

from __future__ import annotations

import re
from itertools import islice

from lxml import html

from archive.records import Entry
from queson_crawler.parse.document import Document, squeeze, text_of
from queson_crawler.parse.flow import HEADINGS
from queson_crawler.parse.listing.items import Links, id_of, is_aside, listed_url, title_beside
from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import ancestors, compiled, find_all, is_any_of

MIN_CUT = 14
"""A title that was cut shows at least so much."""
_READ_ON = re.compile(
    r"(?:xem |đọc )?(?:chi tiết|thêm|tiếp|toàn bộ|bài viết)|(?:read |view |see )?(?:more|on|details?)", re.I
)
"""The words of a link to the article beside whose title it stands."""
_FRAMES = frozenset(("nav", "marquee"))
"""What stands in a menu or a ticker inside an item is none of its own: then the item is a frame around the list."""


def entries_by_selectors(doc: Document, root: html.HtmlElement, platform: Platform) -> tuple[Entry, ...]:
    """The entries of the items that the platform's selectors find, the first of each address."""
    found: dict[str, Entry] = {}
    for item in find_all(root, platform.listing.item):
        # Asked of the item alone: its title often stands in a <header> or `.page-header` of its own.
        if is_aside(item, root):
            continue
        entry = _entry_of_item(doc, platform, item)
        if entry is not None:
            found.setdefault(entry.url, entry)
    return tuple(found.values())


def _entry_of_item(doc: Document, platform: Platform, item: html.HtmlElement) -> Entry | None:
    for css in platform.listing.link:
        links = [link for link in compiled(css)(item) if not _is_in_frame(link, item)]
        for link in links:
            url = listed_url(doc, platform, link.get("href"))
            if url:
                return _entry(platform, url, links)
    return None


def _is_in_frame(link: html.HtmlElement, item: html.HtmlElement) -> bool:
    return is_any_of(islice(ancestors(link, item), 6), _FRAMES)


def entry_shown_in_full(doc: Document, root: html.HtmlElement, platform: Platform) -> tuple[Entry, ...]:
    """The one article that a list shows in full instead of linking to it."""
    if platform.shown_ids is None or platform.native_id(doc.url):
        return ()
    words = next(map(text_of, find_all(root, platform.article.title)), "")
    css, rule = platform.shown_ids
    found: list[Entry] = []
    for element in compiled(css)(root):
        match = re.search(rule, element.get("id", ""))
        if match:
            found.append(Entry(match.group(1), doc.url, words))
    return tuple(found)


def entries_of(links: Links, platform: Platform) -> tuple[Entry, ...]:
    """The entries of some links; which of their addresses are one article's is not known here."""
    return tuple(_entry(platform, url, elements) for url, elements in links.items())


def _entry(platform: Platform, url: str, links: list[html.HtmlElement]) -> Entry:
    title = max(map(_title_of, links), key=len)
    if not title or _READ_ON.fullmatch(title.strip(" .…>»›→[]")):
        title = max(map(title_beside, links), key=len) or title
    return Entry(id_of(platform, url), url, title)


def _title_of(link: html.HtmlElement) -> str:
    """The title that a link shows: of a whole item its heading; in full where its attribute tells what was cut."""
    heading = next(link.iter(*HEADINGS), link)
    text = text_of(heading)
    told = squeeze(link.get("title"))
    shown = text.rstrip(" .…")
    if min(len(told), len(shown)) < MIN_CUT:
        return text
    is_whole = told.startswith(shown) or text.startswith(told)
    return told if is_whole else text
