"""Finding the title of an article: headings, the page's own name, and the lines of date and labels close by."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from lxml import html

from queson_crawler.parse import labels, words
from queson_crawler.parse.article.imprint_words import PORTAL_NAME
from queson_crawler.parse.article.machine_data import told
from queson_crawler.parse.article.names import is_person
from queson_crawler.parse.document import Document, names_of
from queson_crawler.parse.evidence import Evidence, Verdict, signs, weigh
from queson_crawler.parse.flow import HEADINGS, Block, Flow
from queson_crawler.parse.lines import PROSE, SENTENCE, credits_by_label, find_date, is_meta, key, lines_about
from queson_crawler.platforms.selectors import ancestors

_TITLE_HINT = re.compile(r"title|headline|heading|tieu-?_?de|tenbai", re.I)
_TITLE_CLASS = re.compile(
    r"(?:(?:post|entry|news|article|detail|content|page|story|baiviet|bai-viet|tin|lbl|lb|txt|ct)[-_]?)?"
    r"(?:title|tieu-?_?de|headline|tenbai)(?:[-_]?(?:news|detail|article|post|bai|baiviet|tin|entry|content))?(?=\s|$)",
    re.I,
)
"""A word for the title itself: `Title`, `news-title`, `lblTieuDe`."""
_NOT_TITLE_HINT = re.compile(
    r"crumb|menu|nav|logo|banner|portlet|widget|other|related|slogan|site-?(?:title|name)", re.I
)
_NUMBERED = re.compile(r"(?:\d{1,2}|[IVX]{1,4})[.)/]\s")
_SENTENCE_ENDS = (".", ":", "…", "!", "?", "”")
_HEADING_POINTS = {"h1": 30, "h2": 22, "h3": 14, "h4": 8, "h5": 6, "h6": 4}
_OWN_NAMES = ("og:title", "headline", "title", "twitter:title")
"""The metadata in which a page says its name."""
_EXACT, _BEGINNING, _SAME_BEGINNING, _INSIDE = 40, 34, 24, 12
"""How well a block repeats the page's name: it is the name, its beginning, begins alike, or stands somewhere in it."""

MAX_MENU, MAX_CATEGORY = 32, 20
"""Characters of a link that may be an entry of a menu, and of a text that surely is a list's name if it is one too."""
MIN_TITLE, MAX_TITLE = 20, 400
MIN_LINK = 24
"""Characters that a link to an article has more than."""
MIN_SCORE, ENOUGH, ENOUGH_WITH_DATE = -6, 25, 10
"""Points: of a title above prose where nothing is one for sure; of a title for sure; where the page shows a date."""
NEAR, BESIDE = 20, 26
"""Nearness of a block that stands by the lines about the article, and of one that stands next to them."""
_NEARNESS = {-3: 6, -2: 8, -1: 10, 1: 26, 2: 24, 3: 22, 4: 20, 5: 6, 6: 6, 7: 6, 8: 6}
"""Nearness of a block by how many blocks it stands before a line about the article (below 0: after it)."""
_LABELLED = 4
"""What more it is near a line with labels than near a bare date."""
_AHEAD = 14
"""Blocks after a title among which its text begins."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The block of the title and the blocks of the lines about it (date, poster, views), as far as found."""

    title: Block | None
    meta: tuple[Block, ...]
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class _Page:
    """What a block is weighed against: the page's own names, the texts of its short links, its labelled lines."""

    names: list[str]
    body: html.HtmlElement
    blocks: list[Block]
    menu: frozenset[str]
    labelled: bool
    title_classes: Counter[str]

    def after(self, block: Block, count: int) -> list[Block]:
        """The next blocks."""
        return self.blocks[block.index + 1 : block.index + 1 + count]

    def before(self, block: Block) -> Block | None:
        """The block just before."""
        return self.blocks[block.index - 1] if block.index else None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A block that may be the title, with what is known of it: `match` is how well it repeats the page's name,
    `nearness` how close the lines about the article stand, `heading` the tag of the heading it stands in."""

    block: Block
    page: _Page
    name: str
    match: int
    nearness: int
    heading: str
    hints: str
    is_portal: bool

    @property
    def begins_like_page(self) -> bool:
        """Whether the page's own name begins like this block."""
        return self.match >= _SAME_BEGINNING


