"""ASP.NET postbacks: what their addresses name, and what their form sends."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain, islice, repeat

from lxml import html

from queson_crawler.parse.document import Document, squeeze
from queson_crawler.parse.results import PostBack

_POST_BACK = re.compile(r"""(?:__doPostBack|WebForm_PostBackOptions)\(\s*['"]([^'"]+)['"]\s*,\s*['"]([^'"]*)['"]""")
_NO_FIELDS = frozenset(("", "__EVENTTARGET", "__EVENTARGUMENT"))
"""Names of fields that are not sent, and those that the event itself fills."""
_FIELDS = ("input", "select", "textarea")
MAX_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class Form:
    """What a browser sends of a form that nobody touched: to which address, its fields, and whether as multipart."""

    address: str
    fields: tuple[tuple[str, str], ...] = ()
    multipart: bool = False

    def event(self, target: str, argument: str) -> PostBack:
        """The postback of one of the form's controls."""
        return PostBack(target, argument, self.fields, self.multipart)


def postback(href: str) -> tuple[str, str] | None:
    """Target and argument of a `__doPostBack` address, or None."""
    if "PostBack" not in href:
        return None
    match = _POST_BACK.search(entities.unescape(href))
    if match is None:
        return None
    return match.group(1), match.group(2)


def form_of(doc: Document, element: html.HtmlElement) -> Form:
    """The form around `element`, else the first of the page: what a postback sends."""
    for form in chain(element.iterancestors("form"), doc.root.iter("form")):
        return form_read(doc, form)
    return Form(doc.url)


def form_read(doc: Document, form: html.HtmlElement) -> Form:
    """What a form sends; it is read once however many of its controls ask."""
    asked = (form_read, form)
    found: Form | None = doc.made.get(asked)
    if found is None:
        found = doc.made[asked] = _form_sent(doc, form)
    return found


def _form_sent(doc: Document, form: html.HtmlElement) -> Form:
    fields: list[tuple[str, str]] = []
    enabled = (field for field in form.iterdescendants(*_FIELDS) if field.get("disabled") is None)
    for field in islice(enabled, MAX_FIELDS):
        name = field.get("name", "")
        if name not in _NO_FIELDS:
            fields.extend(zip(repeat(name), _VALUES[str(field.tag)](field)))
    is_multipart = "multipart" in form.get("enctype", "").lower()
    return Form(doc.join(form.get("action") or doc.url), tuple(fields), is_multipart)


def type_of(field: html.HtmlElement, usual: str = "text") -> str:
    """The type of a field of a form, in lower case."""
    return (field.get("type") or usual).lower()


def _input_values(field: html.HtmlElement) -> list[str]:
    return _INPUTS.get(type_of(field), _typed)(field)


def _typed(field: html.HtmlElement) -> list[str]:
    return [field.get("value", "")]


def _checked(field: html.HtmlElement) -> list[str]:
    """The value of a box, where it is checked."""
    if field.get("checked") is None:
        return []
    return [field.get("value") or "on"]


def _not_sent(_: html.HtmlElement) -> list[str]:
    return []


_INPUTS: dict[str, Callable[[html.HtmlElement], list[str]]] = {
    **dict.fromkeys(("submit", "button", "image", "reset", "file"), _not_sent),
    **dict.fromkeys(("checkbox", "radio"), _checked),
}
"""What a browser sends for an <input> of some types; of all others what is typed into it."""


def _select_values(field: html.HtmlElement) -> list[str]:
    return list(map(_value_of_option, _chosen(field)))


def _textarea_values(field: html.HtmlElement) -> list[str]:
    return [field.text or ""]


_VALUES: dict[str, Callable[[html.HtmlElement], list[str]]] = {
    "input": _input_values,
    "select": _select_values,
    "textarea": _textarea_values,
}
"""What a browser sends for a form's field that nobody touched; nothing for buttons."""


def _chosen(select: html.HtmlElement) -> list[html.HtmlElement]:
    """The options of a drop-down that are chosen: where it takes only one, the last marked, else the first."""
    options: list[html.HtmlElement] = select.xpath(".//option[not(@disabled)]")
    chosen: list[html.HtmlElement] = select.xpath(".//option[not(@disabled)][@selected]")
    if select.get("multiple") is not None:
        return chosen
    return chosen[-1:] or options[:1]


def _value_of_option(option: html.HtmlElement) -> str:
    return option.get("value", squeeze(option.text))
