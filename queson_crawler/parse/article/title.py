"""Finding the title of an article: headings, the page's own name, and the lines of date and labels close by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from lxml import html

from queson_crawler.parse import labels, words
from queson_crawler.parse.article.byline import is_person
from queson_crawler.parse.article.machine_data import told
from queson_crawler.parse.document import Document
from queson_crawler.parse.flow import HEADINGS, Block, Flow
from queson_crawler.parse.lines import PROSE, SENTENCE, credits_by_label, find_date, is_meta, key, lines_about
from queson_crawler.platforms.selectors import ancestors

_TITLE_HINT = re.compile(r"title|headline|heading|tieu-?_?de|tenbai", re.I)
_NOT_TITLE_HINT = re.compile(
    r"crumb|menu|nav|logo|banner|portlet|widget|other|related|slogan|site-?(?:title|name)", re.I
)
PORTAL_NAME = re.compile(
    r"(?:cổng|trang|website)\s+(?:thông tin|ttđt|tin điện tử)(?:\s+(?:điện tử|tổng hợp|của))*\s*"
    r"(?:$|[-–|:(,.]|(?:huyện|quận|thị xã|thành phố|tp|tỉnh|xã|phường|thị trấn|sở|ban|phòng|ubnd|uỷ ban|ủy ban|hđnd|"
    r"bộ|cục|chi cục|đảng|hội|đoàn|trung tâm|công an|chính phủ|mặt trận|liên đoàn|viện|tòa)\b)",
    re.I,
)
"""What a portal calls itself; `Cổng thông tin điện tử là kênh …` opens a title."""
_NUMBERED = re.compile(r"(?:\d{1,2}|[IVX]{1,4})[.)/]\s")
_HEADING_SCORE = {"h1": 30, "h2": 22, "h3": 14, "h4": 8, "h5": 6, "h6": 4}
MAX_MENU, MAX_CATEGORY = 32, 20
"""Characters of a link that may be an entry of a menu, and of a text that surely is a list's name if it is one too."""

MIN_TITLE, MIN_SCORE = 20, -6


@dataclass(frozen=True, slots=True)
class Heading:
    """The block of the title and the blocks of the lines about it (date, poster, views), as far as found."""

    title: Block | None
    meta: tuple[Block, ...]


def _page_names(doc: Document) -> list[str]:
    names = [doc.metas.get(name, "") for name in ("og:title", "headline", "title", "twitter:title")]
    return list(dict.fromkeys(key(name) for name in (*names, told(doc).headline, doc.title) if name))


def _match_score(name: str, page_names: list[str]) -> int:
    """How well a block repeats what the page calls itself: exactly, as its beginning, or somewhere in it."""
    best = 0
    for page_name in page_names:
        if name == page_name:
            best = max(best, 40)
        elif len(name) >= 8 and page_name.startswith(name):
            best = max(best, 34)
        elif len(name) >= 12 and (name in page_name or name.startswith(page_name)):
            best = max(best, 12)
        elif len(name) >= 20 and name[:20] == page_name[:20]:
            best = max(best, 24)
    return best


