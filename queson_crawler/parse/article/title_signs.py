"""What speaks for a block being the title of an article, and what against: named evidence."""

from __future__ import annotations

import re
from itertools import islice

from queson_crawler.parse.article.blocks import is_prose, length_of, prose_among
from queson_crawler.parse.article.candidate import (
    AHEAD,
    BEGINNING,
    Candidate,
    is_item,
    is_long_link,
)
from queson_crawler.parse.article.kinds import ends_article, heads_files, is_any
from queson_crawler.parse.article.names import is_person
from queson_crawler.parse.evidence import Evidence
from queson_crawler.parse.flow import HEADINGS
from queson_crawler.parse.lines import PROSE, SENTENCE
from queson_crawler.parse.title_lines import leads_nowhere

_TITLE_HINT = re.compile(r"title|headline|heading|tieu-?_?de|tenbai", re.I)
_NOT_TITLE_HINT = re.compile(
    r"crumb|menu|nav|logo|banner|portlet|widget|other|related|slogan|site-?(?:title|name)", re.I
)
_NUMBERED = re.compile(r"(?:\d{1,2}|[IVX]{1,4})[.)/]\s")
_FULL_STOP = re.compile(r"(?<!\.)\.\Z|;\Z")
"""A full stop or semicolon at the end; two dots leave a title open."""
_SENTENCE_ENDS = (".", ":", "…", "!", "?", "”")
_HEADING_POINTS = {"h1": 30, "h2": 22, "h3": 14, "h4": 8, "h5": 6, "h6": 4}
_LISTS = ("li", "nav")
_NO_LESSER = ("", "h1")
MAX_CATEGORY = 20
"""Characters of a text that surely is a list's name if it is an entry of the menu, too."""
MAX_BOLD = 200
MIN_NAME = 10
MORE_BEFORE = 2
NEAR = 20
"""Nearness of a block that stands by the lines about the article."""


def _repeats_name(one: Candidate) -> float:
    # Far from the labelled lines of a page that has such lines, it is rather the name of the portal, which many portals
    # put on every page.
    if one.page.labelled and not one.nearness:
        return one.match * 2 // 3
    return one.match


def _is_other_name(one: Candidate) -> bool:
    """Whether it is the name of the portal or of the list: a short text that is a link of the page, itself none or one
    of several."""
    if one.is_portal:
        return True
    is_alone = one.block.is_link and not _is_one_of_links(one)
    if is_alone or one.name not in one.page.menu:
        return False
    if not one.begins_like_page:
        return True
    return len(one.name) <= MAX_CATEGORY


def _heading_points(one: Candidate) -> float:
    return _HEADING_POINTS.get(one.heading, 0)


def _is_named_other(one: Candidate) -> bool:
    return _NOT_TITLE_HINT.search(one.hints) is not None


def _named_other(one: Candidate) -> float:
    if not _is_named_other(one):
        return 0
    if one.match >= BEGINNING or one.nearness >= NEAR:
        return 0.5
    return 1


def _named_title(one: Candidate) -> bool:
    return _TITLE_HINT.search(one.hints) is not None and not _is_named_other(one)


def _is_the_title(one: Candidate) -> bool:
    own = one.page.classes[one.block.index]
    if not own or one.page.title_classes[own] != 1:
        return False
    return opens_text(one)


def _is_plain_link(one: Candidate) -> bool:
    return one.block.is_link and one.block.element.tag not in HEADINGS


def _is_one_of_links(one: Candidate) -> bool:
    """Whether the blocks about it are links too."""
    if not _is_plain_link(one):
        return False
    if any(map(leads_nowhere, islice(one.block.element.iter("a"), 1))):
        return False
    if not one.block.is_strong or any(map(is_item, one.page.after(one.block, 1))):
        return True
    return any(before.is_strong and is_item(before) for before in one.before)


def _in_list(one: Candidate) -> bool:
    return one.block.element.tag in _LISTS


def _is_bold(one: Candidate) -> bool:
    if _in_list(one) or len(one.block.text) >= MAX_BOLD:
        return False
    return one.block.is_strong


