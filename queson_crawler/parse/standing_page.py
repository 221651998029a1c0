"""The title and the text of a page that is neither a list nor news. Pure.

Such pages have every shape: prose, tables of offices, cards of leaders, maps, galleries. What reading an article finds
is taken where it is most of the page; else all that the page shows outside its frame.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from lxml import html

from archive.records import Attachment, StandingPage
from queson_crawler.parse.article.attached import files_in
from queson_crawler.parse.article.blocks import length_of
from queson_crawler.parse.article.breadcrumb import breadcrumb_of
from queson_crawler.parse.article.furniture import Template, all_words, words_of
from queson_crawler.parse.article.reading import explain_article
from queson_crawler.parse.document import MAX_TITLE, Document, text_of
from queson_crawler.parse.flow import HEADINGS, Block, Flow, read_flow, render
from queson_crawler.parse.listing.items import is_marked_aside, is_named_aside
from queson_crawler.parse.results import RawArticle
from queson_crawler.platforms.selectors import ArticleSelectors

MIN_SHARE = 0.5
"""What reading an article finds is the page where it is at least this share of all that stands outside the frame."""
MIN_OWN = 40
"""Characters that a page shows besides what is called a menu or a banner; with less, those names mislead."""
MAX_MARKS = 60
MAX_TEXT = 400_000
MAX_COUNTER = 80
_COUNTER = re.compile(
    r"truy cập|lượt xem|lượt đọc|trực tuyến|online|visitors?|hits|hôm nay|hôm qua|tuần này|tháng này|tất cả", re.I
)
"""The words of counters of visits, which differ each time."""
_SHOWN = ("img", "iframe", "video", "audio", "object", "embed", "source")


def read_standing(doc: Document, selectors: ArticleSelectors, template: Template) -> StandingPage:
    """The page as it stands; a title and a text may be all that is missing."""
    flow = read_flow(doc.body)
    blocks = _own(doc, flow, template)
    rest = render(blocks)[:MAX_TEXT]
    found = explain_article(doc, selectors, template).result
    title, text = _title(doc, blocks), rest
    if isinstance(found, RawArticle):
        title = found.title
        own = "\n\n".join(filter(None, (found.lead, found.body)))
        if len(own) >= MIN_SHARE * len(rest):
            text = own[:MAX_TEXT]
    way = [crumb.title for crumb in breadcrumb_of(doc)]
    if way and way[-1] != title:
        way.append(title)
    return StandingPage(title[:MAX_TITLE], text, tuple(way), _marks(doc), _files(doc, flow, blocks))


def _files(doc: Document, flow: Flow, blocks: Sequence[Block]) -> tuple[Attachment, ...]:
    """The files to which a page leads outside its frame: in one of its own blocks, or beside them as a frame or a
    picture."""
    own = {block.index for block in blocks}
    offering: list[html.HtmlElement] = []
    for at, element in (*flow.links, *flow.controls):
        if text_of(element):
            is_own = at in own
        else:
            is_own = not is_named_aside(element, doc.body)
        if is_own and not is_marked_aside(element, doc.body):
            offering.append(element)
    return files_in(doc, offering)


def _own(doc: Document, flow: Flow, template: Template) -> list[Block]:
    """The blocks that are no part of the frame of every page."""
    shared = all_words(template.furniture)
    marked = [block for block in flow.blocks if not is_marked_aside(block.element, doc.body)]
    kept = [block for block in marked if not _is_counter(block) and words_of(block) not in shared]
    own = [block for block in kept if not is_named_aside(block.element, doc.body)]
    if length_of(own) >= MIN_OWN:
        return own
    return kept


def _is_counter(block: Block) -> bool:
    """Whether a line tells how often a portal was visited."""
    if len(block.text) > MAX_COUNTER or _COUNTER.search(block.text) is None:
        return False
    return any(sign.isdigit() for sign in block.text)


def _title(doc: Document, blocks: Sequence[Block]) -> str:
    """The first heading outside the frame, else the name of the page."""
    for block in blocks:
        if block.element.tag in HEADINGS:
            return block.text
    return re.split(r"(?<!\s)\s{1,9}[-|–]\s{1,9}", doc.title)[0]


def _marks(doc: Document) -> tuple[str, ...]:
    """The addresses of the pictures and players that a page shows outside its frame."""
    found: dict[str, None] = {}
    for element in islice(doc.body.iter(*_SHOWN), 4 * MAX_MARKS):
        address = element.get("src") or element.get("data") or ""
        if address and not is_marked_aside(element, doc.body):
            found[doc.join(address)] = None
    return tuple(islice(found, MAX_MARKS))