def _candidate(block: Block, page: _Page, nearness: int) -> _Candidate:
    name = key(block.text)
    is_portal = PORTAL_NAME.match(block.text) is not None
    near = list(islice(ancestors(block.element, page.body), 3))
    heading = ""
    for element in near:
        if element.tag in HEADINGS:
            heading = str(element.tag)
            break
    hints = " ".join(names_of(element) for element in near[:2])
    match = 0 if is_portal else _match(name, page.names)
    return _Candidate(block, page, name, match, nearness, heading, hints, is_portal)


def _match(name: str, page_names: list[str]) -> int:
    """How well a block repeats what the page calls itself."""
    best = 0
    for page_name in page_names:
        if name == page_name:
            return _EXACT
        if len(name) >= 8 and page_name.startswith(name):
            best = max(best, _BEGINNING)
        elif len(name) >= 12 and (name in page_name or name.startswith(page_name)):
            best = max(best, _INSIDE)
        elif len(name) >= 20 and name[:20] == page_name[:20]:
            best = max(best, _SAME_BEGINNING)
    return best


# What follows are the tests of TITLE: each asks one question about a candidate.


def _repeats_name(one: _Candidate) -> float:
    # Far from the labelled lines of a page that has such lines, it is rather the name of the portal, which many portals
    # put on every page.
    if one.page.labelled and not one.nearness:
        return one.match * 2 // 3
    return one.match


def _is_other_name(one: _Candidate) -> bool:
    """Whether it is the name of the portal or of the list: a short text that is a link of the page, itself none."""
    if one.is_portal:
        return True
    if one.block.is_link or one.name not in one.page.menu:
        return False
    return not one.begins_like_page or len(one.name) <= MAX_CATEGORY


def _heading_points(one: _Candidate) -> float:
    return _HEADING_POINTS.get(one.heading, 0)


def _named_other(one: _Candidate) -> float:
    if not _NOT_TITLE_HINT.search(one.hints):
        return 0
    return 0.5 if one.match >= _BEGINNING or one.nearness >= NEAR else 1


def _named_title(one: _Candidate) -> bool:
    return _TITLE_HINT.search(one.hints) is not None and not _NOT_TITLE_HINT.search(one.hints)


def _is_the_title(one: _Candidate) -> bool:
    own = _title_class(one.block)
    return bool(own) and one.page.title_classes[own] == 1 and opens_text(one)


def _title_class(block: Block) -> str:
    """The class or id of the element that holds a block, and nothing else, where it is a word for a title; else ""."""
    element = block.element
    for _ in range(3):
        match = _TITLE_CLASS.match(names_of(element).strip())
        if match is not None:
            return match.group().casefold()
        if len(element) != 1 or (element.text or "").strip() or (element[0].tail or "").strip():
            break
        element = element[0]
    return ""


def _is_plain_link(one: _Candidate) -> bool:
    return one.block.is_link and one.block.element.tag not in HEADINGS


def _is_one_of_links(one: _Candidate) -> bool:
    """Whether the blocks about it are links too."""
    if not _is_plain_link(one):
        return False
    if not one.block.is_strong:
        return True
    if any(map(_is_item, one.page.after(one.block, 1))):
        return True
    before = one.page.before(one.block)
    return before is not None and before.is_strong and _is_item(before)


def _is_long_link(block: Block) -> bool:
    return block.is_link and len(block.text) > MIN_LINK


def _is_item(block: Block) -> bool:
    """Whether a block is a link to an article, by its length."""
    return _is_long_link(block) and not labels.is_tool(block.text)


