"""Pages typed with Vietnamese fonts of before Unicode (`.VnTime`, `VNI-Times`): their letters made real. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import filterfalse

from lxml import etree, html

from archive.text import is_syllable
from queson_crawler.text import DECODERS, detect_legacy

_FONT = re.compile(r"(?:^|[\s\"',:])(\.vn|vni-)(\w{0,30})", re.I)
_MAY_BE_OLD = re.compile(r"""[.vV](?<=["':,\s].)(?:(?<=\.)[vV][nN]|(?<=[vV])[nN][iI]-)[A-Za-z]""")
"""How such a name begins; the mark or space in front of it is looked at second, for pages are full of them."""
_REAL = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
_WESTERN_REFERENCE = re.compile(
    r"&(?:#(?:1[6-9]\d|2[0-5]\d);|#x[a-f][\da-f];|[a-z]{1,2}(?:acute|grave|circ|tilde|uml|ring|cedil|slash|lig);)", re.I
)
"""A letter of Western Europe, by its number or its name."""
_REAL_REFERENCE = re.compile(r"&#(?:259|273|297|361|417|432|7[89]\d\d|x1e[a-f][\da-f]);", re.I)
_WORD = re.compile(r"[^\t\n\r\xa0 !-@\[-`{-~]+")
_ATTRIBUTES = frozenset(("title", "alt", "content", "value"))
_SKIPPED = ("script", "style")
_CAPITAL = "h"
"""Ends the name of the encoding of a font that shows small letters as capitals."""
MAX_SAMPLE = 4_000


def _tcvn3_capitals(text: str) -> str:
    return DECODERS["tcvn3"](text).upper()


_DECODERS: Mapping[str, Callable[[str], str]] = {**DECODERS, f"tcvn3{_CAPITAL}": _tcvn3_capitals}


def modernise(root: html.HtmlElement, markup: str) -> None:
    """Put real letters in the place of those of an old font, where the page names such a font or reads as such a text.

    Text that holds a real Vietnamese letter is left alone; so is what would not become Vietnamese.
    """
    fonts: dict[html.HtmlElement | None, str] = {}
    if _MAY_BE_OLD.search(markup):
        fonts = _fonts(root)
    elif not _may_hold_old_letters(markup):
        return
    usual = next(filter(None, fonts.values()), None) or detect_legacy(_sample(root))
    if usual is None:
        return
    usual = usual.removesuffix(_CAPITAL)
    for element in _with_text(root):
        element.text = _converted(element.text, fonts.get(element, ""), usual)
        element.tail = _converted(element.tail, fonts.get(element.getparent(), ""), usual)
        for name in _ATTRIBUTES.intersection(element.keys()):
            element.set(name, _converted(element.get(name), "", usual) or "")


def _may_hold_old_letters(markup: str) -> bool:
    """Whether letters of a page may be others than they look, written out or as references (`&ocirc;`)."""
    if markup.isascii():
        return _WESTERN_REFERENCE.search(markup) is not None and _REAL_REFERENCE.search(markup) is None
    return _REAL.search(markup) is None


def _with_text(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """All elements but scripts and styles."""
    return (element for element in root.iter(etree.Element) if element.tag not in _SKIPPED)


def _fonts(root: html.HtmlElement) -> dict[html.HtmlElement | None, str]:
    """The encoding of the font that each element is shown in, its own or that of the element around it; "" where that
    is no old font."""
    fonts: dict[html.HtmlElement | None, str] = {}
    for element in root.iter(etree.Element):
        fonts[element] = fonts.get(element.getparent(), "")
        match = _FONT.search(f"{element.get('face', '')} {element.get('style', '')}")
        if match is not None:
            fonts[element] = _encoding(match.group(1), match.group(2))
    return fonts


def _encoding(family: str, name: str) -> str:
    """The encoding of a font."""
    if family.lower() == "vni-":
        return "vni"
    if name.endswith("H"):
        return f"tcvn3{_CAPITAL}"
    return "tcvn3"


def _sample(root: html.HtmlElement) -> str:
    """Some of the texts that are not plain ASCII and hold no real Vietnamese letter."""
    texts: list[str] = []
    length = 0
    for text in filterfalse(_REAL.search, filterfalse(str.isascii, _texts(root))):
        texts.append(text)
        length += len(text)
        if length > MAX_SAMPLE:
            break
    return " ".join(texts)


def _texts(root: html.HtmlElement) -> Iterator[str]:
    """The text in each element, and that behind it."""
    for element in _with_text(root):
        yield from filter(None, (element.text, element.tail))


def _converted(text: str | None, font: str, usual: str) -> str | None:
    """A text in real letters: by the font it stands in; outside any, only where all its words become Vietnamese."""
    if not text or text.isascii() or _REAL.search(text):
        return text
    if font:
        return _DECODERS[font](text)
    decoder = _DECODERS[usual]
    if _becomes_vietnamese(text, decoder):
        return decoder(text)
    return text


def _becomes_vietnamese(text: str, decoder: Callable[[str], str]) -> bool:
    """Whether all words of a text that are not plain ASCII are Vietnamese syllables once decoded."""
    words = list(filterfalse(str.isascii, _WORD.findall(text)))
    return bool(words) and all(map(is_syllable, map(decoder, words)))
