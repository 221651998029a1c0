"""Telling the lead of an article from its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from lxml import etree, html

from queson_crawler.parse import labels
from queson_crawler.parse.article.field_places import NO_FIELDS, FieldPlace, FieldRole, Fields
from queson_crawler.parse.article.furniture import path_of
from queson_crawler.parse.article.kinds import is_any, is_link, is_onward, is_tool
from queson_crawler.parse.article.looks import is_italic, looks_as
from queson_crawler.parse.document import names_of
from queson_crawler.parse.dress import dress_of, stands_alike
from queson_crawler.parse.evidence import Evidence, Sign, Verdict, signs, weigh
from queson_crawler.parse.flow import HEADINGS, Block
from queson_crawler.parse.lines import SENTENCE, is_about, key
from queson_crawler.platforms.selectors import ancestors

_LEAD_HINT = re.compile(r"sapo|lead|summary|hometext|tom-?_?tat|trich|intro|chapeau|head-?noi-?dung|mota|short", re.I)
_NO_LEAD = (is_link, is_onward, is_tool, is_about)
_LEADS_DOWN = etree.XPath("boolean(descendant-or-self::a[starts-with(@href, '#')])")
_TEXT_BREAKS = (".", "…", "!", "?", "”", '"')
MAX_LEAD, MAX_LONG_LEAD = 220, 900
"""Characters of a lead that only its place tells, and of any lead."""
MIN_LEAD = 30
_OUTSIDE, _NAMED = Sign("stands between the title and the text", 3), Sign("its class names a lead", 3)
_LEARNED = Sign("stands and looks as the leads of sibling pages", 3)
MAX_PARAGRAPHS = 3
"""Paragraphs of a lead that looks as those of sibling pages."""
MAX_FOLLOWING = 12
"""The last of the blocks behind a first paragraph that are looked at."""
ENOUGH = 2
"""Points that make the first paragraph a lead."""


@dataclass(frozen=True, slots=True)
class _Opening:
    """The first paragraph of a text and those behind it."""

    block: Block
    following: list[Block]

    @property
    def next(self) -> Block:
        return self.following[0]


def _is_set_apart_by_type(one: _Opening) -> bool:
    return one.block.is_strong and not one.next.is_strong


def _is_in_italics(one: _Opening) -> bool:
    return is_italic(one.block) and not is_italic(one.next)


def _has_own_class(one: _Opening) -> bool:
    """Whether it has a class that the next paragraphs, which are dressed alike, do not have, nor one behind a list."""
    if one.block.element in one.next.element.iterancestors():
        return False  # the class is that of the whole text
    own = one.block.element.get("class", "")
    if own in ("", one.next.element.get("class", "")):
        return False
    if dress_of(one.block) in map(dress_of, one.following):
        return False
    return len(set(map(dress_of, one.following[:2]))) == 1


def _is_other_element(one: _Opening) -> bool:
    return dress_of(one.block) != dress_of(one.next)


def _is_short(one: _Opening) -> bool:
    """Whether it is no sentence: a short one ends as such, and a heading or a name does not."""
    if one.block.text.endswith(_TEXT_BREAKS):
        return len(one.block.text) < MIN_LEAD
    return len(one.block.text) < SENTENCE


def _is_heading_of_text(one: _Opening) -> bool:
    """Whether it is rather a part of the text in a heading's dress: no sentence, or too long for a lead beside the
    paragraphs."""
    if one.block.element.tag not in HEADINGS:
        return False
    if not one.block.text.endswith(_TEXT_BREAKS):
        return True
    if len(one.block.text) <= MAX_LEAD:
        return False
    return one.block.element.getparent() is one.next.element.getparent()


def _is_very_long(one: _Opening) -> bool:
    return len(one.block.text) > MAX_LONG_LEAD


def _ends_open(one: _Opening) -> bool:
    return one.block.text.endswith((":", ",", ";"))


LEAD: tuple[Evidence[_Opening], ...] = (
    Evidence("is bold, and what follows is not", 2, _is_set_apart_by_type),
    Evidence("is in italics, and what follows is not", 1, _is_in_italics),
    Evidence("has a class of its own", 2, _has_own_class),
    Evidence("is another element than what follows", 1, _is_other_element),
    Evidence("is too short for a sentence", -3, _is_short),
    Evidence("is a heading without a full stop, or a very long one among paragraphs", -3, _is_heading_of_text),
    Evidence("is very long", -2, _is_very_long),
    Evidence("leads on to what follows", -2, _ends_open),
)
"""What makes the first paragraph of a text its lead, where the page's own names do not."""
_NO_KNOWN_LEAD: tuple[Evidence[_Opening], ...] = (
    Evidence("is too short for a sentence", 1, _is_short),
    Evidence("is a heading without a full stop, or a very long one among paragraphs", 1, _is_heading_of_text),
    Evidence("is very long", 1, _is_very_long),
)
"""What makes it none where nothing but its type tells that it is as the leads of sibling pages."""


