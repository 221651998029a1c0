"""Pagers that are forms: a drop-down or buttons whose values number the pages. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urlencode, urlsplit

from lxml import html

from queson_crawler.parse.document import Document, text_of
from queson_crawler.parse.only import only
from queson_crawler.parse.pager.calendars import asks_for_date
from queson_crawler.parse.pager.controls import MORE_WORDS, Kind, kind_of, number_by, number_in
from queson_crawler.parse.pager.postback import Form, form_read, type_of
from queson_crawler.parse.results import PageLink, PostBack
from queson_crawler.urls import host

_OPTION = re.compile(r"^(?:trang|page)?\s*(?:số\s*)?(\d{1,5})(?:\s*/\s*\d{1,5})?$", re.I)
MAX_FORMS, MAX_CHOICES, MIN_PAGES = 60, 2_000, 2
_TYPED = frozenset(("text", "search", "password", "email", "file"))
_USUAL_TYPES = {"input": "text", "button": "submit"}
_MORE = MORE_WORDS | {"xem tiếp"}
_TURNED = frozenset(("submit", "image", "button"))


@dataclass(frozen=True, slots=True)
class FormPages:
    """The pages that forms lead to by number, the page one is on, and the way to the next where a button says so."""

    numbered: dict[int, PageLink]
    current: int = 0
    following: PageLink | None = None


@dataclass(frozen=True, slots=True)
class _Choice:
    """One value that a control of a form can send: the page it stands for, and whether it is this page."""

    name: str
    value: str
    number: int
    here: bool
    said: str = ""


@dataclass(slots=True)
class _Offer:
    """What the controls of a form offer: choices by page, the one marked as this page, the choice that leads on."""

    numbered: dict[int, _Choice] = field(default_factory=dict)
    marked: int = 0
    following: _Choice | None = None

    def add(self, choice: _Choice) -> None:
        if kind_of(choice.said) is Kind.NEXT:
            self.following = self.following or choice
        if not choice.number:
            return
        self.numbered[choice.number] = choice
        if choice.here:
            self.marked = self.marked or choice.number

    @property
    def pages(self) -> dict[int, _Choice]:
        """The choices by page where they are those of one list: several, and the second among them or one marked."""
        if len(self.numbered) < MIN_PAGES:
            return {}
        return self.numbered if self.marked or 2 in self.numbered else {}

    @property
    def current(self) -> int:
        """The number of this page: the one marked, else the first of the list; or 0."""
        if 1 in self.pages:
            return self.marked or 1
        return self.marked


def form_pages(doc: Document, root: html.HtmlElement) -> FormPages:
    """What the forms inside `root` offer; a form that asks readers to type something is none of a pager."""
    forms: list[html.HtmlElement] = []
    for form in islice(root.iter("form"), MAX_FORMS):
        kinds = {type_of(each) for each in form.iter("input")}
        if not kinds.isdisjoint(_TYPED):
            continue
        found = _pages(doc, form)
        if found is not None:
            return found
        forms.append(form)
    return _pages_by_forms(doc, forms)


def _pages_by_forms(doc: Document, forms: list[html.HtmlElement]) -> FormPages:
    """The pages to which forms of one button lead, each to its own: hidden fields say which, the button bears no
    name."""
    offer = _Offer()
    links: dict[_Choice | None, PageLink] = {}
    choices: list[_Choice] = []
    for form in forms:
        buttons = list(_buttons(form))
        sent = form_read(doc, form)
        if len(buttons) != 1 or host(sent.address) != host(doc.url):
            continue
        choice = buttons[0]
        way = _way(form)(sent, choice)
        if sent.fields or _leads_elsewhere(doc, way):
            offer.add(choice)
            choices.append(choice)
            links.setdefault(choice, way)
    numbered = {number: links[choice] for number, choice in offer.pages.items() if not choice.here}
    following = offer.following or only(list(filter(_says_more, choices)), None)
    return FormPages(numbered, offer.current, links.get(following))


def _leads_elsewhere(doc: Document, way: PageLink) -> bool:
    """Whether a form without fields is sent to another page of a number: its address alone says which."""
    return urlsplit(way.url).query not in ("", urlsplit(doc.url).query)


def _says_more(choice: _Choice) -> bool:
    """Whether the words of a button ask for more: where several do, each goes on with the text of an entry."""
    return choice.said.casefold() in _MORE


def _pages(doc: Document, form: html.HtmlElement) -> FormPages | None:
    offer = _Offer()
    for choice in (*_options(form), *_buttons(form)):
        if choice.name:
            offer.add(choice)
    if not offer.pages and offer.following is None:
        return None
    sent = form_read(doc, form)
    if host(sent.address) != host(doc.url):
        return FormPages({}, offer.current)
    link = _way(form)
    following = None if offer.following is None else link(sent, offer.following)
    links = {number: link(sent, choice) for number, choice in offer.pages.items() if number != offer.marked}
    return FormPages(links, offer.current, following)


def _options(form: html.HtmlElement) -> Iterator[_Choice]:
    """The entries of the form's drop-downs that are numbers, but for those of a date."""
    if asks_for_date(form):
        return
    for select in form.iter("select"):
        name = select.get("name", "")
        for option in islice(select.iter("option"), MAX_CHOICES):
            said = text_of(option)
            number = number_by(_OPTION, said)
            if number:
                here = option.get("selected") is not None
                yield _Choice(name, option.get("value", said), number, here)


def _buttons(form: html.HtmlElement) -> Iterator[_Choice]:
    """The buttons of the form that send something."""
    for button in islice(form.iter(*_USUAL_TYPES), MAX_CHOICES):
        usual = _USUAL_TYPES[str(button.tag)]
        if type_of(button, usual) not in _TURNED:
            continue
        name = button.get("name", "")
        value = button.get("value", "")
        said = text_of(button) or value
        here = button.get("disabled") is not None
        yield _Choice(name, value, number_in(said), here, said)


def _fields(form: Form, choice: _Choice) -> tuple[tuple[str, str], ...]:
    if not choice.name:
        return form.fields
    others = (pair for pair in form.fields if pair[0] != choice.name)
    return (*others, (choice.name, choice.value))


def _way(form: html.HtmlElement) -> Callable[[Form, _Choice], PageLink]:
    return _WAYS.get(form.get("method", "").lower(), _asked)


def _posted(form: Form, choice: _Choice) -> PageLink:
    event = PostBack("", "", _fields(form, choice), form.multipart)
    return PageLink(choice.number, form.address, event)


def _asked(form: Form, choice: _Choice) -> PageLink:
    parts = urlsplit(form.address)._replace(query=urlencode(_fields(form, choice)), fragment="")
    return PageLink(choice.number, parts.geturl())


_WAYS = {"post": _posted, "get": _asked}
