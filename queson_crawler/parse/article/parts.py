"""Which blocks of a page are the article's: by the platform's body field, or by structure alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.article.end_place import home_of_text, last_paragraph
from queson_crawler.parse.article.ending import until_end
from queson_crawler.parse.article.lead import MAX_LEAD, skip_opening, split_lead
from queson_crawler.parse.article.media import captions, captions_inside
from queson_crawler.parse.article.title import Heading
from queson_crawler.parse.article.trimming import Cuts, is_rest, text_weight, trim
from queson_crawler.parse.dress import stands_alike
from queson_crawler.parse.evidence import Sign, Verdict
from queson_crawler.parse.flow import HEADINGS, Block, Flow
from queson_crawler.parse.lines import SENTENCE, credits_by_label, find_date, is_about, is_meta, key
from queson_crawler.platforms.selectors import ArticleSelectors, find, find_all

_CONTAINERS = frozenset("div td table tbody tr form section article main center span font article fieldset".split())
_FIELDS = frozenset(("div", "td", "article", "section", "table"))
_NO_FURNITURE: frozenset[int] = frozenset()
NEARLY_ALL = 0.8


@dataclass(frozen=True, slots=True)
class Parts:
    """The blocks of an article by what they are; `end` is the index of the first block that is no part of it."""

    heading: Heading
    lead: tuple[Block, ...]
    body: tuple[Block, ...]
    after: tuple[Block, ...]
    container: html.HtmlElement
    end: int
    cuts: Cuts = field(default_factory=Cuts)
    verdicts: tuple[Verdict, ...] = ()


def by_selector(
    flow: Flow,
    heading: Heading,
    root: html.HtmlElement,
    body_field: html.HtmlElement,
    selectors: ArticleSelectors,
    furniture: frozenset[int] = _NO_FURNITURE,
) -> Parts:
    """The parts where the platform's selectors find the CMS's own body field."""
    cuts = Cuts()
    dropped = set(furniture)
    for found in find_all(body_field, selectors.not_body):
        unwanted = flow.inside(found)
        dropped.update(block.index for block in unwanted)
        cuts.add(unwanted, "the platform's selectors say that it is none of the body")
    cuts.add([block for block in flow.inside(body_field) if block.index in furniture], FURNITURE)
    lead_field = find(root, selectors.lead)
    lead = _lead_before(flow, heading, body_field, cuts) if lead_field is None else flow.inside(lead_field)
    pictured = captions_inside(flow, *flow.spans[body_field])
    own = _known(heading) | {block.index for block in lead} | dropped | pictured
    kept = until_end(flow.inside(body_field), flow, heading.title, cuts)
    cuts.add([block for block in kept if block.index in pictured], CAPTION)
    body = [block for block in kept if block.index not in own]
    while body and labels.is_tool(body[-1].text):
        cuts.add([body.pop()], "a tool below the text")
    last = body[-1].index if body else flow.spans[body_field][1] - 1
    after = until_end(flow.blocks[last + 1 :], flow, heading.title, Cuts())
    after = [block for block in after if block.index not in dropped]
    end = after[-1].index + 1 if after else last + 1
    verdict = Verdict("body", _names(body_field), (Sign("the platform's selector finds it", 1),))
    return Parts(heading, tuple(lead), tuple(body), tuple(after), body_field, end, cuts, (verdict,))


FURNITURE, CAPTION, REPEATED = "sibling pages show it too", "the caption of a picture", "the title once more"


def _names(element: html.HtmlElement) -> str:
    """An element as people write it: `div.noidung`."""
    classes = ".".join((element.get("class") or "").split()[:2])
    return (
        str(element.tag) + (f"#{element.get('id')}" if element.get("id") else "") + (f".{classes}" if classes else "")
    )


def _lead_before(flow: Flow, heading: Heading, body_field: html.HtmlElement, cuts: Cuts) -> list[Block]:
    """The prose between the title and the body field, where no selector tells the lead."""
    if heading.title is None:
        return []
    first = flow.spans[body_field][0]
    own = _known(heading) | captions(flow, heading.title.index, first)
    between = [block for block in flow.blocks[heading.title.index + 1 : first] if block.index not in own]
    return split_lead(until_end(between, flow, heading.title, cuts), [], body_field, key(heading.title.text))[0]


def _repeats(block: Block, title: str) -> bool:
    """Whether a block is the title's heading once more; a paragraph of the same words is text."""
    return block.element.tag in HEADINGS and key(block.text) == title


