"""The words of a page that writes letters and their marks apart, composed as all other pages write them (NFC)."""

from __future__ import annotations

import re
from typing import Any, TypeGuard
from unicodedata import is_normalized, normalize

from lxml import etree, html

_SAYINGS = etree.XPath("//@title | //@alt | //@aria-label | //@content | //@placeholder")
"""Attributes that say something to readers. Addresses and the values of fields stay as the portal knows them."""
_MARK = re.compile("[\u0300-\u036f]")
"""A mark of its own: with one in it, it takes long to tell whether a text is composed, and most pages hold none."""


def compose(page: html.HtmlElement, text: str) -> None:
    """Compose all words of a page in place, where its `text` holds any that are not."""
    if _MARK.search(text) is None and is_normalized("NFC", text):
        return
    for element in page.iter("*"):
        if _is_apart(element.text):
            element.text = normalize("NFC", element.text)
        if _is_apart(element.tail):
            element.tail = normalize("NFC", element.tail)
    sayings: list[Any] = _SAYINGS(page)
    for said in sayings:
        element, name = said.getparent(), said.attrname
        if _is_apart(said):
            element.set(name, normalize("NFC", said))


def _is_apart(text: str | None) -> TypeGuard[str]:
    """Whether a text writes letters and their marks apart."""
    return text is not None and not is_normalized("NFC", text)
