"""What tells that the text of an article ends before a block: named evidence, of which no single piece is enough.

A word such as `Thông báo` or `Bình luận` never ends a text by itself: something else must agree with it (links that
follow, the page's own names for the place, or that it stands outside the element of the text).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile

from lxml import etree, html

from queson_crawler.parse import labels
from queson_crawler.parse.article.end_place import Place
from queson_crawler.parse.article.imprint_words import speaks_of_portal
from queson_crawler.parse.article.kinds import ends_article, is_any, is_imprint, is_link
from queson_crawler.parse.article.names import is_person
from queson_crawler.parse.article.trimming import text_weight
from queson_crawler.parse.document import names_of, parent_of
from queson_crawler.parse.dress import dress_of, stands_alike
from queson_crawler.parse.evidence import Evidence, holds_any, signs, weigh
from queson_crawler.parse.flow import Block
from queson_crawler.parse.lines import PROSE, SENTENCE, find_date, is_about, is_sentence

_AFTER_HINT = re.compile(
    r"^aside\b|comment|binh-?_?luan|y-?_?kien|phan-?_?hoi|feedback|disqus|discuss|thao-?_?luan|relat(?:ed|ion)|lien-?_?quan|"
    r"\bother|tin-?_?khac|cung-?_?(?:chuyen-?_?muc|loai)|\bfoot(?:er)?\b|copyright|\brating|danh-?_?gia",
    re.I,
)
_WHEN = re.compile(
    r"(?:lúc\s+)?(?:\d{1,2}[:h]\d\d\b|\d{1,2}[/-]\d{1,2}[/-]\d{4}"
    r"|\d{1,9}\s{1,9}(?:giây|phút|giờ|ngày|tuần|tháng|năm)\s{1,9}trước|hôm (?:nay|qua)|vừa xong)",
    re.I,
)
"""When a reader wrote: `3 giờ trước`, `09:10 08/06/2022`."""
_FORM = etree.XPath("boolean((. | following-sibling::*[1])/descendant-or-self::*[self::form or self::textarea])")
"""Whether an element, or the one next to it, holds something to be filled in."""
MAX_NAME = 40
MAX_OPENING = 500
"""Characters: a list of other articles may stand above the text, behind a lead of at most this length."""
AGREED = 3
"""Points: no single piece of evidence ends a text."""
MIN_CARDS = 2
MAX_NEAR = 8
"""Blocks just behind a place that tell whether text follows."""


_NO_PROSE = (is_about, is_imprint, ends_article)


def _links_follow(one: Place) -> bool:
    """Whether a link to another article follows, and not only behind the end of the element of the text."""
    return any(block.index < one.end_of_home for block in filter(one.leads_elsewhere, one.following[:1]))


def _follows_tools(one: Place) -> bool:
    if not one.weight:
        return False
    return labels.is_tool(one.blocks[one.at - 1].text)


def _form_follows(one: Place) -> bool:
    return any(map(_FORM, one.steps[-1:]))


def _people_follow(one: Place) -> bool:
    """Whether a name with a time follows at once, as readers' comments have them."""
    name = _WHEN.split(one.next_words)[0].strip(" -–|,(")
    if len(name) > MAX_NAME or not is_person(name):
        return False
    return not is_person(one.words) and any(map(_tells_when, one.following[:2]))


def _tells_when(block: Block) -> bool:
    if len(block.text) > PROSE:
        return False
    return _WHEN.search(block.text) is not None


def _named_after(one: Place) -> bool:
    """Whether the page's own names say that what begins here follows an article."""
    return any(map(_is_named_after, one.steps))


def _is_named_after(element: html.HtmlElement) -> bool:
    names = f"{element.tag!s} {names_of(element)} {element.get('itemprop', '')}"
    return _AFTER_HINT.search(names) is not None


def _stands_outside(one: Place) -> bool:
    """Whether the block stands outside the element of the text before it."""
    return one.home is not None and not one.is_within_home


def _stands_otherwise(one: Place) -> bool:
    """Whether the block is of another kind of element than the paragraph before it."""
    if one.text is None:
        return False
    return one.is_headed and dress_of(one.block) != dress_of(one.text)


def _text_goes_on(one: Place) -> bool:
    """Whether, behind the block and what belongs to it, a paragraph stands just as the one before it."""
    if one.text is None:
        return False
    for block in filter(is_sentence, one.following):
        if block.index >= one.behind and stands_alike(block, one.text) and not speaks_of_portal(block.text):
            return True
    return False


def _items_go_on(one: Place) -> bool:
    """Whether a list follows that stands in the element of the text as the block does, of sentences without a name or a
    time: items of the text, and no comments."""
    if not one.is_within_home or one.behind != one.block.index + 1:
        return False
    items = filter(_is_plain_item, one.following[:1])
    return any(map(one.is_home, map(_home_of_item, items)))


def _home_of_item(item: Block) -> html.HtmlElement:
    return parent_of(parent_of(item.element))


