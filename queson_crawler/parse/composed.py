"""The words of a page that writes letters and their marks apart, composed as all other pages write them (NFC)."""

from __future__ import annotations

import unicodedata

from lxml import html

_SAID = ("title", "alt", "aria-label", "content", "placeholder")
"""Attributes that say something to readers. Addresses and the values of fields stay as the portal knows them."""


def compose(page: html.HtmlElement, text: str) -> None:
    """Compose all words of a page in place, where its `text` holds any that are not."""
    if unicodedata.is_normalized("NFC", text):
        return
    for element in page.iter("*"):
        if element.text:
            element.text = unicodedata.normalize("NFC", element.text)
        if element.tail:
            element.tail = unicodedata.normalize("NFC", element.tail)
        for name in _SAID:
            said = element.get(name)
            if said:
                element.set(name, unicodedata.normalize("NFC", said))
