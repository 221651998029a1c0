"""Captions: the lines of a page that belong to its pictures rather than to its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml import html

from queson_crawler.parse.article.blocks import among, indices_of, length_of, prose_among, without
from queson_crawler.parse.article.looks import aligns
from queson_crawler.parse.document import parent_of, squeeze, text_of
from queson_crawler.parse.dress import around
from queson_crawler.parse.flow import Block, Flow, render
from queson_crawler.parse.title_lines import is_date_alone

_HINT = re.compile(r"caption|chu-?_?thich|image|figure", re.I)
_CLASS = re.compile(r"caption|chu-?_?thich", re.I)
_SMALL = re.compile(
    r"font-size\s*:\s*(?:(?:[5-9]|1[0-2])(?:\.\d{1,3})?px|[5-9]pt|0?\.[5-8]\d?r?em|x?x?-?small(?:er)?)", re.I
)
_PHOTO_CREDIT = re.compile(r"(?:^|[.,(–-]\s{0,3})ảnh\s{0,3}:\s{0,3}[^.:]{1,40}(?:\.[^.:]{1,10}){0,3}\)?\.?$", re.I)
_ITALICS = ("em", "i")
_PARAGRAPHS = ("p", "div", "td", "center")
_WIDE = frozenset(("body", "td", "table"))
"""What holds more of a page than a picture and its caption."""
MAX_CAPTION = 300
MIN_PARAGRAPH = 60
"""Characters of a line that is no heading, signature or tool."""
MIN_SERIES = 2
"""Pictures with lines below them that are a series, and no illustration of a text."""
MAX_FIGURE_STEPS = 4


def caption_of(image: html.HtmlElement, at: int, flow: Flow) -> str:
    """The words printed with a picture: of its figure, of its table, or of the line below it (the block `at`)."""
    for near in around(image, 5):
        words = _WORDS_OF.get(str(near.tag))
        if words is not None:
            return words(near)
    return render(list(filter(_is_caption, flow.blocks[at : at + 1])))


def _words_of_figure(figure: html.HtmlElement) -> str:
    return squeeze(" ".join(figure.xpath(".//figcaption//text()")))


def _words_of_table(table: html.HtmlElement) -> str:
    """The words of a table that holds one picture and hardly anything else."""
    if len(table.xpath(".//img")) != 1:
        return ""
    text = text_of(table)
    if len(text) > MAX_CAPTION:
        return ""
    return text


_WORDS_OF = {"figure": _words_of_figure, "table": _words_of_table}


def is_in_figure(image: html.HtmlElement) -> bool:
    """Whether a picture stands in a <figure> or in an element of such a class: above the text, buttons do too."""
    return any(map(_is_figure, islice(around(image, 4), 1, None)))


def _is_figure(element: html.HtmlElement) -> bool:
    return element.tag == "figure" or _is_hinted(element)


def _is_hinted(element: html.HtmlElement) -> bool:
    return _HINT.search(element.get("class", "")) is not None


def captions(flow: Flow, start: int, end: int) -> frozenset[int]:
    """The blocks from `start` on, before `end`, that are captions of pictures: those of a <figure>, and lines set apart
    just below a picture."""
    found, others = _in_figures(flow, start, end)
    lines = {at for at, _ in others if _is_caption(flow.blocks[at])}
    return frozenset(found | lines)


def captions_inside(flow: Flow, start: int, end: int) -> frozenset[int]:
    """The blocks of a text whose markup says that they are captions of its pictures: in a <figure>, of such a class, or
    alone with a picture in an element of their own."""
    found, others = _in_figures(flow, start, end)
    lines = _Lines(found)
    for at, image in others:
        lines.add(flow.blocks[at], image, flow)
    return frozenset(found | lines.among_text(flow.blocks[start:end]))


@dataclass(slots=True)
class _Lines:
    """The short lines just below the pictures of a text: those that markup ties to them are `found`, those that only
    look like captions are `likely`."""

    found: set[int]
    below: set[int] = field(default_factory=set)
    likely: set[int] = field(default_factory=set)

    def add(self, block: Block, image: html.HtmlElement, flow: Flow) -> None:
        if not _is_short(block):
            return
        self.below.add(block.index)
        if is_named_caption(block) or _shares_home(block, image, flow):
            self.found.add(block.index)
        elif _is_likely(block, image, flow):
            self.likely.add(block.index)

    def among_text(self, blocks: Sequence[Block]) -> set[int]:
        """Of lines that look like captions those that stand among a text. Pictures in a row at its end, or without any
        text, are a series: what is printed with them is its text."""
        likely = among(blocks, self.likely)
        text = prose_among(without(blocks, self.likely | self.below | self.found), MIN_PARAGRAPH)
        if not text and len(self.below) < MIN_SERIES:
            return indices_of(filter(_is_italic, likely))
        is_series = not text or len(self.likely) >= MIN_SERIES
        if is_series and length_of(likely) > length_of(text):
            return set()
        last = max(indices_of(text), default=-1)
        behind = self.below.difference(range(last + 1))
        if len(behind) < MIN_SERIES:
            return self.likely
        return self.likely.intersection(range(last))


def is_caption_alone(block: Block) -> bool:
    """Whether a line that is tied to a picture is its caption even where there is no text besides."""
    return is_named_caption(block) or _is_italic(block)


def is_named_caption(block: Block) -> bool:
    """Whether the markup of a line says that it is a caption, even where there is no text: by its tag or class, or by
    small type."""
    element = block.element
    if element.tag == "figcaption" or _SMALL.search(element.get("style", "")):
        return True
    if element.tag != "td" and _is_called_caption(element):
        return True
    parts = filter(_is_part_caption, islice(element.iter("span", "small"), 3))
    return any(text_of(part) == block.text for part in parts)


def _is_part_caption(element: html.HtmlElement) -> bool:
    """Whether a part of a line is in small type, and no date, or of such a class."""
    if element.tag == "small":
        return not is_date_alone(text_of(element))
    return _is_called_caption(element)


def _is_called_caption(element: html.HtmlElement) -> bool:
    return _CLASS.search(element.get("class", "")) is not None


def _in_figures(flow: Flow, start: int, end: int) -> tuple[set[int], list[tuple[int, html.HtmlElement]]]:
    """The blocks of the figures from the block `start` on, before `end`, and the pictures there that are in none."""
    found: set[int] = set()
    others: list[tuple[int, html.HtmlElement]] = []
    for at, image in flow.images:
        if not start <= at < end:
            continue
        figure = _figure_of(image)
        if figure is None:
            others.append((at, image))
        else:
            found |= indices_of(flow.inside(figure))
    return found, others


def _figure_of(image: html.HtmlElement) -> html.HtmlElement | None:
    """The <figure> close around a picture."""
    return next(filter(_is_tagged_figure, islice(image.iterancestors(), MAX_FIGURE_STEPS)), None)


def _is_tagged_figure(element: html.HtmlElement) -> bool:
    return bool(element.tag == "figure")


def _shares_home(block: Block, image: html.HtmlElement, flow: Flow) -> bool:
    """Whether a line and the picture before it stand alone in an element of their own."""
    home = parent_of(image)
    if home.tag in _WIDE or block.element.getparent() is not home:
        return False
    return flow.count(home) == 1


def _is_likely(block: Block, image: html.HtmlElement, flow: Flow) -> bool:
    """Whether the look of a line ties it to the picture before it: alone with it in a table, or centred, in italics or
    with the name of the photographer."""
    if _is_below_in_table(block, image, flow):
        return True
    if not _is_italic(block) and not _PHOTO_CREDIT.search(block.text):
        return False
    return _is_centered(block.element) and _is_alone_with(block, image, flow)


def _is_below_in_table(block: Block, image: html.HtmlElement, flow: Flow) -> bool:
    """Whether a table holds nothing but the picture and the line."""
    table = next(image.iterancestors("table"), None)
    if table is None:
        return False
    pictures = list(table.iter("img"))
    return len(pictures) == 1 and flow.inside(table) == [block]


def _is_alone_with(block: Block, image: html.HtmlElement, flow: Flow) -> bool:
    """Whether a picture stands in a paragraph without words, or without others than a line's."""
    paragraph = next(image.iterancestors(*_PARAGRAPHS), None)
    if paragraph is None:
        return False
    return paragraph is block.element or flow.is_empty(paragraph)


def _is_caption(block: Block) -> bool:
    if not _is_short(block):
        return False
    return is_named_caption(block) or _is_set_apart(block.element)


def _is_short(block: Block) -> bool:
    return len(block.text) <= MAX_CAPTION and not block.is_link


def _is_set_apart(element: html.HtmlElement) -> bool:
    """Whether a line under a picture looks like its caption: centred or in italics."""
    if any(map(_centers, around(element, 2))):
        return True
    return next(element.iterchildren(*_ITALICS), None) is not None


def _is_centered(element: html.HtmlElement) -> bool:
    return any(map(_centers_by_tag, around(element, 3)))


def _centers_by_tag(element: html.HtmlElement) -> bool:
    return element.tag == "center" or _centers(element)


def _centers(element: html.HtmlElement) -> bool:
    """Whether the style or the alignment of an element centres what it holds."""
    return aligns(element, "center")


def _is_italic(block: Block) -> bool:
    """Whether all words of a line are in italics."""
    italic = 0
    for element in block.element.iter(*_ITALICS):
        if next(element.iterancestors(*_ITALICS), None) is None:
            italic += len(text_of(element))
    return italic * 10 >= len(block.text) * 9
