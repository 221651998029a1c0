"""Reading a list of articles: by the platform's selectors, by addresses that carry ids, or by repeated structure."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice

from lxml import html

from archive.records import Entry
from queson_crawler.parse import labels
from queson_crawler.parse.document import Document, is_hidden, squeeze
from queson_crawler.parse.media import is_file_link
from queson_crawler.parse.pager import read_pager
from queson_crawler.parse.results import Listing, Pager
from queson_crawler.parse.select import ancestors, compiled, find, find_all
from queson_crawler.platforms.base import Platform, path_id
from queson_crawler.text import find_date
from queson_crawler.urls import clean, host, is_foreign, is_page, is_refused, local

_GROUPED = r"\d{1,3}(?:[.,]\d{3})+|\d+"
_RANGE = re.compile(
    rf"(?:hiển thị|showing|kết quả|từ)\D{{0,20}}({_GROUPED})\s*(?:-|–|đến|to)\s*({_GROUPED})\s*"
    rf"(?:of|trong|/|trên|out of)\D{{0,25}}({_GROUPED})",
    re.I,
)
_TOTAL = re.compile(rf"tổng\s*(?:số|cộng)?\s*:?\s*({_GROUPED})\s*(?:tin|bài|kết quả|mục|bản ghi)", re.I)
_ASIDE = re.compile(
    r"related|other|footer|menu|breadcrumb|header|sidebar|side-|right-?col|banner|navi?(?:gation|bar)?\b", re.I
)
_NAVIGATION = frozenset(("nav", "header", "footer", "aside"))
LEAST_TITLE, DATED, SUMMARISED = 14, 40, 25


@dataclass(slots=True)
class _Group:
    """Links that stand alike: their elements by address."""

    links: dict[str, list[html.HtmlElement]] = field(default_factory=lambda: defaultdict(list))


def read_listing(doc: Document, platform: Platform, shape: str = "") -> Listing | None:
    """The list of articles that a page shows, or None where it shows none.

    `shape` is that of the list's first page: on its other pages only what stands alike is the list.
    """
    root = find(doc.body, platform.listing.root)
    if root is None:
        root = doc.body
    shown = _shown_in_full(doc, root, platform)
    entries = shown or _by_selectors(doc, root, platform)
    home = root
    if not entries:
        found = _by_structure(doc, root, platform, shape)
        if found is None:
            return None
        entries, home, shape = found
    text = _text_near(root if root is not doc.body else _widen(home, doc.body))
    around = root if root is not doc.body else _widen(home, doc.body)
    total, span = _declared(text)
    pager = read_pager(doc, around, text, len(entries))
    if home is not root and platform.listing.item and not (total or pager.links):
        return None  # this platform's lists are known: links that only stand alike are teasers
    if shown and pager == Pager():
        return None
    return Listing(_list_title(doc), entries, _with_last(pager, total, span), total, span, shape)


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
    return Pager(pager.links, pager.current or (span[0] - 1) // size + 1, last, pager.template)


def _entry(doc: Document, platform: Platform, url: str, links: list[html.HtmlElement], title: str = "") -> Entry:
    words = [squeeze("".join(link.itertext())) for link in links]
    words += [squeeze(link.get("title")) for link in links if not any(words)]
    return Entry(platform.native_id(url) or path_id(url), url, title or max(words, key=len, default=""))


def article_url(doc: Document, platform: Platform, href: str | None) -> str:
    """The cleaned address of a link that may lead to an article of this portal, or ""."""
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")) or is_file_link(href):
        return ""
    url = clean(doc.join(href))
    if not url or host(url) != host(doc.url) or not is_page(url) or is_refused(url) or platform.is_variant(url):
        return ""
    return "" if is_foreign(url) and not is_foreign(doc.url) else url


def _shown_in_full(doc: Document, root: html.HtmlElement, platform: Platform) -> tuple[Entry, ...]:
    """The one article that a list shows in full instead of linking to it."""
    if platform.shown_ids is None or platform.native_id(doc.url):
        return ()
    css, rule = platform.shown_ids
    ids = [re.search(rule, element.get("id") or "") for element in compiled(css)(root)]
    title = find(root, platform.article.title)
    words = squeeze("".join(title.itertext())) if title is not None else ""
    return tuple(Entry(match.group(1), doc.url, words) for match in ids if match)


def _by_selectors(doc: Document, root: html.HtmlElement, platform: Platform) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    for item in find_all(root, platform.listing.item):
        for css in platform.listing.link:
            links = [link for link in compiled(css)(item) if not _is_aside(link, root)]
            urls = [url for link in links if (url := article_url(doc, platform, link.get("href")))]
            urls = [url for url in urls if platform.native_id(url) or not platform.ids_only]
            if urls:
                entry = _entry(doc, platform, urls[0], links)
                found.setdefault(entry.native_id, entry)
                break
    return tuple(found.values())


def _is_aside(element: html.HtmlElement, root: html.HtmlElement) -> bool:
    for near in islice(ancestors(element, root), 8):
        if near.tag in _NAVIGATION or _ASIDE.search(f"{near.get('class', '')} {near.get('id', '')}") or is_hidden(near):
            return True
    return False


def _signature(link: html.HtmlElement) -> str:
    """How a link stands: tag and first class of what it stands in, four steps up."""
    steps = islice(link.iterancestors(), 4)
    return " ".join(f"{step.tag!s}.{(step.get('class') or '').split(' ')[0]}" for step in steps)


def _box(link: html.HtmlElement) -> html.HtmlElement | None:
    """The <ul> or the like that a link stands in: links of two boxes are two lists, however alike."""
    return next((step for step in islice(link.iterancestors(), 5) if step.tag in ("ul", "ol", "table", "dl")), None)


def _groups(doc: Document, root: html.HtmlElement, platform: Platform) -> dict[tuple[str, object], _Group]:
    """The links that may lead to articles, by how and where they stand."""
    groups: dict[tuple[str, object], _Group] = defaultdict(_Group)
    for link in root.iter("a"):
        url = article_url(doc, platform, link.get("href"))
        if not url or url == clean(doc.url) or (platform.ids_only and not platform.native_id(url)):
            continue
        groups[_signature(link), _box(link)].links[url].append(link)
    return groups


def _by_structure(
    doc: Document, root: html.HtmlElement, platform: Platform, shape: str
) -> tuple[tuple[Entry, ...], html.HtmlElement, str] | None:
    """The group of like-standing links that most looks like a list of articles, what holds it, and how it stands."""
    best: tuple[float, _Group, html.HtmlElement, str] | None = None
    for (signature, _), group in _groups(doc, root, platform).items():
        if (shape and signature != shape) or len(group.links) < (1 if shape else 2):
            continue
        home = _home([links[0] for links in group.links.values()])
        score = _score(platform, group, home)
        if score > 0 and (best is None or score > best[0]):
            best = (score, group, home, signature)
    if best is None:
        return None
    found: dict[str, Entry] = {}
    for url, links in best[1].links.items():
        entry = _entry(doc, platform, url, links)
        found.setdefault(entry.native_id, entry)
    return tuple(found.values()), best[2], best[3]


def _home(links: list[html.HtmlElement]) -> html.HtmlElement:
    """The innermost element that holds all of `links`."""
    common = list(links[0].iterancestors())
    for link in links[1:]:
        own = set(link.iterancestors())
        common = [element for element in common if element in own]
    return common[0]


def _item(link: html.HtmlElement, home: html.HtmlElement) -> html.HtmlElement:
    """What belongs to a link: the child of `home` it stands in."""
    item = link
    for element in link.iterancestors():
        if element is home:
            break
        item = element
    return item


def _score(platform: Platform, group: _Group, home: html.HtmlElement) -> float:
    """How much a group looks like a list of articles: long titles, dates, summaries, ids; not a menu. 0 for no."""
    titles = [max(len(squeeze("".join(link.itertext()))) for link in links) for links in group.links.values()]
    average = sum(titles) / len(titles)
    items = {_item(links[0], home) for links in group.links.values()}
    texts = [squeeze("".join(item.itertext()))[:800] for item in items]
    dated = sum(1 for text in texts if find_date(text)) / len(texts)
    summarised = sum(1 for text in texts if len(text) > average + SUMMARISED + 25) / len(texts)
    with_id = sum(1 for url in group.links if platform.native_id(url)) / len(group.links)
    if average < LEAST_TITLE or (dated < 0.5 and summarised < 0.5 and (average < 30 or with_id < 0.8)):
        return 0
    first = next(iter(group.links.values()))[0]
    if _is_aside(first, first.getroottree().getroot()) or _under_related(home):
        return 0
    return len(group.links) * (average + DATED * dated + SUMMARISED * summarised + 20 * with_id)


def _under_related(home: html.HtmlElement) -> bool:
    """Whether the words just before a group say that it is a list beside an article."""
    for element in islice(ancestors(home, home.getroottree().getroot()), 3):
        before = element.getprevious()
        if before is not None and labels.ends_article(squeeze("".join(before.itertext()))[:200]):
            return True
    return False


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
    return (int(re.sub(r"\D", "", match.group(1))), None) if match else (None, None)


def _list_title(doc: Document) -> str:
    return re.split(r"\s+[-|–]\s+", doc.title)[0] if doc.title else local(doc.url)
