"""The pictures and files of an article, as addresses with the words printed with them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import html

from archive.records import POSITIONS, Image
from queson_crawler.parse.article.captions import caption_of, is_in_figure
from queson_crawler.parse.document import Document, attribute_of
from queson_crawler.parse.flow import Block, Flow
from queson_crawler.urls import MAX_CHARACTERS

_ORNAMENT = re.compile(
    r"^$|spacer|blank\.gif|/icons?/|icon_|_icon|sprite|bullet|pixel|loading|printer|(?:pdf|print|mail)_?button|/themes?/"
    r"|(?:^|/)(?:new|hot|star(?:[-_](?:on|off|half|full|empty))?|pdf|doc|docx|xls|xlsx|word|excel)\.(?:gif|png|svg)$",
    re.I,
)
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-url", "data-echo")
_SETS = ("srcset", "data-srcset")
_PIXELS = re.compile(r"\d{1,5}")
_INLINE = "data:"
_BUTTON = re.compile(
    r"^(?:#|javascript:|mailto:)"
    r"|//(?:[\w.-]{1,40}\.)?(?:facebook\.com/share|twitter\.com/(?:share|intent|home\?)|x\.com/(?:share|intent)"
    r"|linkedin\.com/share|plus\.google\.com/share|pinterest\.com/pin/create|zalo\.me/share|t\.me/share)"
)
"""Where the links of buttons lead: nowhere, or to where readers share an article."""
MAX_ICON = 24
"""Pixels of a side of an icon."""
MAX_STEPS = 3
"""Elements around a picture in which it may be a button, or one of the lines about the article."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where the pictures of an article stand: in `container`, and between the title's block `first` and the block
    `last`; with `above` also between title and container, as where a selector finds the text."""

    container: html.HtmlElement
    first: int
    last: int
    above: bool = False

    def hold(self, at: int, image: html.HtmlElement, flow: Flow) -> bool:
        """Whether a picture, which stands before the block `at`, is inside."""
        if not self.first <= at <= self.last:
            return False
        if at == self.first and not self._is_by_title(image, flow):
            return False
        start, end = self._range(flow)
        if at <= start and is_in_figure(image):
            return True
        return start <= at <= end

    def _range(self, flow: Flow) -> tuple[int, int]:
        """The first and the last block before which a picture stands that is inside."""
        start, end = flow.spans.get(self.container, (self.first, self.last))
        if self.above:
            start = self.first + 1
        return start, end

    def _is_by_title(self, image: html.HtmlElement, flow: Flow) -> bool:
        """Whether a picture that no text parts from a title is a figure, or stands in the title's element or the
        text's."""
        if is_in_figure(image):
            return True
        homes = (self.container, flow.blocks[self.first].element)
        return any(home in homes for home in image.iterancestors())


def images_of(doc: Document, flow: Flow, bounds: Bounds, about: Sequence[Block] = ()) -> tuple[Image, ...]:
    """The pictures inside `bounds`, each address once, ornaments left out. None of the lines `about` the article, nor
    of its buttons."""
    found: dict[str, Image] = {}
    lines = _elements_of(about, flow)
    for at, image in flow.images:
        if not bounds.hold(at, image, flow) or not _is_of_article(image, lines):
            continue
        url = _url_of(doc, image)
        if url not in found:
            found[url] = Image(url, caption_of(image, at, flow))
    found.pop("", None)
    return tuple(found.values())[:POSITIONS]


def _is_of_article(image: html.HtmlElement, lines: Collection[html.HtmlElement]) -> bool:
    """Whether an image is a picture, and in none of the lines about its article."""
    return is_picture(image) and not _stands_in(image, lines)


def _url_of(doc: Document, image: html.HtmlElement) -> str:
    """The address of a picture, "" where it has none of its own, or one that is too long to be kept."""
    source = _source(image)
    if source.startswith(_INLINE):
        return ""
    url = doc.join(source)
    if len(url) > MAX_CHARACTERS:
        return ""
    return url


def _stands_in(image: html.HtmlElement, homes: Collection[html.HtmlElement]) -> bool:
    return any(home in homes for home in islice(image.iterancestors(), MAX_STEPS))


def _elements_of(blocks: Sequence[Block], flow: Flow) -> set[html.HtmlElement]:
    """The elements of blocks that hold no other block."""
    return {block.element for block in blocks if len(flow.inside(block.element)) == 1}


def _source(image: html.HtmlElement) -> str:
    """The address of a picture; many pages load theirs late, from an attribute of their own."""
    late = attribute_of(image, *_LAZY)
    if late:
        return late
    source = str(image.get("src", "").strip())
    if source and not source.startswith(_INLINE):
        return source
    sizes = attribute_of(image, *_SETS)
    first = sizes.partition(",")[0]
    return next(iter(first.split()), source)


def is_picture(image: html.HtmlElement) -> bool:
    """Whether an image is more than an ornament, an icon or a button."""
    if _ORNAMENT.search(_source(image)):
        return False
    return not (_is_icon(image) or _is_button(image))


def _is_icon(image: html.HtmlElement) -> bool:
    """Whether a side of a picture is as short as that of an icon."""
    for name in ("width", "height"):
        value = _PIXELS.match(image.get(name, ""))
        if value is not None and int(value.group()) <= MAX_ICON:
            return True
    return False


def _is_button(image: html.HtmlElement) -> bool:
    """Whether a picture is what one presses: its link leads nowhere."""
    for near in islice(image.iterancestors(), MAX_STEPS):
        if near.tag == "button":
            return True
        if near.tag == "a":
            href = near.get("href", "").strip().lower()
            return _BUTTON.search(href) is not None
    return False
