"""Where the controls of a pager lead: addresses, events of a form, entries of a drop-down, data of a button. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from lxml import html

from queson_crawler.parse.document import MAX_LINKS, Document, squeeze, text_of
from queson_crawler.parse.pager.controls import MORE_WORDS, Kind, controls, kind_of, number_in, own_address
from queson_crawler.parse.pager.postback import Form, form_of, postback
from queson_crawler.parse.results import PageLink
from queson_crawler.parse.scripts import address_in_script

_OPTION = re.compile(r"^(?:trang|page)?\s*(\d{1,5})(?:\s*/\s*\d{1,5})?$", re.I)
_ADDRESS_SIGNS = re.compile("[/?]")
_EVENT_NUMBER = re.compile(r"\d{1,6}$")
_SCRIPTED = ("#", "javascript:")
_NOWHERE = ("#", "javascript")
_DATA_ADDRESSES = ("data-url", "data-href", "data-next", "data-next-url", "data-link", "data-ajax-url", "hx-get")
MAX_MORE_WORDS = 40


@dataclass(frozen=True, slots=True)
class PagerLink:
    """A link of a pager: what it says it leads to, and the way there."""

    kind: Kind
    way: PageLink


def links_of(doc: Document, root: html.HtmlElement) -> list[PagerLink]:
    """The links of the pager inside `root`, in their order."""
    links: list[PagerLink] = []
    form: Form | None = None
    for control in controls(root):
        href = _href(control.element)
        number = number_in(control.said) or 0
        event = postback(href)
        if event is not None:
            target, argument = event
            form = form or form_of(doc, control.element)
            way = PageLink(number or _event_number(argument), form.address, form.event(target, argument))
            links.append(PagerLink(control.kind, way))
            continue
        url = "" if href.startswith(_NOWHERE) else own_address(doc, href)
        if url:
            links.append(PagerLink(control.kind, PageLink(number, url)))
    return links


def _href(element: html.HtmlElement) -> str:
    href = (element.get("href") or "").strip()
    if href.startswith(_SCRIPTED):
        return address_in_script(element) or href
    return href


def _event_number(argument: str) -> int:
    match = _EVENT_NUMBER.search(argument)
    return int(match.group()) if match else 0


def options_of(doc: Document, root: html.HtmlElement) -> dict[int, PageLink]:
    """The pages that a <select> leads to: its values are addresses, its words numbers."""
    for select in islice(root.iter("select"), MAX_LINKS):
        ways: dict[int, PageLink] = {}
        for option in islice(select.iter("option"), MAX_LINKS):
            match = _OPTION.match(text_of(option))
            value = (option.get("value") or "").strip()
            if match is None or not _ADDRESS_SIGNS.search(value):
                continue
            number, url = int(match.group(1)), own_address(doc, value)
            if url:
                ways.setdefault(number, PageLink(number, url))
        if len(ways) > 1 and 2 in ways:
            return ways
    return {}


def more_of(doc: Document, root: html.HtmlElement) -> PageLink | None:
    """The address that a `load more` control bears as data, where the page names it."""
    for element in islice(root.iter("button", "a", "div", "span"), 4 * MAX_LINKS):
        address = next(filter(None, map(element.get, _DATA_ADDRESSES)), None)
        if address is None or not _says_more(element):
            continue
        url = own_address(doc, address)
        if url:
            return PageLink(0, url)
    return None


def _says_more(element: html.HtmlElement) -> bool:
    said = squeeze("".join(islice(element.itertext(), 20)))[:MAX_MORE_WORDS].casefold()
    return said in MORE_WORDS or kind_of(said) is Kind.NEXT