def _in_list(one: _Candidate) -> bool:
    return one.block.element.tag in ("li", "nav")


def _is_bold(one: _Candidate) -> bool:
    return one.block.is_strong and len(one.block.text) < 200 and not _in_list(one)


def _is_sentence(one: _Candidate) -> bool:
    text = one.block.text
    return text.endswith((".", ";")) and not text.endswith("..") and not one.begins_like_page


def _is_signature(one: _Candidate) -> bool:
    return not one.begins_like_page and not one.heading and is_person(one.block.text)


def _stands_after_text(one: _Candidate) -> bool:
    before = one.page.before(one.block)
    if before is None or one.match or one.heading:
        return False
    return _is_prose(before, PROSE)


def _is_prose(block: Block, least: int) -> bool:
    """Whether a block is text of so many characters at least."""
    return len(block.text) >= least and not block.is_link


def _parts_text(one: _Candidate) -> bool:
    """Whether a sentence stands just before a lesser heading, and prose close after."""
    if one.match or one.heading in ("", "h1") or one.nearness >= NEAR or not opens_text(one):
        return False
    before = one.page.before(one.block)
    if before is None or before.linked:
        return False
    return len(before.text) >= SENTENCE and before.text.endswith(_SENTENCE_ENDS)


def _is_numbered(one: _Candidate) -> bool:
    return not one.match and _NUMBERED.match(one.block.text) is not None


def _heads_links(one: _Candidate) -> bool:
    following = one.page.after(one.block, 2)
    if one.begins_like_page or len(following) < 2:
        return False
    return all(map(_is_long_link, following))


def opens_text(one: _Candidate) -> bool:
    """Whether prose follows close by."""
    return any(_is_prose(each, SENTENCE) for each in one.page.after(one.block, _AHEAD - 1))


def _opens_nothing(one: _Candidate) -> bool:
    return not one.match and not opens_text(one)


def _is_plain_text(one: _Candidate) -> bool:
    return not one.block.is_strong and not one.heading


TITLE: tuple[Evidence[_Candidate], ...] = (
    Evidence("repeats what the page calls itself", 1, _repeats_name),
    Evidence("stands by the lines of date and labels", 1, lambda one: one.nearness),
    Evidence("is a heading", 1, _heading_points),
    Evidence("its class names a title", 12, _named_title),
    Evidence("its own class is the word for a title, alone on the page", 32, _is_the_title),
    Evidence("is bold", 6, _is_bold),
    Evidence("prose follows", 6, opens_text),
    Evidence("no prose follows", -12, _opens_nothing),
    Evidence("is the name of the portal or of the list", -32, _is_other_name),
    Evidence("and nothing else names it so", -12, lambda one: _is_other_name(one) and not one.match),
    Evidence("its class names something else", -12, _named_other),
    Evidence("is a link", -4, _is_plain_link),
    Evidence("is one of several links", -21, _is_one_of_links),
    Evidence("is an item of a list or menu", -15, _in_list),
    Evidence("is a sentence: rather the lead", -24, _is_sentence),
    Evidence("is a person's name: rather a signature", -40, _is_signature),
    Evidence("stands after a paragraph", -15, _stands_after_text),
    Evidence("heads a part of the text", -30, _parts_text),
    Evidence("is numbered: rather a part of the text", -30, _is_numbered),
    Evidence("heads a list of links", -20, _heads_links),
    Evidence("is plain text", -10, _is_plain_text),
    Evidence("is very short", -15, lambda one: len(one.name) < 10),
)
"""What speaks for a block being the title of the article, and what against."""


def _may_be_title(block: Block, page: _Page, nearness: int) -> bool:
    """Whether a block is worth weighing: most blocks of a page are not."""
    if nearness or block.is_strong or _title_class(block) or block.element.tag in HEADINGS:
        return True
    return _match(key(block.text), page.names) > 0 and PORTAL_NAME.match(block.text) is None