def _is_sentence(one: Candidate) -> bool:
    return _FULL_STOP.search(one.block.text) is not None


def _is_signature(one: Candidate) -> bool:
    return not one.heading and is_person(one.block.text)


def _heads_what_belongs(one: Candidate) -> bool:
    """Whether it heads the files of an article, or what follows one."""
    return is_any((heads_files, ends_article), one.block)


def _stands_after_text(one: Candidate) -> bool:
    if one.heading:
        return False
    return any(is_prose(before, PROSE) for before in one.before)


def _follows_text(one: Candidate) -> bool:
    """Whether far more prose stands close before it than close behind."""
    before = one.page.blocks[max(0, one.block.index - AHEAD) : one.block.index]
    return length_of(prose_among(before, SENTENCE)) > MORE_BEFORE * length_of(one.paragraphs)


def _parts_text(one: Candidate) -> bool:
    """Whether a sentence stands just before a lesser heading, and prose close after."""
    if one.heading in _NO_LESSER:
        return False
    if one.nearness >= NEAR or not opens_text(one):
        return False
    for before in one.before:
        if not before.linked and len(before.text) >= SENTENCE:
            return before.text.endswith(_SENTENCE_ENDS)
    return False


def _is_numbered(one: Candidate) -> bool:
    return _NUMBERED.match(one.block.text) is not None


def _heads_links(one: Candidate) -> bool:
    following = one.page.after(one.block, 2)
    return len(following) == 2 and all(map(is_long_link, following))


def opens_text(one: Candidate) -> bool:
    """Whether prose follows close by."""
    return bool(one.paragraphs)


def _opens_nothing(one: Candidate) -> bool:
    return not opens_text(one)


def _is_plain_text(one: Candidate) -> bool:
    return not one.block.is_strong and not one.heading


_ALWAYS: tuple[Evidence[Candidate], ...] = (
    Evidence("repeats what the page calls itself", 1, _repeats_name),
    Evidence("stands by the lines of date and labels", 1, lambda one: one.nearness),
    Evidence("is a heading", 1, _heading_points),
    Evidence("its class names a title", 12, _named_title),
    Evidence("its own class is the word for a title, alone on the page", 32, _is_the_title),
    Evidence("is bold", 6, _is_bold),
    Evidence("prose follows", 6, opens_text),
    Evidence("is the name of the portal or of the list", -42, _is_other_name),
    Evidence("its class names something else", -12, _named_other),
    Evidence("is a link", -4, _is_plain_link),
    Evidence("is one of several links", -21, _is_one_of_links),
    Evidence("is an item of a list or menu", -15, _in_list),
    Evidence("is plain text", -10, _is_plain_text),
    Evidence("is very short", -15, lambda one: len(one.name) < MIN_NAME),
)
"""What speaks for a block being the title of the article, and what against, whatever the page calls itself."""
_UNLIKE_PAGE: tuple[Evidence[Candidate], ...] = (
    Evidence("is a sentence: rather the lead", -24, _is_sentence),
    Evidence("is a person's name: rather a signature", -40, _is_signature),
    Evidence("heads a list of links", -20, _heads_links),
    Evidence("heads files, or what follows an article", -40, _heads_what_belongs),
)
"""What speaks against a block that does not begin as the page's own name does."""
_UNNAMED: tuple[Evidence[Candidate], ...] = (
    Evidence("no prose follows", -12, _opens_nothing),
    Evidence("and nothing names the page so", -12, _is_other_name),
    Evidence("stands after a paragraph", -15, _stands_after_text),
    Evidence("stands below the text", -30, _follows_text),
    Evidence("heads a part of the text", -30, _parts_text),
    Evidence("is numbered: rather a part of the text", -30, _is_numbered),
)
"""What speaks against a block that repeats nothing of the page's own name."""


def evidence_on(one: Candidate) -> tuple[Evidence[Candidate], ...]:
    """The evidence for and against a block being the title, by how well it repeats the page's own name."""
    if one.begins_like_page:
        return _ALWAYS
    if one.match:
        return _ALWAYS + _UNLIKE_PAGE
    return _ALWAYS + _UNLIKE_PAGE + _UNNAMED
