"""The layers of a DOC file side by side: its text, what its letters and paragraphs look like, its lists. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from queson_crawler.files.word import pages
from queson_crawler.files.word.fib import Document, Story
from queson_crawler.files.word.lists import Lists, lists_of
from queson_crawler.files.word.pages import Look, Spans
from queson_crawler.files.word.pieces import Pieces, pieces_of
from queson_crawler.files.word.styles import Sheet, fonts_of, sheet_of


@dataclass(frozen=True, slots=True)
class Layers:
    """What the parts of a file tell; `stories` is where each text begins and ends among all letters."""

    pieces: Pieces
    characters: Spans[bytes]
    paragraphs: Spans[Look]
    sheet: Sheet
    fonts: dict[int, str]
    lists: Lists
    stories: dict[Story, tuple[int, int]]


def layers_of(document: Document) -> Layers:
    """The layers of a file of Word 97 to 2003.

    Raises:
        ValueError, struct.error, IndexError: the file is damaged.
    """
    stories = {story: document.span(story) for story in Story}
    return Layers(
        pieces_of(document), pages.characters(document), pages.paragraphs(document), sheet_of(document),
        fonts_of(document), lists_of(document), stories,
    )  # fmt: skip
