"""Which blocks of a page are the article's: by the platform's body field, or by structure alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.article.ending import is_rest, text_weight, trim, until_end
from queson_crawler.parse.article.lead import MAX_LEAD, skip_opening, split_lead
from queson_crawler.parse.article.media import captions
from queson_crawler.parse.article.title import Heading
from queson_crawler.parse.flow import HEADINGS, Block, Flow
from queson_crawler.parse.lines import SENTENCE, is_about, is_meta, key
from queson_crawler.platforms.selectors import ArticleSelectors, find, find_all

_CONTAINERS = frozenset("div td table tbody tr form section article main center span font article fieldset".split())
_FIELDS = frozenset(("div", "td", "article", "section", "table"))


@dataclass(frozen=True, slots=True)
class Parts:
    """The blocks of an article by what they are; `end` is the index of the first block that is no part of it."""

    heading: Heading
    lead: tuple[Block, ...]
    body: tuple[Block, ...]
    after: tuple[Block, ...]
    container: html.HtmlElement
    end: int


def by_selector(
    flow: Flow, heading: Heading, root: html.HtmlElement, field: html.HtmlElement, selectors: ArticleSelectors
) -> Parts:
    dropped = {block.index for found in find_all(field, selectors.not_body) for block in flow.inside(found)}
    lead_field = find(root, selectors.lead)
    lead = _lead_before(flow, heading, field) if lead_field is None else flow.inside(lead_field)
    own = _known(heading) | {block.index for block in lead} | dropped
    kept = until_end(flow.inside(field), flow, heading.title)
    body = [block for block in kept if block.index not in own]
    while body and labels.is_tool(body[-1].text):
        body.pop()
    last = body[-1].index if body else flow.spans[field][1] - 1
    after = [block for block in until_end(flow.blocks[last + 1 :], flow, heading.title) if block.index not in dropped]
    return Parts(heading, tuple(lead), tuple(body), tuple(after), field, after[-1].index + 1 if after else last + 1)


def _lead_before(flow: Flow, heading: Heading, field: html.HtmlElement) -> list[Block]:
    """The prose between the title and the body field, where no selector tells the lead."""
    if heading.title is None:
        return []
    first = flow.spans[field][0]
    own = _known(heading) | captions(flow, heading.title.index, first)
    between = [block for block in flow.blocks[heading.title.index + 1 : first] if block.index not in own]
    return split_lead(until_end(between, flow, heading.title), [], field)[0]


def _repeats(block: Block, title: str) -> bool:
    """Whether a block is the title's heading once more; a paragraph of the same words is text."""
    return block.element.tag in HEADINGS and key(block.text) == title


def _known(heading: Heading) -> set[int]:
    return {block.index for block in (heading.title, *heading.meta) if block is not None}


def by_structure(flow: Flow, heading: Heading) -> Parts:
    assert heading.title is not None
    start, own = heading.title.index + 1, _known(heading)
    below = [block for block in flow.blocks[start:] if block.index not in own]
    region = until_end(below, flow, heading.title)
    kept = {block.index: block for block in region}
    end = region[-1].index + 1 if region else start
    sums = list(accumulate((text_weight(kept[n]) if n in kept else 0 for n in range(end)), initial=0))
    container = _container(flow, heading, sums, start, end)
    span = flow.spans.get(container, (start, end))
    first, last = max(start, span[0]), min(end, span[1])
    name = key(heading.title.text)
    inner = [block for block in region if first <= block.index < last and not _repeats(block, name)]
    pictured = captions(flow, start, first)
    before = [block for block in region if block.index < first and block.index not in pictured]
    opening = [block for block in (*before, *inner[: len(inner) - len(skip_opening(inner))]) if is_about(block)]
    lead, body = split_lead(before, inner, container)
    opening += [block for block in body[: len(body) - len(skip_opening(body))] if is_about(block)]
    # A line of labels may stand below a first paragraph that is a lead without looking so.
    opening += [block for block in body[1:3] if is_meta(block) and labels.cut(block.text)]
    said = {block.index for block in opening}
    body, tail = _split_tail([block for block in skip_opening(body) if block.index not in said])
    after = [*tail, *(block for block in region if block.index >= last)]
    heading = Heading(heading.title, (*heading.meta, *opening))
    return Parts(heading, tuple(lead), tuple(trim(body)), tuple(after), container, end)


def _split_tail(body: list[Block]) -> tuple[list[Block], list[Block]]:
    """Body, and the lines about the article that follow its text (`Người đăng: …`, `Ngày đăng: …`)."""
    end = len(body)
    while end and (is_meta(body[end - 1]) or is_rest(body[end - 1])):
        end -= 1
    meta = next((place for place in range(end, len(body)) if is_meta(body[place])), None)
    return (body, []) if meta is None else (body[:end], body[end:])


def _container(flow: Flow, heading: Heading, sums: list[int], start: int, end: int) -> html.HtmlElement:
    """The innermost element that holds nearly all text between title and end, but never a single paragraph of it."""
    assert heading.title is not None

    def weight(element: html.HtmlElement) -> int:
        first, last = flow.spans.get(element, (0, 0))
        first, last = max(first, start), min(last, end)
        return sums[last] - sums[first] if last > first else 0

    current: html.HtmlElement = heading.title.element.getroottree().getroot()
    current = next((element for element in flow.spans if element.tag in ("body", "html")), current)
    if current not in flow.spans:
        current = next(iter(flow.spans))
    total = weight(current)
    while total:
        best = max((child for child in current if child.tag in _CONTAINERS), key=weight, default=None)
        if best is not None and weight(best) < 0.8 * total:
            best = _below_lead(flow, current, weight)
        if best is None or not _is_container(flow, best, start, end):
            break
        current, total = best, weight(best)
    return current


def _below_lead(
    flow: Flow, element: html.HtmlElement, weight: Callable[[html.HtmlElement], int]
) -> html.HtmlElement | None:
    """The child with the text where `element` holds a lead and then one field: a short text may weigh no more."""
    pictures = [child for child in element if _is_picture(flow, child)]
    filled = [child for child in element if weight(child) and child not in pictures]
    if len(filled) < 2 or filled[1].tag not in _FIELDS or not SENTENCE <= weight(filled[0]) <= MAX_LEAD:
        return None
    first, last = flow.spans.get(filled[0], (0, 0))
    rest = weight(element) - sum(map(weight, (filled[0], *pictures)))  # the text between the children counts too
    return filled[1] if last - first == 1 and weight(filled[1]) >= max(0.8 * rest, rest - 90) else None


def _is_picture(flow: Flow, element: html.HtmlElement) -> bool:
    """Whether an element shows a picture with its caption and nothing else."""
    first, last = flow.spans.get(element, (0, 0))
    if last - first > 1 or (first < last and len(flow.blocks[first].text) > MAX_LEAD):
        return False
    return element.tag == "figure" or next(element.iter("img"), None) is not None


def _is_container(flow: Flow, element: html.HtmlElement, start: int, end: int) -> bool:
    """Whether it holds blocks of its children or several of its own, not only a run of its own text."""
    first, last = flow.spans.get(element, (0, 0))
    blocks = flow.blocks[max(first, start) : min(last, end)]
    return len(blocks) > 2 or any(block.element is not element for block in blocks)
