"""Names, attributes and styles in the XML of office formats, whatever their namespaces. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from lxml import etree

MAX_STYLES, MAX_BASES = 5000, 20
LINES = frozenset(("p", "h"))
"""The elements that are paragraphs."""
MIXED = frozenset((*LINES, "span", "a"))
"""OpenDocument's elements that hold text beside other elements; in the other formats they hold none."""
_OFF = frozenset(("0", "false", "off"))
_ListPlace = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """What a style, or a run itself, says: the font of its letters ("" where it says none), whether they are hidden,
    and the list that its paragraphs belong to (id, level)."""

    font: str = ""
    hidden: bool | None = None
    place: _ListPlace | None = None

    def over(self, base: Look) -> Look:
        """This look where it says something, else another one's."""
        hidden = base.hidden if self.hidden is None else self.hidden
        return Look(self.font or base.font, hidden, self.place or base.place)


Looks = dict[str, Look]
"""Style to look."""
PLAIN = Look()


def name_of(element: etree._Element) -> str:
    tag = element.tag
    if not isinstance(tag, str):
        return ""  # a comment, or an instruction
    return tag.rpartition("}")[2]


def attribute(element: etree._Element | None, *names: str) -> str:
    """The first of some attributes that says anything, whatever their namespace; "" where there is no element."""
    local: dict[str, str] = {}
    if element is None:
        return ""
    for key, value in element.attrib.items():
        local[str(key).rpartition("}")[2]] = str(value)
    return next(filter(None, map(local.get, names)), "")


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The first child with one of some names, which begin with {*}: whatever its namespace. None where there is no
    such child, or no element."""
    if element is None:
        return None
    return next(element.iterchildren(*names), None)


def value(element: etree._Element, name: str) -> str:
    """The `val` of the first child with that name: how Word writes properties."""
    return attribute(child(element, name), "val")


def whole_number(digits: str, otherwise: int) -> int:
    """The number that an attribute holds; another one where it holds none, or one that is too large to be meant."""
    if digits.isdecimal() and len(digits) < 8:
        return int(digits)
    return otherwise


def _font(properties: etree._Element) -> str:
    """The font that run or text properties name."""
    found = child(properties, "{*}rFonts", "{*}latin")
    if found is not None:
        return attribute(found, "ascii", "hAnsi", "cs", "typeface")
    if name_of(properties) == "text-properties":
        return attribute(properties, "font-name", "font-family")
    return ""


def _is_hidden(properties: etree._Element) -> bool | None:
    """Whether properties hide letters; None where they say nothing of it."""
    found = child(properties, "{*}vanish")
    if found is not None:
        return attribute(found, "val") not in _OFF
    display = ""
    if name_of(properties) == "text-properties":
        display = attribute(properties, "display")
    return display == "none" if display else None


def _place(properties: etree._Element | None) -> _ListPlace | None:
    """The list, and the level in it, that a paragraph's properties name."""
    found = child(properties, "{*}numPr")
    if found is None:
        return None
    return value(found, "{*}numId"), value(found, "{*}ilvl")


def _told(properties: Iterator[etree._Element]) -> Look:
    """What the first properties that say something say."""
    told = PLAIN
    for one in properties:
        told = told.over(Look(_font(one), _is_hidden(one)))
    return told


def looks_of(parts: list[etree._Element]) -> tuple[Looks, Look]:
    """Style -> look, inherited ones followed; and the look of text without a style."""
    own: Looks = {}
    bases: dict[str, str] = {}
    usual = PLAIN
    for style in chain.from_iterable(map(_styles, parts)):
        look = _look_of_style(style)
        if name_of(style) != "style" or attribute(style, "default") == "1":
            usual = Look(look.font).over(usual)
        name = attribute(style, "styleId", "name")
        if name and len(own) < MAX_STYLES:
            own[name] = look
            bases[name] = value(style, "{*}basedOn") or attribute(style, "parent-style-name")
    looks: Looks = {}
    for name in own:
        looks[name] = _inherited(name, own, bases)
    return looks, usual


def _styles(part: etree._Element) -> Iterator[etree._Element]:
    return part.iter("{*}style", "{*}docDefaults", "{*}default-style")


def _look_of_style(style: etree._Element) -> Look:
    told = _told(style.iter("{*}rPr", "{*}text-properties"))
    return Look(told.font, told.hidden, _place(child(style, "{*}pPr")))


def _inherited(name: str, own: Looks, bases: dict[str, str]) -> Look:
    """The look of a style: its own, and what it leaves open from those it is based on."""
    look = PLAIN
    for _ in range(MAX_BASES):
        if name not in own:
            break
        look = look.over(own[name])
        name = bases.get(name, "")
    return look


def look_of_paragraph(paragraph: etree._Element, looks: Looks, usual: Look) -> Look:
    """How a paragraph looks by its style, and the list that it belongs to."""
    properties = child(paragraph, "{*}pPr")
    if properties is None:
        style = attribute(paragraph, "style-name")
        return looks.get(style, PLAIN).over(usual)
    look = looks.get(value(properties, "{*}pStyle"), PLAIN).over(usual)
    return Look(place=_place(properties)).over(look)


def look_of_run(element: etree._Element, looks: Looks) -> Look:
    """How a piece of text looks: by its run's own properties, else by its run's style."""
    run: etree._Element | None = element
    if name_of(element) not in MIXED:
        run = element.getparent()
    if run is None or name_of(run) in LINES:
        return PLAIN
    properties = child(run, "{*}rPr")
    if properties is None:
        return looks.get(attribute(run, "style-name"), PLAIN)
    style = looks.get(value(properties, "{*}rStyle"), PLAIN)
    return Look(_font(properties), _is_hidden(properties)).over(style)
