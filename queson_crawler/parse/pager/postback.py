"""ASP.NET postbacks: what their addresses name, and what their form sends."""

from __future__ import annotations

import html as entities
import re
from itertools import islice

from lxml import html

from queson_crawler.parse.document import Document, squeeze

_DO_POST_BACK = re.compile(r"""__doPostBack\(\s*['"]([^'"]+)['"]\s*,\s*['"]([^'"]*)['"]""")
_WITH_OPTIONS = re.compile(r"""WebForm_PostBackOptions\(\s*["']([^"']+)["']\s*,\s*["']([^"']*)["']""")
_NOT_SENT = frozenset(("submit", "button", "image", "reset", "file"))
MAX_FIELDS = 2_000


def postback(href: str) -> tuple[str, str] | None:
    """Target and argument of a `__doPostBack` address, or None."""
    if "PostBack" not in href:
        return None
    text = entities.unescape(href)
    match = _DO_POST_BACK.search(text) or _WITH_OPTIONS.search(text)
    return (match.group(1), match.group(2)) if match else None


def _values(field: html.HtmlElement) -> list[str]:
    """What a browser sends for a form's field that nobody touched; nothing for buttons and for what is disabled."""
    if field.get("disabled") is not None:
        return []
    if field.tag == "textarea":
        return [field.text or ""]
    if field.tag == "select":
        options = [option for option in field.iter("option") if option.get("disabled") is None]
        chosen = [option for option in options if option.get("selected") is not None]
        if field.get("multiple") is None:
            chosen = chosen[-1:] or options[:1]
        return [text if (text := option.get("value")) is not None else squeeze(option.text) for option in chosen]
    kind = (field.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return [field.get("value") or "on"] if field.get("checked") is not None else []
    return [] if kind in _NOT_SENT else [field.get("value") or ""]


def form_of(doc: Document, element: html.HtmlElement) -> tuple[str, tuple[tuple[str, str], ...], bool]:
    """Address, fields, and multipart or not, of the form around `element`: what a postback sends."""
    form = next(element.iterancestors("form"), None)
    if form is None:
        form = next(doc.root.iter("form"), None)
    if form is None:
        return doc.url, (), False
    fields = [
        (name, value)
        for field in islice(form.iter("input", "select", "textarea"), MAX_FIELDS)
        if (name := field.get("name")) and name not in ("__EVENTTARGET", "__EVENTARGUMENT")
        for value in _values(field)
    ]
    return doc.join(form.get("action") or doc.url), tuple(fields), "multipart" in (form.get("enctype") or "").lower()
