"""Reading a list of articles: by the platform's selectors, by addresses that carry ids, or by repeated structure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice

from lxml import html

from archive.records import Entry
from queson_crawler.parse.document import MAX_LINKS, Document, squeeze
from queson_crawler.parse.flow import HEADINGS
from queson_crawler.parse.listing.below import entries_below, is_paged_category
from queson_crawler.parse.listing.groups import by_structure
from queson_crawler.parse.listing.items import article_url, is_aside
from queson_crawler.parse.listing.place import reads_as_text
from queson_crawler.parse.listing.side_box import is_side_box
from queson_crawler.parse.pager.press import press_pager
from queson_crawler.parse.pager.reading import read_pager
from queson_crawler.parse.pager.ways import step_between
from queson_crawler.parse.results import Listing, Pager
from queson_crawler.parse.scripted import MARK
from queson_crawler.platforms.base import Platform, path_id
from queson_crawler.platforms.selectors import ancestors, compiled, find, find_all
from queson_crawler.urls import clean, local

_LAST_NUMBER = re.compile(r"(?<!\d)(\d{1,6})$")
_TITLE_JOINT = re.compile(r"(?<!\s)\s+[-|–]\s+")
_GROUPED = r"\d{1,3}(?:[.,]\d{3})+|\d+"
MAX_WINDOW, FIRST_SHOWN = 20, 2
"""The numbers that a pager shows at most, and the least of them but for that of the page itself."""
MIN_CUT = 14
"""A title that was cut shows at least so much."""
MAX_TOTAL = 300_000
"""A larger number beside a list counts visitors, not articles."""
_RANGE = re.compile(
    rf"(?:hiển thị|showing|kết quả|từ)\D{{0,20}}({_GROUPED})\s*(?:-|–|đến|to)\s*({_GROUPED})\s*"
    rf"(?:of|trong|/|trên|out of)\D{{0,25}}({_GROUPED})",
    re.I,
)
_TOTAL = re.compile(
    rf"tổng\s{{0,9}}(?:số|cộng)?\s{{0,9}}:?\s{{0,9}}({_GROUPED})\s{{0,9}}(?:tin|bài|kết quả|mục|bản ghi)", re.I
)


def read_listing(doc: Document, platform: Platform, shape: str = "") -> Listing | None:
    """The list of articles that a page shows, or None where it shows none.

    `shape` is that of the list's first page: on its other pages only what stands alike is the list.
    """
    root = find(doc.body, platform.listing.root)
    if root is None:
        root = doc.body
    shown, shape_known = _shown_in_full(doc, root, platform), bool(shape)
    entries = shown or _by_selectors(doc, root, platform)
    below = None if entries or not platform.entries_below else entries_below(doc, root, platform)
    if not entries and below is None and platform.entries_below and not is_paged_category(doc, platform):
        return None
    home = root
    if entries and not shown and root is doc.body:
        entries = _unless_more(doc, platform, shape, entries)
    if not entries:
        found = below or by_structure(doc, root, platform, shape)
        if found is None and shape and f"{MARK}=" in doc.text:
            found = by_structure(
                doc, root, platform, "", least=1
            )  # a script may dress its items otherwise than the server did
        if found is None:
            return None
        home, shape = found.home, found.shape
        entries = _once(_entry(doc, platform, url, links) for url, links in found.links.items())
    around = root if root is not doc.body else _widen(home, doc.body)
    text = _text_near(around)
    total, span = _declared(text)
    pager = _pager_of(doc, platform, around, text, entries, _number_by_range(span, total, len(entries)))
    stands_alone = home is not root and not shape_known and pager == Pager() and not total
    if stands_alone and (is_side_box(doc, home) or reads_as_text(doc, home, entries)):
        return None
    if home is not root and platform.listing.item and platform.ids_only and not (total or pager.links):
        return None  # this platform's lists are known: links that only stand alike are teasers
    if shown and pager == Pager():
        return None
    return Listing(_list_title(doc), entries, _with_last(pager, total, span), total, span, shape)


def _pager_of(
    doc: Document,
    platform: Platform,
    around: html.HtmlElement,
    text: str,
    entries: tuple[Entry, ...],
    number: int | None,
) -> Pager:
    """The pager of a list: around it, else apart from it where it leads on, else the controls a browser presses."""
    listed = [entry.url for entry in entries]
    is_article = _article_test(platform)
    pager = read_pager(doc, around, text, len(entries), number, listed, is_article)
    if not pager.links and pager.following is None and around is not doc.body:
        # The pager may stand apart from the list; what then tells it from a calendar is a way on.
        apart = read_pager(doc, doc.body, text, len(entries), number, listed, is_article)
        pager = apart if apart.following is not None or _numbers_this_list(doc, apart, len(entries)) else pager
    if not pager.links and pager.following is None:
        pager = press_pager(doc, around) or press_pager(doc, doc.body) or pager
    return pager


def _numbers_this_list(doc: Document, pager: Pager, page_size: int) -> bool:
    """Whether the numbers of a pager lead to addresses that are the page's own but for the number, or are buttons of a
    form that is sent there."""
    own = clean(doc.url)
    for link in pager.links:
        if link.postback is None and step_between(own, clean(link.url), page_size):
            return True
        if link.postback is not None and not link.postback.target and clean(link.url) == own:
            return True  # a form of its own that is sent to the list's own address
    return _are_events_of_pages(pager, own)


def _are_events_of_pages(pager: Pager, own: str) -> bool:
    """Whether the numbers of a pager are events of the page's own form, one for each page: its number is the argument,
    or each has a control of its own. The days of a calendar share one control, and their arguments count from long ago.
    """
    links = [link for link in pager.links if link.postback is not None and clean(link.url) == own]
    if not links or len(links) > MAX_WINDOW or links[0].number > FIRST_SHOWN:
        return False
    targets = {link.postback.target for link in links if link.postback is not None}
    if len(targets) == len(links) > 1:
        return True
    for link in links:
        match = _LAST_NUMBER.search(link.postback.argument) if link.postback is not None else None
        if match is None or int(match.group(1)) != link.number:
            return False
    return True


def _article_test(platform: Platform) -> Callable[[str], bool]:
    return lambda url: platform.native_id(url) is not None


def _unless_more(doc: Document, platform: Platform, shape: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries found by selectors; none where structure shows more about them: items of other names."""
    found = by_structure(doc, doc.body, platform, shape)
    links = found.links if found is not None else {}
    if len(links) <= len(entries):
        return entries
    framed = len(entries) == 1 and found is not None and _frames(find(doc.body, platform.listing.item), found.home)
    return () if framed or all(one.url in links for one in entries) else entries


