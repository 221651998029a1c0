"""Numbers and signs before the paragraphs of lists in DOCX and OpenDocument files, which stand nowhere in their text.

Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from queson_crawler.files.numbering import BULLET, LEVELS, MAX_START, NO_NUMBER, Counts, Level
from queson_crawler.files.office_styles import PLAIN, Look, Looks, attribute, child, name_of, value, whole_number
from queson_crawler.files.readings import Run

MAX_LISTS, MAX_TEXT = 4096, 200
_FORMS = {
    "decimal": 0, "upperRoman": 1, "lowerRoman": 2, "upperLetter": 3, "lowerLetter": 4, "decimalZero": 22,
    "bullet": BULLET, "none": NO_NUMBER, "1": 0, "I": 1, "i": 2, "A": 3, "a": 4, "": NO_NUMBER,
}  # fmt: skip
"""How numbers are written: as Word names it, and by the first number of all, as OpenDocument does."""
_OTHER_LEVEL = re.compile(r"%([1-9])")
_OUTLINE = "Outline"
"""The style that numbers headings by their levels; old files give it no name."""
_LISTS = ("{*}list-style", "{*}outline-style")


class Lists:
    """The lists of a document. Those of a format that has no elements for lists and items need only `runs`."""

    def begin(self, element: etree._Element, name: str) -> None:
        """A list, or an item of one, begins."""

    def end(self, name: str) -> None:
        """A list, or an item of one, ends."""

    def runs(self, look: Look) -> list[Run]:
        """What stands before the next paragraph of some look; nothing where that is of no list."""
        return []

    def runs_of_heading(self, element: etree._Element, look: Look) -> list[Run]:
        """What stands before a heading whose number is that of its level, outside every list."""
        return []


def _shown(text: str, level: Level, look: Look) -> list[Run]:
    """A number or sign as it stands before a paragraph of some look; nothing where the level shows none."""
    if not text:
        return []
    return [Run(text, level.font or look.font), Run(" ")]


@dataclass(slots=True)
class WordLists(Lists):
    """The lists of a DOCX file by their ids; each paragraph of one takes the next number."""

    levels: dict[str, list[Level]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    """The id of a list to that of the kind of lists it counts with."""
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    """The numbers with which a list starts its levels anew."""
    counts: Counts = field(default_factory=Counts)

    def runs(self, look: Look) -> list[Run]:
        """What stands before the next paragraph of some look; nothing where that is of no list."""
        if look.place is None:
            return []
        number, told = look.place
        kind = self.kinds.get(number, "")
        levels = self.levels.get(kind, [])
        level = min(whole_number(told, 0), len(levels) - 1)
        if level < 0:
            return []
        self.counts.start_anew(kind, self.starts.pop(number, {}))
        return _shown(self.counts.next(kind, levels, level), levels[level], look)


def word_lists(root: etree._Element) -> WordLists:
    """The lists that the part `numbering.xml` tells of."""
    lists = WordLists()
    for kind in list(root.iterchildren("{*}abstractNum"))[:MAX_LISTS]:
        levels: list[Level] = []
        for level in list(kind.iterchildren("{*}lvl"))[:LEVELS]:
            levels.append(_word_level(level))
        lists.levels[attribute(kind, "abstractNumId")] = levels
    for one in list(root.iterchildren("{*}num"))[:MAX_LISTS]:
        number = attribute(one, "numId")
        lists.kinds[number] = value(one, "{*}abstractNumId")
        lists.starts[number] = _starts(one)
    return lists


def _word_level(level: etree._Element) -> Level:
    font = attribute(child(child(level, "{*}rPr"), "{*}rFonts"), "ascii", "hAnsi")
    text = _OTHER_LEVEL.sub(_level_sign, value(level, "{*}lvlText")[:MAX_TEXT])
    form = _FORMS.get(value(level, "{*}numFmt"), 0)
    return Level(_start(value(level, "{*}start")), form, text, font=font)


def _level_sign(match: re.Match[str]) -> str:
    return chr(int(match[1]) - 1)


def _starts(one: etree._Element) -> dict[int, int]:
    found: dict[int, int] = {}
    for override in one.iterchildren("{*}lvlOverride"):
        level = whole_number(attribute(override, "ilvl"), LEVELS)
        start = value(override, "{*}startOverride")
        if level < LEVELS and start:
            found[level] = _start(start)
    return found


def _start(digits: str) -> int:
    return min(whole_number(digits, 1), MAX_START)


@dataclass(slots=True)
class OpenLists(Lists):
    """The lists of an OpenDocument text, by their styles; those begun stand in each other."""

    levels: dict[str, list[Level]]
    counts: Counts = field(default_factory=Counts)
    begun: list[str] = field(default_factory=list)
    number: int = 0
    """Of the list that is counted; one that does not continue another is counted by itself."""
    is_due: bool = False
    """Whether the next paragraph is the first of an item."""

    def begin(self, element: etree._Element, name: str) -> None:
        if name == "list":
            if not self.begun and attribute(element, "continue-numbering") != "true":
                self.number += 1
            outer = self.begun[-1] if self.begun else ""
            self.begun.append(attribute(element, "style-name") or outer)
        self.is_due = name == "list-item" and bool(self.begun)

    def end(self, name: str) -> None:
        if name == "list" and self.begun:
            self.begun.pop()
        self.is_due = False

    def runs(self, look: Look) -> list[Run]:
        """What stands before the next paragraph; nothing where it does not begin an item."""
        if not self.is_due:
            return []
        self.is_due = False
        style = self.begun[-1]
        levels = self.levels.get(style, [])
        level = min(len(self.begun), len(levels)) - 1
        if level < 0:
            return []
        return _shown(self.counts.next((self.number, style), levels, level), levels[level], look)

    def runs_of_heading(self, element: etree._Element, look: Look) -> list[Run]:
        levels = self.levels.get(_OUTLINE) or self.levels.get("", [])
        level = whole_number(attribute(element, "outline-level"), 0) - 1
        if self.begun or not 0 <= level < len(levels) or attribute(element, "is-list-header") == "true":
            return []
        return _shown(self.counts.next((0, _OUTLINE), levels, level), levels[level], look)


def open_lists(parts: list[etree._Element], looks: Looks) -> OpenLists:
    """The lists that the styles of an OpenDocument text tell of."""
    found: dict[str, list[Level]] = {}
    for part in parts:
        for style in list(part.iter(*_LISTS))[:MAX_LISTS]:
            found[attribute(style, "name")] = _open_levels(style, looks)
    return OpenLists(found)


def _open_levels(style: etree._Element, looks: Looks) -> list[Level]:
    levels: list[Level] = []
    for level in style.iterchildren():
        if len(levels) < LEVELS and name_of(level).startswith(("list-level-style", "outline-level-style")):
            levels.append(_open_level(level, looks, len(levels)))
    return levels


def _open_level(level: etree._Element, looks: Looks, number: int) -> Level:
    font = looks.get(attribute(level, "style-name"), PLAIN).font
    sign = attribute(level, "bullet-char")
    if sign:
        return Level(1, BULLET, sign[:MAX_TEXT], font=font)
    form = attribute(level, "num-format")
    if not form:
        return Level(1, NO_NUMBER, "", font=font)
    shown = min(max(whole_number(attribute(level, "display-levels"), 1), 1), number + 1)
    numbers = ".".join(map(chr, range(number + 1 - shown, number + 1)))
    text = attribute(level, "num-prefix")[:MAX_TEXT] + numbers + attribute(level, "num-suffix")[:MAX_TEXT]
    return Level(_start(attribute(level, "start-value")), _FORMS.get(form, 0), text, font=font)