def split_lead(
    before: list[Block],
    inner: list[Block],
    container: html.HtmlElement,
    title: str = "",
    known: Fields = NO_FIELDS,
    *,
    dated: bool = False,
) -> tuple[list[Block], list[Block], Verdict | None]:
    """Lead and body: what stands between heading and body field, else what the page sets apart within it; first what
    stands where sibling pages, by what is `known` of them, have theirs."""
    inner = skip_opening(inner, dated=dated)
    outside, held = _outside(before, title, known)
    if outside:
        said = set(map(_text_of, outside))
        body = [block for block in inner if block.text not in said]
        return outside, body, _verdict(outside, held)
    lead, verdict = known_lead(inner, known)
    if not lead:
        lead, verdict = _opening_lead(inner, _named_leads(inner, container))
    return lead, inner[len(lead) :], verdict


def _outside(before: list[Block], title: str, known: Fields) -> tuple[list[Block], tuple[Sign, ...]]:
    """The lead among the blocks before a text, and why."""
    places = known.of(FieldRole.LEAD)
    learned = [block for block in before if looks_as(block, places)]
    if learned:
        return learned[:MAX_PARAGRAPHS], (_LEARNED,)
    outside = [block for block in filter(_may_lead, before) if key(block.text) != title]
    return outside[-2:], (_OUTSIDE,)


def known_lead(text: list[Block], known: Fields) -> tuple[list[Block], Verdict | None]:
    """The first paragraphs of a text that stand and look as the leads of sibling pages. Where only their type tells
    it, a heading is none, and more than one only where all are long."""
    places = known.of(FieldRole.LEAD)
    lead: list[Block] = []
    for block in text[:MAX_PARAGRAPHS]:
        if not _is_as_known(block, text, places):
            break
        lead.append(block)
    following = text[len(lead) : len(lead) + 1]
    if not lead or not following or looks_as(following[0], places):
        return [], None
    return lead, _verdict(lead, (_LEARNED,))


def _is_told_by_type(block: Block, places: tuple[FieldPlace, ...]) -> bool:
    """Whether all that is known of the leads at a block's place is how they look."""
    path = path_of(block.element)
    return all(place.form for place in places if place.path == path)


def _is_as_known(block: Block, text: list[Block], places: tuple[FieldPlace, ...]) -> bool:
    """Whether a block stands and looks as the leads of sibling pages, and is no heading in their type."""
    if not looks_as(block, places):
        return False
    if not _is_told_by_type(block, places):
        return True
    if block is not text[0]:
        return len(block.text) >= SENTENCE
    opening = _Opening(block, text[1:MAX_FOLLOWING])
    return bool(opening.following) and not weigh(_NO_KNOWN_LEAD, opening)