def _frames(item: html.HtmlElement | None, home: html.HtmlElement) -> bool:
    """Whether what a selector takes for an item stands around a whole list."""
    return item is not None and (item is home or any(step is item for step in home.iterancestors()))


def _number_by_range(span: tuple[int, int] | None, total: int | None, entries: int) -> int | None:
    """The number of a page by its range: `Hiển thị 21 - 40` is page 2; the last, shorter page does not tell."""
    if span is None or (span[1] == total and span[0] > 1):
        return None
    size = span[1] - span[0] + 1
    return (span[0] - 1) // size + 1 if (span[0] - 1) % size == 0 and entries else None


def _with_last(pager: Pager, total: int | None, span: tuple[int, int] | None) -> Pager:
    """The pager with the number of pages that total and range together declare, where that is more."""
    if not total or not span or span[1] < span[0]:
        return pager
    # The last page may be shorter, so only a full page tells the size: its range begins at a multiple of it.
    size = span[1] - span[0] + 1
    if span[1] == total and span[0] > 1:
        if not pager.current or pager.current < 2:
            return pager
        size = max(size, (span[0] - 1) // (pager.current - 1))
    last = max(pager.last or 0, -(-total // size))
    return replace(pager, current=pager.current or (span[0] - 1) // size + 1, last=last)


def _entry(doc: Document, platform: Platform, url: str, links: list[html.HtmlElement], title: str = "") -> Entry:
    words = [_title_of(link) for link in links]
    words += [squeeze(link.get("title")) for link in links if not any(words)]
    return Entry(platform.native_id(url) or path_id(url), url, title or max(words, key=len, default=""))


def _title_of(link: html.HtmlElement) -> str:
    """The title that a link shows: of a whole item its heading; in full where its attribute tells what was cut."""
    heading = next(link.iter(*HEADINGS), None)
    text = squeeze("".join((link if heading is None else heading).itertext()))
    told = squeeze(link.get("title"))
    shown = text.rstrip(" .…")
    whole = len(told) >= MIN_CUT <= len(shown) and (told.startswith(shown) or text.startswith(told))
    return told if whole else text


def _shown_in_full(doc: Document, root: html.HtmlElement, platform: Platform) -> tuple[Entry, ...]:
    """The one article that a list shows in full instead of linking to it."""
    if platform.shown_ids is None or platform.native_id(doc.url):
        return ()
    css, rule = platform.shown_ids
    ids = [re.search(rule, element.get("id") or "") for element in compiled(css)(root)]
    title = find(root, platform.article.title)
    words = squeeze("".join(title.itertext())) if title is not None else ""
    return tuple(Entry(match.group(1), doc.url, words) for match in ids if match)


def _once(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries, the first of each address; which addresses are one article's is not known here."""
    found: dict[str, Entry] = {}
    for entry in entries:
        found.setdefault(f"{entry.url} {entry.native_id}", entry)
    return tuple(found.values())


def _by_selectors(doc: Document, root: html.HtmlElement, platform: Platform) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    for item in find_all(root, platform.listing.item):
        for css in platform.listing.link:
            # Of the item alone: the title of an item often stands in a <header> or `.page-header` of its own.
            links = [] if is_aside(item, root) else [link for link in compiled(css)(item) if not _is_apart(link, item)]
            urls = [url for link in links if (url := article_url(doc, platform, link.get("href")))]
            urls = [url for url in urls if platform.native_id(url) or not platform.ids_only]
            if urls:
                entry = _entry(doc, platform, urls[0], links)
                found.setdefault(entry.url, entry)
                break
    return tuple(found.values())


def _is_apart(link: html.HtmlElement, item: html.HtmlElement) -> bool:
    """Whether a link inside an item belongs to a menu or a ticker there: then the item is a frame around the list."""
    return any(step.tag in ("nav", "marquee") for step in islice(ancestors(link, item), 6))


def _widen(home: html.HtmlElement, body: html.HtmlElement) -> html.HtmlElement:
    """What stands around a list far enough to hold its pager: two steps up, never the whole page."""
    current = home
    for _ in range(2):
        parent = current.getparent()
        if parent is None or parent is body or parent.tag == "form":
            break
        current = parent
    return current


def _text_near(root: html.HtmlElement) -> str:
    return squeeze(" ".join(text for text in root.itertext() if text.strip())[-200_000:])


def _declared(text: str) -> tuple[int | None, tuple[int, int] | None]:
    match = _RANGE.search(text)
    if match:
        first, last, total = (int(re.sub(r"\D", "", group)) for group in match.groups())
        if 0 < first <= last <= total:
            return total, (first, last)
    match = _TOTAL.search(text)
    total = int(re.sub(r"\D", "", match.group(1))[:12]) if match else 0
    return (total, None) if 0 < total <= MAX_TOTAL else (None, None)


def _list_title(doc: Document) -> str:
    """The name of a list: the beginning of the page's title that a heading or a link of the page bears, so that
    `Tin tức - Sự kiện` is not cut at its dash; else what stands before the first dash."""
    if not doc.title:
        return local(doc.url)
    parts = _TITLE_JOINT.split(doc.title)
    shown = {squeeze("".join(each.itertext())).casefold() for each in islice(doc.body.iter("a", *HEADINGS), MAX_LINKS)}
    for end in range(len(parts) - 1, 1, -1):
        whole = doc.title[: _end_of(doc.title, end)].strip()
        if whole.casefold() in shown:
            return whole
    return parts[0]


def _end_of(title: str, parts: int) -> int:
    """Where the first so many parts of a title end."""
    joints = list(_TITLE_JOINT.finditer(title))
    return joints[parts - 1].start()
