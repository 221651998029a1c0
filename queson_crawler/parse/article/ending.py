"""Where the text of an article ends: lists of other articles, comments, boxes, the footer, rows of buttons."""

from __future__ import annotations

import re
from itertools import islice

from queson_crawler.parse import labels
from queson_crawler.parse.article.byline import is_person
from queson_crawler.parse.file_links import has_file_link, is_file_link
from queson_crawler.parse.flow import Block, Flow
from queson_crawler.parse.lines import PROSE, SENTENCE, find_date, is_meta
from queson_crawler.platforms.selectors import ancestors

WORDY = re.compile(r"\w{2,}")
DEEPEST = 60
"""So many elements above a link are looked at."""
MAX_SMALL = 6
"""So many captions and headings may stand before the next paragraph."""
MAX_OPENING = 500
"""Characters: a list of other articles may stand above the text, behind so much of a lead."""


def until_end(blocks: list[Block], flow: Flow, title: Block | None) -> list[Block]:
    """The blocks before the first list of other articles, comments or footer; a list near the top is left out."""
    kept: list[Block] = []
    files = frozenset(at for at, link in flow.links if is_file_link(link.get("href") or ""))
    place = weight = 0
    while place < len(blocks):
        block = blocks[place]
        headed = labels.ends_article(block.text) or (labels.is_box(block.text) and weight > 0)
        if (not headed and not opens_list(blocks, place, files)) or (headed and _is_subheading(blocks, place)):
            kept.append(block)
            weight += text_weight(block)
            place += 1
            continue
        column = _column(flow, title, block)
        after = _after_inset(blocks, place, weight, headed, column, files)
        after = after or _goes_on(blocks, place, kept, column)
        if after is None:
            if not headed:
                _drop_heading(kept, block, flow)
            break
        kept += blocks[place:after] if not headed and weight > MAX_OPENING else ()
        place = after
    return kept


def _leads_elsewhere(block: Block, files: frozenset[int]) -> bool:
    """Whether a block is a link to another article, perhaps with its date."""
    if not block.is_link or block.linked < 20 or labels.cut(block.text):
        return False
    return block.linked * 10 >= len(block.text) * 6 and block.index not in files


def opens_list(blocks: list[Block], place: int, files: frozenset[int]) -> bool:
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
    if headed and (weight_before > MAX_OPENING or not labels.is_related(blocks[place].text)):
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


def _goes_on(blocks: list[Block], place: int, kept: list[Block], column: int) -> int | None:
    """Where a paragraph follows a list of links that stands just as the last one before it: in the same element."""
    before = next((block for block in reversed(kept) if len(block.text) >= SENTENCE and not block.is_link), None)
    if before is None:
        return None
    home, dress = before.element.getparent(), (before.element.tag, before.element.get("class"))
    place += 1
    while place < len(blocks) and blocks[place].linked * 10 >= len(blocks[place].text) * 6:
        place += 1
    for block in blocks[place : min(place + MAX_SMALL, column)]:
        if block.linked or labels.ends_article(block.text) or is_meta(block) or is_person(block.text):
            return None
        alike = (block.element.tag, block.element.get("class")) == dress and block.element.tag in ("p", "div")
        if alike and block.element.getparent() is home and len(block.text) >= SENTENCE:
            return place
    return None


def _column(flow: Flow, title: Block | None, block: Block) -> int:
    """The index at which the innermost element that holds title and block ends."""
    if title is None:
        return len(flow.blocks)
    for near in islice(ancestors(block.element, block.element.getroottree().getroot()), DEEPEST):
        start, end = flow.spans.get(near, (block.index, 0))
        if start <= title.index < end:
            return end
    return len(flow.blocks)


def text_weight(block: Block) -> int:
    if labels.is_tool(block.text) or not WORDY.search(block.text):
        return 0
    return max(0, len(block.text) - 2 * block.linked)


def trim(blocks: list[Block]) -> list[Block]:
    """Without what follows the last text: tools, links to other articles, rows of marks."""
    end = len(blocks)
    while end and is_rest(blocks[end - 1]):
        end -= 1
    if 0 < end <= len(blocks) - 2 and _heads_links(blocks[end - 1]):
        end -= 1  # the heading of the links that were left out
    return blocks[:end]


def _heads_links(block: Block) -> bool:
    return block.is_strong and len(block.text) < 60 and not is_person(block.text) and not labels.cut(block.text)


def is_rest(block: Block) -> bool:
    if labels.is_tool(block.text) or labels.is_tags(block.text) or not WORDY.search(block.text):
        return True
    date = find_date(block.text) if block.linked else None
    own = len(block.text) - (len(date.raw) + 3 if date else 0)
    leads_on = block.text.startswith((">>", "»")) or (block.linked > 0 and block.linked * 10 >= own * 9)
    return leads_on and not labels.cut(block.text) and not has_file_link(block.element)
