"""Pagers whose controls bear no address: only a browser can press them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

from lxml import etree, html

from queson_crawler.parse.document import MAX_LINKS, Document, attribute_of, is_hidden, names_of, squeeze
from queson_crawler.parse.pager.controls import (
    ARIA_CURRENT,
    MORE_WORDS,
    Kind,
    bears,
    begins_after_first,
    kind_of,
    number_by,
    with_cell,
    words_of,
)
from queson_crawler.parse.results import PageLink, Pager
from queson_crawler.parse.scripted import MARK
from queson_crawler.platforms.selectors import ancestors

NOT_RENDERED = "?"
_NUMBER = re.compile(r"^\W{0,2}(\d{1,5})\W{0,2}$")
_CURRENT = (
    ("class", re.compile(r"active|current|selected|disabled|đang xem", re.I)),
    ARIA_CURRENT,
    ("disabled", re.compile("")),
    ("aria-disabled", re.compile("^true$")),
)
_NOT_PAGER = re.compile(
    r"carousel|slid(?:e|er)|slick|owl|swiper|calendar|datepick|rating|star|captcha|zoom|font-?size", re.I
)
_NEXT_HINT = re.compile(r"(?:^|[\s_-])(?:next|sau|tiep)", re.I)
_ACTS = etree.XPath(
    "boolean((self::a[@href] | self::button | self::span | self::li | self::div)"
    "[self::a or self::button or @onclick or @role = 'button'][not(@type = 'submit' and ancestor::form)])"
)
"""Whether something may happen where an element is pressed: a link or a button, or what has a script or the role of a
button, but for what sends a form."""
_MAY_SAY = ("button", "a", "span", "li", "div", "input")
_BACK = (Kind.PREVIOUS, Kind.NUMBER)
MAX_WORDS = 40
MIN_NUMBERS = 2
"""Numbers of pages that a pager shows, that of the page one is on among them."""


@dataclass(frozen=True, slots=True)
class _Says:
    """What a control says: the number of a page, or what it does."""

    number: int = 0
    does: str = ""


_NEXT, _MORE, _NOTHING = _Says(does="next"), _Says(does="more"), _Says()


def press_pager(doc: Document, root: html.HtmlElement) -> Pager | None:
    """The pager whose controls bear no address: numbers, `next`, `load more`; None where there is none."""
    is_rendered = f"{MARK}=" in doc.text
    if root is doc.body and not is_rendered:
        return None  # far from its list, a page not yet rendered has too much else that can be pressed
    pressed: dict[_Says, PageLink] = {}
    current = 0
    for element, says in _controls(root):
        if _is_current(element):
            current = says.number or current
            continue
        press = _press(element)
        if press and not _is_dead(element, says):
            pressed.setdefault(says, PageLink(says.number, doc.url, press=press))
    return _pager(pressed, current)


def _controls(root: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, _Says]]:
    """What says that it turns pages, with what each says."""
    for element in islice(root.iter(*_MAY_SAY), 4 * MAX_LINKS):
        says = _says(element)
        if says != _NOTHING and not _is_elsewhere(element, root):
            yield element, says


def _pager(pressed: dict[_Says, PageLink], current: int) -> Pager | None:
    """The pager of what can be pressed: several numbers, or a mere way on; None where there is neither."""
    more = pressed.pop(_MORE, None)
    following = pressed.pop(_NEXT, None)
    links = sorted(pressed.values(), key=attrgetter("number"))
    if len(links) + bool(current) < MIN_NUMBERS:
        links.clear()
        following = following or more
        if following is None:
            return None
    if begins_after_first([link.number for link in links]):
        current = current or 1
    return Pager(tuple(links), current or None, following=following)


def _is_elsewhere(element: html.HtmlElement, root: html.HtmlElement) -> bool:
    """Whether a control belongs to a slide show, a calendar or the like."""
    near = islice(ancestors(element, root), 6)
    return any(map(_NOT_PAGER.search, map(names_of, near)))


def _says(element: html.HtmlElement) -> _Says:
    text = _words_of(element)
    if len(text) > MAX_WORDS:
        return _NOTHING
    number = number_by(_NUMBER, text)
    if number:
        return _Says(number)
    does = _does(attribute_of(element, "aria-label", "title"))
    if does == _NOTHING:
        does = _does(text)
    if does == _NOTHING and not text and _is_called_next(element):
        return _NEXT
    return does


def _is_called_next(element: html.HtmlElement) -> bool:
    """Whether the class of a control says that it leads to the next page."""
    return _NEXT_HINT.search(element.get("class", "")) is not None


def _words_of(element: html.HtmlElement) -> str:
    """The first words of a control, else its value."""
    shown = "".join(islice(element.itertext(), 20))
    return squeeze(shown[: 2 * MAX_WORDS]) or attribute_of(element, "value")


def _does(said: str) -> _Says:
    """What words say that a control does."""
    if said.casefold() in MORE_WORDS:
        return _MORE
    if kind_of(said) is Kind.NEXT:
        return _NEXT
    return _NOTHING


def _is_current(element: html.HtmlElement) -> bool:
    return any(bears(step, _CURRENT) for step in with_cell(element))


def _press(element: html.HtmlElement) -> str:
    """How a control is pressed: by the browser's mark; NOT_RENDERED where a page not yet rendered shows one."""
    mark = element.get(MARK, "")
    if mark.isdigit():
        return f'[{MARK}="{mark}"]'
    if mark or is_hidden(element):
        return ""
    if _ACTS(element) and not _leads(element):
        return NOT_RENDERED
    return ""


def _is_dead(element: html.HtmlElement, says: _Says) -> bool:
    """Whether "next" leads nowhere without a script while what stands with it leads back by an address: so ends a
    pager on its last page."""
    if says != _NEXT or element.tag != "a" or element.get("onclick"):
        return False
    return any(map(_leads_back, islice(element.iterancestors(), 2)))


def _leads_back(around: html.HtmlElement) -> bool:
    """Whether an element holds a link to another page by its number, or to the one before."""
    links = filter(_leads, islice(around.iter("a"), MAX_LINKS))
    return any(kind_of(words_of(link)) in _BACK for link in links)


def _leads(element: html.HtmlElement) -> bool:
    """Whether a link leads to an address, or is an event of a form."""
    href = element.get("href", "").strip().casefold()
    if href.startswith("javascript:"):
        return "dopostback" in href
    return href[:1] not in ("", "#")
