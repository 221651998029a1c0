"""Where the text of an article ends: before lists of other articles, comments, boxes, the footer."""

from __future__ import annotations

from queson_crawler.parse.article.blocks import indices_of, without
from queson_crawler.parse.article.end_signs import MAX_OPENING, ends, reason_of
from queson_crawler.parse.article.insets import behind_boxed_links, behind_inset
from queson_crawler.parse.article.kinds import has_labels, heads_files, is_any, is_no_text, is_phrase, names_person
from queson_crawler.parse.article.trimming import Cuts
from queson_crawler.parse.article.walk import Walk, files_of
from queson_crawler.parse.dress import around
from queson_crawler.parse.flow import Block, Flow
from queson_crawler.parse.lines import is_about, is_meta

MAX_HEADING, MAX_HEADING_STEPS = 60, 8
_NO_HEADING = (is_phrase, names_person, is_meta, has_labels)
_STAND_BY_FACTS = (heads_files, is_no_text)
"""Kinds of blocks that stand among the lines about an article without telling anything."""
_LIST = "a list of links to other articles"
_BOX = "a box of links to other articles among the paragraphs"
_NO_FURNITURE: frozenset[int] = frozenset()


def until_end(
    blocks: list[Block], flow: Flow, title: Block, cuts: Cuts, furniture: frozenset[int] = _NO_FURNITURE
) -> list[Block]:
    """The blocks before the first list of other articles, comments or footer; a list near the top is left out.

    Blocks of `furniture` are no text, but the headings among them end one as others do.
    """
    walk = Walk(blocks, flow, title, files_of(flow), furniture)
    while walk.goes_on:
        if (after := behind_boxed_links(walk)) is not None:
            cuts.add(walk.blocks[walk.at : after], _BOX)
            walk.at = after
            continue
        headed = ends(walk.place)
        if not headed and not walk.opens_list:
            walk.keep()
            continue
        after = behind_inset(walk, headed=headed)
        if after is None:
            _finish(walk, cuts, headed=headed)
            break
        _pass_inset(walk, after, cuts, headed=headed)
    return walk.kept


def _finish(walk: Walk, cuts: Cuts, *, headed: bool) -> None:
    """End the text here; the lines about the article that stand behind its element are kept."""
    reason = _reason(walk, headed=headed)
    if not headed:
        _drop_heading(walk, cuts)
    facts = _facts_behind(walk)
    cuts.add(without(walk.rest, indices_of(facts)), reason)
    walk.kept += facts


def _pass_inset(walk: Walk, after: int, cuts: Cuts, *, headed: bool) -> None:
    """Go on behind a list: one near the top is left out, one among the text is of it."""
    inset = walk.blocks[walk.at : after]
    if headed or walk.weight <= MAX_OPENING:
        cuts.add(inset, _reason(walk, headed=headed))
        if not headed:
            _drop_heading(walk, cuts)
    else:
        walk.kept += without(inset, walk.furniture)
    walk.at = after


def _reason(walk: Walk, *, headed: bool) -> str:
    if headed:
        return reason_of(walk.place)
    return _LIST


def _facts_behind(walk: Walk) -> list[Block]:
    """The lines about the article, and its files, that stand just behind the element of the text where what follows
    the article opens within that element."""
    facts: list[Block] = []
    told = 0
    for block in walk.beside_text():
        tells = block.index in walk.files or is_about(block)
        if not tells and not is_any(_STAND_BY_FACTS, block):
            break
        facts.append(block)
        if tells:
            told = len(facts)
    return facts[:told]


def _drop_heading(walk: Walk, cuts: Cuts) -> None:
    """Take away the unknown heading of the list that opens here: it begins an element that holds both."""
    last = walk.kept[-1:]
    if any(_may_head(block) and _begins_home_of(block, walk) for block in last):
        cuts.add([walk.kept.pop()], "heads a list of links to other articles")


def _may_head(block: Block) -> bool:
    return len(block.text) <= MAX_HEADING and not is_any(_NO_HEADING, block)


def _begins_home_of(heading: Block, walk: Walk) -> bool:
    """Whether the block just before the list begins the innermost element that holds more than the list."""
    first = walk.block
    if heading.index != first.index - 1:
        return False
    for near in around(first.element, MAX_HEADING_STEPS):
        start, _ = walk.flow.spans.get(near, (first.index, 0))
        if start < first.index:
            return start == heading.index
    return False
