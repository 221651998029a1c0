"""The words of a page that writes letters and their marks apart, composed as all other pages write them (NFC)."""

from __future__ import annotations

import unicodedata
from typing import TypeGuard

from lxml import etree, html

_SAID = ("title", "alt", "aria-label", "content", "placeholder")
"""Attributes that say something to readers. Addresses and the values of fields stay as the portal knows them."""
_SAYING = etree.XPath(f"descendant-or-self::*[{' or '.join(f'@{name}' for name in _SAID)}]")


def compose(page: html.HtmlElement, text: str) -> None:
    """Compose all words of a page in place, where its `text` holds any that are not."""
    if unicodedata.is_normalized("NFC", text):
        return
    for element in page.iter("*"):
        if _is_apart(element.text):
            element.text = unicodedata.normalize("NFC", element.text)
        if _is_apart(element.tail):
            element.tail = unicodedata.normalize("NFC", element.tail)
    for element in _SAYING(page):
        for name in _SAID:
            said = element.get(name)
            if _is_apart(said):
                element.set(name, unicodedata.normalize("NFC", said))


def _is_apart(said: str | None) -> TypeGuard[str]:
    """Whether words are there, and not composed."""
    return said is not None and not said.isascii() and not unicodedata.is_normalized("NFC", said)