def _hint(element: html.HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


@dataclass(frozen=True, slots=True)
class _Page:
    """What a block is weighed against: the page's own names, the texts of its short links, its labelled lines."""

    names: list[str]
    body: html.HtmlElement
    blocks: list[Block]
    menu: frozenset[str]
    labelled: bool

    def opens_text(self, block: Block) -> bool:
        """Whether prose follows close by."""
        following = self.blocks[block.index + 1 : block.index + 14]
        return any(len(each.text) >= SENTENCE and not each.is_link for each in following)

    def follows_text(self, block: Block) -> bool:
        """Whether prose stands just before."""
        before = self.blocks[max(0, block.index - 1) : block.index]
        return any(len(each.text) >= PROSE and not each.is_link for each in before)

    def parts_text(self, block: Block) -> bool:
        """Whether a sentence stands just before and prose close after: it heads a part of the text."""
        before = self.blocks[max(0, block.index - 1) : block.index]
        return self.opens_text(block) and any(
            len(each.text) >= SENTENCE and not each.linked and each.text.endswith((".", ":", "…", "!", "?", "”"))
            for each in before
        )

    def heads_links(self, block: Block) -> bool:
        """Whether two links follow at once: it is the heading of their list."""
        following = self.blocks[block.index + 1 : block.index + 3]
        return len(following) == 2 and all(each.is_link and len(each.text) > 24 for each in following)

    def among_links(self, block: Block) -> bool:
        """Whether the blocks about it are links too: it is one of a list."""
        near = self.blocks[max(0, block.index - 1) : block.index + 2]
        links = [each for each in near if each.is_link and len(each.text) > 24 and not labels.is_tool(each.text)]
        return any(each.index > block.index or (each.is_strong and each is not block) for each in links)


def _is_category(block: Block, name: str, match: int, page: _Page) -> bool:
    """Whether a short text is a link of the page too, while itself it is none: the name of the list."""
    return not block.is_link and name in page.menu and (match < 24 or len(name) <= MAX_CATEGORY)


def _title_score(block: Block, page: _Page, nearness: int) -> int:
    """How much a block looks like the title of an article.

    What repeats the page's own name is likely the title, unless it stands far from the labelled lines of a page that
    has such lines: then it is the name of the portal, which many portals put on every page.
    """
    name = key(block.text)
    match = 0 if PORTAL_NAME.match(block.text) else _match_score(name, page.names)
    score = nearness + (match * 2 // 3 if page.labelled and not nearness else match)
    if not score and block.element.tag not in HEADINGS and not block.is_strong:
        return 0  # most blocks of a page: no look at what they stand in could make a title of them
    if PORTAL_NAME.match(block.text) or _is_category(block, name, match, page):
        score -= 32 if match else 44
    near = list(islice(ancestors(block.element, page.body), 3))
    heading = next((element.tag for element in near if element.tag in HEADINGS), None)
    score += _HEADING_SCORE.get(str(heading), 0)
    hints = " ".join(_hint(element) for element in near[:2])
    if _NOT_TITLE_HINT.search(hints):
        score -= 6 if match >= 34 or nearness >= 20 else 12
    elif _TITLE_HINT.search(hints):
        score += 12
    if block.is_link and block.element.tag not in HEADINGS:
        score -= 25 if not block.is_strong or page.among_links(block) else 4
    if block.element.tag in ("li", "nav"):
        score -= 15
    elif block.is_strong and len(block.text) < 200:
        score += 6
    if block.text.endswith((".", ";")) and not block.text.endswith("..") and match < 24:
        score -= 24  # a sentence: rather the lead
    if match < 24 and heading is None and is_person(block.text):
        score -= 40  # a signature
    if not match and heading is None and page.follows_text(block):
        score -= 15
    elif not match and heading not in (None, "h1") and nearness < 20 and page.parts_text(block):
        score -= 30
    if not match and _NUMBERED.match(block.text):
        score -= 30  # a part of the text
    if match < 24 and page.heads_links(block):
        score -= 20  # the heading of a box
    if score > 0:
        score += 6 if page.opens_text(block) else 0 if match else -12
    if not block.is_strong and heading is None:
        score -= 10
    return score - (15 if len(name) < 10 else 0)


def _nearness(lines: dict[int, bool]) -> dict[int, int]:
    """How close blocks stand to the lines about the article; those with labels weigh more than bare dates."""
    near: dict[int, int] = {}
    for at, labelled in lines.items():
        for distance in (-3, -2, -1, 1, 2, 3, 4, 5, 6, 7, 8):
            if distance < 0:
                score = (16 if labelled else 12) + 2 * distance
            elif distance <= 4:
                score = (32 if labelled else 28) - 2 * distance
            else:
                score = 10 if labelled else 6
            near[at - distance] = max(score, near.get(at - distance, 0))
    return near


def find_heading(doc: Document, flow: Flow) -> Heading:
    """Title and lines about the article by structure alone: headings, the page's own name, dates and labels."""
    meta = {block.index: block for block in flow.blocks if is_meta(block)}
    lines = {at: bool(labels.cut(block.text)) for at, block in meta.items() if _anchors(block)}
    menu = frozenset(key(block.text) for block in flow.blocks if block.is_link and len(block.text) <= MAX_MENU)
    page = _Page(_page_names(doc), doc.body, flow.blocks, menu, any(lines.values()))
    near = _nearness(lines)
    # Where a date stands on the page, and nothing better does, bold type above prose is title enough.
    best, best_score, enough = None, 10 if lines else 25, 25
    for block in flow.blocks:
        if not 6 <= len(block.text) <= 400 or block.index in meta:
            continue
        score = _title_score(block, page, near.get(block.index, 0))
        if score <= best_score or _is_no_title(block):
            continue
        adjacent = near.get(block.index, 0) >= 26 and len(block.text) >= 25
        set_apart = block.is_strong and adjacent and not block.is_link
        if score > enough or set_apart or ((block.is_strong or adjacent) and page.opens_text(block)):
            best, best_score = block, score
    best = best or _above_text(page, near)
    if best is None:
        return Heading(None, ())
    return Heading(best, lines_about(best, flow.blocks))


def _above_text(page: _Page, near: dict[int, int]) -> Block | None:
    """Where nothing is a title for sure: what stands in bold type above several paragraphs and looks most like one."""
    found: tuple[Block | None, int] = (None, MIN_SCORE)
    for block in page.blocks:
        if not (block.is_strong and MIN_TITLE <= len(block.text) <= 400) or _is_no_title(block):
            continue
        following = page.blocks[block.index + 1 : block.index + 14]
        if sum(len(each.text) >= PROSE and not each.is_link for each in following) > 1:
            score = _title_score(block, page, near.get(block.index, 0))
            found = max(found, (block, score), key=lambda pair: pair[1])
    return found[0]


def _anchors(block: Block) -> bool:
    """Whether a line is one that a title stands by: it bears a date or a poster, and is no entry of a list."""
    if block.linked * 3 > len(block.text):
        return False
    return find_date(block.text) is not None or words.POSTER in labels.cut(block.text)


def _is_no_title(block: Block) -> bool:
    """Whether the words of a block say that it is something else."""
    return labels.ends_article(block.text) or credits_by_label(block) or labels.is_box(block.text)