def _known(heading: Heading) -> set[int]:
    return {block.index for block in (heading.title, *heading.meta) if block is not None}


def by_structure(flow: Flow, heading: Heading, furniture: frozenset[int] = _NO_FURNITURE) -> Parts:
    """The parts by labels and structure alone; `furniture` are the indices of blocks that sibling pages show too."""
    assert heading.title is not None
    cuts = Cuts()
    start, own = heading.title.index + 1, _known(heading)
    cuts.add([block for block in flow.blocks[start:] if block.index in furniture], FURNITURE)
    name = key(heading.title.text)
    below: list[Block] = []
    for block in flow.blocks[start:]:
        if _repeats(block, name):
            cuts.add([block], REPEATED)
        elif block.index not in own and block.index not in furniture:
            below.append(block)
    region = until_end(below, flow, heading.title, cuts)
    end = region[-1].index + 1 if region else start
    container = _container(flow, heading, _sums(region, end), start, end)
    span = flow.spans.get(container, (start, end))
    first, last = max(start, span[0]), min(end, span[1])
    pictured = captions(flow, start, first) | captions_inside(flow, start, last)
    inner = _inner([block for block in region if first <= block.index < last], pictured, flow, cuts)
    before = [block for block in region if block.index < first and block.index not in pictured]
    dated = any(find_date(block.text) for block in heading.meta)
    opening = [block for block in before if is_about(block)] + _lines_opening(inner, dated)
    said = {block.index for block in opening}
    lead, body, lead_verdict = split_lead(
        before, [block for block in inner if block.index not in said], container, name, dated=dated
    )
    opening += _lines_opening(body, dated)
    # A line of labels may stand below a first paragraph that is a lead without looking so.
    opening += [block for block in body[1:3] if is_meta(block) and labels.cut(block.text)]
    said = {block.index for block in opening}
    body, closed = _split_at_credits(body, flow)
    cuts.add(closed, "stands below the lines that close the article")
    body, tail = _split_tail([block for block in body if block.index not in said], dated)
    after = [*tail, *closed, *(block for block in region if block.index >= last)]
    whole = Heading(heading.title, (*heading.meta, *opening), heading.verdict)
    verdicts = [_body_verdict(container)]
    if lead_verdict is not None:
        verdicts.insert(0, lead_verdict)
    return Parts(whole, tuple(lead), tuple(trim(body, cuts, flow)), tuple(after), container, end, cuts, tuple(verdicts))


def _inner(region: list[Block], pictured: frozenset[int], flow: Flow, cuts: Cuts) -> list[Block]:
    """The blocks of a text without the captions of its pictures, unless these tell most of it."""
    text = [block for block in region if block.index not in pictured]
    if _is_told_in_pictures(text, [flow.blocks[index] for index in pictured]):
        return region
    cuts.add([block for block in region if block.index in pictured], CAPTION)
    return text


def _is_told_in_pictures(text: Sequence[Block], captions: Sequence[Block]) -> bool:
    """Whether most of what a page tells stands under its pictures: then that is the text."""
    told = sum(text_weight(block) for block in text if not is_about(block))
    return sum(len(block.text) for block in captions) > told


def _sums(region: Sequence[Block], end: int) -> list[int]:
    """The characters of text before each block, links and tools not counted."""
    kept = {block.index: block for block in region}
    weights = [text_weight(kept[number]) if number in kept else 0 for number in range(end)]
    return list(accumulate(weights, initial=0))


