"""Where the text of an article ends: before lists of other articles, comments, boxes, the footer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import takewhile

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.article.blocks import indices_of, without
from queson_crawler.parse.article.end_place import Place, beside, leads_elsewhere
from queson_crawler.parse.article.end_signs import MAX_OPENING, ends, reason_of
from queson_crawler.parse.article.media import is_picture
from queson_crawler.parse.article.names import is_person
from queson_crawler.parse.article.trimming import Cuts, text_weight
from queson_crawler.parse.dress import Where, around, where
from queson_crawler.parse.file_links import is_file_link
from queson_crawler.parse.flow import Block, Flow
from queson_crawler.parse.lines import PROSE, SENTENCE, is_about, is_meta, is_sentence

DEEPEST = 60
"""At most this many elements above a link are looked at."""
MAX_SMALL = 8
"""At most this many captions and headings stand before the next paragraph."""
MAX_INSET = 12
"""Blocks behind a box of links in which the text must go on."""
MAX_HEADING, MAX_HEADING_STEPS = 60, 8
_PARAGRAPHS = frozenset(("p", "div", "pre"))
_LIST = "a list of links to other articles"


@dataclass(slots=True)
class _Walk:
    """A walk down the blocks of a page, and where it is: what was kept, and how many characters of text that is."""

    blocks: list[Block]
    flow: Flow
    files: frozenset[int]
    furniture: frozenset[int]
    kept: list[Block] = field(default_factory=list)
    weight: int = 0
    at: int = 0

    @property
    def block(self) -> Block:
        return self.blocks[self.at]

    @property
    def place(self) -> Place:
        block = self.block
        return Place(block, block.text, self.blocks, self.at, self.flow, self.files, self.kept, self.weight)

    def keep(self) -> None:
        """Take the block as text and go on."""
        block = self.block
        self.at += 1
        if block.index not in self.furniture:
            self.kept.append(block)
            self.weight += text_weight(block)

    def opens_list(self) -> bool:
        """Whether two links to other articles follow each other here: no sentence of an article is such."""
        pair = self.blocks[self.at : self.at + 2]
        return len(pair) == 2 and all(leads_elsewhere(block, self.files) for block in pair)

    def behind_links(self, at: int, files: frozenset[int]) -> int:
        """Where, from `at` on, something else than links to pages stands; the blocks of `files` are something else."""
        for place in range(at, len(self.blocks)):
            block = self.blocks[place]
            if block.index in files or not block.is_mostly_link:
                return place
        return len(self.blocks)


def until_end(
    blocks: list[Block], flow: Flow, title: Block | None, cuts: Cuts, furniture: frozenset[int] = frozenset()
) -> list[Block]:
    """The blocks before the first list of other articles, comments or footer; a list near the top is left out.

    Blocks of `furniture` are no text, but the headings among them end one as others do.
    """
    walk = _Walk(blocks, flow, _files_of(flow), furniture)
    while walk.at < len(blocks):
        place = walk.place
        headed = ends(place)
        if not headed and not walk.opens_list():
            walk.keep()
            continue
        reason = reason_of(place) if headed else _LIST
        column = _column(flow, title, walk.block)
        after = _after_inset(walk, headed, column) or _goes_on(walk, column)
        if after is None or _is_picture_alone(walk, title, after):
            if not headed:
                _drop_heading(walk, cuts)
            facts = _facts_behind(walk)
            cuts.add(without(blocks[walk.at :], indices_of(facts)), reason)
            walk.kept += facts
            break
        if headed or walk.weight <= MAX_OPENING:
            cuts.add(blocks[walk.at : after], reason)
        else:
            walk.kept += without(blocks[walk.at : after], furniture)
        walk.at = after
    return walk.kept


def _facts_behind(walk: _Walk) -> list[Block]:
    """The lines about the article, and its files, that stand just behind the element of the text where what follows
    the article opens within that element."""
    facts: list[Block] = []
    told = 0
    for block in _beside(walk.place, walk):
        is_file = block.index in walk.files
        if not (is_file or is_about(block) or labels.heads_files(block.text) or labels.is_no_text(block.text)):
            break
        facts.append(block)
        if is_file or is_about(block):
            told = len(facts)
    return facts[:told]


def _beside(place: Place, walk: _Walk) -> list[Block]:
    """The blocks behind the element of the text that stand in the innermost element with both."""
    if place.home is None or place.end_of_home == len(walk.flow.blocks):
        return []
    start, stop = beside(place.home, walk.flow)
    return [block for block in walk.blocks[walk.at :] if start <= block.index < stop]


def _is_picture_alone(walk: _Walk, title: Block | None, after: int) -> bool:
    """Whether a picture is all of an article: it stands above a list of others, and no text stands with it below."""
    if title is None or walk.weight:
        return False
    home = _home_of_picture(walk, title)
    if home is None:
        return False
    _, end = walk.flow.spans.get(home, (0, 0))
    below = takewhile(lambda block: block.index < end, walk.blocks[after:])
    return not any(map(text_weight, below))


def _home_of_picture(walk: _Walk, title: Block) -> html.HtmlElement | None:
    """The innermost element that holds the title and the first picture between it and here, None without a picture."""
    between = range(title.index + 1, walk.block.index + 1)
    for index, image in walk.flow.images:
        if index in between and is_picture(image):
            holders = set(image.iterancestors())
            return next(filter(holders.__contains__, title.element.iterancestors()), None)
    return None


def _files_of(flow: Flow) -> frozenset[int]:
    """The indices of the blocks that link to files."""
    files: set[int] = set()
    for at, link in flow.links:
        if is_file_link(link.get("href") or ""):
            files.add(at)
    return frozenset(files)


def _drop_heading(walk: _Walk, cuts: Cuts) -> None:
    """Take away the unknown heading of the list that opens here: it begins an element that holds both."""
    if walk.kept and _may_head(walk.kept[-1]) and _begins_home_of(walk.kept[-1], walk):
        cuts.add([walk.kept.pop()], "heads a list of links to other articles")


def _may_head(block: Block) -> bool:
    if len(block.text) > MAX_HEADING or block.text.endswith((".", ";")):
        return False
    return not (is_person(block.text) or is_meta(block) or labels.cut(block.text))


def _begins_home_of(heading: Block, walk: _Walk) -> bool:
    """Whether the block just before the list begins the innermost element that holds more than the list."""
    first = walk.block
    if heading.index != first.index - 1:
        return False
    for near in around(first.element, MAX_HEADING_STEPS):
        start, _ = walk.flow.spans.get(near, (first.index, 0))
        if start < first.index:
            return start == heading.index
    return False


def _after_inset(walk: _Walk, headed: bool, column: int) -> int | None:
    """Where the text goes on after a box of related links between lead and body, or None where it does not."""
    if not headed:
        place = walk.behind_links(walk.at, walk.files)
    elif walk.weight <= MAX_OPENING and labels.is_related(walk.block.text):
        place = walk.behind_links(walk.at + 1, walk.files)
    else:
        return None
    ahead = takewhile(lambda block: not _closes(block, column), walk.blocks[place : place + MAX_INSET])
    if walk.weight:
        goes_on = _paragraphs(ahead, PROSE) >= 2
    else:
        opening = list(ahead)
        goes_on = _paragraphs(opening, SENTENCE) > 0 or not walk.files.isdisjoint(block.index for block in opening)
    return place if goes_on else None


def _closes(block: Block, column: int) -> bool:
    """Whether a text that begins before a block cannot reach beyond it."""
    return block.index >= column or labels.ends_article(block.text) or labels.is_box(block.text)


def _paragraphs(blocks: Iterable[Block], least: int) -> int:
    """How many blocks of at least so many characters are no links."""
    count = 0
    for block in blocks:
        if len(block.text) >= least and not block.is_link:
            count += 1
    return count


def _goes_on(walk: _Walk, column: int) -> int | None:
    """Where a paragraph follows a list of links that stands just as one before it: in the same element."""
    known: set[Where] = set(map(where, filter(is_sentence, walk.kept)))
    place = walk.behind_links(walk.at + 1, frozenset())
    for block in walk.blocks[place : place + MAX_SMALL]:
        if block.index >= column or _is_between(block):
            return None
        if len(block.text) >= SENTENCE and block.element.tag in _PARAGRAPHS and where(block) in known:
            return place
    return None


def _is_between(block: Block) -> bool:
    """Whether a block, behind links, is none of a text that goes on."""
    if block.is_link or labels.ends_article(block.text):
        return True
    return is_meta(block) or is_person(block.text)


def _column(flow: Flow, title: Block | None, block: Block) -> int:
    """The index at which the innermost element that holds title and block ends."""
    end = len(flow.blocks)
    if title is None:
        return end
    for near in around(block.element, DEEPEST):
        start, stop = flow.spans.get(near, (block.index, 0))
        if start <= title.index < stop:
            return stop
    return end
