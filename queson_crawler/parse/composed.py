"""The words of a page that writes letters and their marks apart, composed as all other pages write them (NFC)."""

from __future__ import annotations

import re
from unicodedata import is_normalized, normalize

from lxml import etree, html

_SAID = ("title", "alt", "aria-label", "content", "placeholder")
"""Attributes that say something to readers. Addresses and the values of fields stay as the portal knows them."""
_SAYING = etree.XPath(f"descendant-or-self::*[{' or '.join(f'@{name}' for name in _SAID)}]")
_SAYINGS = etree.XPath(" | ".join(f"//@{name}" for name in _SAID), smart_strings=False)
_MARK = re.compile("[\u0300-\u036f]")
"""A mark of its own: with one in it, it takes long to tell whether a text is composed, and most pages hold none."""


def compose(page: html.HtmlElement, text: str) -> None:
    """Compose all words of a page in place, where its `text` holds any that are not."""
    if _MARK.search(text) is None and is_normalized("NFC", text):
        return
    _compose_texts(page)
    if not is_normalized("NFC", "".join(_SAYINGS(page))):
        _compose_sayings(page)


def _compose_texts(page: html.HtmlElement) -> None:
    for element in page.iter("*"):
        text, tail = element.text, element.tail
        if text is not None and not text.isascii() and not is_normalized("NFC", text):
            element.text = normalize("NFC", text)
        if tail is not None and not tail.isascii() and not is_normalized("NFC", tail):
            element.tail = normalize("NFC", tail)


def _compose_sayings(page: html.HtmlElement) -> None:
    for element in _SAYING(page):
        for name in _SAID:
            said = element.get(name)
            if said is not None and not is_normalized("NFC", said):
                element.set(name, normalize("NFC", said))