def _nearness(lines: dict[int, bool]) -> dict[int, int]:
    """How close blocks stand to the lines about the article; those with labels weigh more than bare dates."""
    near: dict[int, int] = {}
    for at, labelled in lines.items():
        more = _LABELLED if labelled else 0
        for distance, nearness in _NEARNESS.items():
            score = nearness + more
            near[at - distance] = max(score, near.get(at - distance, 0))
    return near


def _page_names(doc: Document) -> list[str]:
    names = [doc.metas.get(name, "") for name in _OWN_NAMES]
    names += [told(doc).headline, doc.title]
    return list(dict.fromkeys(map(key, filter(None, names))))


def find_heading(doc: Document, flow: Flow) -> Heading:
    """Title and lines about the article by structure alone: headings, the page's own name, dates and labels."""
    meta: set[int] = set()
    lines: dict[int, bool] = {}
    menu: set[str] = set()
    classes: Counter[str] = Counter()
    for block in flow.blocks:
        if is_meta(block):
            meta.add(block.index)
            if _anchors(block):
                lines[block.index] = bool(labels.cut(block.text))
        if block.is_link and len(block.text) <= MAX_MENU:
            menu.add(key(block.text))
        if MIN_TITLE <= len(block.text) <= MAX_TITLE:
            classes[_title_class(block)] += 1
    page = _Page(_page_names(doc), doc.body, flow.blocks, frozenset(menu), any(lines.values()), classes)
    near = _nearness(lines)
    best = _best(page, meta, near) or _above_text(page, near)
    if best is None:
        return Heading(None, ())
    verdict = Verdict("title", best.block.text, signs(TITLE, best))
    return Heading(best.block, lines_about(best.block, flow.blocks), verdict)


def _best(page: _Page, meta: set[int], near: dict[int, int]) -> _Candidate | None:
    """The block with the most points, if it has enough."""
    best, most = None, ENOUGH_WITH_DATE if near else ENOUGH
    for block in page.blocks:
        nearness = near.get(block.index, 0)
        if not 6 <= len(block.text) <= MAX_TITLE or block.index in meta or not _may_be_title(block, page, nearness):
            continue
        one = _candidate(block, page, nearness)
        points = weigh(TITLE, one)
        if points > most and not _is_no_title(block) and _suffices(one, points):
            best, most = one, int(points)
    return best


def _suffices(one: _Candidate, points: float) -> bool:
    """Where a date stands on the page, and nothing better does, bold type above prose is title enough."""
    adjacent = one.nearness >= BESIDE and len(one.block.text) >= 25
    set_apart = one.block.is_strong and adjacent and not one.block.is_link
    return points > ENOUGH or set_apart or ((one.block.is_strong or adjacent) and opens_text(one))


def _above_text(page: _Page, near: dict[int, int]) -> _Candidate | None:
    """Where nothing is a title for sure: what stands in bold type above several paragraphs and looks most like one."""
    best, most = None, float(MIN_SCORE)
    for block in page.blocks:
        if not block.is_strong or not MIN_TITLE <= len(block.text) <= MAX_TITLE or _is_no_title(block):
            continue
        paragraphs = [each for each in page.after(block, _AHEAD - 1) if _is_prose(each, PROSE)]
        if len(paragraphs) < 2:
            continue
        one = _candidate(block, page, near.get(block.index, 0))
        points = weigh(TITLE, one)
        if points > most:
            best, most = one, points
    return best


def _anchors(block: Block) -> bool:
    """Whether a line is one that a title stands by: it bears a date or a poster, and is no entry of a list."""
    if block.linked * 3 > len(block.text):
        return False
    return find_date(block.text) is not None or words.POSTER in labels.cut(block.text)


def _is_no_title(block: Block) -> bool:
    """Whether the words of a block say that it is something else."""
    return labels.ends_article(block.text) or credits_by_label(block) or labels.is_box(block.text)
