"""Names, attributes and fonts in the XML of office formats, whatever their namespaces. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lxml import etree

MAX_STYLES, MAX_BASES = 5000, 20
LINES = frozenset(("p", "h"))
"""The elements that are paragraphs."""
MIXED = frozenset((*LINES, "span", "a"))
"""OpenDocument's elements that hold text beside other elements; in the other formats they hold none."""
Fonts = dict[str, str]
"""Style to font."""


def name_of(element: etree._Element) -> str:
    tag = element.tag
    if not isinstance(tag, str):
        return ""  # a comment, or an instruction
    return tag.rpartition("}")[2]


def _attribute(element: etree._Element, *names: str) -> str:
    """The first of some attributes that says anything, whatever their namespace."""
    local: dict[str, str] = {}
    for key, value in element.attrib.items():
        local[str(key).rpartition("}")[2]] = str(value)
    return next(filter(None, map(local.get, names)), "")


def _child(element: etree._Element, *names: str) -> etree._Element | None:
    """The first child with one of some names, which begin with {*}: whatever its namespace."""
    return next(element.iterchildren(*names), None)


def _value(element: etree._Element, name: str) -> str:
    """The `val` of the first child with that name: how Word writes properties."""
    child = _child(element, name)
    if child is None:
        return ""
    return _attribute(child, "val")


def _font(properties: etree._Element) -> str:
    """The font that run or text properties name."""
    child = _child(properties, "{*}rFonts", "{*}latin")
    if child is not None:
        return _attribute(child, "ascii", "hAnsi", "cs", "typeface")
    if name_of(properties) == "text-properties":
        return _attribute(properties, "font-name", "font-family")
    return ""


def fonts_of(parts: list[etree._Element]) -> tuple[Fonts, str]:
    """Style -> font, inherited ones followed; and the font of text without a style."""
    own: Fonts = {}
    bases: dict[str, str] = {}
    usual = ""
    for style in chain.from_iterable(map(_styles, parts)):
        font = _font_of_style(style)
        if name_of(style) != "style" or _attribute(style, "default") == "1":
            usual = font or usual
        name = _attribute(style, "styleId", "name")
        if name and len(own) < MAX_STYLES:
            own[name] = font
            bases[name] = _value(style, "{*}basedOn") or _attribute(style, "parent-style-name")
    for name in own:
        own[name] = _inherited(name, own, bases)
    return own, usual


def _styles(part: etree._Element) -> Iterator[etree._Element]:
    return part.iter("{*}style", "{*}docDefaults", "{*}default-style")


def _font_of_style(style: etree._Element) -> str:
    fonts = map(_font, style.iter("{*}rPr", "{*}text-properties"))
    return next(filter(None, fonts), "")


def _inherited(name: str, own: Fonts, bases: dict[str, str]) -> str:
    """The font of a style: its own, or that of the nearest style it is based on."""
    for _ in range(MAX_BASES):
        if own.get(name):
            break
        name = bases.get(name, "")
    return own.get(name, "")


def style_of(paragraph: etree._Element) -> str:
    properties = _child(paragraph, "{*}pPr")
    if properties is None:
        return _attribute(paragraph, "style-name")
    return _value(properties, "{*}pStyle")


def font_of(element: etree._Element, fonts: Fonts) -> str:
    """The font of a piece of text: its run's own, else its run's style's."""
    run: etree._Element | None = element
    if name_of(element) not in MIXED:
        run = element.getparent()
    if run is None or name_of(run) in LINES:
        return ""
    properties = _child(run, "{*}rPr")
    if properties is None:
        return fonts.get(_attribute(run, "style-name"), "")
    return _font(properties) or fonts.get(_value(properties, "{*}rStyle"), "")
