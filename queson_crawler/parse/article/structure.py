"""The parts of an article by labels and structure alone."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.article.blocks import among, indices_of, length_of, without
from queson_crawler.parse.article.captions import (
    MIN_PARAGRAPH,
    MIN_SERIES,
    captions,
    captions_inside,
    is_caption_alone,
)
from queson_crawler.parse.article.closing import split_at_credits, split_tail
from queson_crawler.parse.article.container import container_of
from queson_crawler.parse.article.ending import until_end
from queson_crawler.parse.article.field_places import NO_FIELDS, Fields
from queson_crawler.parse.article.lead import skip_opening, split_lead
from queson_crawler.parse.article.parts import (
    CAPTION,
    CLOSED,
    FURNITURE,
    NO_FURNITURE,
    REPEATED,
    Parts,
    body_verdict,
    known_of,
)
from queson_crawler.parse.article.title import Heading
from queson_crawler.parse.article.trimming import Cuts, is_rest, text_weight, trim
from queson_crawler.parse.dress import words_beside_links
from queson_crawler.parse.flow import HEADINGS, Block, Flow
from queson_crawler.parse.lines import has_date, is_about, is_meta, key

_CHOSEN = "the innermost element with nearly all text between title and end"


@dataclass(frozen=True, slots=True)
class _Column:
    """The element of a text, and the blocks before it, in it and behind it, from the title to the `end` of the
    article."""

    container: html.HtmlElement
    before: list[Block]
    inner: list[Block]
    behind: list[Block]
    end: int


def by_structure(
    flow: Flow, heading: Heading, furniture: frozenset[int] = NO_FURNITURE, known: Fields = NO_FIELDS
) -> Parts:
    """The parts of an article; `furniture` are the indices of blocks that sibling pages show too, `known` is where
    these have their fields."""
    cuts = Cuts()
    dated = has_date(heading.meta)
    column = _column(flow, heading.title, _region(flow, heading, furniture, cuts), cuts)
    opening = [*filter(is_about, column.before), *_lines_opening(column.inner, dated=dated)]
    inner = without(column.inner, indices_of(opening))
    name = key(heading.title.text)
    lead, body, lead_verdict = split_lead(column.before, inner, column.container, name, known, dated=dated)
    opening += _lines_opening(body, dated=dated)
    opening += _lines_below_first(body)
    body, closed = split_at_credits(body, flow)
    cuts.add(closed, CLOSED)
    body, tail = split_tail(without(body, indices_of(opening) | furniture), dated=dated)
    return Parts(
        heading=Heading(heading.title, (*heading.meta, *opening), heading.verdict),
        lead=tuple(lead),
        body=tuple(trim(body, cuts)),
        after=(*tail, *closed, *column.behind),
        container=column.container,
        end=column.end,
        cuts=cuts,
        verdicts=tuple(filter(None, (lead_verdict, body_verdict(column.container, _CHOSEN)))),
    )


def _region(flow: Flow, heading: Heading, furniture: frozenset[int], cuts: Cuts) -> list[Block]:
    """What stands between the title and the end of the text, without furniture; but tools and tags among that show
    where a text ends."""
    below = _below_title(flow, heading, cuts)
    cuts.add(among(below, furniture), FURNITURE)
    region = until_end(below, flow, heading.title, cuts, furniture)
    tools = [block for block in among(region, furniture) if is_rest(block)]
    return without(region, furniture - indices_of(tools))


def _below_title(flow: Flow, heading: Heading, cuts: Cuts) -> list[Block]:
    """What stands below the title, without the title once more and the lines about the article."""
    title = heading.title
    name = key(title.text)
    below = flow.blocks[title.index + 1 :]
    repeated = [block for block in below if _repeats(block, name)]
    cuts.add(repeated, REPEATED)
    return without(below, known_of(heading) | indices_of(repeated))


def _repeats(block: Block, title: str) -> bool:
    """Whether a block is the title's heading once more, in bold type or beside links too; a paragraph of the same words
    is text."""
    if block.linked:
        return key(words_beside_links(block)) == title
    return (block.element.tag in HEADINGS or block.is_strong) and key(block.text) == title


def _column(flow: Flow, title: Block, region: list[Block], cuts: Cuts) -> _Column:
    """The element of the text, and what stands about it; captions of pictures are none of it."""
    start = title.index + 1
    end = max(indices_of(region[-1:]), default=title.index) + 1
    container = container_of(flow, region, start, end)
    span = flow.spans.get(container, (start, end))
    first, last = max(start, span[0]), min(end, span[1])
    pictured = captions(flow, start, first) | captions_inside(flow, start, last)
    before = among(region, range(start, first))
    inner = among(region, range(first, last))
    behind = among(region, range(last, end))
    return _Column(container, without(before, pictured), _inner(inner, pictured, flow, cuts), behind, end)


def _inner(region: list[Block], pictured: frozenset[int], flow: Flow, cuts: Cuts) -> list[Block]:
    """The blocks of a text without the captions of its pictures, unless these tell most of it: then they are it."""
    text = without(region, pictured)
    told = sum(text_weight(block) for block in text if not is_about(block))
    if _are_text([flow.blocks[index] for index in pictured], told):
        return region
    cuts.add(among(region, pictured), CAPTION)
    return text


def _are_text(pictured: list[Block], told: int) -> bool:
    """Whether captions are the text of an article that has `told` characters of other text: those of a series, where
    they tell more, and a single one where there is no other paragraph and its markup does not name it a caption."""
    if length_of(pictured) <= told:
        return False
    if len(pictured) >= MIN_SERIES:
        return True
    if told >= MIN_PARAGRAPH:
        return False
    return not any(map(is_caption_alone, pictured))


def _lines_opening(blocks: list[Block], *, dated: bool) -> list[Block]:
    """The lines about the article with which a text opens."""
    opening = len(blocks) - len(skip_opening(blocks, dated=dated))
    return list(filter(is_about, blocks[:opening]))


def _lines_below_first(body: list[Block]) -> list[Block]:
    """The lines of labels below a first paragraph that may be a lead without looking so."""
    return [block for block in body[1:3] if is_meta(block) and labels.cut(block.text)]
