"""Where a text goes on behind a list of links to other articles: the list is an inset, and no end."""

from __future__ import annotations

from functools import partial
from itertools import islice, takewhile

from queson_crawler.parse import labels
from queson_crawler.parse.article.blocks import indices_of, prose_among, without
from queson_crawler.parse.article.end_place import Place
from queson_crawler.parse.article.end_signs import MAX_OPENING
from queson_crawler.parse.article.imprint_words import speaks_of_portal
from queson_crawler.parse.article.kinds import ends_article, is_any, is_box, is_imprint, is_link
from queson_crawler.parse.article.walk import Walk, touches
from queson_crawler.parse.document import parent_of
from queson_crawler.parse.dress import Where, where, with_ancestors
from queson_crawler.parse.flow import Block
from queson_crawler.parse.lines import PROSE, SENTENCE, is_meta, is_sentence

MAX_SMALL = 8
"""At most this many captions and headings stand before the next paragraph."""
MAX_INSET = 12
"""Blocks behind a box of links in which the text must go on."""
LONG = 200
"""Characters of a paragraph that is text for sure."""
MIN_PARAGRAPHS = 2
"""Paragraphs behind a box of links below a text that show that it goes on; above a text one is enough."""
_PARAGRAPHS = frozenset(("p", "div", "pre"))
_NOWHERE: frozenset[int] = frozenset()
_ENDS = (ends_article, is_box)
_BETWEEN = (is_link, ends_article, is_meta)
"""What stands behind a list of links where no text goes on behind it."""
_TELLING = (is_sentence, *_BETWEEN)
"""What tells, behind a box, whether a text goes on: a sentence, or one of these."""


def behind_inset(walk: Walk, *, headed: bool) -> int | None:
    """Where the text goes on behind a list that opens here, `headed` where its heading is the next block; None where it
    does not."""
    return _behind_box(walk, headed=headed) or _behind_list(walk)


def behind_boxed_links(walk: Walk) -> int | None:
    """Where the text goes on behind a box that opens here, stands among its paragraphs and holds nothing but links to
    other articles below words such as `Xem thêm`; None where it does not, or no such box opens."""
    if not labels.heads_links(walk.block.text):
        return None
    place = walk.place
    end = place.behind
    inside = list(takewhile(lambda block: block.index < end, place.following))
    links = list(filter(place.leads_elsewhere, inside))
    after = walk.at + 1 + len(inside)
    if not links or links != inside:
        return None
    return after if _stands_among_text(walk, place, after) else None


def _stands_among_text(walk: Walk, box: Place, after: int) -> bool:
    """Whether a sentence stands before a box, and one at once behind it, in the element around it."""
    start, stop = walk.flow.spans.get(parent_of(box.steps[-1]), (0, 0))
    if box.text is None or box.text.index < start:
        return False
    near = walk.blocks[after : after + MAX_SMALL]
    within = takewhile(lambda block: block.index < stop, near)
    telling = filter(partial(is_any, _TELLING), within)
    return any(map(_is_own, islice(telling, 1)))


def _is_own(block: Block) -> bool:
    """Whether a block is text of the article: neither a link nor the end nor of the portal."""
    return not is_any((*_BETWEEN, is_imprint), block)


def _behind_box(walk: Walk, *, headed: bool) -> int | None:
    """Where the text goes on after a box of related links between lead and body."""
    if headed and not _may_head_inset(walk):
        return None
    place = walk.behind_links(walk.at + int(headed), walk.files)
    column = walk.column
    ahead = list(takewhile(lambda block: not _closes(block, column), walk.blocks[place : place + MAX_INSET]))
    if _is_text(ahead, walk):
        return place
    return None


def _may_head_inset(walk: Walk) -> bool:
    return walk.weight <= MAX_OPENING and labels.is_related(walk.block.text)


def _closes(block: Block, column: int) -> bool:
    """Whether a text that begins before a block cannot reach beyond it."""
    return block.index >= column or is_any(_ENDS, block)


def _is_text(ahead: list[Block], walk: Walk) -> bool:
    """Whether the blocks behind a box are text: prose, where there was text before it, else a sentence or a file."""
    if walk.weight:
        prose = prose_among(ahead, PROSE)
        return len(prose) >= MIN_PARAGRAPHS or _goes_on_beside(ahead, walk)
    if touches(ahead, walk.files):
        return True
    return bool(prose_among(ahead, SENTENCE))


def _goes_on_beside(ahead: list[Block], walk: Walk) -> bool:
    """Whether text stands in the very element that holds the box: a long paragraph, or below a lead several sentences
    that no sibling page shows."""
    own = without(prose_among(ahead, SENTENCE), walk.furniture)
    beside = list(filter(partial(_is_beside_box, walk), own))
    if walk.weight <= MAX_OPENING and len(beside) >= MIN_PARAGRAPHS:
        return True
    return bool(prose_among(beside, LONG))


def _is_beside_box(walk: Walk, paragraph: Block) -> bool:
    """Whether a paragraph stands in the very element that holds the box. The box may begin with a heading before the
    links, and no text stands in it."""
    if speaks_of_portal(paragraph.text):
        return False
    around = (paragraph.element, parent_of(paragraph.element))
    text = max(indices_of(filter(is_sentence, walk.kept)), default=-1)
    for step in with_ancestors(walk.block.element):
        start, _ = walk.flow.spans.get(step, (walk.block.index, 0))
        if start <= text:
            return False
        if parent_of(step) in around:
            return True
    return False


def _behind_list(walk: Walk) -> int | None:
    """Where a paragraph follows a list of links that stands just as one before it: in the same element."""
    known: set[Where] = set(map(where, filter(is_sentence, walk.kept)))
    place = walk.behind_links(walk.at + 1, _NOWHERE)
    column = walk.column
    for block in walk.blocks[place : place + MAX_SMALL]:
        if block.index >= column or is_any(_BETWEEN, block):
            return None
        if _is_paragraph(block) and where(block) in known:
            return place
    return None


def _is_paragraph(block: Block) -> bool:
    return len(block.text) >= SENTENCE and block.element.tag in _PARAGRAPHS
