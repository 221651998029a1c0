"""Names, attributes and fonts in the XML of office formats, whatever their namespaces. Pure."""

from __future__ import annotations

from collections.abc import Iterator

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
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _attribute(element: etree._Element, *names: str) -> str:
    """The first of some attributes, whatever their namespace."""
    local = {}
    for key, value in element.attrib.items():
        local[str(key).rpartition("}")[2]] = str(value)
    for name in names:
        if local.get(name):
            return local[name]
    return ""


def _children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children with one of some names."""
    for child in element:
        if name_of(child) in names:
            yield child


def _within(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The elements with one of some names, at any depth."""
    for each in element.iter():
        if name_of(each) in names:
            yield each


def _value(element: etree._Element, name: str) -> str:
    """The `val` of the first child with that name: how Word writes properties."""
    for child in _children(element, name):
        return _attribute(child, "val")
    return ""


def _font(properties: etree._Element | None) -> str:
    """The font that run or text properties name."""
    if properties is None:
        return ""
    for child in _children(properties, "rFonts", "latin"):
        return _attribute(child, "ascii", "hAnsi", "cs", "typeface")
    if name_of(properties) == "text-properties":
        return _attribute(properties, "font-name", "font-family")
    return ""


def fonts_of(parts: list[etree._Element]) -> tuple[Fonts, str]:
    """Style -> font, inherited ones followed; and the font of text without a style."""
    own: Fonts = {}
    bases: dict[str, str] = {}
    usual = ""
    for part in parts:
        for style in _within(part, "style", "docDefaults", "default-style"):
            font = _font_of_style(style)
            if name_of(style) != "style" or _attribute(style, "default") == "1":
                usual = font or usual
            name = _attribute(style, "styleId", "name")
            if name and len(own) < MAX_STYLES:
                own[name] = font
                bases[name] = _value(style, "basedOn") or _attribute(style, "parent-style-name")
    for name in own:
        own[name] = _inherited(name, own, bases)
    return own, usual


def _font_of_style(style: etree._Element) -> str:
    for properties in _within(style, "rPr", "text-properties"):
        font = _font(properties)
        if font:
            return font
    return ""


def _inherited(name: str, own: Fonts, bases: dict[str, str]) -> str:
    """The font of a style: its own, or that of the nearest style it is based on."""
    for _ in range(MAX_BASES):
        if not name or own.get(name):
            break
        name = bases.get(name, "")
    return own.get(name, "")


def style_of(paragraph: etree._Element) -> str:
    for properties in _children(paragraph, "pPr"):
        return _value(properties, "pStyle")
    return _attribute(paragraph, "style-name")


def font_of(element: etree._Element, fonts: Fonts) -> str:
    """The font of a piece of text: its run's own, else its run's style's."""
    run = element if name_of(element) in MIXED else element.getparent()
    if run is None or name_of(run) in LINES:
        return ""
    for properties in _children(run, "rPr"):
        return _font(properties) or fonts.get(_value(properties, "rStyle"), "")
    return fonts.get(_attribute(run, "style-name"), "")
