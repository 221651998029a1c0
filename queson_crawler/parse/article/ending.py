"""Where the text of an article ends: lists of other articles, comments, boxes, the footer.

A word such as `Thông báo` or `Bình luận` never ends a text by itself: something else must agree with it (links that
follow, the page's own names for the place, or that it stands outside the element of the text).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.article.byline import is_person
from queson_crawler.parse.article.imprint_words import speaks_of_portal
from queson_crawler.parse.article.media import is_picture
from queson_crawler.parse.document import names_of
from queson_crawler.parse.evidence import Evidence, signs, weigh
from queson_crawler.parse.file_links import FILE_NAME, has_file_link, is_file_link
from queson_crawler.parse.flow import Block, Flow, dress_of, stands_alike
from queson_crawler.parse.lines import PROSE, SENTENCE, find_date, is_about, is_meta
from queson_crawler.platforms.selectors import ancestors

WORDY = re.compile(r"\w{2,}")
_AFTER_HINT = re.compile(
    r"comment|binh-?_?luan|y-?_?kien|phan-?_?hoi|feedback|disqus|discuss|thao-?_?luan|relat(?:ed|ion)|lien-?_?quan|"
    r"\bother|tin-?_?khac|cung-?_?(?:chuyen-?_?muc|loai)|\bfoot(?:er)?\b|copyright|\brating|danh-?_?gia",
    re.I,
)
_WHEN = re.compile(
    r"(?:lúc\s+)?(?:\d{1,2}[:h]\d\d\b|\d{1,2}[/-]\d{1,2}[/-]\d{4}"
    r"|\d{1,9}\s{1,9}(?:giây|phút|giờ|ngày|tuần|tháng|năm)\s{1,9}trước|hôm (?:nay|qua)|vừa xong)",
    re.I,
)
"""When a reader wrote: `3 giờ trước`, `09:10 08/06/2022`."""
MAX_NAME = 40
_ITEMS = ("li", "td", "th", "dd", "dt")
_GROUPS = ("ul", "ol", "dl", "tr", "tbody", "table", "blockquote")
"""What holds only a part of a text."""
DEEPEST = 60
"""At most this many elements above a link are looked at."""
MAX_SMALL = 8
"""At most this many captions and headings stand before the next paragraph."""
MAX_OPENING = 500
"""Characters: a list of other articles may stand above the text, behind a lead of at most this length."""
AGREED = 3
"""Points: no single piece of evidence ends a text."""
MAX_BOX_STEPS, MAX_LOOK = 5, 40


@dataclass(slots=True)
class Cuts:
    """The blocks left out of an article, by index, and the reason for each."""

    reasons: dict[int, str] = field(default_factory=dict)

    def add(self, blocks: Sequence[Block], reason: str) -> None:
        """Note why blocks are left out; the first reason given for a block stays."""
        for block in blocks:
            self.reasons.setdefault(block.index, reason)


@dataclass(frozen=True, slots=True)
class _Place:
    """A block at which the text may end. `text` is the paragraph before it, `home` the element of that text, `box` the
    largest element that the block begins and that holds nothing of the text before it."""

    block: Block
    before: Block | None
    flow: Flow
    following: list[Block]
    files: frozenset[int]
    text: Block | None
    home: html.HtmlElement | None
    box: html.HtmlElement | None
    weight: int
    pictured: bool


def _place(blocks: list[Block], at: int, flow: Flow, files: frozenset[int], kept: list[Block], weight: int) -> _Place:
    block = blocks[at]
    text = last_paragraph(kept)
    home = home_of_text(text, flow) if text is not None else None
    box = _box(block, flow)
    before = blocks[at - 1] if at else None
    pictured = text is None and any(blocks[0].index <= number <= block.index for number, _ in flow.images)
    return _Place(block, before, flow, blocks[at + 1 : at + 1 + MAX_LOOK], files, text, home, box, weight, pictured)


def last_paragraph(kept: Sequence[Block]) -> Block | None:
    """The last block of text that is more than a heading or a name; an item of a list only where nothing else is."""
    item: Block | None = None
    for block in reversed(kept):
        if len(block.text) < SENTENCE or block.is_link:
            continue
        if block.element.tag not in _ITEMS:
            return block
        item = item or block
    return item


def home_of_text(text: Block, flow: Flow) -> html.HtmlElement:
    """The element that holds a paragraph and its neighbours."""
    start, end = flow.spans.get(text.element, (0, 0))
    home = text.element.getparent()
    if end - start > 1 or home is None:
        home = text.element
    while home.tag in _GROUPS and (around := home.getparent()) is not None:
        home = around
    return home


def _box(block: Block, flow: Flow) -> html.HtmlElement | None:
    """The largest element, a few steps up, that a block begins."""
    box = None
    for step in islice(ancestors(block.element, block.element.getroottree().getroot()), MAX_BOX_STEPS):
        if flow.spans.get(step, (-1, 0))[0] != block.index or step.tag == "body":
            break
        box = step
    return box


# What follows are the tests of ENDING.


def _words_end(one: _Place) -> bool:
    if labels.ends_article(one.block.text) or labels.heads_comments(one.block.text):
        return True
    return labels.is_box(one.block.text) and one.weight > 0


def _words_end_again(one: _Place) -> bool:
    return labels.ends_article(one.block.text) and bool(one.following) and labels.ends_article(one.following[0].text)


def _links_follow(one: _Place) -> bool:
    return bool(one.following) and _leads_elsewhere(one.following[0], one.files)


def _follows_tools(one: _Place) -> bool:
    return one.before is not None and labels.is_tool(one.before.text) and one.weight > 0


def _form_follows(one: _Place) -> bool:
    if one.box is None:
        return False
    for step in (one.box, one.box.getnext()):
        if step is not None and (step.tag == "form" or next(step.iter("form", "textarea"), None) is not None):
            return True
    return False


def _people_follow(one: _Place) -> bool:
    """Whether a name with a time follows at once, as readers' comments have them."""
    if not one.following or is_person(one.block.text):
        return False
    name = _WHEN.split(one.following[0].text)[0].strip(" -–|,(")
    if not 0 < len(name) <= MAX_NAME or not is_person(name):
        return False
    return any(_WHEN.search(block.text) for block in one.following[:2] if len(block.text) <= PROSE)


