"""Pagers that are forms: a drop-down or buttons whose values number the pages. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode, urlsplit, urlunsplit

from lxml import html

from queson_crawler.parse.document import Document, squeeze
from queson_crawler.parse.pager.controls import NUMBER, Kind, kind_of
from queson_crawler.parse.pager.postback import form_of
from queson_crawler.parse.results import PageLink, PostBack
from queson_crawler.urls import host

_OPTION = re.compile(r"^(?:trang|page)?\s*(?:số\s*)?(\d{1,5})(?:\s*/\s*\d{1,5})?$", re.I)
MAX_FORMS, MAX_CHOICES = 60, 2_000
_TYPED = ("text", "search", "password", "email", "file")
_TURNED = ("submit", "image", "button")


@dataclass(frozen=True, slots=True)
class FormPages:
    """The pages that forms lead to by number, the page one is on, and the way to the next where a button says so."""

    numbered: dict[int, PageLink]
    current: int | None = None
    following: PageLink | None = None


@dataclass(frozen=True, slots=True)
class _Choice:
    """One value that a control of a form can send: the page it stands for, and whether it is this page."""

    name: str
    value: str
    number: int
    here: bool
    said: str


def form_pages(doc: Document, root: html.HtmlElement) -> FormPages:
    """What the forms inside `root` offer; a form that asks readers to type something is none of a pager."""
    for form in islice(root.iter("form"), MAX_FORMS):
        if any((field.get("type") or "text").lower() in _TYPED for field in form.iter("input")):
            continue
        found = _pages(doc, form, list(_choices(form)))
        if found is not None:
            return found
    return FormPages({})


def _pages(doc: Document, form: html.HtmlElement, choices: list[_Choice]) -> FormPages | None:
    numbered = {choice.number: choice for choice in choices if choice.number}
    current = next((choice.number for choice in choices if choice.here and choice.number), None)
    following = next((choice for choice in choices if kind_of(choice.said) is Kind.NEXT), None)
    if len(numbered) < 2 or (2 not in numbered and current is None):
        if following is None:
            return None
        numbered = {}
    links: dict[int, PageLink] = {}
    for number, choice in numbered.items():
        link = _link(doc, form, choice)
        if link is not None and not (choice.here and number == current):
            links[number] = link
    if numbered and current is None and 1 in numbered:
        current = 1
    return FormPages(links, current, _link(doc, form, following) if following is not None else None)


def _choices(form: html.HtmlElement) -> Iterator[_Choice]:
    for select in form.iter("select"):
        name = select.get("name")
        if not name:
            continue
        for option in islice(select.iter("option"), MAX_CHOICES):
            said = squeeze("".join(option.itertext()))
            match = _OPTION.match(said)
            value = option.get("value")
            if match is not None:
                here = option.get("selected") is not None
                yield _Choice(name, said if value is None else value, int(match.group(1)), here, "")
    for button in islice(form.iter("input", "button"), MAX_CHOICES):
        kind = (button.get("type") or ("submit" if button.tag == "button" else "text")).lower()
        name = button.get("name")
        if kind not in _TURNED or not name:
            continue
        value = button.get("value") or ""
        said = squeeze("".join(button.itertext())) or value
        match = NUMBER.match(said)
        number = int(match.group(1)) if match is not None else 0
        yield _Choice(name, value, number, button.get("disabled") is not None, said)


def _link(doc: Document, form: html.HtmlElement, choice: _Choice) -> PageLink | None:
    """The way that a choice makes: an address, or what a form would send."""
    address, fields, multipart = form_of(doc, form[0] if len(form) else form)
    sent = (*(pair for pair in fields if pair[0] != choice.name), (choice.name, choice.value))
    if host(address) != host(doc.url):
        return None
    if (form.get("method") or "get").lower() == "post":
        return PageLink(choice.number, address, PostBack("", "", sent, multipart))
    parts = urlsplit(address)
    return PageLink(choice.number, urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(sent), "")))
