"""One pass over the XML of an office document: its paragraphs and table rows, each run in its font. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from lxml import etree

from queson_crawler.files.office_lists import Lists
from queson_crawler.files.office_styles import (
    LINES,
    MIXED,
    Look,
    Looks,
    attribute,
    look_of_paragraph,
    look_of_run,
    name_of,
)
from queson_crawler.files.readings import MAX_CHARACTERS, NEXT_CELL, Paragraph, Run, has_words, trimmed

_BREAKS = {
    "tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "noBreakHyphen": "-", "s": " ", "softHyphen": "\xad",
}  # fmt: skip
"""What elements stand for. In TCVN3 fonts the hyphen that is shown only where a line ends is the letter ư."""
_SKIPPED = frozenset(
    ("pPr", "Fallback", "del", "moveFrom", "tracked-changes", "annotation", "styles", "automatic-styles")
)
"""What is not text, was struck out, or says a second time what stands beside it."""
_SKIPPED_IF = {"fld": ("type", "slidenum"), "section": ("display", "none")}
"""What is no text that a reader sees where an attribute says so: the number of a slide, what is hidden."""
_FIELDS = frozenset(
    "date time bookmark-ref reference-ref note-ref sequence sequence-ref user-defined user-field-get variable-get "
    "variable-set expression text-input placeholder title subject keywords description creator initial-creator "
    "author-name author-initials chapter conditional-text database-display meta meta-field ruby-base".split()
)
"""OpenDocument's elements whose text is the value that a field shows; in the other formats they hold none."""
_WITH_TEXT = frozenset((*MIXED, *_FIELDS, "t"))
_OF_LISTS = frozenset(("list", "list-item", "list-header"))
_CELL = Run(NEXT_CELL)


@dataclass(slots=True)
class Walk:
    """One pass over a document: paragraphs in its order, those of a table row as one line. No recursion, since how
    deep things are nested is a stranger's choice."""

    looks: Looks
    usual: Look
    lists: Lists
    open: list[list[Run]] = field(default_factory=list)
    """The paragraphs begun: a text box stands within another paragraph."""
    styles: list[Look] = field(default_factory=list)
    row: etree._Element | None = None
    cells: list[Run] = field(default_factory=list)
    size: int = 0
    notes: int = 0
    """Notes begun that stand within a paragraph."""
    held: list[list[Run]] = field(default_factory=list)
    """The paragraphs of notes within a paragraph that has not ended yet."""

    def paragraphs(self, root: etree._Element) -> Iterator[Paragraph]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = name_of(element)
            if event == "start":
                if _is_skipped(element, name):
                    walk.skip_subtree()
                else:
                    self._begin(element, name)
            else:
                done = self._end(element, name)
                if has_words(done):
                    yield done
                if self.held and not self.open and self.row is None:
                    yield from self.held
                    self.held = []
            if self.size > MAX_CHARACTERS:
                break
        yield [*self.cells, *chain.from_iterable(self.open)]
        yield from self.held

    def _begin(self, element: etree._Element, name: str) -> None:
        if name in ("tr", "table-row") and self.row is None:
            self.row = element
        elif name in LINES:
            look = look_of_paragraph(element, self.looks, self.usual)
            self.open.append(self._numbered(element, name, look))
            self.styles.append(look)
        elif name == "note-body":
            self.notes += 1
        elif name in _OF_LISTS:
            self.lists.begin(element, name)
        elif name == "sym":
            self._add_sign(element)
        if name in _WITH_TEXT:
            self._add(element.text, element)
        self._add(_BREAKS.get(name), element)

    def _numbered(self, element: etree._Element, name: str, look: Look) -> list[Run]:
        """What stands before a paragraph: its number in a list, or that of a heading."""
        runs = self.lists.runs(look)
        if name == "h" and not runs:
            return self.lists.runs_of_heading(element, look)
        return runs

    def _end(self, element: etree._Element, name: str) -> list[Run]:
        """The paragraph or row that ends here; empty where none does."""
        if element is self.row:
            return self._end_of_row()
        if name in _OF_LISTS:
            self.lists.end(name)
        if name in LINES:
            return self._end_of_paragraph()
        if name == "note-body":
            self.notes -= 1
        around = element.getparent()
        if around is not None and name_of(around) in MIXED:
            self._add(element.tail, around)
        return []

    def _end_of_row(self) -> list[Run]:
        done = trimmed(self.cells)
        self.row, self.cells = None, []
        return done

    def _end_of_paragraph(self) -> list[Run]:
        done = self.open.pop()
        self.styles.pop()
        if self.notes and self.open:
            self.held.append(done)
            return []
        if self.row is None:
            return done
        self.cells += [*done, _CELL]
        return []

    def _add(self, text: str | None, element: etree._Element) -> None:
        if not text or not self.open:
            return
        look = look_of_run(element, self.looks).over(self.styles[-1])
        if not look.hidden:
            self.open[-1].append(Run(text, look.font))
            self.size += len(text)

    def _add_sign(self, element: etree._Element) -> None:
        """A letter of a font of signs, which Word names by its number."""
        if not self.open:
            return
        try:
            sign = chr(int(attribute(element, "char"), 16) & 0xFFFF)
        except ValueError:
            return
        if not look_of_run(element, self.looks).hidden:
            self.open[-1].append(Run(sign, attribute(element, "font")))
            self.size += 1


def _is_skipped(element: etree._Element, name: str) -> bool:
    """Whether nothing in an element is text that a reader sees."""
    if name in _SKIPPED:
        return True
    if name not in _SKIPPED_IF:
        return False
    key, told = _SKIPPED_IF[name]
    return attribute(element, key) == told