def _named_after(one: _Place) -> bool:
    """Whether the page's own names say that what begins here follows an article."""
    current: html.HtmlElement | None = one.block.element
    while current is not None and one.box is not None:
        if current.tag in ("footer", "aside") or _AFTER_HINT.search(names_of(current)):
            return True
        if current is one.box:
            break
        current = current.getparent()
    return False


def _stands_outside(one: _Place) -> bool:
    """Whether the block stands outside the element of the text before it."""
    if one.home is None:
        return False
    root = one.home.getroottree().getroot()
    return all(step is not one.home for step in ancestors(one.block.element, root)) and one.home is not root


def _stands_otherwise(one: _Place) -> bool:
    """Whether the block is of another kind of element than the paragraph before it."""
    if one.text is None or not (_words_end(one) or _is_imprint(one)):
        return False
    return dress_of(one.block) != dress_of(one.text)


def _text_goes_on(one: _Place) -> bool:
    """Whether, behind the block and what belongs to it, a paragraph stands just as the one before it."""
    if one.text is None:
        return False
    end = one.flow.spans[one.box][1] if one.box is not None else one.block.index + 1
    for block in one.following:
        if block.index < end or len(block.text) < SENTENCE or block.is_link:
            continue
        if stands_alike(block, one.text) and not speaks_of_portal(block.text):
            return True
    return False


def _little_before(one: _Place) -> bool:
    """Whether more paragraphs stand in the element that begins here than before it: rather the text itself."""
    if one.box is None or one.weight > MAX_OPENING:
        return False
    within = text_weight(one.block) if len(one.block.text) >= SENTENCE else 0
    for block in one.following:
        if block.index >= one.flow.spans[one.box][1]:
            break
        within += text_weight(block)
    return within > one.weight


def _only_pictures_before(one: _Place) -> bool:
    """Whether pictures stand before it and no text, and no text follows at once: an article may be a picture alone."""
    if one.text is not None or not one.pictured or not (_words_end(one) or _is_imprint(one)):
        return False
    return not any(_is_prose(block) for block in one.following[:8])


def _is_prose(block: Block) -> bool:
    if len(block.text) < SENTENCE or block.is_link or is_about(block):
        return False
    return not (speaks_of_portal(block.text) or labels.ends_article(block.text))


