"""Text of DOCX, PPTX and ODT: XML parts in a ZIP, each read up to a limit. Pure.

Read here and not by python-docx and its like, because those unpack every part of the file whole, drop text boxes, and
do not say which font a run inherits from its styles: which decides how pre-Unicode Vietnamese is read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from archive.records import FileState
from queson_crawler.files.kinds import MAX_ENTRIES, Kind
from queson_crawler.files.shapes import MAX_CHARACTERS, Found, Paragraph, Run, Unreadable

MAX_PART = 64 * 1024 * 1024
"""Bytes of one XML part, unpacked."""
MAX_SLIDES, MAX_STYLES, MAX_BASES = 1000, 5000, 20
_MAIN = {Kind.DOCX: "word/document.xml", Kind.ODT: "content.xml", Kind.ODP: "content.xml"}
_SLIDE = re.compile(r"ppt/slides/slide(\d{1,6})\.xml")
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "noBreakHyphen": "-", "s": " "}
_SKIPPED = frozenset(
    ("pPr", "Fallback", "del", "moveFrom", "tracked-changes", "annotation", "styles", "automatic-styles")
)
"""What is not text, was struck out, or says a second time what stands beside it."""
_LINES = frozenset(("p", "h"))
_MIXED = frozenset((*_LINES, "span", "a"))
"""OpenDocument's elements that hold text beside other elements; in the other formats they hold none."""
_CELL = Run(" | ")
Fonts = dict[str, str]


