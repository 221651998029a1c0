"""Which blocks of a page are the article's: by the platform's body field, or by structure alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate, islice

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.byline import is_person
from queson_crawler.parse.flow import HEADINGS, Block, Flow
from queson_crawler.parse.heading import PROSE, SENTENCE, Heading, credits_by_label, find_date, is_meta, key
from queson_crawler.parse.media import has_file_link, is_file_link
from queson_crawler.parse.select import ArticleSelectors, ancestors, find, find_all

_LEAD_HINT = re.compile(r"sapo|lead|summary|hometext|tom-?_?tat|trich|intro|chapeau|head-?noi-?dung|mota|short", re.I)
_CONTAINERS = frozenset("div td table tbody tr form section article main center span font article fieldset".split())
DEEPEST = 60
MOST_OPENING = 500
"""Characters: a list of other articles may stand above the text, behind so much of a lead."""
_FIELDS = frozenset(("div", "td", "article", "section", "table"))
MOST_LEAD = 220
"""Characters of a lead that only its place tells."""
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


def _until_end(blocks: list[Block], flow: Flow, title: Block | None) -> list[Block]:
    """The blocks before the first list of other articles, comments or footer; a list near the top is left out."""
    kept: list[Block] = []
    files = frozenset(at for at, link in flow.links if is_file_link(link.get("href") or ""))
    place = weight = 0
    while place < len(blocks):
        block = blocks[place]
        headed = labels.ends_article(block.text) or (labels.is_box(block.text) and weight > 0)
        if (not headed and not _opens_list(blocks, place, files)) or (headed and _is_subheading(blocks, place)):
            kept.append(block)
            weight += _weight(block)
            place += 1
            continue
        after = _after_inset(blocks, place, weight, headed, _column(flow, title, block), files)
        if after is None:
            if not headed:
                _drop_heading(kept, block, flow)
            break
        kept += blocks[place:after] if not headed and weight > MOST_OPENING else ()
        place = after
    return kept


def _leads_elsewhere(block: Block, files: frozenset[int]) -> bool:
    """Whether a block is a link to another article, perhaps with its date."""
    if not block.is_link or block.linked < 20 or labels.cut(block.text):
        return False
    return block.linked * 10 >= len(block.text) * 6 and block.index not in files


def _opens_list(blocks: list[Block], place: int, files: frozenset[int]) -> bool:
    """Whether two links to other articles follow each other here: no sentence of an article is such."""
    return all(_leads_elsewhere(block, files) for block in blocks[place : place + 2]) and place + 1 < len(blocks)


def _drop_heading(kept: list[Block], first: Block, flow: Flow) -> None:
    """Take away the unknown heading of the list that `first` opens: it begins an element that holds both."""
    if not kept or len(kept[-1].text) > 60 or is_person(kept[-1].text) or is_meta(kept[-1]):
        return
    heading = kept[-1]
    if labels.cut(heading.text) or heading.text.endswith((".", ";")) or heading.index != first.index - 1:
        return
    for near in islice(ancestors(first.element, first.element.getroottree().getroot()), 8):
        start = flow.spans.get(near, (first.index, 0))[0]
        if start < first.index:
            if start == heading.index:
                kept.pop()
            return


def _is_subheading(blocks: list[Block], place: int) -> bool:
    """Whether words such as `Tin mới` only head a part of the text: prose follows, not links."""
    following = blocks[place + 1 : place + 2]
    prose = bool(following) and len(following[0].text) >= PROSE and not following[0].linked
    return prose and labels.is_related(blocks[place].text)


def _after_inset(
    blocks: list[Block], place: int, weight_before: int, headed: bool, column: int, files: frozenset[int]
) -> int | None:
    """Where the text goes on after a box of related links between lead and body, or None where it does not."""
    if headed and (weight_before > MOST_OPENING or not labels.is_related(blocks[place].text)):
        return None
    place += 1 if headed else 0
    while place < len(blocks) and (blocks[place].linked * 10 >= len(blocks[place].text) * 6):
        if blocks[place].index in files:
            break
        place += 1
    prose = 0
    for block in blocks[place : place + 12]:
        if block.index >= column or labels.ends_article(block.text) or labels.is_box(block.text):
            break
        prose += (len(block.text) >= PROSE or (not weight_before and len(block.text) >= SENTENCE)) and not block.is_link
        prose += 2 * (not weight_before and block.index in files)
    return place if prose >= (2 if weight_before else 1) else None


def _column(flow: Flow, title: Block | None, block: Block) -> int:
    """The index at which the innermost element that holds title and block ends."""
    if title is None:
        return len(flow.blocks)
    for near in islice(ancestors(block.element, block.element.getroottree().getroot()), DEEPEST):
        start, end = flow.spans.get(near, (block.index, 0))
        if start <= title.index < end:
            return end
    return len(flow.blocks)


def by_selector(
    flow: Flow, heading: Heading, root: html.HtmlElement, field: html.HtmlElement, selectors: ArticleSelectors
) -> Parts:
    dropped = {block.index for found in find_all(field, selectors.not_body) for block in flow.inside(found)}
    lead_field = find(root, selectors.lead)
    lead = _lead_before(flow, heading, field) if lead_field is None else flow.inside(lead_field)
    own = _known(heading) | {block.index for block in lead} | dropped
    kept = _until_end(flow.inside(field), flow, heading.title)
    body = [block for block in kept if block.index not in own]
    while body and labels.is_tool(body[-1].text):
        body.pop()
    last = body[-1].index if body else flow.spans[field][1] - 1
    after = [block for block in _until_end(flow.blocks[last + 1 :], flow, heading.title) if block.index not in dropped]
    return Parts(heading, tuple(lead), tuple(body), tuple(after), field, after[-1].index + 1 if after else last + 1)


def _lead_before(flow: Flow, heading: Heading, field: html.HtmlElement) -> list[Block]:
    """The prose between the title and the body field, where no selector tells the lead."""
    if heading.title is None:
        return []
    first, own = flow.spans[field][0], _known(heading)
    between = [block for block in flow.blocks[heading.title.index + 1 : first] if block.index not in own]
    return _split_lead(_until_end(between, flow, heading.title), [], field)[0]


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
    start, own = heading.title.index + 1, _known(heading)
    below = [block for block in flow.blocks[start:] if block.index not in own]
    region = _until_end(below, flow, heading.title)
    kept = {block.index: block for block in region}
    end = region[-1].index + 1 if region else start
    sums = list(accumulate((_weight(kept[n]) if n in kept else 0 for n in range(end)), initial=0))
    container = _container(flow, heading, sums, start, end)
    span = flow.spans.get(container, (start, end))
    first, last = max(start, span[0]), min(end, span[1])
    name = key(heading.title.text)
    inner = [block for block in region if first <= block.index < last and not _repeats(block, name)]
    before, inner = [block for block in region if block.index < first], inner
    opening = [block for block in (*before, *inner[: len(inner) - len(_skip_opening(inner))]) if is_about(block)]
    lead, body = _split_lead(before, inner, container)
    opening += [block for block in body[: len(body) - len(_skip_opening(body))] if is_about(block)]
    opening += [block for block in body[1:3] if is_meta(block)]  # below a first paragraph that may be a lead
    body, tail = _split_tail([block for block in _skip_opening(body) if block not in opening])
    after = [*tail, *(block for block in region if block.index >= last)]
    heading = Heading(heading.title, (*heading.meta, *opening))
    return Parts(heading, tuple(lead), tuple(trim(body)), tuple(after), container, end)


def is_about(block: Block) -> bool:
    """Whether a line says something about the article: its date, poster, counts, author or source."""
    return is_meta(block) or credits_by_label(block)


def _split_tail(body: list[Block]) -> tuple[list[Block], list[Block]]:
    """Body, and the lines about the article that follow its text (`Người đăng: …`, `Ngày đăng: …`)."""
    end = len(body)
    while end and (is_meta(body[end - 1]) or _is_rest(body[end - 1])):
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
    filled = [child for child in element if weight(child)]
    if len(filled) < 2 or filled[1].tag not in _FIELDS or not SENTENCE <= weight(filled[0]) <= MOST_LEAD:
        return None
    first, last = flow.spans.get(filled[0], (0, 0))
    rest = sum(map(weight, filled[1:]))
    return filled[1] if last - first == 1 and weight(filled[1]) >= max(0.8 * rest, rest - 90) else None


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
        b for b in before if len(b.text) >= 30 and not b.is_link and not is_about(b) and not labels.is_tool(b.text)
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
    if not lead and len(inner) > 1 and _is_bold_opening(inner):
        lead = inner[:1]
    return (lead, inner[len(lead) :]) if len(lead) < len(inner) else ([], inner)


def _is_bold_opening(inner: list[Block]) -> bool:
    """Whether the first block is set apart by its type and stands otherwise than the next: bold type alone makes no
    lead, and a heading of a few words heads the text."""
    first, second = inner[0].element, inner[1].element
    alike = first.tag == second.tag and first.get("class") == second.get("class")
    if alike or len(inner[0].text) < SENTENCE or inner[1].is_strong:
        return False
    if first.tag in HEADINGS:
        return inner[0].text.endswith(".") and len(inner[0].text) <= MOST_LEAD
    return any(
        len("".join(child.itertext())) >= 0.9 * len(inner[0].text)
        for child in islice(first.iter("em", "i", "b", "strong"), 4)
    )


def _skip_opening(blocks: list[Block]) -> list[Block]:
    for place, block in enumerate(blocks):
        if not (labels.is_tool(block.text) or is_about(block) or not _WORDY.search(block.text)):
            return blocks[place:]
    return []


def trim(blocks: list[Block]) -> list[Block]:
    """Without what follows the last text: tools, links to other articles, rows of marks."""
    end = len(blocks)
    while end and _is_rest(blocks[end - 1]):
        end -= 1
    if 0 < end <= len(blocks) - 2 and _heads_links(blocks[end - 1]):
        end -= 1  # the heading of the links that were left out
    return blocks[:end]


def _heads_links(block: Block) -> bool:
    return block.is_strong and len(block.text) < 60 and not is_person(block.text) and not labels.cut(block.text)


def _is_rest(block: Block) -> bool:
    if labels.is_tool(block.text) or labels.is_tags(block.text) or not _WORDY.search(block.text):
        return True
    date = find_date(block.text) if block.linked else None
    own = len(block.text) - (len(date.raw) + 3 if date else 0)
    leads_on = block.text.startswith((">>", "»")) or (block.linked > 0 and block.linked * 10 >= own * 9)
    return leads_on and not labels.cut(block.text) and not has_file_link(block.element)
