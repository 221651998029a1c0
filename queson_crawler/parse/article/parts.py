"""Which blocks of a page are the article's: by the platform's body field, or by structure alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.article.blocks import among, indices_of, without
from queson_crawler.parse.article.container import container_of
from queson_crawler.parse.article.end_place import beside, home_of_text, last_paragraph
from queson_crawler.parse.article.ending import until_end
from queson_crawler.parse.article.lead import bold_lead, skip_opening, split_lead
from queson_crawler.parse.article.media import MIN_PARAGRAPH, MIN_SERIES, captions, captions_inside, is_caption_alone
from queson_crawler.parse.article.title import Heading
from queson_crawler.parse.article.trimming import Cuts, is_rest, text_weight, trim
from queson_crawler.parse.dress import stands_alike
from queson_crawler.parse.evidence import Sign, Verdict
from queson_crawler.parse.file_links import has_file_link
from queson_crawler.parse.flow import HEADINGS, Block, Flow
from queson_crawler.parse.lines import find_date, is_about, is_meta, is_sentence, key
from queson_crawler.platforms.selectors import ArticleSelectors, find, find_all

_NO_FURNITURE: frozenset[int] = frozenset()
FURNITURE, CAPTION, REPEATED = "sibling pages show it too", "the caption of a picture", "the title once more"
UNWANTED, TOOL = "the platform's selectors say that it is none of the body", "a tool below the text"
CLOSED = "stands below the lines that close the article"
"""Why a block is left out of an article."""


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
        dropped |= indices_of(unwanted)
        cuts.add(unwanted, UNWANTED)
    cuts.add(among(flow.inside(body_field), furniture), FURNITURE)
    lead_field = find(root, selectors.lead)
    lead = _lead_before(flow, heading, body_field, cuts) if lead_field is None else flow.inside(lead_field)
    pictured = captions_inside(flow, *flow.spans[body_field])
    text = flow.inside(body_field)
    kept = until_end(text, flow, heading.title, cuts)
    cuts.add(among(kept, pictured), CAPTION)
    body = without(kept, _known(heading) | indices_of(lead) | dropped | pictured)
    while body and labels.is_tool(body[-1].text):
        cuts.add([body.pop()], TOOL)
    last = body[-1].index if body else flow.spans[body_field][1] - 1
    verdicts = [Verdict("body", _names(body_field), (Sign("the platform's selector finds it", 1),))]
    if not lead and not _keeps_leads_apart(selectors):
        lead, lead_verdict = bold_lead(body)
        body = body[len(lead) :]
        verdicts += [lead_verdict] if lead_verdict is not None else []
    behind = last + 1 if kept[-1:] == text[-1:] else flow.spans[body_field][1]
    after = without(until_end(flow.blocks[behind:], flow, heading.title, Cuts()), dropped)
    end = after[-1].index + 1 if after else last + 1
    return Parts(heading, tuple(lead), tuple(body), tuple(after), body_field, end, cuts, tuple(verdicts))


def _keeps_leads_apart(selectors: ArticleSelectors) -> bool:
    """Whether the markup of a CMS is known for sure, and a field for the lead with it: an empty one means no lead."""
    return selectors.required and bool(selectors.lead)


def _names(element: html.HtmlElement) -> str:
    """An element as people write it: `div.noidung`."""
    names = str(element.tag)
    if element.get("id"):
        names += f"#{element.get('id')}"
    return ".".join((names, *element.get("class", "").split()[:2]))


def _lead_before(flow: Flow, heading: Heading, body_field: html.HtmlElement, cuts: Cuts) -> list[Block]:
    """The prose between the title and the body field, where no selector tells the lead."""
    if heading.title is None:
        return []
    start, first = heading.title.index + 1, flow.spans[body_field][0]
    own = _known(heading) | captions(flow, heading.title.index, first)
    between = until_end(without(flow.blocks[start:first], own), flow, heading.title, cuts)
    lead, _, _ = split_lead(between, [], body_field, key(heading.title.text))
    return lead


def _known(heading: Heading) -> set[int]:
    """The blocks of the title and of the lines about the article."""
    known = indices_of(heading.meta)
    if heading.title is not None:
        known.add(heading.title.index)
    return known


def by_structure(flow: Flow, heading: Heading, furniture: frozenset[int] = _NO_FURNITURE) -> Parts:
    """The parts by labels and structure alone; `furniture` are the indices of blocks that sibling pages show too."""
    assert heading.title is not None
    cuts = Cuts()
    name, start = key(heading.title.text), heading.title.index + 1
    below = _below_title(flow, heading, name, cuts)
    cuts.add(among(below, furniture), FURNITURE)
    region = _but_for_tools(until_end(below, flow, heading.title, cuts, furniture), furniture)
    end = region[-1].index + 1 if region else start
    container = container_of(flow, region, start, end)
    span = flow.spans.get(container, (start, end))
    first, last = max(start, span[0]), min(end, span[1])
    pictured = captions(flow, start, first) | captions_inside(flow, start, last)
    before, inner, behind = _around(region, first, last)
    inner = _inner(inner, pictured, flow, cuts)
    before = without(before, pictured)

    dated = _tells_date(heading)
    opening = [*filter(is_about, before), *_lines_opening(inner, dated)]
    inner = without(inner, indices_of(opening))
    lead, body, lead_verdict = split_lead(before, inner, container, name, dated=dated)
    opening += _lines_opening(body, dated)
    opening += _lines_below_first(body)
    body, closed = _split_at_credits(body, flow)
    cuts.add(closed, CLOSED)
    body, tail = _split_tail(without(body, indices_of(opening) | furniture), dated)

    after = (*tail, *closed, *behind)
    whole = Heading(heading.title, (*heading.meta, *opening), heading.verdict)
    verdicts = [_body_verdict(container)]
    if lead_verdict is not None:
        verdicts.insert(0, lead_verdict)
    return Parts(whole, tuple(lead), tuple(trim(body, cuts, flow)), after, container, end, cuts, tuple(verdicts))


def _below_title(flow: Flow, heading: Heading, name: str, cuts: Cuts) -> list[Block]:
    """What stands below the title, without the title once more and the lines about the article."""
    assert heading.title is not None
    unwanted = _known(heading)
    below: list[Block] = []
    for block in flow.blocks[heading.title.index + 1 :]:
        if _repeats(block, name):
            cuts.add([block], REPEATED)
        elif block.index not in unwanted:
            below.append(block)
    return below


def _but_for_tools(region: list[Block], furniture: frozenset[int]) -> list[Block]:
    """A region without its furniture, but with tools and tags among it: they show where a text ends."""
    unwanted = set(furniture)
    for block in among(region, furniture):
        if is_rest(block):
            unwanted.discard(block.index)
    return without(region, unwanted)


def _repeats(block: Block, title: str) -> bool:
    """Whether a block is the title's heading once more; a paragraph of the same words is text."""
    return block.element.tag in HEADINGS and key(block.text) == title


