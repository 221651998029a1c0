"""Files that a page sends when a form of it is sent: what offers them, under which address, and what is sent. Pure.

Such a file has no address. It gets one that says which page offers it and by what: the page's own, with a fragment of
the document's number or the control's name, and the words of the control. So it keeps its address while the rows of a
list move, and what is sent is found again in any capture of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote, urlencode

from lxml import html

from archive.numbers import mentions_in
from archive.records import POSTED
from queson_crawler.parse.document import Document, is_hidden, squeeze, text_of
from queson_crawler.parse.document import words_of as said_by
from queson_crawler.parse.file_links import FILE_NAME
from queson_crawler.parse.pager.postback import Form, form_of, form_read, postback, type_of
from queson_crawler.parse.results import PostBack
from queson_crawler.urls import changes_something, clean

SAYS_FILE = re.compile(
    rf"^(?:tải (?:về|xuống|tệp|file|tài liệu|văn bản|toàn văn)|download)\b|{FILE_NAME.pattern}", re.I
)
"""What offers a file says so: nothing else is ever sent to see what comes."""
MAX_WORDS, MAX_ROW = 200, 4_000
"""Characters of a control's words, and of the row in which it stands."""
MAX_CLIMB = 6
"""Elements around a control among which its row is sought."""
MAX_CONTROLS = 1_000
_NAMED_SO = re.compile(
    r"download|attach|getfile|dinh_?kem|tai_?(?:ve|xuong|tep|file|van_?ban)(?![a-z])|(?:lnk|lbt|btn|img|lb)_?(?:file|tai)(?![a-z])",
    re.I,
)
"""The name of a control that offers a file without a word, as a picture does."""
_CONTROLS = ("a", "button", "input")
_ROWS = ("tr", "li", "dl")
_SENDS = ("submit", "image")


@dataclass(frozen=True, slots=True)
class PostedFile:
    """What sends a file: the address by which it is known, that to which a form is sent, and what it sends; no `event`
    where the address says all."""

    url: str
    address: str
    event: PostBack | None = None


NO_FILE = PostedFile("", "")
"""What sends nothing."""


@dataclass(frozen=True, slots=True)
class _Control:
    """A control of a form, by the name under which it is sent, and the form with what pressing it adds."""

    name: str
    form: Form
    event: PostBack
    is_get: bool = False


def posted_files(doc: Document) -> dict[html.HtmlElement, PostedFile]:
    """The files that a page sends when a control is pressed, by that control, in the order of the page."""
    found: dict[html.HtmlElement, PostedFile] | None = doc.made.get(posted_files)
    if found is None:
        found = doc.made[posted_files] = _found(doc)
    return found


def posted_file(doc: Document, url: str) -> PostedFile | None:
    """What sends the file that is known by an address; None where the page has no such control."""
    known = {each.url: each for each in posted_files(doc).values()}
    return known.get(url)


def words_of(element: html.HtmlElement) -> str:
    """What a control says: its text, its value, or what its picture says."""
    return said_by(element, "value", "title", "alt", "aria-label")


def _found(doc: Document) -> dict[html.HtmlElement, PostedFile]:
    found: dict[html.HtmlElement, PostedFile] = {}
    taken: dict[str, int] = {}
    for element, control in islice(_offers(doc), MAX_CONTROLS):
        if control.is_get:
            address = _asked(control)
            found[element] = PostedFile(address, address)
            continue
        name = f"{_number_beside(element) or control.name}/{words_of(element)[:MAX_WORDS]}"
        taken[name] = taken.get(name, 0) + 1
        if taken[name] > 1:
            name = f"{name}/{taken[name]}"
        url = f"{clean(doc.url)}{POSTED}{quote(name, safe='/')}"
        found[element] = PostedFile(url, control.form.address, control.event)
    return found


def _offers(doc: Document) -> Iterator[tuple[html.HtmlElement, _Control]]:
    """The controls that say that they offer a file, and send a form."""
    for element in doc.body.iter(*_CONTROLS):
        control = _control(doc, element)
        if control is not None and _offers_file(element, control):
            yield element, control


def _offers_file(element: html.HtmlElement, control: _Control) -> bool:
    """Whether a control that is seen says that it offers a file, by its words or without any by its name."""
    if is_hidden(element) or changes_something(control.form.address):
        return False
    if SAYS_FILE.search(words_of(element)):
        return True
    return not text_of(element) and _NAMED_SO.search(control.name) is not None


def _control(doc: Document, element: html.HtmlElement) -> _Control | None:
    """How an element sends a form: as an event of it, or as its button; None where it sends none."""
    told = postback(f"{element.get('href', '')} {element.get('onclick', '')}")
    if told is not None:
        target, argument = told
        form = form_of(doc, element)
        return _Control(f"{target}${argument}".removesuffix("$"), form, form.event(target, argument))
    if element.tag == "a":
        return None
    return _button(doc, element)


def _button(doc: Document, element: html.HtmlElement) -> _Control | None:
    """The button of a form that sends it, and is sent with it."""
    usual = "submit" if element.tag == "button" else "text"
    kind = type_of(element, usual)
    around = next(element.iterancestors("form"), None)
    if kind not in _SENDS or around is None:
        return None
    form = form_read(doc, around)
    address = form.address
    action = squeeze(element.get("formaction"))
    if action:
        address = doc.join(action)
    form = Form(address, (*form.fields, *_sent_by(element, kind)), form.multipart)
    method = squeeze(element.get("formmethod") or around.get("method"))
    is_get = method.lower() != "post"
    name = element.get("name") or squeeze(around.get("id"))
    return _Control(name, form, form.event("", ""), is_get)


def _sent_by(button: html.HtmlElement, kind: str) -> list[tuple[str, str]]:
    """What a button adds to what its form sends: its value, or of a picture the place where it was pressed."""
    name = button.get("name", "")
    if not name:
        return []
    if kind == "image":
        return [(f"{name}.x", "1"), (f"{name}.y", "1")]
    return [(name, button.get("value", ""))]


def _asked(control: _Control) -> str:
    """The address for which a form asks that is not posted."""
    address = control.form.address.partition("#")[0].partition("?")[0]
    return f"{address}?{urlencode(control.form.fields)}".removesuffix("?")


def _number_beside(element: html.HtmlElement) -> str:
    """The number of the document in whose row a control stands; "" where no row names one."""
    for step in islice(element.iterancestors(), MAX_CLIMB):
        if step.tag in _ROWS:
            text = squeeze(" ".join(step.itertext()))
            named = next(mentions_in(text[:MAX_ROW]), None)
            return "" if named is None else named.number
    return ""
