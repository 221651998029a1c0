"""Which blocks of a page are the article's: by the platform's body field, or by structure alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, islice

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.flow import HEADINGS, Block, Flow
from queson_crawler.parse.heading import PROSE, Heading, find_date, is_meta, key
from queson_crawler.parse.media import has_file_link
from queson_crawler.parse.select import ArticleSelectors, ancestors, find, find_all

_LEAD_HINT = re.compile(r"sapo|lead|summary|hometext|tom-?_?tat|trich|intro|chapeau|head-?noi-?dung|mota|short", re.I)
_CONTAINERS = frozenset("div td table tbody tr form section article main center span font article fieldset".split())
_WORDY = re.compile(r"\w{2,}")


@dataclass(frozen=True, slots=True)
class Parts:
    """The blocks of an article by what they are; `end` is the index of the first block that is no part of it."""

    heading: Heading
    lead: tuple[Block, ...]
    body: tuple[Block, ...]
    after: tuple[Block, ...]
    container: html.HtmlElement
    end: int


def _until_end(blocks: list[Block]) -> list[Block]:
    """The blocks before the first heading of related lists, comments or footer; an inset near the top is left out."""
    kept: list[Block] = []
    place = weight = 0
    while place < len(blocks):
        block = blocks[place]
        if not labels.ends_article(block.text):
            kept.append(block)
            weight += _weight(block)
            place += 1
            continue
        if _is_subheading(blocks, place):
            kept.append(block)
            place += 1
            continue
        after = _after_inset(blocks, place, weight)
        if after is None:
            break
        place = after
    return kept


def _is_subheading(blocks: list[Block], place: int) -> bool:
    """Whether words such as `Tin mới` only head a part of the text: prose follows, not links."""
    following = blocks[place + 1 : place + 2]
    prose = bool(following) and len(following[0].text) >= PROSE and not following[0].linked
    return prose and labels.is_related(blocks[place].text)


def _after_inset(blocks: list[Block], place: int, weight_before: int) -> int | None:
    """Where the text goes on after a box of related links between lead and body, or None where it does not."""
    if weight_before > 500 or not labels.is_related(blocks[place].text):
        return None
    place += 1
    while place < len(blocks) and (blocks[place].linked * 10 >= len(blocks[place].text) * 7):
        place += 1
    prose = 0
    for block in blocks[place : place + 12]:
        if labels.ends_article(block.text):
            break
        prose += len(block.text) >= 120 and not block.is_link
    return place if prose >= 2 else None


def by_selector(
    flow: Flow, heading: Heading, root: html.HtmlElement, field: html.HtmlElement, selectors: ArticleSelectors
) -> Parts:
    dropped = {block.index for found in find_all(field, selectors.not_body) for block in flow.inside(found)}
    lead_field = find(root, selectors.lead)
    lead = _lead_before(flow, heading, field) if lead_field is None else flow.inside(lead_field)
    own = _known(heading) | {block.index for block in lead} | dropped
    kept = _until_end(flow.inside(field))
    body = [block for block in kept if block.index not in own]
    while body and labels.is_tool(body[-1].text):
        body.pop()
    last = body[-1].index if body else flow.spans[field][1] - 1
    after = [block for block in _until_end(flow.blocks[last + 1 :]) if block.index not in dropped]
    return Parts(heading, tuple(lead), tuple(body), tuple(after), field, after[-1].index + 1 if after else last + 1)


def _lead_before(flow: Flow, heading: Heading, field: html.HtmlElement) -> list[Block]:
    """The lead where no selector finds it: the prose between title and body field."""
    if heading.title is None:
        return []
    between = flow.blocks[heading.title.index + 1 : flow.spans[field][0]]
    return _split_lead([block for block in between if block.index not in _known(heading)], [], field)[0]


def _repeats(block: Block, title: str) -> bool:
    """Whether a block is the title's heading once more; a paragraph of the same words is text."""
    return block.element.tag in HEADINGS and key(block.text) == title


def _known(heading: Heading) -> set[int]:
    return {block.index for block in (heading.title, *heading.meta) if block is not None}


def _weight(block: Block) -> int:
    if labels.is_tool(block.text) or not _WORDY.search(block.text):
        return 0
    return max(0, len(block.text) - 2 * block.linked)


