"""Lists found by repeated structure: links that stand alike, with long titles, dates and summaries about them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.document import MOST_LINKS, Document, is_hidden, squeeze
from queson_crawler.parse.media import is_file_link
from queson_crawler.parse.select import ancestors
from queson_crawler.platforms.base import Platform
from queson_crawler.text import find_date
from queson_crawler.urls import MOST_CHARACTERS, clean, is_foreign, is_page, is_refused

_ASIDE = re.compile(
    r"related|other|footer|menu|breadcrumb|header|sidebar|side-|right-?col|banner"
    r"|navi?(?:gation|bar)?\b(?!(?:\s+nav)?-(?:tabs|stacked))",  # Joomla's lists end in titles alone, in such an <ol>
    re.I,
)
_NAVIGATION = frozenset(("nav", "header", "footer", "aside"))
LEAST_TITLE, DATED, SUMMARISED = 14, 40, 25
MOST_LEADING = 2
"""A list may show so many of its first items in another dress than the rest."""


@dataclass(slots=True)
class Group:
    """Links that stand alike: their elements by address."""

    links: dict[str, list[html.HtmlElement]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Found:
    """A list: its links by address, the element that holds them, how they stand, and how much it looks like one."""

    links: dict[str, list[html.HtmlElement]]
    home: html.HtmlElement
    shape: str
    score: float


def article_url(doc: Document, platform: Platform, href: str | None) -> str:
    """The cleaned address of a link that may lead to an article of this portal, or ""."""
    if not href or len(href) > MOST_CHARACTERS or href.startswith(("#", "javascript:", "mailto:", "tel:")):
        return ""
    if is_file_link(href):
        return ""
    url = clean(doc.join(href))
    if not url or not platform.same_site(url, doc.url) or not is_page(url):
        return ""
    if is_refused(url) or platform.is_variant(url):
        return ""
    return "" if is_foreign(url) and not is_foreign(doc.url) else url


def is_aside(element: html.HtmlElement, root: html.HtmlElement) -> bool:
    for near in islice(ancestors(element, root), 8):
        if near.tag in _NAVIGATION or _ASIDE.search(f"{near.get('class', '')} {near.get('id', '')}") or is_hidden(near):
            return True
    return False


def signature(link: html.HtmlElement) -> str:
    """How a link stands: tag and first class of what it stands in, four steps up."""
    steps = islice(link.iterancestors(), 4)
    return " ".join(f"{step.tag!s}.{(step.get('class') or '').split(' ')[0]}" for step in steps)


def _box(link: html.HtmlElement) -> html.HtmlElement | None:
    """The <ul> or the like that a link stands in: links of two boxes are two lists, however alike."""
    return next((step for step in islice(link.iterancestors(), 5) if step.tag in ("ul", "ol", "table", "dl")), None)


def _groups(doc: Document, root: html.HtmlElement, platform: Platform) -> dict[tuple[str, object], Group]:
    """The links that may lead to articles, by how and where they stand."""
    groups: dict[tuple[str, object], Group] = defaultdict(Group)
    for link in islice(root.iter("a"), MOST_LINKS):
        url = article_url(doc, platform, link.get("href"))
        if not url or url == clean(doc.url) or (platform.ids_only and not platform.native_id(url)):
            continue
        groups[signature(link), _box(link)].links[url].append(link)
    return groups


def by_structure(
    doc: Document, root: html.HtmlElement, platform: Platform, shape: str, *, least: int = 2
) -> Found | None:
    """The group of at least `least` like-standing links that most looks like a list of articles.

    With a `shape` only links that stand so are the list, and one of them is enough.
    """
    groups = _groups(doc, root, platform)
    best: Found | None = None
    for (signature, _), group in groups.items():
        if (shape and signature != shape) or len(group.links) < (1 if shape else least):
            continue
        home = home_of([links[0] for links in group.links.values()])
        if len(group.links) == 1:
            home = _alone(home)
        score = _score(platform, group, home)
        if score > 0 and (best is None or score > best.score):
            best = Found(group.links, home, signature, score)
    if best is None:
        return None
    return Found({**_leading(platform, groups, best), **best.links}, best.home, best.shape, best.score)


def _leading(
    platform: Platform, groups: dict[tuple[str, object], Group], best: Found
) -> dict[str, list[html.HtmlElement]]:
    """The first items of a list where they stand otherwise than the rest: just before it, no more than two."""
    around = best.home.getparent()
    if around is None or around.tag in ("body", "form"):
        around = best.home
    within = set(around.iter("a"))
    order = {link: place for place, link in enumerate(within_order(around))}
    start = min(order.get(link, 0) for links in best.links.values() for link in links)
    found: dict[str, list[html.HtmlElement]] = {}
    for (signature, _), group in groups.items():
        if signature == best.shape or len(group.links) > MOST_LEADING:
            continue
        for url, links in group.links.items():
            words = max(len(squeeze("".join(link.itertext()))) for link in links)
            before = links[0] in within and order[links[0]] < start
            if before and words >= LEAST_TITLE and platform.native_id(url) and not is_aside(links[0], around):
                found.setdefault(url, links)
    return found if len(found) <= MOST_LEADING else {}


def within_order(element: html.HtmlElement) -> list[html.HtmlElement]:
    """The links inside an element, in the order of the page."""
    return list(element.iter("a"))


def home_of(links: list[html.HtmlElement]) -> html.HtmlElement:
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


def _score(platform: Platform, group: Group, home: html.HtmlElement) -> float:
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
    # Not the items themselves: a title often stands in a <header> of its own.
    if is_aside(home, home.getroottree().getroot()) or is_under_related(home):
        return 0
    return len(group.links) * (average + DATED * dated + SUMMARISED * summarised + 20 * with_id)


def _alone(home: html.HtmlElement) -> html.HtmlElement:
    """What belongs to the only link of a group: as far up as no other link joins it."""
    current = home
    for element in islice(home.iterancestors(), 4):
        hrefs = {link.get("href") for link in islice(element.iter("a"), 8) if link.get("href")}
        if element.tag in ("body", "form", "html") or len(hrefs) > 1:
            break
        current = element
    return current


def is_under_related(home: html.HtmlElement) -> bool:
    """Whether the words just before a group say that it is a list beside an article."""
    for element in islice(ancestors(home, home.getroottree().getroot()), 3):
        before = element.getprevious()
        if before is not None and labels.ends_article(squeeze("".join(before.itertext()))[:200]):
            return True
    return False