def _body_verdict(container: html.HtmlElement) -> Verdict:
    sign = Sign("the innermost element with nearly all text between title and end", 1)
    return Verdict("body", _names(container), (sign,))


def _lines_opening(blocks: list[Block], dated: bool) -> list[Block]:
    """The lines about the article with which a text opens."""
    opening = len(blocks) - len(skip_opening(blocks, dated=dated))
    return [block for block in blocks[:opening] if is_about(block)]


def _split_at_credits(body: list[Block], flow: Flow) -> tuple[list[Block], list[Block]]:
    """Body, and what stands from the first line of credits, tags or tools on that is outside the element of the text
    before it, where no more of that text follows."""
    for place in range(1, len(body)):
        block = body[place]
        if not (credits_by_label(block) or is_meta(block) or is_rest(block)):
            continue
        text = last_paragraph(body[:place])
        if text is None or _stands_in(block, home_of_text(text, flow)):
            continue
        if not any(stands_alike(following, text) for following in body[place:]):
            return body[:place], body[place:]
    return body, []


def _stands_in(block: Block, home: html.HtmlElement) -> bool:
    return any(step is home for step in (block.element, *block.element.iterancestors()))


def _split_tail(body: list[Block], dated: bool) -> tuple[list[Block], list[Block]]:
    """Body, and the lines about the article that follow its text (`Người đăng: …`, `Ngày đăng: …`)."""
    end = len(body)
    while end and (is_meta(body[end - 1]) or is_rest(body[end - 1])):
        if dated and end > 1 and not labels.cut(body[end - 1].text) and stands_alike(body[end - 1], body[end - 2]):
            if find_date(body[end - 1].text) is not None:
                break  # the day of an event closes the text
        end -= 1
    for place in range(end, len(body)):
        if is_meta(body[place]):
            return body[:end], body[end:]
    return body, []


def _container(flow: Flow, heading: Heading, sums: list[int], start: int, end: int) -> html.HtmlElement:
    """The innermost element that holds nearly all text between title and end, but never a single paragraph of it."""
    assert heading.title is not None
    weights = _Weights(flow, sums, start, end)
    current: html.HtmlElement = heading.title.element.getroottree().getroot()
    current = next((element for element in flow.spans if element.tag in ("body", "html")), current)
    if current not in flow.spans:
        current = next(iter(flow.spans))
    total = weights.of(current)
    while total:
        best = max((child for child in current if child.tag in _CONTAINERS), key=weights.of, default=None)
        if best is not None and weights.of(best) < NEARLY_ALL * total:
            best = _below_lead(flow, current, weights)
        if best is None or not _is_container(flow, best, start, end):
            break
        current, total = best, weights.of(best)
    return current


@dataclass(frozen=True, slots=True)
class _Weights:
    """How many characters of text the elements of a page hold between title and end."""

    flow: Flow
    sums: list[int]
    start: int
    end: int

    def of(self, element: html.HtmlElement) -> int:
        first, last = self.flow.spans.get(element, (0, 0))
        first, last = max(first, self.start), min(last, self.end)
        return self.sums[last] - self.sums[first] if last > first else 0


def _below_lead(flow: Flow, element: html.HtmlElement, weights: _Weights) -> html.HtmlElement | None:
    """The child with the text where `element` holds a lead and then one field: a short text may weigh no more."""
    pictures = [child for child in element if _is_picture(flow, child)]
    filled = [child for child in element if weights.of(child) and child not in pictures]
    if len(filled) < 2 or filled[1].tag not in _FIELDS or not SENTENCE <= weights.of(filled[0]) <= MAX_LEAD:
        return None
    first, last = flow.spans.get(filled[0], (0, 0))
    rest = weights.of(element) - sum(map(weights.of, (filled[0], *pictures)))  # the text between them counts too
    return filled[1] if last - first == 1 and weights.of(filled[1]) >= max(NEARLY_ALL * rest, rest - 90) else None


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
