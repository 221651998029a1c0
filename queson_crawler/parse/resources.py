"""What a page is shown with: the style sheets, scripts, fonts, icons and pictures that its markup and sheets name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree, html

from archive import css
from archive.addresses import joined
from archive.records import Needed, Use
from queson_crawler.parse.document import Document

MAX_NEEDED = 500
"""At most this many addresses are taken from one page, and as many from one style sheet."""
MAX_SHEET = 2_000_000
"""So many characters of a style sheet are looked at."""
_RELATIONS = {
    "stylesheet": Use.SHEET,
    "icon": Use.ICON,
    "apple-touch-icon": Use.ICON,
    "apple-touch-icon-precomposed": Use.ICON,
    "mask-icon": Use.ICON,
    "modulepreload": Use.SCRIPT,
}
_PRELOAD = "preload"
_PRELOADED = {"style": Use.SHEET, "script": Use.SCRIPT, "font": Use.FONT, "image": Use.PICTURE}
_PICTURES = {
    "img": ("src", "data-src", "data-original", "lowsrc"),
    "input": ("src",),
    "video": ("poster",),
    "image": ("href", "{http://www.w3.org/1999/xlink}href", "xlink:href"),
    "use": ("href", "{http://www.w3.org/1999/xlink}href", "xlink:href"),
}
"""The attributes of an element that give a picture's address."""
_SETS = {"img": ("srcset", "data-srcset"), "source": ("srcset", "data-srcset"), "link": ("imagesrcset",)}
_CANDIDATE = re.compile(r"\s*+([^\s,][^\s]{0,2000}+)([^,(]*+(?:\([^()]{0,2000}+\)[^,(]*+)*+)(?:,|$)")
"""One picture of a `srcset`: its address, and for which screens it is."""
Said = Iterator[tuple[str, Use]]


def needed_by(doc: Document) -> tuple[Needed, ...]:
    """What a page is shown with, each address once."""
    return _distinct(_said(doc.root), doc.base, 0)


def needed_by_sheet(body: bytes, charset: str | None, url: str, depth: int) -> tuple[Needed, ...]:
    """What the style sheet at `url` refers to; `depth` is that of what it names."""
    return _distinct(_of_css(css.decoded(body, charset)), url, depth)


def _distinct(said: Said, base: str, depth: int) -> tuple[Needed, ...]:
    found: dict[str, Needed] = {}
    met = {""}
    for href, use in said:
        if href in met or href.startswith("#"):
            continue
        met.add(href)
        url = joined(base, href)
        if url:
            found.setdefault(url, Needed(url, use, depth))
        if len(found) >= MAX_NEEDED:
            break
    return tuple(found.values())


def _said(root: html.HtmlElement) -> Said:
    """Every address that a page names so, as it stands there."""
    for element in root.iter(etree.Element):  # sooner than an expression finds those that matter
        reader = _ELEMENTS.get(str(element.tag))
        if reader is not None:
            yield from reader(element)
        background = element.get("background")
        if background:
            yield background, Use.PICTURE
        style = element.get("style")
        if style and "(" in style and "url" in style.lower():
            yield from _of_css(style)


def _of_link(element: html.HtmlElement) -> Said:
    relations = element.get("rel", "").lower().split()
    href = element.get("href", "")
    for relation in relations:
        use = _RELATIONS.get(relation)
        if relation == _PRELOAD:
            use = _PRELOADED.get(element.get("as", "").lower())
        if use is not None:
            yield href, use
    if _PRELOAD in relations:
        yield from _of_sets(element)


def _of_script(element: html.HtmlElement) -> Said:
    yield element.get("src", ""), Use.SCRIPT


def _of_style(element: html.HtmlElement) -> Said:
    yield from _of_css(element.text or "")


def _of_picture(element: html.HtmlElement) -> Said:
    for name in _PICTURES.get(str(element.tag), ()):
        yield element.get(name, ""), Use.PICTURE
    yield from _of_sets(element)


def _of_sets(element: html.HtmlElement) -> Said:
    for name in _SETS.get(str(element.tag), ()):
        for candidate in _CANDIDATE.finditer(element.get(name, "")):
            yield candidate[1].rstrip(","), Use.PICTURE


def _of_css(text: str) -> Said:
    for each in css.references(text[:MAX_SHEET]):
        yield each.url, each.use


_ELEMENTS: dict[str, Callable[[html.HtmlElement], Said]] = {
    "link": _of_link,
    "script": _of_script,
    "style": _of_style,
    "source": _of_picture,
    **dict.fromkeys(_PICTURES, _of_picture),
}