def _is_plain_item(block: Block) -> bool:
    """Whether a block is an item of a list that is a sentence, and no reader's."""
    if block.element.tag != "li" or not is_sentence(block):
        return False
    return not is_any(_READERS, block)


def _names_reader(block: Block) -> bool:
    """Whether it begins with a name: `Lê Thị Mơ: …`."""
    return is_person(block.text.partition(":")[0])


_READERS = (is_link, _tells_when, _names_reader)


def _little_before(one: Place) -> bool:
    """Whether more paragraphs stand in the element that begins here than before it: rather the text itself."""
    if not one.steps or one.weight > MAX_OPENING:
        return False
    within = list(takewhile(lambda block: block.index < one.behind, one.following))
    if len(one.words) >= SENTENCE and not one.is_headed:
        within.append(one.block)
    return sum(map(text_weight, within)) > one.weight


def _only_pictures_before(one: Place) -> bool:
    """Whether pictures stand before it and no text, and no text follows at once: an article may be a picture alone."""
    if one.text is not None or not one.is_headed:
        return False
    return one.is_pictured and not any(map(_is_prose, one.following[:MAX_NEAR]))


def _is_prose(block: Block) -> bool:
    return is_sentence(block) and not is_any(_NO_PROSE, block)


def _stands_above_text(one: Place) -> bool:
    """Whether words for comments stand just below a date, with neither text nor picture before them,
    and a text behind: a button that leads down to what it names."""
    if one.weight > 0 or one.is_pictured or not labels.heads_comments(one.words):
        return False
    before = one.flow.blocks[one.block.index - 1]
    return find_date(before.text) is not None and _text_begins(one)


def _text_begins(one: Place) -> bool:
    """Whether a paragraph follows at once, or behind a short line: no link, no reader and no other end stands
    between."""
    near = takewhile(_may_open_text, one.following[:MAX_NEAR])
    return any(map(_is_prose, near))


def _may_open_text(block: Block) -> bool:
    return not is_any((*_READERS, ends_article), block)


def _opens_imprint(one: Place) -> bool:
    """Whether the box that begins here, with no text before it, speaks of the portal alone."""
    if one.text is not None or not one.is_imprint:
        return False
    return len(one.steps) > 0 and not _little_before(one)


def _opens_comments(one: Place) -> bool:
    """Whether a short line opens a box behind the text, in which readers' names follow."""
    if not one.steps or len(one.words) > labels.MAX_HEADING:
        return False
    return _stands_outside(one) and _people_follow(one)


def _opens_cards(one: Place) -> bool:
    """Whether cards of other articles begin here or behind a heading, outside the text: links of one kind, each with a
    few lines below it."""
    near = takewhile(lambda block: block.index <= one.block.index + 1, (one.block, *one.following))
    if not any(map(one.leads_elsewhere, near)) or not _stands_outside(one):
        return False
    heads = list(filter(one.leads_elsewhere, (one.block, *one.following)))
    return len(heads) >= MIN_CARDS and len(set(map(dress_of, heads))) == 1


ENDING: tuple[Evidence[Place], ...] = (
    Evidence("its words head what follows an article", 2, lambda one: one.heads_more),
    Evidence("its words are those of the portal's imprint", 2, lambda one: one.is_imprint),
    Evidence("a link to another article follows", 2, _links_follow),
    Evidence("cards of other articles follow", 1, _opens_cards),
    Evidence("a form follows", 2, _form_follows),
    Evidence("buttons stand just before it", 1, _follows_tools),
    Evidence("the next line heads what follows an article, too", 1, lambda one: one.is_headed_again),
    Evidence("names with times follow, as in comments", 2, _people_follow),
    Evidence("its class names comments, other news or the footer", 2, _named_after),
    Evidence("it stands outside the element of the text", 2, _stands_outside),
    Evidence("it stands in a box of its own", 1, _opens_imprint),
    Evidence("pictures stand before it, and no text", 1, _only_pictures_before),
    Evidence("it is another kind of element than the paragraphs", 1, _stands_otherwise),
    Evidence("the text goes on behind it", -2, _text_goes_on),
    Evidence("a list of the text stands behind it", -2, _items_go_on),
    Evidence("most of the text is yet to come", -3, _little_before),
    Evidence("it stands between the date and the text", -4, _stands_above_text),
)
"""What speaks for a block opening what follows the article, and what against; it does with AGREED points."""
_CLAIMS: tuple[Callable[[Place], bool], ...] = (lambda one: one.is_headed, _named_after, _opens_comments, _opens_cards)
"""What must be said before evidence is weighed at all: one of these."""


def ends(one: Place) -> bool:
    """Whether the text ends before a block: something says so, and something else agrees."""
    if is_about(one.block):
        return False
    return holds_any(_CLAIMS, one) and weigh(ENDING, one) >= AGREED


def reason_of(one: Place) -> str:
    """Why the text ends before a block, in words."""
    said = [sign.name for sign in signs(ENDING, one) if sign.points > 0]
    return f"the article ends at “{one.words[:40]}”: {', '.join(said)}"
