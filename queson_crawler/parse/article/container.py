"""The element of a page that holds the text of its article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from lxml import html

from queson_crawler.parse.article.blocks import length_of
from queson_crawler.parse.article.lead import MAX_LEAD
from queson_crawler.parse.article.trimming import text_weight
from queson_crawler.parse.dress import alike_beside
from queson_crawler.parse.flow import Block, Flow
from queson_crawler.parse.lines import SENTENCE

_CONTAINERS = frozenset("div td table tbody tr form section article main center span font article fieldset".split())
_FIELDS = frozenset(("div", "td", "article", "section", "table"))
NEARLY_ALL = 0.8
"""The share of a text that its element holds at least."""
MAX_BETWEEN = 90
"""Characters that may stand between a lead and the element of a short text."""


@dataclass(frozen=True, slots=True)
class _Weights:
    """How many characters of text the elements of a page hold between the blocks `start` and `end`."""

    flow: Flow
    sums: list[int]
    start: int
    end: int

    def of(self, element: html.HtmlElement) -> int:
        first, last = self.flow.spans.get(element, (0, 0))
        first, last = max(first, self.start), min(last, self.end)
        if last <= first:
            return 0
        return self.sums[last] - self.sums[first]


def container_of(flow: Flow, region: Sequence[Block], start: int, end: int) -> html.HtmlElement:
    """The innermost element that holds nearly all text of `region`, the blocks from `start` on and before `end` that
    may be the article's; but never a single paragraph of it."""
    weights = _Weights(flow, _sums(region, end), start, end)
    current = next(iter(flow.spans))
    total = weights.of(current)
    while total:
        best = _heaviest_child(flow, current, weights)
        if best is None or _is_paragraph(best, weights):
            break
        if not _is_container(flow, best, start, end):
            break
        current, total = best, weights.of(best)
    return current


def _heaviest_child(flow: Flow, element: html.HtmlElement, weights: _Weights) -> html.HtmlElement | None:
    """The child of an element with nearly all its text, or with what follows its lead; None where it has none."""
    best = max(element.iterchildren(*_CONTAINERS), key=weights.of, default=None)
    if best is not None and weights.of(best) < NEARLY_ALL * weights.of(element):
        return _below_lead(flow, element, weights)
    return best


def _sums(region: Sequence[Block], end: int) -> list[int]:
    """The characters of text before each block, links and tools not counted."""
    weights = [0] * end
    for block in region:
        weights[block.index] = text_weight(block)
    return list(accumulate(weights, initial=0))


def _below_lead(flow: Flow, element: html.HtmlElement, weights: _Weights) -> html.HtmlElement | None:
    """The child with the text where `element` holds a lead and then one field: a short text may weigh no more."""
    pictures = {child for child in element if _is_picture(flow, child)}
    filled = [child for child in element if child not in pictures and weights.of(child)]
    if len(filled) < 2 or not _may_be_lead(flow, filled[0], weights):
        return None
    lead, field = filled[:2]
    rest = weights.of(element) - sum(map(weights.of, (lead, *pictures)))  # the text between the children counts too
    if field.tag in _FIELDS and weights.of(field) >= max(NEARLY_ALL * rest, rest - MAX_BETWEEN):
        return field
    return None


def _may_be_lead(flow: Flow, element: html.HtmlElement, weights: _Weights) -> bool:
    """Whether an element is one paragraph of the length of a lead."""
    if len(flow.inside(element)) != 1:
        return False
    return SENTENCE <= weights.of(element) <= MAX_LEAD


def _is_picture(flow: Flow, element: html.HtmlElement) -> bool:
    """Whether an element shows a picture with its caption and nothing else."""
    blocks = flow.inside(element)
    if len(blocks) > 1 or length_of(blocks) > MAX_LEAD:
        return False
    if element.tag == "figure":
        return True
    return next(element.iter("img"), None) is not None


def _is_paragraph(element: html.HtmlElement, weights: _Weights) -> bool:
    """Whether an element is one of several that hold a paragraph each, however many others it is wrapped in."""
    if len(weights.flow.inside(element)) != 1:
        return False
    return any(map(weights.of, alike_beside(element)))


def _is_container(flow: Flow, element: html.HtmlElement, start: int, end: int) -> bool:
    """Whether it holds blocks of its children or several of its own, not only a run of its own text."""
    first, last = flow.spans.get(element, (0, 0))
    blocks = flow.blocks[max(first, start) : min(last, end)]
    if len(blocks) > 2:
        return True
    return any(block.element is not element for block in blocks)
