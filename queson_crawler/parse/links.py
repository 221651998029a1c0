"""The links of a page that lead on: articles it mentions, and pages that may be lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import html

from archive.records import Entry
from queson_crawler.parse import words
from queson_crawler.parse.archives import is_archive, is_category
from queson_crawler.parse.document import MAX_LINKS, Document, squeeze
from queson_crawler.parse.listing.items import article_url
from queson_crawler.parse.scripts import address_in_script
from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import ancestors
from queson_crawler.urls import MAX_CHARACTERS, canonical, clean, is_foreign, is_page, is_refused, parameters

_MENU = re.compile(r"menu|\bnav|navi|sitemap|site-map|danh-?muc|chuyen-?muc|category|categories|breadcrumb|crumb", re.I)
_TAXON = re.compile(r"(?<!\S)(?:category|tag)-\S+")
_POST = re.compile(r"(?<!\S)(?:hentry|type-\S+|post-\d+)(?!\S)")
"""Of the classes that WordPress gives an article wherever it shows it, those that tell its categories and tags, and
those by which it is known."""
_STEPS = frozenset(word.casefold() for word in (*words.NEXT_PAGE, *words.PREVIOUS_PAGE, *words.LAST_PAGE))
MAX_PARAMETERS = 4
"""An address with more, besides those that carry only a platform's state or a page's number, is a search's."""


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


NO_LINKS = Links()


def read_links(doc: Document, platform: Platform) -> Links:
    """Mentions and candidates of a page, each address once, in the order of the page."""
    mentions: dict[str, Entry] = {}
    candidates: dict[str, Candidate] = {}
    for link, href in islice(addresses_of(doc), MAX_LINKS):
        url = article_url(doc, platform, href)
        native_id = platform.native_id(url) if url else None
        if native_id and (platform.ids_only or not _in_menu(link)):
            mentions.setdefault(url, Entry(native_id, url, _words(link)))
        elif may_be_list(doc, platform, href) and not _is_pager(_words(link)):
            url = list_url(platform, doc.join(href or ""))
            found = _candidate(doc, platform, link, url)
            if url not in candidates or (found.menu and not candidates[url].menu):
                candidates[url] = found
    return Links(tuple(mentions.values()), tuple(candidates.values()), _feeds(doc))


def read_filing(doc: Document, platform: Platform) -> Links:
    """The categories that the page of an article says it is filed under: no menu may name them."""
    found: dict[str, Candidate] = {}
    for link in islice(doc.root.iter("a"), MAX_LINKS):
        href, relation = link.get("href") or "", link.get("rel") or ""
        if not is_category(href, relation) or not may_be_list(doc, platform, href):
            continue
        url = list_url(platform, doc.join(href))
        found.setdefault(url, Candidate(url, _words(link), menu=False))
    return Links(candidates=tuple(found.values()))


def _candidate(doc: Document, platform: Platform, link: html.HtmlElement, url: str) -> Candidate:
    said, parent = _words(link), _parent(doc, platform, link)
    archive = parent is None and is_archive(url, said, link.get("rel") or "")
    return Candidate(url, said, parent, _in_menu(link), archive, frame=link.tag == "frame")


def addresses_of(doc: Document) -> Iterator[tuple[html.HtmlElement, str]]:
    """Everything on a page that leads on, with its address as it stands there: links, areas of a picture, entries of a
    drop-down menu, frames, and what has an address in its script."""
    for element in doc.root.iter("a", "area", "option", "frame", "iframe", "li", "div", "span", "td", "button", "tr"):
        match element.tag:
            case "a" | "area":
                href = element.get("href") or ""
                if not href or href.startswith(("#", "javascript:")):
                    href = address_in_script(element) or href
            case "option":
                href = _option(element)
            case "frame" | "iframe":
                href = element.get("src") or ""
            case _:
                href = address_in_script(element) if element.get("onclick") else ""
        if href:
            yield element, href


def _option(option: html.HtmlElement) -> str:
    """The address that an entry of a menu bears as its value; "" for a choice of any other kind."""
    value = (option.get("value") or "").strip()
    return value if value.startswith(("/", "http://", "https://", "?", "./", "../")) else ""


def _feeds(doc: Document) -> tuple[str, ...]:
    """The feeds that a page offers to feed readers: <link rel="alternate" type="application/rss+xml">."""
    links = (link for link in islice(doc.root.iter("link"), MAX_LINKS) if link.get("href"))
    kinds = ("application/rss+xml", "application/atom+xml")
    return tuple(doc.join(link.get("href") or "") for link in links if (link.get("type") or "").lower() in kinds)


def list_url(platform: Platform, url: str) -> str:
    """The address of a list: cleaned, without what numbers its pages or carries a platform's state."""
    whole = re.sub(platform.page_path, "", clean(url), flags=re.I)
    if "?" not in whole:
        return whole
    path, query = whole.split("?", 1)
    kept = [pair for pair in query.split("&") if not platform.is_state(pair.split("=", 1)[0])]
    return path + ("?" + "&".join(kept) if kept else "")


def may_be_list(doc: Document, platform: Platform, href: str | None) -> bool:
    """Whether a link may lead to a list of this portal: a page of this host, not refused, not another language."""
    if not href or len(href) > MAX_CHARACTERS or href.startswith(("#", "javascript:", "mailto:", "tel:")):
        return False
    url = canonical(doc.join(href))
    if not url or not platform.same_site(url, doc.url) or not is_page(url):
        return False
    if is_refused(url) or platform.is_variant(url):
        return False
    if is_foreign(url) and not is_foreign(doc.url):
        return False
    names = parameters(url)
    if any(platform.is_action(name) for name in names):
        return False
    return sum(not platform.is_state(name) for name in names) <= MAX_PARAMETERS


def _is_pager(said: str) -> bool:
    """Whether a link leads to another page of a list: a number, `Trang sau`."""
    return said.isdigit() or said.casefold() in _STEPS


def _words(link: html.HtmlElement) -> str:
    """What a link says: its text, else its title, else that of a picture."""
    text = squeeze("".join(link.itertext()))
    if text:
        return text
    for name in ("title", "alt", "aria-label"):
        if said := squeeze(link.get(name)):
            return said
    return squeeze(" ".join(link.xpath(".//img/@alt")))


def _in_menu(link: html.HtmlElement) -> bool:
    if link.tag in ("option", "area", "frame"):
        return True
    for near in islice(ancestors(link, link.getroottree().getroot()), 7):
        if near.tag == "nav" or _MENU.search(f"{_own_classes(near)} {near.get('id', '')}"):
            return True
    return False


def _own_classes(element: html.HtmlElement) -> str:
    """The classes of an element, without those that tell the category of the article in it."""
    classes = element.get("class", "")
    if _POST.search(classes):
        return _TAXON.sub("", classes)
    return classes


def _parent(doc: Document, platform: Platform, link: html.HtmlElement) -> str | None:
    """In nested menus (`li > a + ul > li > a`) the link of the item above."""
    above = next(islice(link.iterancestors("li"), 1, 2), None)
    if above is None:
        return None
    for head in above.iterchildren("a", "span", "div"):
        anchor = head if head.tag == "a" else next(head.iter("a"), None)
        if anchor is not None and anchor is not link and may_be_list(doc, platform, anchor.get("href")):
            return list_url(platform, doc.join(anchor.get("href") or ""))
    return None
