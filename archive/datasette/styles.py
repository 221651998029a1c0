"""The styles of captured pages made harmless: they refer to what is kept, and to nothing else.

What a style refers to is taken out first and noted by a mark; what is left is cleaned of everything that could ask for
anything, however it is spelled; then the addresses of what is kept are put in place of the marks. A forged mark gives
another address of the same list, or none.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from lxml import etree

from archive import css
from archive.css import Reference
from archive.datasette.kept_looks import NOTHING, KeptLooks
from archive.records import Use

MAX_DEPTH = 5
"""Sheets that import each other are followed so far."""
_PASTED = re.compile(
    r"data:(?:image/(?:png|jpeg|gif|webp)|(?:application/)?(?:x-)?font[/-][\w-]{3,20})(?:;charset=[\w-]{1,20})?;base64,"
    r"[A-Za-z0-9+/=\s]*+",
    re.I,
)
_DRAWING = re.compile(r"data:image/svg\+xml(?:;charset=[\w-]{1,20}|;utf8)?(;base64)?,(.*)", re.I | re.S)
_OUTSIDE = re.compile(
    r"@import[^;]*+;?|(?:url|src|image|(?:-webkit-)?image-set)\s*+\([^)]*+\)?|expression\s*+\(|-moz-binding"
    r"|(?<![\w-])behaviou?r\s*+:",
    re.I,
)
_SIGNS = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML may not hold."""
_MARK = re.compile("\ufdd0([0-9]{1,6})\ufdd1")
_MARKS = re.compile("[\ufdd0\ufdd1]")
_NO_MEDIUM = re.compile(
    r"^(?:layer(?:\([^()]{0,200}\))?|supports\([^()]{0,200}(?:\([^()]{0,200}\)[^()]{0,200}){0,5}\))\s*+", re.I
)
"""What may stand before the media of an import."""
_WITHIN_RULE = re.compile(r"[{};]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it is shown, with the media for which it is, from the outermost inwards."""

    text: str
    media: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """The text within all media but the outermost, which the element of the page names."""
        text = self.text
        for medium in reversed(self.media[1:]):
            text = f"@media {medium} {{ {text} }}"
        return text


@dataclass(slots=True)
class Styles:
    """Makes the styles of one page harmless, whose addresses are meant from `base`."""

    looks: KeptLooks
    base: str
    _put: list[str] = field(default_factory=list)

    def place(self, tree: Any) -> None:
        """Put the styles that are kept where the page refers to them, and clean its own: all still with marks."""
        own, links = list(tree.iter("style")), list(tree.iter("link"))
        for link in links:
            if _is_sheet(link):
                kept = self.looks.sheet(self.base, link.get("href", ""))
                if kept is not None:
                    self._put_in_place(link, self._sheets(*kept, _media_of(link), ()))
        for style in own:
            self._put_in_place(style, self._sheets(style.text or "", self.base, _media_of(style), ()))

    def reveal(self, tree: Any) -> None:
        """The addresses of what is kept, in place of the marks."""
        for style in tree.iter("style"):
            style.text = self._revealed(style.text or "")

    def attribute(self, text: str) -> str:
        """The style of one element."""
        return self._revealed(self._cleaned(text, self.base))

    def _put_in_place(self, element: Any, sheets: Iterator[Sheet]) -> None:
        """Style elements where the page had another."""
        for sheet in sheets:
            style = etree.Element("style")
            if sheet.media:
                style.set("media", sheet.media[0])
            style.text = _SIGNS.sub("", sheet.whole)
            element.addprevious(style)
        _remove(element)

    def _sheets(self, text: str, base: str, media: tuple[str, ...], above: tuple[str, ...]) -> Iterator[Sheet]:
        """A sheet, and before it those that it imports, but for those `above` it, which import it."""
        for reference in css.references(text):
            if reference.use is Use.SHEET and len(above) < MAX_DEPTH:
                kept = self.looks.sheet(base, reference.url)
                if kept is not None and kept[1] not in (base, *above):
                    yield from self._sheets(*kept, (*media, *_condition(reference)), (*above, base))
        yield Sheet(self._cleaned(text, base), media)

    def _cleaned(self, text: str, base: str) -> str:
        """A style with marks for what is kept, and without what would ask for anything."""

        def mark(reference: Reference) -> str:
            if reference.use is Use.SHEET:
                return ""
            self._put.append(f'url("{self._address(reference, base)}")')
            return f"\ufdd0{len(self._put) - 1}\ufdd1"

        return without_requests(css.replaced(_MARKS.sub("", text), mark))

    def _address(self, reference: Reference, base: str) -> str:
        """Where what a style refers to is kept; NOTHING where it is not."""
        if reference.url[:5].lower() == "data:":
            return pasted(reference.url) or NOTHING
        if reference.url.startswith("#"):
            return NOTHING
        if reference.use is Use.FONT:
            return self.looks.font(base, reference.url) or NOTHING
        return self.looks.picture(base, reference.url) or NOTHING

    def _revealed(self, text: str) -> str:
        return _MARK.sub(self._marked, text)

    def _marked(self, mark: re.Match[str]) -> str:
        number = int(mark[1])
        return self._put[number] if number < len(self._put) else ""


def without_requests(text: str) -> str:
    """A style without what would ask for anything, however it is spelled."""
    plain = css.unescaped(text)
    if "<" in plain or _OUTSIDE.search(plain):
        text = plain
    return _OUTSIDE.sub("", text).replace("\0", "").replace("<", "")


def pasted(address: str) -> str:
    """A picture or font that a page holds itself, as an address that cannot be mistaken; "" of anything else."""
    if _PASTED.fullmatch(address):
        return "".join(address.split())
    drawing = _DRAWING.fullmatch(address)
    if drawing is None:
        return ""
    body = unquote_to_bytes(drawing[2])
    if drawing[1]:
        try:
            body = b64decode(body)
        except ValueError:
            return ""
    return f"data:image/svg+xml;base64,{b64encode(body).decode('ascii')}"


def _is_sheet(link: Any) -> bool:
    relations = str(link.get("rel", "")).lower().split()
    return "stylesheet" in relations and "alternate" not in relations


def _media_of(element: Any) -> tuple[str, ...]:
    media = element.get("media")
    return (media,) if media else ()


def _condition(reference: Reference) -> tuple[str, ...]:
    """The media for which an import is."""
    said = reference.condition
    for _ in range(2):
        said = _NO_MEDIUM.sub("", said)
    said = _WITHIN_RULE.sub("", without_requests(said)).strip()
    return (said,) if said else ()


def _remove(element: Any) -> None:
    """Take an element out of its tree; what stands behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
