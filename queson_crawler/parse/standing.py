"""Pages that stand for themselves: no list and no news, but a text, a picture, a form or a player of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import filterfalse, islice

from lxml import etree, html

from queson_crawler.parse import labels
from queson_crawler.parse.archives import is_archive
from queson_crawler.parse.article.protected import is_password_form
from queson_crawler.parse.article.reading import explain_article
from queson_crawler.parse.document import MAX_LINKS, NAV, Document, names_of, text_of
from queson_crawler.parse.evidence import holds_any
from queson_crawler.parse.flow import HEADINGS
from queson_crawler.parse.listing.boxes import folders_below
from queson_crawler.parse.listing.declared import declared_in
from queson_crawler.parse.notices import says_it_is_empty
from queson_crawler.parse.pager.postback import type_of
from queson_crawler.parse.results import RawArticle
from queson_crawler.platforms.selectors import ancestors, is_any_of

MIN_STANDING = 200
"""Characters of text that make a page one that stands for itself, whatever else may be to come."""
MIN_TEXT = 40
"""Characters of text that are more than a heading."""
MIN_PROSE = 80
"""Characters of a paragraph that are more than what a page says of itself in its frame."""
MIN_LINKS = 5
"""Links outside menus that make a page one that leads on, as a map of the portal does."""
MAX_HEADINGS, MAX_LINES = 10, 20
MIN_BELOW = 2
"""Links below the address of a page that make it the folder of what they lead to."""
_OF_MENUS = re.compile(rf"menu|{NAV}", re.I)
_CONTACT = re.compile(
    r"^(?:số )?(?:điện thoại|đt|tel|fax|hotline|e-?mail|thư điện tử|địa chỉ|trụ sở)\b"
    r"|\b(?:điện thoại|đt|tel|fax|hotline)\b\W{0,3}\d[\d .()-]{6}",
    re.I,
)
_PARAGRAPHS = etree.XPath("descendant::*[self::p or (self::td or self::div) and not(*)]")
_PLAYERS = ("iframe", "video", "audio", "object", "embed", "canvas")
_FRAME = ("header", "footer", "nav", "aside")
_FIELDS = ("text", "email", "tel", "number", "date", "file")
_EVERYWHERE = re.compile(
    r"search|tìm|tim[-_]?kiem|từ khóa|tu[-_]?khoa|key|\b[qs]\b|user|login|đăng nhập|dang[-_]?nhap|account|newsletter",
    re.I,
)
"""Names of fields that stand on every page of a portal."""


def says_enough(doc: Document) -> bool:
    """Whether a page without a list shows a text of its own, as "Giới thiệu" does, or says that it is empty."""
    found = explain_article(doc).result
    return isinstance(found, RawArticle) and _has_text(found, MIN_STANDING)


def stands(doc: Document) -> bool:
    """Whether a page without a list shows anything of its own, and does not count articles that are not there."""
    if declared_in(text_of(doc.body)).total:
        return False
    return holds_any(_SHOWN, doc)


def _has_article(doc: Document) -> bool:
    """Whether there is an article with more than a heading."""
    found = explain_article(doc).result
    if not isinstance(found, RawArticle):
        return False
    return bool(found.images or found.attachments) or _has_text(found, MIN_TEXT)


def _has_text(found: RawArticle, more_than: int) -> bool:
    """Whether an article has more than so many characters, or says that nothing was put on its page yet."""
    text = f"{found.lead} {found.body}"
    return len(text) > more_than or says_it_is_empty(text)


def _asks_for_password(doc: Document) -> bool:
    """Whether there is something to see, if not for everybody."""
    return is_password_form(doc.body)


def _has_prose(doc: Document) -> bool:
    """Whether a paragraph stands on the page, below a title or not, that is no line about it."""
    return any(map(_is_prose, _PARAGRAPHS(doc.body)[:MAX_LINKS]))


def _is_prose(paragraph: html.HtmlElement) -> bool:
    text = text_of(paragraph)
    if len(text) <= MIN_PROSE or labels.cut(text):
        return False
    return not _is_of_the_frame(paragraph)


def _has_contact(doc: Document) -> bool:
    """Whether a heading outside the frame has below it where an office is to be reached."""
    headings = islice(doc.body.iter(*HEADINGS), MAX_HEADINGS)
    return any(_heads_contact(heading) for heading in headings)


def _heads_contact(heading: html.HtmlElement) -> bool:
    if _is_of_the_frame(heading) or not text_of(heading):
        return False
    for line in islice(heading.itersiblings(), MAX_LINES):
        if line.tag in HEADINGS:
            return False
        if _tells_contact(line):
            return True
    return False


def _tells_contact(line: html.HtmlElement) -> bool:
    """Whether an element, or a line in it, begins as an address or the like, or holds a telephone number."""
    lines = (line, *line.iterdescendants("p", "li", "td"))
    return any(_CONTACT.search(text_of(each)) for each in lines)


def _has_player(doc: Document) -> bool:
    """Whether a map, a film or another site is shown within the page."""
    return any(not _is_of_the_frame(each) for each in doc.body.iter(*_PLAYERS))


def _has_form(doc: Document) -> bool:
    """Whether something is to be filled in, other than what pages offer everywhere: a search, a way in for members."""
    return any(map(_is_own_field, islice(doc.body.iter("input", "textarea"), MAX_LINKS)))


def _is_own_field(field: html.HtmlElement) -> bool:
    if type_of(field) not in _FIELDS:
        return False
    names = f"{field.get('name', '')} {field.get('id', '')} {field.get('placeholder', '')}"
    return not _EVERYWHERE.search(names) and not _is_of_the_frame(field)


def _leads_on(doc: Document) -> bool:
    """Whether many links stand on the page outside its menus."""
    return len(_own_links(doc)) >= MIN_LINKS


def _own_links(doc: Document) -> list[html.HtmlElement]:
    """The links of a page outside its menus."""
    leading = [link for link in islice(doc.body.iter("a"), MAX_LINKS) if link.get("href")]
    return list(filterfalse(_is_of_a_menu, leading))


def _leads_to_archives(doc: Document) -> bool:
    """Whether all links outside the menus lead to what one year, author or tag has: the page is their index."""
    leading = filterfalse(_leads_within_page, _own_links(doc))
    kinds = {is_archive(doc.join(link.get("href", "")), text_of(link)) for link in leading}
    return kinds == {True}


def _leads_within_page(link: html.HtmlElement) -> bool:
    """Whether a link leads to another place of its own page."""
    return link.get("href", "").startswith("#")


def _leads_below(doc: Document) -> bool:
    """Whether several links lead below the address of the page: it is the folder of its lists, as `/categories/` is."""
    return len(folders_below(doc, islice(doc.body.iter("a"), MAX_LINKS))) >= MIN_BELOW


_SHOWN = (
    _has_article,
    _asks_for_password,
    _has_player,
    _has_form,
    _has_prose,
    _has_contact,
    _leads_on,
    _leads_to_archives,
    _leads_below,
)
"""What makes a page one that shows something of its own."""


def _is_of_a_menu(element: html.HtmlElement) -> bool:
    """Whether an element stands in a menu or in what frames every page."""
    return any(step.tag in _FRAME or _OF_MENUS.search(names_of(step)) for step in _around(element))


def _is_of_the_frame(element: html.HtmlElement) -> bool:
    """Whether an element stands in what frames the content of every page."""
    return is_any_of(_around(element), _FRAME)


def _around(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """An element and all it stands in, but for the root of the page."""
    return ancestors(element, element.getroottree().getroot())
