"""The links of a page that lead on: articles it mentions, and pages that may be lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import filterfalse, islice
from operator import attrgetter

from lxml import etree, html

from archive.records import Entry
from queson_crawler.parse.archives import is_archive, is_archive_of_period, is_category
from queson_crawler.parse.document import MAX_LINKS, NAV, Document, words_of
from queson_crawler.parse.home_links import stands_with_home
from queson_crawler.parse.link_addresses import addresses_of
from queson_crawler.parse.link_names import LinkNames
from queson_crawler.parse.listing.items import article_url, is_page_of_portal, may_be_asked
from queson_crawler.parse.long_addresses import MAX_PARAMETERS, names_pages_so
from queson_crawler.parse.menu_names import menu_name
from queson_crawler.parse.pager.controls import RELATIONS, STEPS
from queson_crawler.parse.pager.steps import is_page_file
from queson_crawler.parse.wordpress_posts import POSTS_PER_PAGE
from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import ancestors
from queson_crawler.urls import canonical, clean, parameters

_MENU = re.compile(rf"menu|{NAV}|sitemap|site-map|danh-?muc|chuyen-?muc|category|categories|breadcrumb|crumb", re.I)
_TAXON = re.compile(r"(?<!\S)(?:category|tag)-\S+")
_POST = re.compile(r"(?<!\S)(?:hentry|type-\S+|post-\d+)(?!\S)")
"""Of the classes that WordPress gives an article wherever it shows it, those that tell its categories and tags, and
those by which it is known."""
_MENU_TAGS = frozenset(("option", "area", "frame", "nav"))
_NO_NAME = re.compile(r"\d+|\W+")
"""The number of a page, or a mark without a letter."""
_FEED_TYPES = frozenset(("application/rss+xml", "application/atom+xml"))
_RELATIONS = etree.XPath("//link[@href != '']")
_WORDPRESS_API = "https://api.w.org/"
MAX_AROUND = 7
"""Elements around a link of which one may be a menu."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page that may be a list: its address, the words that lead to it, the page above it in a menu; whether it stands
    in a menu at all, whether it seems to be the archive of a month, an author or a tag, and whether it is shown in a
    frame of the page that leads to it."""

    url: str
    title: str = ""
    parent_url: str | None = None
    menu: bool = True
    archive: bool = False
    frame: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """What a page leads to."""

    mentions: tuple[Entry, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    feeds: tuple[str, ...] = ()
    apis: tuple[str, ...] = ()
    """Where the page says that an API lists its portal's posts."""


NO_LINKS = Links()
_NO_LIST = Candidate("", menu=False)


def read_links(doc: Document, platform: Platform) -> Links:
    """Mentions and candidates of a page, each address once, in the order of the page."""
    mentions: dict[str, Entry] = {}
    candidates: dict[str, Candidate] = {}
    names = LinkNames()
    for link, href in islice(addresses_of(doc), MAX_LINKS):
        mention = _mention(doc, platform, link, href)
        if mention is not None:
            mentions.setdefault(mention.url, mention)
            continue
        candidate = _candidate(doc, platform, link, href)
        if candidate is None:
            continue
        names.note(candidate.url, link, candidate.title)
        known = candidates.get(candidate.url, candidate)
        candidates[candidate.url] = max(known, candidate, key=attrgetter("menu"))
    for url in list(mentions):
        if candidates.get(list_url(platform, url), _NO_LIST).menu:
            del mentions[url]  # a heading leads to a list of the menu
    named = [replace(each, title=names.name(each.url, each.title)) for each in candidates.values()]
    return Links(tuple(mentions.values()), tuple(named), _feeds(doc), _apis(doc))


def read_filing(doc: Document, platform: Platform) -> Links:
    """The categories that the page of an article says it is filed under: no menu may name them."""
    found: dict[str, Candidate] = {}
    for link in islice(doc.root.iter("a"), MAX_LINKS):
        href, relation = link.get("href", ""), link.get("rel", "")
        if not is_category(href, relation) or not may_be_list(doc, platform, href):
            continue
        url = list_url(platform, doc.join(href))
        found.setdefault(url, Candidate(url, menu_name(link, words_of_link(link)), menu=False))
    return Links(candidates=tuple(found.values()))


def _mention(doc: Document, platform: Platform, link: html.HtmlElement, href: str) -> Entry | None:
    """The article that a link leads to; in a menu only where every article's address has an id. A link to another page
    of a list leads to none, though `tin-tuc-page-2.html` ends as an article's address does."""
    url = article_url(doc, platform, href)
    native_id = platform.native_id(url)
    if not native_id or is_archive_of_period(url):
        return None
    if not platform.ids_only and in_menu(link):
        return None
    said = words_of_link(link)
    if _is_pager(said) or link.get("rel", "").strip().lower() in RELATIONS:
        return None
    return Entry(native_id, url, said)


