"""Where the controls of a pager lead: addresses, events of a form, entries of a drop-down, data of a button. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from lxml import html

from queson_crawler.parse.document import MAX_LINKS, Document, squeeze, text_of
from queson_crawler.parse.link_addresses import address_of_link
from queson_crawler.parse.pager.controls import (
    MORE_WORDS,
    Control,
    Kind,
    controls,
    kind_of,
    number_by,
    number_in,
    own_address,
)
from queson_crawler.parse.pager.postback import Form, form_of, postback
from queson_crawler.parse.results import PageLink
from queson_crawler.parse.scripts import DATA_ADDRESSES

_OPTION = re.compile(r"^(?:trang|page)?\s*(\d{1,5})(?:\s*/\s*\d{1,5})?$", re.I)
_ADDRESS_SIGNS = re.compile("[/?]")
_EVENT_NUMBER = re.compile(r"(\d{1,6})$")
_DATA_ADDRESSES = (*DATA_ADDRESSES, "data-next", "data-next-url", "data-ajax-url", "hx-get")
MAX_MORE_WORDS = 40


@dataclass(frozen=True, slots=True)
class PagerLink:
    """A link of a pager: what it says it leads to, and the way there."""

    kind: Kind
    way: PageLink


def links_of(doc: Document, root: html.HtmlElement) -> list[PagerLink]:
    """The links of the pager inside `root`, in their order."""
    links: list[PagerLink] = []
    for control in controls(root):
        href = address_of_link(control.element).strip()
        event = postback(href)
        if event is not None:
            form = form_of(doc, control.element)
            links.append(PagerLink(control.kind, _event_way(control, form, *event)))
            continue
        url = own_address(doc, href)
        if url and not href.startswith("#"):
            links.append(PagerLink(control.kind, PageLink(number_in(control.said), url)))
    return links


def ways_of(links: list[PagerLink], kind: Kind) -> list[PageLink]:
    """Where the links of one kind lead, in their order."""
    return [link.way for link in links if link.kind is kind]


def _event_way(control: Control, form: Form, target: str, argument: str) -> PageLink:
    """The way of an event, by the number that the control shows, else by that at the end of its argument, else 0."""
    number = number_in(control.said) or number_by(_EVENT_NUMBER, argument)
    return PageLink(number, form.address, form.event(target, argument))


def options_of(doc: Document, root: html.HtmlElement) -> dict[int, PageLink]:
    """The pages that a <select> leads to: its values are addresses, its words numbers."""
    for select in islice(root.iter("select"), MAX_LINKS):
        ways: dict[int, PageLink] = {}
        for option in islice(select.iter("option"), MAX_LINKS):
            way = _option_way(doc, option)
            if way is not None:
                ways.setdefault(way.number, way)
        if len(ways) > 1 and 2 in ways:
            return ways
    return {}


def _option_way(doc: Document, option: html.HtmlElement) -> PageLink | None:
    match = _OPTION.match(text_of(option))
    value = option.get("value", "").strip()
    if match is None or not _ADDRESS_SIGNS.search(value):
        return None
    url = own_address(doc, value)
    return PageLink(int(match.group(1)), url) if url else None


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