def read_office_xml(data: bytes, kind: Kind) -> Found:
    """The paragraphs of a document or of slides, with the font of each run where it is known.

    Raises:
        Unreadable: torn, encrypted, no XML, or larger than allowed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > MAX_ENTRIES:
                raise Unreadable(FileState.TOO_MUCH, f"holds more than {MAX_ENTRIES} parts")
            return _read(archive, kind)
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        EOFError,
        KeyError,
        etree.XMLSyntaxError,
    ) as error:
        raise Unreadable(FileState.BROKEN, f"{type(error).__name__}: {error}"[:200]) from error
    except RuntimeError as error:  # zipfile: "File … is encrypted, password required"
        raise Unreadable(FileState.ENCRYPTED, "its parts need a password") from error


def _read(archive: zipfile.ZipFile, kind: Kind) -> Found:
    names = set(archive.namelist())
    if kind is Kind.PPTX:
        slides = sorted(
            (name for name in names if _SLIDE.fullmatch(name)), key=lambda name: int(_SLIDE.findall(name)[0])
        )
        roots = (_root(archive, name) for name in slides[:MAX_SLIDES])
        found = [paragraph for root in roots for paragraph in _Walk({}, "").paragraphs(root)]
        return Found(found, cut=len(slides) > MAX_SLIDES)
    if "META-INF/manifest.xml" in names and b"encryption-data" in _bytes(archive, "META-INF/manifest.xml"):
        raise Unreadable(FileState.ENCRYPTED, "its parts need a password")
    root = _root(archive, _MAIN[kind])
    styles = [_root(archive, name) for name in ("word/styles.xml", "styles.xml") if name in names]
    fonts, usual = _fonts([*styles, root])
    return Found(list(_Walk(fonts, usual).paragraphs(root)))


def _bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        data = part.read(MAX_PART + 1)
    if len(data) > MAX_PART:
        raise Unreadable(FileState.TOO_MUCH, f"its part {name[:80]} grows beyond {MAX_PART >> 20} MiB")
    return data


def _root(archive: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, remove_comments=True,
        remove_pis=True, recover=True, huge_tree=False,
    )  # fmt: skip
    data = _bytes(archive, name)
    if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data:
        raise Unreadable(FileState.BROKEN, "declares entities, which no office program does")
    root = etree.fromstring(data, parser)
    if root is None:
        raise Unreadable(FileState.BROKEN, f"its part {name[:80]} is no XML")
    return root


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _attribute(element: etree._Element, *names: str) -> str:
    """The first of some attributes, whatever their namespace."""
    local = {str(key).rpartition("}")[2]: str(value) for key, value in element.attrib.items()}
    return next((local[name] for name in names if local.get(name)), "")


def _font(properties: etree._Element | None) -> str:
    """The font that run or text properties name."""
    if properties is None:
        return ""
    for child in properties:
        if _name(child) == "rFonts":
            return _attribute(child, "ascii", "hAnsi", "cs")
        if _name(child) == "latin":
            return _attribute(child, "typeface")
    return _attribute(properties, "font-name", "font-family") if _name(properties) == "text-properties" else ""


def _fonts(parts: list[etree._Element]) -> tuple[Fonts, str]:
    """Style -> font, inherited ones followed; and the font of text without a style."""
    own: Fonts = {}
    bases: Fonts = {}
    usual = ""
    for style in (
        each for part in parts for each in part.iter() if _name(each) in ("style", "docDefaults", "default-style")
    ):
        name = _attribute(style, "styleId", "name")
        font = next(
            filter(None, (_font(each) for each in style.iter() if _name(each) in ("rPr", "text-properties"))), ""
        )
        if _name(style) != "style" or _attribute(style, "default") == "1":
            usual = font or usual
        if len(own) < MAX_STYLES and name:
            own[name] = font
            base = next((_attribute(each, "val") for each in style if _name(each) == "basedOn"), "")
            bases[name] = base or _attribute(style, "parent-style-name")
    for name in own:
        base, steps = bases[name], 0
        while not own[name] and base and steps < MAX_BASES:
            own[name], base, steps = own.get(base, ""), bases.get(base, ""), steps + 1
    return own, usual


@dataclass(slots=True)
class _Walk:
    """One pass over a document: paragraphs in its order, those of a table row as one line. No recursion, since how
    deep things are nested is a stranger's choice."""

    fonts: Fonts
    usual: str
    open: list[list[Run]] = field(default_factory=list)
    """The paragraphs begun: a text box stands within another paragraph."""
    styles: list[str] = field(default_factory=list)
    row: etree._Element | None = None
    cells: list[Run] = field(default_factory=list)
    size: int = 0

    def paragraphs(self, root: etree._Element) -> Iterator[Paragraph]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = _name(element)
            if event == "start" and name in _SKIPPED:
                walk.skip_subtree()
            elif event == "start":
                self._begin(element, name)
            elif (done := self._end(element, name)) and any(run.text.strip() for run in done):
                yield done
            if self.size > MAX_CHARACTERS:
                break
        yield [*self.cells, *(run for each in self.open for run in each)]

    def _begin(self, element: etree._Element, name: str) -> None:
        if name in ("tr", "table-row") and self.row is None:
            self.row = element
        elif name in _LINES:
            self.open.append([])
            self.styles.append(self.fonts.get(_style_of(element)) or self.usual)
        if name in _MIXED:
            self._add(element.text, element)
        self._add(_BREAKS.get(name), element)

    def _end(self, element: etree._Element, name: str) -> list[Run] | None:
        if element is self.row:
            self.row, done, self.cells = None, _trimmed(self.cells), []
            return done
        if name == "t":
            self._add(element.text, element)
        if name not in _LINES:
            inside = element.getparent()
            if inside is not None and _name(inside) in _MIXED:
                self._add(element.tail, inside)
            return None
        done = self.open.pop() if self.open else []
        if self.styles:
            self.styles.pop()
        if self.row is None:
            return done
        self.cells += [*done, _CELL]
        return None

    def _add(self, text: str | None, element: etree._Element) -> None:
        if text and self.open:
            self.open[-1].append(Run(text, _font_of(element, self.fonts) or self.styles[-1]))
            self.size += len(text)


def _trimmed(runs: list[Run]) -> list[Run]:
    """A table row without empty cells at its end."""
    while runs and (runs[-1] is _CELL or not runs[-1].text.strip()):
        runs.pop()
    return runs


def _style_of(paragraph: etree._Element) -> str:
    for child in paragraph:
        if _name(child) == "pPr":
            return next((_attribute(each, "val") for each in child if _name(each) == "pStyle"), "")
    return _attribute(paragraph, "style-name")


def _font_of(element: etree._Element, fonts: Fonts) -> str:
    """The font of a piece of text: its run's own, else its run's style's."""
    run = element if _name(element) in _MIXED else element.getparent()
    if run is None or _name(run) in _LINES:
        return ""
    for child in run:
        if _name(child) == "rPr":
            style = next((_attribute(each, "val") for each in child if _name(each) == "rStyle"), "")
            return _font(child) or fonts.get(style, "")
    return fonts.get(_attribute(run, "style-name"), "")