def _candidate(doc: Document, platform: Platform, link: html.HtmlElement, href: str) -> Candidate | None:
    """The page that a link leads to, where it may be a list."""
    if not may_be_list(doc, platform, href):
        return None
    said = menu_name(link, words_of_link(link))
    if _is_pager(said):
        return None
    url = list_url(platform, doc.join(href))
    if is_page_file(clean(doc.url), url):
        return None
    parent = _parent(doc, platform, link)
    archive = is_archive_of_period(url) or (parent is None and is_archive(url, said, link.get("rel", "")))
    return Candidate(url, said, parent, in_menu(link), archive, frame=link.tag == "frame")


def _feeds(doc: Document) -> tuple[str, ...]:
    """The feeds that a page offers to feed readers: <link rel="alternate" type="application/rss+xml">."""
    offered = [link for link in _relations(doc) if link.get("type", "").lower() in _FEED_TYPES]
    return tuple(doc.join(link.get("href", "")) for link in offered)


def _apis(doc: Document) -> tuple[str, ...]:
    """The posts of the WordPress API that a page names: under `?rest_route=` where addresses are not rewritten."""
    for link in _relations(doc):
        if link.get("rel") == _WORDPRESS_API:
            address = doc.join(link.get("href", ""))
            joint = "&" if "?" in address else "?"
            return (f"{address}wp/v2/posts{joint}per_page={POSTS_PER_PAGE}",)
    return ()


def _relations(doc: Document) -> list[html.HtmlElement]:
    """The `<link>` elements of a page that name an address."""
    found: list[html.HtmlElement] = _RELATIONS(doc.root)
    return found[:MAX_LINKS]


def list_url(platform: Platform, url: str) -> str:
    """The address of a list: cleaned, without what numbers its pages or carries a platform's state."""
    whole = re.sub(platform.page_path, "", clean(url), flags=re.I)
    path, _, query = whole.partition("?")
    kept = [pair for pair in query.split("&") if not platform.is_state(pair.partition("=")[0])]
    return f"{path}?{'&'.join(kept)}".removesuffix("?")


def may_be_list(doc: Document, platform: Platform, href: str | None) -> bool:
    """Whether a link may lead to a list of this portal: a page of this host, not refused, not another language."""
    if not may_be_asked(href):
        return False
    url = canonical(doc.join(href))
    if not is_page_of_portal(doc, platform, url):
        return False
    names = parameters(url)
    if any(map(platform.is_action, names)):
        return False
    searched = list(filterfalse(platform.is_state, names))
    return len(searched) <= MAX_PARAMETERS or names_pages_so(doc, names)


def _is_pager(said: str) -> bool:
    """Whether a link leads to another page of a list: a number, `Trang sau`, a mark without a letter."""
    return said.casefold() in STEPS or _NO_NAME.fullmatch(said) is not None


def words_of_link(link: html.HtmlElement) -> str:
    """What a link says: its text, else its title, else that of a picture."""
    return words_of(link, "title", "alt", "aria-label")


def in_menu(link: html.HtmlElement) -> bool:
    """Whether a link stands in a menu, not far within it: one that is called so, or that leads home beside it."""
    around = list(islice(ancestors(link, link.getroottree().getroot()), MAX_AROUND))
    return any(map(_is_menu, around)) or stands_with_home(around)


def _is_menu(element: html.HtmlElement) -> bool:
    """Whether an element is a menu by its tag or by what it is called."""
    names = f"{_own_classes(element)} {element.get('id', '')}"
    return element.tag in _MENU_TAGS or _MENU.search(names) is not None


def _own_classes(element: html.HtmlElement) -> str:
    """The classes of an element, without those that tell the category of the article in it."""
    classes = element.get("class", "")
    if _POST.search(classes):
        return _TAXON.sub("", classes)
    return classes


def _parent(doc: Document, platform: Platform, link: html.HtmlElement) -> str | None:
    """In nested menus (`li > a + ul > li > a`) the link of the item above."""
    for above in islice(link.iterancestors("li"), 1, 2):
        for head in above.iterchildren("a", "span", "div"):
            anchor = next(head.iter("a"), link)
            href = anchor.get("href", "")
            if anchor is not link and may_be_list(doc, platform, href):
                return list_url(platform, doc.join(href))
    return None