def by_structure(flow: Flow, heading: Heading) -> Parts:
    assert heading.title is not None
    start = max([heading.title.index, *(block.index for block in heading.meta)]) + 1
    region = _until_end(flow.blocks[start:])
    kept = {block.index: block for block in region}
    end = region[-1].index + 1 if region else start
    sums = list(accumulate((_weight(kept[n]) if n in kept else 0 for n in range(end)), initial=0))
    container = _container(flow, heading, sums, start, end)
    span = flow.spans.get(container, (start, end))
    first, last = max(start, span[0]), min(end, span[1])
    name = key(heading.title.text)
    inner = [block for block in region if first <= block.index < last and not _repeats(block, name)]
    lead, body = _split_lead([block for block in region if block.index < first], inner, container)
    body, tail = _split_tail(body)
    after = [*tail, *(block for block in region if block.index >= last)]
    return Parts(heading, tuple(lead), tuple(trim(body)), tuple(after), container, end)


def _split_tail(body: list[Block]) -> tuple[list[Block], list[Block]]:
    """Body, and the lines about the article that follow its text (`Người đăng: …`, `Ngày đăng: …`)."""
    end = len(body)
    while end and (is_meta(body[end - 1]) or labels.is_tool(body[end - 1].text)):
        end -= 1
    if not any(is_meta(block) for block in body[end:]):
        return body, []
    return body[:end], body[end:]


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
        if best is None or weight(best) < 0.8 * total or not _is_container(flow, best, start, end):
            break
        current, total = best, weight(best)
    return current


def _is_container(flow: Flow, element: html.HtmlElement, start: int, end: int) -> bool:
    """Whether it holds blocks of its children, not only a run of its own text."""
    first, last = flow.spans.get(element, (0, 0))
    blocks = flow.blocks[max(first, start) : min(last, end)]
    return any(block.element is not element for block in blocks)


def _split_lead(
    before: list[Block], inner: list[Block], container: html.HtmlElement
) -> tuple[list[Block], list[Block]]:
    """Lead and body: what stands between heading and body field, else what the page marks as lead within it."""
    before = [block for block in before if not block.text.startswith((">>", "»"))]
    outside = [
        b for b in before if len(b.text) >= 30 and not b.is_link and not is_meta(b) and not labels.is_tool(b.text)
    ]
    inner = _skip_opening(inner)
    if outside:
        said = {block.text for block in outside}
        return outside[-2:], [block for block in inner if block.text not in said]
    lead: list[Block] = []
    for block in inner:
        near = islice(ancestors(block.element, container), 3)
        if not any(_LEAD_HINT.search(f"{e.get('class', '')} {e.get('id', '')}") for e in near):
            break
        lead.append(block)
    if not lead and len(inner) > 2 and _is_bold_opening(inner):
        lead = inner[:1]
    return (lead, inner[len(lead) :]) if len(lead) < len(inner) else ([], inner)


def _is_bold_opening(inner: list[Block]) -> bool:
    """Whether the first block is bold and stands otherwise than the next: bold type alone makes no lead."""
    first, second = inner[0].element, inner[1].element
    alike = first.tag == second.tag and first.get("class") == second.get("class")
    return inner[0].is_strong and len(inner[0].text) >= 80 and not alike and first.tag not in ("h2", "h3")


def _skip_opening(blocks: list[Block]) -> list[Block]:
    for place, block in enumerate(blocks):
        if not (labels.is_tool(block.text) or is_meta(block) or not _WORDY.search(block.text)):
            return blocks[place:]
    return []


def trim(blocks: list[Block]) -> list[Block]:
    """Without what follows the last text: tools, links to other articles, rows of marks."""
    end = len(blocks)
    while end and _is_rest(blocks[end - 1]):
        end -= 1
    if 0 < end <= len(blocks) - 2 and blocks[end - 1].is_strong and len(blocks[end - 1].text) < 60:
        end -= 1  # the heading of the links that were left out
    return blocks[:end]


def _is_rest(block: Block) -> bool:
    if labels.is_tool(block.text) or not _WORDY.search(block.text):
        return True
    date = find_date(block.text) if block.linked else None
    own = len(block.text) - (len(date.raw) + 3 if date else 0)
    leads_on = block.text.startswith((">>", "»")) or (block.linked > 0 and block.linked * 10 >= own * 9)
    return leads_on and not labels.cut(block.text) and not has_file_link(block.element)