def _around(region: list[Block], first: int, last: int) -> tuple[list[Block], list[Block], list[Block]]:
    """What stands before the block `first`, from it on, and from the block `last` on."""
    before: list[Block] = []
    inner: list[Block] = []
    behind: list[Block] = []
    for block in region:
        if block.index < first:
            before.append(block)
        if block.index >= last:
            behind.append(block)
        elif block.index >= first:
            inner.append(block)
    return before, inner, behind


def _tells_date(heading: Heading) -> bool:
    return any(find_date(block.text) for block in heading.meta)


def _inner(region: list[Block], pictured: frozenset[int], flow: Flow, cuts: Cuts) -> list[Block]:
    """The blocks of a text without the captions of its pictures, unless these tell most of it: then they are it."""
    text = without(region, pictured)
    told = 0
    for block in text:
        if not is_about(block):
            told += text_weight(block)
    if _are_text(pictured, told, flow):
        return region
    cuts.add(among(region, pictured), CAPTION)
    return text


def _are_text(pictured: frozenset[int], told: int, flow: Flow) -> bool:
    """Whether captions are the text of an article that has `told` characters of other text: those of a series, where
    they tell more, and a single one where there is no other paragraph and its markup does not name it a caption."""
    shown = 0
    for index in pictured:
        shown += len(flow.blocks[index].text)
    if shown <= told:
        return False
    if len(pictured) >= MIN_SERIES:
        return True
    return told < MIN_PARAGRAPH and not any(is_caption_alone(flow.blocks[index]) for index in pictured)


def _body_verdict(container: html.HtmlElement) -> Verdict:
    sign = Sign("the innermost element with nearly all text between title and end", 1)
    return Verdict("body", _names(container), (sign,))


def _lines_opening(blocks: list[Block], dated: bool) -> list[Block]:
    """The lines about the article with which a text opens."""
    opening = len(blocks) - len(skip_opening(blocks, dated=dated))
    return list(filter(is_about, blocks[:opening]))


def _lines_below_first(body: list[Block]) -> list[Block]:
    """The lines of labels below a first paragraph that may be a lead without looking so."""
    found: list[Block] = []
    for block in body[1:3]:
        if is_meta(block) and labels.cut(block.text):
            found.append(block)
    return found


def _split_at_credits(body: list[Block], flow: Flow) -> tuple[list[Block], list[Block]]:
    """Body, and what stands from the first line of credits, tags, tools or files on that is outside the element of the
    text before it, where no more of that text follows."""
    for place in range(1, len(body)):
        block = body[place]
        if not _may_close(block):
            continue
        text = last_paragraph(body[:place])
        if text is None and _closes_short_text(body, place, flow):
            return body[:place], body[place:]
        if text is None or _stands_in(block, home_of_text(text, flow)):
            continue
        if not any(stands_alike(following, text) for following in body[place:]):
            return body[:place], body[place:]
    return body, []


def _may_close(block: Block) -> bool:
    """Whether a line is such as stands below a text: credits, tags, tools, the heading of its files."""
    return is_about(block) or is_rest(block) or labels.heads_files(block.text)


def _closes_short_text(body: list[Block], place: int, flow: Flow) -> bool:
    """Whether a line of credits or tools stands beside the element of a text without a paragraph, in one element with
    files and with no sentence: `Xem tệp đính kèm.`"""
    home = home_of_text(body[place - 1], flow)
    if _stands_in(body[place], home):
        return False
    start, stop = beside(home, flow)
    has_file = False
    for block in body[place:]:
        if not start <= block.index < stop:
            continue
        if is_sentence(block) and not is_about(block):
            return False
        has_file = has_file or has_file_link(block.element)
    return has_file


def _stands_in(block: Block, home: html.HtmlElement) -> bool:
    return home is block.element or home in block.element.iterancestors()


def _split_tail(body: list[Block], dated: bool) -> tuple[list[Block], list[Block]]:
    """Body, and the lines about the article that follow its text (`Người đăng: …`, `Ngày đăng: …`)."""
    end = len(body)
    while end and (is_meta(body[end - 1]) or is_rest(body[end - 1])):
        if dated and end > 1 and _is_day_of_event(body[end - 1], body[end - 2]):
            break
        end -= 1
    if any(map(is_meta, body[end:])):
        return body[:end], body[end:]
    return body, []


def _is_day_of_event(block: Block, before: Block) -> bool:
    """Whether a date is the last line of the text, and looks like the line before it."""
    if labels.cut(block.text) or not stands_alike(block, before):
        return False
    return find_date(block.text) is not None