def _is_imprint(one: _Place) -> bool:
    return speaks_of_portal(one.block.text)


def _opens_imprint(one: _Place) -> bool:
    """Whether the box that begins here, with no text before it, speaks of the portal alone."""
    return one.text is None and one.box is not None and _is_imprint(one) and not _little_before(one)


ENDING: tuple[Evidence[_Place], ...] = (
    Evidence("its words head what follows an article", 2, _words_end),
    Evidence("its words are those of the portal's imprint", 2, _is_imprint),
    Evidence("a link to another article follows", 2, _links_follow),
    Evidence("a form follows", 2, _form_follows),
    Evidence("buttons stand just before it", 1, _follows_tools),
    Evidence("the next line heads what follows an article, too", 1, _words_end_again),
    Evidence("names with times follow, as in comments", 2, _people_follow),
    Evidence("its class names comments, other news or the footer", 2, _named_after),
    Evidence("it stands outside the element of the text", 2, _stands_outside),
    Evidence("it stands in a box of its own", 1, _opens_imprint),
    Evidence("pictures stand before it, and no text", 1, _only_pictures_before),
    Evidence("it is another kind of element than the paragraphs", 1, _stands_otherwise),
    Evidence("the text goes on behind it", -2, _text_goes_on),
    Evidence("most of the text is yet to come", -3, _little_before),
)
"""What speaks for a block opening what follows the article, and what against; it does with AGREED points."""


def _ends(one: _Place) -> bool:
    """Whether the text ends before a block: something says so, and something else agrees."""
    if is_about(one.block):
        return False
    says = _words_end(one) or _is_imprint(one) or _named_after(one)
    if not says and one.box is not None and one.text is not None and _stands_outside(one):
        says = len(one.block.text) <= labels.MAX_HEADING and _people_follow(one)
    return says and weigh(ENDING, one) >= AGREED


def until_end(blocks: list[Block], flow: Flow, title: Block | None, cuts: Cuts) -> list[Block]:
    """The blocks before the first list of other articles, comments or footer; a list near the top is left out."""
    kept: list[Block] = []
    files = frozenset(at for at, link in flow.links if is_file_link(link.get("href") or ""))
    at = weight = 0
    while at < len(blocks):
        block = blocks[at]
        listed = opens_list(blocks, at, files)
        place = _place(blocks, at, flow, files, kept, weight)
        headed = _ends(place)
        if not listed and not headed:
            kept.append(block)
            weight += text_weight(block)
            at += 1
            continue
        column = _column(flow, title, block)
        after = _after_inset(blocks, at, weight, headed, column, files)
        after = after or _goes_on(blocks, at, kept, column)
        if after is not None and weight == 0 and _is_picture_alone(flow, title, blocks, at, after):
            after = None
        if after is None:
            if not headed:
                _drop_heading(kept, block, flow, cuts)
            cuts.add(blocks[at:], _reason(place, headed))
            break
        if not headed and weight > MAX_OPENING:
            kept += blocks[at:after]
        else:
            cuts.add(blocks[at:after], _reason(place, headed))
        at = after
    return kept


def _is_picture_alone(flow: Flow, title: Block | None, blocks: list[Block], at: int, after: int) -> bool:
    """Whether a picture is all of an article: it stands above a list of others, and no text stands with it below."""
    if title is None:
        return False
    pictures = [image for index, image in flow.images if title.index < index <= blocks[at].index and is_picture(image)]
    if not pictures:
        return False
    around = set(pictures[0].iterancestors())
    home = next((step for step in title.element.iterancestors() if step in around), None)
    end = flow.spans.get(home, (0, 0))[1] if home is not None else 0
    return not any(block.index < end and text_weight(block) for block in blocks[after:])


def _reason(place: _Place, headed: bool) -> str:
    if not headed:
        return "a list of links to other articles"
    said = [sign.name for sign in signs(ENDING, place) if sign.points > 0]
    return f"the article ends at “{place.block.text[:40]}”: {', '.join(said)}"


def _leads_elsewhere(block: Block, files: frozenset[int]) -> bool:
    """Whether a block is a link to another article, perhaps with its date."""
    if not block.is_link or block.linked < 20 or labels.cut(block.text):
        return False
    return block.linked * 10 >= len(block.text) * 6 and block.index not in files