def bold_lead(text: list[Block], known: Fields = NO_FIELDS) -> tuple[list[Block], Verdict | None]:
    """The first paragraph of a text that an editor wrote into a field of the CMS, where it alone is bold, or looks as
    those of sibling pages; classes and elements in such a field are those of the program from which it was pasted."""
    lead, verdict = known_lead(text, known)
    if lead or len(text) < 2 or not _is_set_apart_by_type(_Opening(text[0], text[1:MAX_FOLLOWING])):
        return lead, verdict
    return _opening_lead(text, [])


def _opening_lead(text: list[Block], named: list[Block]) -> tuple[list[Block], Verdict | None]:
    """The first blocks of a text that its page sets apart as a lead: by their names, or by type and class."""
    lead = named
    held: tuple[Sign, ...] = (_NAMED,)
    if not lead and any(map(_is_paragraph, text[1:4])):
        opening = _Opening(text[0], text[1:MAX_FOLLOWING])
        if weigh(LEAD, opening) >= ENOUGH:
            lead, held = text[:1], signs(LEAD, opening)
    if not 0 < len(lead) < len(text):
        return [], None
    return lead, _verdict(lead, held)


def _is_paragraph(block: Block) -> bool:
    return len(block.text) >= SENTENCE and " " in block.text


def _verdict(lead: list[Block], held: tuple[Sign, ...]) -> Verdict:
    return Verdict("lead", " ".join(map(_text_of, lead)), held)


def _text_of(block: Block) -> str:
    return block.text


def _may_lead(block: Block) -> bool:
    """Whether a block above the text is more than a link, a button or a line about the article."""
    return len(block.text) >= MIN_LEAD and not is_any(_NO_LEAD, block)


def _named_leads(inner: list[Block], container: html.HtmlElement) -> list[Block]:
    """The first blocks that stand in an element whose class names a lead; where all paragraphs do, those in the first
    of these elements: the text bears the same class."""
    lead: list[Block] = []
    homes: list[html.HtmlElement] = []
    for block in inner:
        home = _named_lead(block, container)
        if home is None:
            break
        lead.append(block)
        homes.append(home)
    if any(map(_is_paragraph, inner[len(lead) :])) or not homes:
        return lead
    return lead[: homes.count(homes[0])]


def _named_lead(block: Block, container: html.HtmlElement) -> html.HtmlElement | None:
    """The element around a block whose class names a lead."""
    around = islice(ancestors(block.element, container), 3)
    return next((near for near in around if _LEAD_HINT.search(names_of(near))), None)


def skip_opening(blocks: list[Block], *, dated: bool = False) -> list[Block]:
    """The blocks from the first on that is text: no tool, no line about the article. Where a date is known already
    (`dated`), a bare date that stands just as the paragraph behind it is text, as in a calendar."""
    for place, block in enumerate(blocks):
        if not _is_no_words(block) and _opens_text(block, blocks[place + 1 :], dated=dated):
            return blocks[place:]
    return []


def _opens_text(block: Block, following: list[Block], *, dated: bool) -> bool:
    """Whether a block is no line about the article; beside a date that is known, a bare one may be text."""
    if not is_about(block):
        return True
    return dated and _is_date_of_text(block, following)


def _leads_to_comments(block: Block) -> bool:
    """Whether a short line has words for comments and a link to another place of its page: `(0 comments)`."""
    return labels.heads_comments(block.text) and bool(_LEADS_DOWN(block.element))


_NO_WORDS = (is_tool, _leads_to_comments)
"""Buttons."""


def _is_no_words(block: Block) -> bool:
    """Whether a block is a button, or marks without a word."""
    if is_any(_NO_WORDS, block):
        return True
    return labels.WORDY.search(block.text) is None


def _is_date_of_text(block: Block, following: list[Block]) -> bool:
    if labels.cut(block.text):
        return False
    for paragraph in following:
        if len(paragraph.text) >= SENTENCE:
            return stands_alike(block, paragraph)
    return False
