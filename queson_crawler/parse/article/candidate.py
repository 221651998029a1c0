"""A block of a page that may be the title of its article, and what is known of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from operator import attrgetter, eq

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.article.blocks import prose_among
from queson_crawler.parse.article.imprint_words import PORTAL_NAME
from queson_crawler.parse.article.kinds import is_link
from queson_crawler.parse.document import names_of, squeeze, text_of
from queson_crawler.parse.flow import HEADINGS, Block, Flow
from queson_crawler.parse.lines import SENTENCE, key
from queson_crawler.platforms.selectors import ancestors

_TITLE_CLASS = re.compile(
    r"(?:(?:post|entry|news|article|detail|content|page|story|baiviet|bai-viet|tin|lbl|lb|txt|ct)[-_]?)?"
    r"(?:title|tieu-?_?de|headline|tenbai)(?:[-_]?(?:news|detail|article|post|bai|baiviet|tin|entry|content))?(?=\s|$)",
    re.I,
)
"""A word for the title itself: `Title`, `news-title`, `lblTieuDe`."""
EXACT, BEGINNING, SAME_BEGINNING, INSIDE = 40, 34, 24, 12
"""How well a block repeats the page's name: it is the name, its beginning, begins alike, or stands somewhere in it."""
MIN_BEGINNING, MIN_INSIDE, MIN_SAME = 8, 12, 20
"""Characters that a block, or what it shares with the page's name, has at least for that."""
MAX_MENU = 32
"""Characters of a link that may be an entry of a menu."""
MAX_CRUMBS = 120
"""Characters of the links of a line that may be a breadcrumb."""
MIN_TITLE, MAX_TITLE = 20, 400
MIN_LINK = 24
"""Characters that a link to an article has more than."""
AHEAD = 14
"""Blocks after a title among which its text begins."""
MAX_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Page:
    """What a block is weighed against: the page's own names, the texts of its short links, its labelled lines."""

    names: list[str]
    body: html.HtmlElement
    blocks: list[Block]
    menu: frozenset[str]
    labelled: bool
    classes: list[str]
    """The `title_class` of each block."""
    title_classes: Counter[str]
    """How many blocks that may be titles have each class."""

    def after(self, block: Block, count: int) -> list[Block]:
        """The next blocks."""
        return self.blocks[block.index + 1 : block.index + 1 + count]

    def before(self, block: Block) -> list[Block]:
        """The block just before; none before the first."""
        return self.blocks[: block.index][-1:]


def menu_of(flow: Flow) -> frozenset[str]:
    """The words of the short links of a page, alone in their lines or beside others, as those of a breadcrumb are."""
    said = chain(map(attrgetter("text"), filter(is_link, flow.blocks)), _beside_others(flow))
    return frozenset(map(key, filter(_is_short, said)))


def _beside_others(flow: Flow) -> Iterator[str]:
    """The words of the links of lines whose links are few."""
    for at, link in flow.links:
        if at < len(flow.blocks) and flow.blocks[at].linked <= MAX_CRUMBS:
            yield text_of(link)


def _is_short(words: str) -> bool:
    return 0 < len(words) <= MAX_MENU


def title_classes_of(blocks: Sequence[Block], classes: Sequence[str]) -> Counter[str]:
    """How many blocks that may be titles stand in elements of each class that is a word for one."""
    return Counter(classes[block.index] for block in blocks if MIN_TITLE <= len(block.text) <= MAX_TITLE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A block that may be the title, with what is known of it: `match` is how well it repeats the page's name,
    `nearness` how close the lines about the article stand, `heading` the tag of the heading it stands in, `hints` the
    names of its element and the one around it."""

    block: Block
    page: Page
    name: str
    match: int
    nearness: int
    heading: str
    hints: str
    paragraphs: list[Block]
    """The prose that follows close by."""

    @property
    def is_portal(self) -> bool:
        """Whether it is the name of a portal."""
        return PORTAL_NAME.match(self.block.text) is not None

    @property
    def begins_like_page(self) -> bool:
        """Whether the page's own name begins like this block."""
        return self.match >= SAME_BEGINNING

    @property
    def before(self) -> list[Block]:
        """The block just before; none before the first."""
        return self.page.before(self.block)


def candidate(block: Block, page: Page, nearness: int) -> Candidate:
    """A block of a page, `nearness` points near to the lines about the article."""
    name = key(block.text)
    near = list(islice(ancestors(block.element, page.body), MAX_DEPTH))
    hints = " ".join(map(names_of, near[:2]))
    match = match_of(block, page.names)
    headings = [str(step.tag) for step in near if step.tag in HEADINGS]
    paragraphs = prose_among(page.after(block, AHEAD - 1), SENTENCE)
    return Candidate(block, page, name, match, nearness, next(iter(headings), ""), hints, paragraphs)


def match_of(block: Block, page_names: Sequence[str]) -> int:
    """How well a block repeats what the page calls itself; the name of the portal does not."""
    if PORTAL_NAME.match(block.text):
        return 0
    name = key(block.text)
    return max((_match(name, page_name) for page_name in page_names), default=0)


def _match(name: str, page_name: str) -> int:
    for points, least, agree in _MATCHES:
        if len(name) >= least and agree(name, page_name):
            return points
    return 0


def _begins(name: str, page_name: str) -> bool:
    return page_name.startswith(name)


def _is_inside(name: str, page_name: str) -> bool:
    return name in page_name or name.startswith(page_name)


def _begins_alike(name: str, page_name: str) -> bool:
    return name[:MIN_SAME] == page_name[:MIN_SAME]


_MATCHES: tuple[tuple[int, int, Callable[[str, str], bool]], ...] = (
    (EXACT, 0, eq),
    (BEGINNING, MIN_BEGINNING, _begins),
    (INSIDE, MIN_INSIDE, _is_inside),
    (SAME_BEGINNING, MIN_SAME, _begins_alike),
)
"""How a block may repeat the page's name: the points, the characters that it has at least, and what must hold."""


def title_class(block: Block) -> str:
    """The class or id of the element that holds a block, and nothing else, where it is a word for a title; else ""."""
    element: html.HtmlElement | None = block.element
    for _ in range(MAX_DEPTH):
        if element is None:
            break
        match = _TITLE_CLASS.match(names_of(element).strip())
        if match is not None:
            return match.group().casefold()
        element = _only_child(element)
    return ""


def _only_child(element: html.HtmlElement) -> html.HtmlElement | None:
    """The element that is all that another holds, words included."""
    if len(element) != 1:
        return None
    if squeeze(element.text) or squeeze(element[0].tail):
        return None
    return element[0]


def is_long_link(block: Block) -> bool:
    """Whether a block is a link that may be the title of an article, by its length."""
    return block.is_link and len(block.text) > MIN_LINK


def is_item(block: Block) -> bool:
    """Whether a block is a link to an article, and no button."""
    return is_long_link(block) and not labels.is_tool(block.text)