def opens_list(blocks: list[Block], place: int, files: frozenset[int]) -> bool:
    """Whether two links to other articles follow each other here: no sentence of an article is such."""
    pair = blocks[place : place + 2]
    return len(pair) == 2 and all(_leads_elsewhere(block, files) for block in pair)


def _drop_heading(kept: list[Block], first: Block, flow: Flow, cuts: Cuts) -> None:
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
                cuts.add([kept.pop()], "heads a list of links to other articles")
            return


def _is_mostly_link(block: Block) -> bool:
    return block.linked * 10 >= len(block.text) * 6


def _after_inset(
    blocks: list[Block], place: int, weight_before: int, headed: bool, column: int, files: frozenset[int]
) -> int | None:
    """Where the text goes on after a box of related links between lead and body, or None where it does not."""
    if headed and (weight_before > MAX_OPENING or not labels.is_related(blocks[place].text)):
        return None
    if headed:
        place += 1
    while place < len(blocks) and _is_mostly_link(blocks[place]) and blocks[place].index not in files:
        place += 1
    least = 2 if weight_before else 1
    prose = 0
    for block in blocks[place : place + 12]:
        if block.index >= column or labels.ends_article(block.text) or labels.is_box(block.text):
            break
        long = len(block.text) >= PROSE or (not weight_before and len(block.text) >= SENTENCE)
        if long and not block.is_link:
            prose += 1
        if not weight_before and block.index in files:
            prose += 2
    return place if prose >= least else None


def _goes_on(blocks: list[Block], place: int, kept: list[Block], column: int) -> int | None:
    """Where a paragraph follows a list of links that stands just as the last one before it: in the same element."""
    paragraphs = [block for block in kept if len(block.text) >= SENTENCE and not block.is_link]
    if not paragraphs:
        return None
    place += 1
    while place < len(blocks) and _is_mostly_link(blocks[place]):
        place += 1
    for block in blocks[place : min(place + MAX_SMALL, column)]:
        if block.is_link or labels.ends_article(block.text) or is_meta(block) or is_person(block.text):
            return None
        if len(block.text) < SENTENCE or block.element.tag not in ("p", "div", "pre"):
            continue
        for before in paragraphs:
            if dress_of(block) == dress_of(before) and block.element.getparent() is before.element.getparent():
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
    """How many characters of a block are text of its own: not links, not tools."""
    if labels.is_tool(block.text) or labels.is_tags(block.text) or not WORDY.search(block.text):
        return 0
    return max(0, len(block.text) - 2 * block.linked)


def trim(blocks: list[Block], cuts: Cuts, flow: Flow) -> list[Block]:
    """Without what follows the last text: tools, links to other articles, rows of marks."""
    end = len(blocks)
    while end and (is_rest(blocks[end - 1]) or _heads_files(blocks[end - 1], flow)):
        end -= 1
    if 0 < end <= len(blocks) - 2 and _heads_links(blocks[end - 1]):
        end -= 1  # the heading of the links that were left out
    cuts.add(blocks[end:], "tools, tags or links below the text")
    return blocks[:end]


def _heads_files(block: Block, flow: Flow) -> bool:
    """Whether a line such as `Tệp đính kèm` stands above the names of files, which are no text."""
    if not labels.heads_files(block.text) or block.index + 1 >= len(flow.blocks):
        return False
    below = flow.blocks[block.index + 1]
    return below.is_link and has_file_link(below.element)


def _heads_links(block: Block) -> bool:
    return block.is_strong and len(block.text) < 60 and not is_person(block.text) and not labels.cut(block.text)


def is_rest(block: Block) -> bool:
    """Whether a block below the text is none of it: a button, tags, a link onward."""
    if labels.is_tool(block.text) or labels.is_tags(block.text) or not WORDY.search(block.text):
        return True
    if has_file_link(block.element):
        return block.is_link and FILE_NAME.search(block.text) is not None
    if labels.cut(block.text):
        return False
    if block.text.startswith((">>", "»")):
        return True
    if not block.linked:
        return False
    date = find_date(block.text)
    own = len(block.text) - (len(date.raw) + 3 if date else 0)
    return block.linked * 10 >= own * 9
