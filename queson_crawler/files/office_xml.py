"""Text of DOCX, PPTX, ODT and ODP, part by part. Pure.

Read here and not by python-docx and its like, because those unpack every part of the file whole, drop text boxes, and
do not say which font a run inherits from its styles: which decides how pre-Unicode Vietnamese is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from archive.records import FileState
from queson_crawler.files.formats import Format
from queson_crawler.files.office_lists import Lists, WordLists, open_lists, word_lists
from queson_crawler.files.office_parts import MAX_PARTS, Parts, opened
from queson_crawler.files.office_styles import PLAIN, Look, Looks, looks_of
from queson_crawler.files.office_walk import Walk
from queson_crawler.files.readings import Extract, Paragraph, Unreadable, once

_DOCUMENT, _WORD_STYLES, _NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_HEADERS = re.compile(r"word/(?:header|footer)\d{1,6}\.xml")
_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_OPEN_HEADERS = ("{*}header", "{*}header-left", "{*}header-first", "{*}footer", "{*}footer-left", "{*}footer-first")
_SLIDE = re.compile(r"ppt/slides/slide\d{1,6}\.xml")
_SLIDE_NOTES = re.compile(rb"notesSlides/(notesSlide\d{1,6}\.xml)")


def read_office_xml(data: bytes, kind: Format) -> Extract:
    """The paragraphs of a document or of slides, with the font of each run where it is known; then its notes, and its
    headers once.

    Raises:
        Unreadable: torn, encrypted, no XML, or larger than allowed.
    """
    with opened(data) as parts:
        if kind is Format.PPTX:
            return _slides(parts)
        if kind is Format.DOCX:
            return Extract(list(_word(parts)))
        return Extract(list(_open(parts, kind)))


def _word(parts: Parts) -> Iterator[Paragraph]:
    document = parts.root(_DOCUMENT)
    looks, usual = looks_of([*parts.roots(_WORD_STYLES), document])
    lists = WordLists()
    for numbering in parts.roots(_NUMBERING):
        lists = word_lists(numbering)
    yield from Walk(looks, usual, lists).paragraphs(document)
    yield from _of_all(parts.roots(*_NOTES), looks, usual, lists)
    headers = parts.roots(*parts.numbered(_HEADERS)[:MAX_PARTS])
    yield from once(_of_all(headers, looks, usual, lists))


def _open(parts: Parts, kind: Format) -> Iterator[Paragraph]:
    if _MANIFEST in parts.names and b"encryption-data" in parts.bytes(_MANIFEST):
        raise Unreadable(FileState.ENCRYPTED, "its parts need a password")
    content = parts.root(_CONTENT)
    styles = parts.roots(_STYLES)
    looks, usual = looks_of([*styles, content])
    lists = open_lists([*styles, content], looks)
    yield from Walk(looks, usual, lists).paragraphs(content)
    if kind is Format.ODT:
        for root in styles:
            headers = list(root.iter(*_OPEN_HEADERS))[:MAX_PARTS]
            yield from once(_of_all(headers, looks, usual, lists))


def _of_all(roots: Iterable[etree._Element], looks: Looks, usual: Look, lists: Lists) -> Iterator[Paragraph]:
    """The paragraphs of several parts."""
    for root in roots:
        yield from Walk(looks, usual, lists).paragraphs(root)


def _slides(parts: Parts) -> Extract:
    """The paragraphs of the slides, in their order, those of its notes behind each."""
    slides = parts.numbered(_SLIDE)
    paragraphs: list[Paragraph] = []
    for name in slides[:MAX_PARTS]:
        for root in [parts.root(name), *parts.roots(*_notes_of(parts, name))]:
            paragraphs += Walk({}, PLAIN, WordLists()).paragraphs(root)
    return Extract(paragraphs, cut=len(slides) > MAX_PARTS)


def _notes_of(parts: Parts, slide: str) -> list[str]:
    """The names of the parts that hold the notes of a slide."""
    folder, _, name = slide.rpartition("/")
    references = f"{folder}/_rels/{name}.rels"
    if references not in parts.names:
        return []
    found: list[str] = []
    for notes in _SLIDE_NOTES.findall(parts.bytes(references)):
        found.append(f"ppt/notesSlides/{notes.decode()}")
    return found[:1]
