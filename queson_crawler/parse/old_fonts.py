"""Pages typed with Vietnamese fonts of before Unicode (`.VnTime`, `VNI-Times`): their letters made real. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import html

from archive.text import is_syllable
from queson_crawler.text import DECODERS, detect_legacy

_FONT = re.compile(r"(?:^|[\s\"',:])(\.vn|vni-)(\w{0,30})", re.I)
MAY_BE_OLD = re.compile(r"""["':,\s](?:\.Vn[A-Za-z]|VNI-[A-Za-z])""", re.I)
_REAL = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
_WORD = re.compile(r"[^\t\n\r\xa0 !-@\[-`{-~]+")
_ATTRIBUTES = ("title", "alt", "content", "value")
_SKIPPED = ("script", "style")
MAX_SAMPLE = 4_000


def modernise(root: html.HtmlElement, markup: str) -> None:
    """Put real letters in the place of those of an old font, where the page names such a font or reads as such a text.

    Text that holds a real Vietnamese letter is left alone; so is what would not become Vietnamese.
    """
    named = MAY_BE_OLD.search(markup) is not None
    if not named and (markup.isascii() or _REAL.search(markup)):
        return
    by_font = dict(_fonts(root)) if named else {}
    usual = next(iter(by_font.values()), None) or detect_legacy(_sample(root))
    if usual is None:
        return
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in _SKIPPED:
            continue
        font = _font_around(element, by_font)
        element.text = _converted(element.text, font, usual)
        around = element.getparent()
        if around is not None:
            element.tail = _converted(element.tail, _font_around(around, by_font), usual)
        for name in _ATTRIBUTES:
            if value := element.get(name):
                element.set(name, _converted(value, "", usual) or "")


def _fonts(root: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    """The elements that name an old font, with the name of its encoding; `tcvn3h` is one of capitals."""
    for element in root.iter():
        named = element.get("face") or element.get("style") or ""
        match = _FONT.search(named) if named else None
        if match is None:
            continue
        if match.group(1).lower() == "vni-":
            yield element, "vni"
        else:
            yield element, "tcvn3h" if match.group(2).endswith("H") else "tcvn3"


def _font_around(element: html.HtmlElement, by_font: dict[html.HtmlElement, str]) -> str:
    if not by_font:
        return ""
    current: html.HtmlElement | None = element
    while current is not None:
        if current in by_font:
            return by_font[current]
        current = current.getparent()
    return ""


def _sample(root: html.HtmlElement) -> str:
    words: list[str] = []
    length = 0
    for element in root.iter():
        if element.tag in _SKIPPED or not isinstance(element.tag, str):
            continue
        for text in (element.text, element.tail):
            if text and not text.isascii():
                words.append(text)
                length += len(text)
        if length > MAX_SAMPLE:
            break
    return " ".join(words)


def _converted(text: str | None, font: str, usual: str) -> str | None:
    """A text in real letters: by the font it stands in; outside any, only where all its words become Vietnamese."""
    if not text or text.isascii() or _REAL.search(text):
        return text
    if font:
        plain = DECODERS[font.removesuffix("h")](text)
        return plain.upper() if font.endswith("h") else plain
    decoder: Callable[[str], str] = DECODERS[usual.removesuffix("h")]
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    if words and all(is_syllable(decoder(word)) for word in words):
        return decoder(text)
    return text
