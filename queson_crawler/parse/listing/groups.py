"""Lists found by repeated structure: links that stand alike."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice, pairwise

from lxml import html

from queson_crawler.parse.document import MAX_LINKS, Document, squeeze
from queson_crawler.parse.evidence import Sign
from queson_crawler.parse.flow import HEADINGS
from queson_crawler.parse.listing.items import article_url, home_of, is_aside
from queson_crawler.parse.listing.place import MIN_TITLE, Place
from queson_crawler.parse.pager.controls import kind_of
from queson_crawler.parse.words import HOME
from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import ancestors
from queson_crawler.urls import clean

_LISTS = frozenset(("ul", "ol", "dl"))
_STATE = re.compile(
    r"^(?:first|last|odd|even|alt\w*|active|current|item)$|\d+|[-_](?:odd|even|alt|first|last|\d+)$", re.I
)
MAX_GROUPS = 150
MAX_STEP, MIN_NAME = 16, 3
MAX_LEADING = 3
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
    signs: tuple[Sign, ...] = ()
    """The evidence for and against it, where structure chose it among others."""


@lru_cache(maxsize=2048)
def _name(classes: str) -> str:
    """The first of some class names that all items share: without number, parity or place."""
    for word in classes.split(" ")[:4]:
        name = _STATE.sub("", word)
        if name:
            return name if len(name) >= MIN_NAME else word  # `row1` is a row, `c1` any name
    return ""


def signature(link: html.HtmlElement) -> str:
    """How a link stands: tag and first class of what it stands in, four steps up."""
    steps = islice(link.iterancestors(), 4)
    # A link that is a whole item has its class itself.
    own = (
        f"a.{_name((link.get('class') or '')[:200])} "
        if next(link.iter(*HEADINGS, "div", "p"), None) is not None
        else ""
    )
    return own + " ".join(f"{step.tag!s}.{_name((step.get('class') or '')[:200])}" for step in steps)


def alike(shape: str) -> str:
    """A signature without what tells only the places of items apart; those of older archives have it."""
    steps = (step.partition(".") for step in shape.split(" "))
    return " ".join(f"{tag}.{_name(name)}" for tag, _, name in steps)


def groups_of(doc: Document, root: html.HtmlElement, platform: Platform) -> dict[tuple[str, object], Group]:
    """The links that may lead to articles, by how and where they stand."""
    found: list[tuple[str, str, html.HtmlElement]] = []
    held: dict[tuple[str, object], set[str]] = defaultdict(set)
    own = clean(doc.url)
    for link in islice(root.iter("a"), MAX_LINKS):
        url = article_url(doc, platform, link.get("href"))
        if not url or url == own or _turns_page(link) or (platform.ids_only and not platform.native_id(url)):
            continue
        shape = signature(link)
        found.append((url, shape, link))
        for box in _boxes(link):
            held[shape, box].add(url)
    groups: dict[tuple[str, object], Group] = defaultdict(Group)
    for url, shape, link in found:
        # Links of two boxes are two lists, however alike; but a table may hold one item.
        boxes = (box for box in _boxes(link) if box.tag in _LISTS or len(held[shape, box]) > 1)
        groups[shape, next(boxes, None)].links[url].append(link)
    return groups


def _turns_page(link: html.HtmlElement) -> bool:
    """Whether a link leads to another page of a list, to the article before or after, or home."""
    text = squeeze("".join(islice(link.itertext(), 4)))
    if len(text) > MAX_STEP:
        return text.startswith(("«", "‹", "←")) or text.endswith(("»", "›", "→"))
    return bool(text) and (kind_of(text) is not None or text.casefold() in HOME)


def _boxes(link: html.HtmlElement) -> list[html.HtmlElement]:
    """The lists and tables that a link stands in."""
    return [step for step in islice(link.iterancestors(), 7) if step.tag in _LISTS or step.tag == "table"]


def by_structure(
    doc: Document, root: html.HtmlElement, platform: Platform, shape: str, *, least: int = 2
) -> Found | None:
    """The group of at least `least` like-standing links that most looks like the list of articles of a page.

    With a `shape` only links that stand so are the list, and one of them is enough; one is enough, too, where it stands
    first below the name of the page.
    """
    groups = groups_of(doc, root, platform)
    place = Place.of(doc, root, platform)
    wanted = alike(shape)
    found: list[Found] = []
    for (stands, _), group in sorted(groups.items(), key=lambda pair: -len(pair[1].links))[:MAX_GROUPS]:
        if not shape or stands == wanted:
            home = home_of([links[0] for links in group.links.values()])
            home = _alone(home) if len(group.links) == 1 else home
            found.append(Found(group.links, home, stands, place.worth(group.links, home)))
    first, following = _named(place, [one for one in found if one.score])
    best: Found | None = None
    for one in found:
        named = _start(place, one) in first
        score = place.score(one.links, one.home, one.score, named=named)
        enough = shape or named or len(one.links) >= least or place.leads_on(one.home)
        if enough and (score > 0 or shape) and (best is None or score > best.score):
            best = replace(one, score=score)
    if best is None:
        return None
    best = following.get(_start(place, best), best)
    reasons = place.reasons(best.links, best.home, named=_start(place, best) in first)
    return Found({**_leading(place, groups, best), **best.links}, best.home, best.shape, best.score, reasons)


def _start(place: Place, found: Found) -> int:
    return min(place.at(links[0]) for links in found.links.values())


def _named(place: Place, found: list[Found]) -> tuple[frozenset[int], dict[int, Found]]:
    """Where the groups begin that stand first below the page's name; one of a few items shares it with the next in the
    same element, whose first items it may show: by the start of the former, the latter."""
    first = set(place.below_names([_start(place, one) for one in found]))
    rest: dict[int, Found] = {}
    ordered = sorted(found, key=lambda one: _start(place, one))
    for one, following in pairwise(ordered):
        if len(one.links) <= MAX_LEADING and _adjoins(one, following.home):
            rest[_start(place, one)] = following
            if _start(place, one) in first:
                first.add(_start(place, following))
    return frozenset(first), rest


def _adjoins(one: Found, home: html.HtmlElement) -> bool:
    """Whether what stands just before an element, or first in it, is of a group."""
    own = {link for links in one.links.values() for link in links}
    around = one.home.getparent()
    limit = one.home if around is None or around.tag in ("body", "form") else around
    for step in islice(ancestors(home, limit), 4):
        before = next((each for each in step.itersiblings(preceding=True) if squeeze("".join(each.itertext()))), None)
        if before is not None:
            return any(link in own for link in before.iter("a"))
    return any(link in own for link in home.iter("a"))


def _leading(place: Place, groups: dict[tuple[str, object], Group], best: Found) -> dict[str, list[html.HtmlElement]]:
    """The first items of a list where they stand otherwise than the rest: just before it, no more than three."""
    around = best.home.getparent()
    if around is None or around.tag in ("body", "form"):
        around = best.home
    order = {link: at for at, link in enumerate(around.iter("a"))}
    start = min(order.get(link, 0) for links in best.links.values() for link in links)
    found: dict[str, list[html.HtmlElement]] = {}
    for (stands, _), group in groups.items():
        if stands == best.shape or len(group.links) > MAX_LEADING:
            continue
        for url, links in group.links.items():
            words = max(len(squeeze("".join(link.itertext()))) for link in links)
            before = order.get(links[0], start) < start
            if before and words >= MIN_TITLE and place.fits(url, best.links) and not is_aside(links[0], around):
                found.setdefault(url, []).extend(links)
    return found if len(found) <= MAX_LEADING else {}


def _alone(home: html.HtmlElement) -> html.HtmlElement:
    """What belongs to the only link of a group: as far up as no other link joins it."""
    current = home
    for element in islice(home.iterancestors(), 4):
        hrefs = {link.get("href") for link in islice(element.iter("a"), 8) if link.get("href")}
        if element.tag in ("body", "form", "html") or len(hrefs) > 1:
            break
        current = element
    return current
