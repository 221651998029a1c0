"""Pagers whose controls bear no address: only a browser can press them. Pure."""

from __future__ import annotations

import re
from itertools import islice

from lxml import html

from queson_crawler.parse import words
from queson_crawler.parse.document import MAX_LINKS, Document, is_hidden, squeeze
from queson_crawler.parse.results import PageLink, Pager
from queson_crawler.parse.scripted import MARK
from queson_crawler.platforms.selectors import ancestors

NOT_RENDERED = "?"
_NUMBER = re.compile(r"^\W{0,2}(\d{1,5})\W{0,2}$")
_CURRENT = re.compile(r"active|current|selected|disabled|đang xem", re.I)
_NOT_PAGER = re.compile(
    r"carousel|slid(?:e|er)|slick|owl|swiper|calendar|datepick|rating|star|captcha|zoom|font-?size", re.I
)
_NEXT_HINT = re.compile(r"(?:^|[\s_-])(?:next|sau|tiep)", re.I)
_NEXT = {word.casefold() for word in words.NEXT_PAGE}
_MORE = {word.casefold() for word in words.LOAD_MORE}
MAX_WORDS = 40


def press_pager(doc: Document, root: html.HtmlElement) -> Pager | None:
    """The pager whose controls bear no address: numbers, `next`, `load more`; None where there is none."""
    numbered: dict[int, PageLink] = {}
    following = more = None
    current = 0
    rendered = f"{MARK}=" in doc.text
    if root is doc.body and not rendered:
        return None  # far from its list, a page not yet rendered has too much else that can be pressed
    for element in islice(root.iter("button", "a", "span", "li", "div", "input"), 4 * MAX_LINKS):
        number, word = _word(element)
        if not number and not word:
            continue
        if _elsewhere(element, root):
            continue
        if _is_current(element):
            current = number or current
            continue
        press = _press(element)
        if not press:
            continue
        link = PageLink(number, doc.url, press=press)
        if number:
            numbered.setdefault(number, link)
        elif word == "more":
            more = more or link
        else:
            following = following or link
    if len(numbered) + bool(current) < 2:
        numbered = {}
    current = current or (1 if 2 in numbered and 1 not in numbered else 0)
    following = following or (more if not numbered else None)
    if not numbered and following is None:
        return None
    links = tuple(link for _, link in sorted(numbered.items()))
    return Pager(links, current or None, None, None, following)


def _elsewhere(element: html.HtmlElement, root: html.HtmlElement) -> bool:
    """Whether a control belongs to a slide show, a calendar or the like."""
    near = islice(ancestors(element, root), 6)
    return any(_NOT_PAGER.search(f"{step.get('class', '')} {step.get('id', '')}") for step in near)


def _word(element: html.HtmlElement) -> tuple[int, str]:
    """The number that a control bears, or what it does: `next` or `more`."""
    text = squeeze("".join(islice(element.itertext(), 20))[: 2 * MAX_WORDS]) or squeeze(element.get("value"))
    title = squeeze(element.get("aria-label") or element.get("title"))
    if len(text) > MAX_WORDS:
        return 0, ""
    if match := _NUMBER.match(text):
        return int(match.group(1)), ""
    for said in (title, text):
        lowered = said.casefold()
        if lowered in _MORE:
            return 0, "more"
        if lowered in _NEXT or lowered.strip(" ←→«»‹›<>|") in _NEXT - {""}:
            return 0, "next"
    return (0, "next") if not text and _NEXT_HINT.search(element.get("class") or "") else (0, "")


def _is_current(element: html.HtmlElement) -> bool:
    home = element.getparent()
    around = (element, home) if home is not None and home.tag in ("li", "span", "td") else (element,)
    return any(
        _CURRENT.search(near.get("class") or "")
        or near.get("aria-current") not in (None, "false")
        or near.get("disabled") is not None
        or near.get("aria-disabled") == "true"
        for near in around
    )


def _press(element: html.HtmlElement) -> str:
    """How a control is pressed: by the browser's mark; NOT_RENDERED where a page not yet rendered shows one."""
    if mark := element.get(MARK):
        return f'[{MARK}="{mark}"]' if mark.isdigit() else ""
    if element.get("onclick") is None and element.tag not in ("button", "a") and element.get("role") != "button":
        return ""
    href = (element.get("href") or "").strip().casefold()
    leads = href and not href.startswith("#") and (not href.startswith("javascript:") or "dopostback" in href)
    submits = element.tag == "input" or (
        element.get("type") == "submit" and next(element.iterancestors("form"), None) is not None
    )
    if leads or submits or is_hidden(element) or (element.tag == "a" and element.get("href") is None):
        return ""
    return NOT_RENDERED
