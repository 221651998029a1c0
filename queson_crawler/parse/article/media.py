"""The pictures and files of an article, as addresses with the words printed with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from lxml import html

from archive.records import POSITIONS, Attachment, Image
from queson_crawler.parse.document import Document, squeeze
from queson_crawler.parse.file_links import FILE_NAME, is_file_link
from queson_crawler.parse.flow import Block, Flow
from queson_crawler.platforms.selectors import ancestors
from queson_crawler.urls import MAX_CHARACTERS

_ORNAMENT = re.compile(
    r"spacer|blank\.gif|/icons?/|icon_|_icon|sprite|bullet|pixel|loading|printer|(?:pdf|print|mail)_?button|/themes?/",
    re.I,
)
_CAPTION_HINT = re.compile(r"caption|chu-?_?thich|image|figure", re.I)
_CAPTION_CLASS = re.compile(r"caption|chu-?_?thich", re.I)
_CENTERED = re.compile(r"text-align\s*:\s*center", re.I)
_TAIL_CHARACTERS = 300
_MAX_LABEL = 500
MIN_PARAGRAPH = 60
"""Characters of a line that is no heading, signature or tool."""
MIN_SERIES = 2
"""Pictures with lines below them that are a series, and no illustration of a text."""


def _small(image: html.HtmlElement) -> bool:
    for name in ("width", "height"):
        value = re.match(r"\d+", image.get(name) or "")
        if value and int(value.group()) <= 24:
            return True
    return False


def _is_figure(image: html.HtmlElement) -> bool:
    """Whether a picture stands in a <figure> or in an element of such a class: above the text, buttons do too."""
    near = islice(ancestors(image, image.getroottree().getroot()), 1, 4)
    return any(each.tag == "figure" or _CAPTION_HINT.search(each.get("class") or "") for each in near)


def _set_apart(element: html.HtmlElement) -> bool:
    """Whether a line under a picture looks like its caption: centred, in italics, or of such a class."""
    for near in islice(ancestors(element, element.getroottree().getroot()), 2):
        if _CENTERED.search(near.get("style") or "") or (near.get("align") or "").lower() == "center":
            return True
        if _CAPTION_HINT.search(near.get("class") or ""):
            return True
    return any(child.tag in ("em", "i") for child in element)


def _caption(image: html.HtmlElement, at: int, flow: Flow) -> str:
    for near in islice(ancestors(image, image.getroottree().getroot()), 5):
        if near.tag == "figure":
            return squeeze(" ".join(near.xpath(".//figcaption//text()")))
        if near.tag == "table":
            alone = len(near.xpath(".//img")) == 1
            text = squeeze("".join(near.itertext())) if alone else ""
            return text if len(text) <= _TAIL_CHARACTERS else ""
    following = flow.blocks[at] if at < len(flow.blocks) else None
    return following.text if following is not None and _is_caption(following) else ""


def captions(flow: Flow, start: int, end: int) -> frozenset[int]:
    """The blocks from `start` on, before `end`, that are captions of pictures: those of a <figure>, and lines set apart
    just below a picture."""
    found: set[int] = set()
    for at, image in flow.images:
        if not start <= at < end:
            continue
        figure = _figure_of(image)
        if figure is not None:
            found.update(block.index for block in flow.inside(figure))
        elif at < len(flow.blocks) and _is_caption(flow.blocks[at]):
            found.add(at)
    return frozenset(found)


def captions_inside(flow: Flow, start: int, end: int) -> frozenset[int]:
    """The blocks of a text whose markup says that they are captions of its pictures: in a <figure>, of such a class, or
    alone with a picture in an element of their own."""
    found: set[int] = set()
    likely: set[int] = set()
    pictured: set[int] = set()
    for at, image in flow.images:
        if not start <= at < end:
            continue
        figure = _figure_of(image)
        if figure is not None:
            found.update(block.index for block in flow.inside(figure))
            continue
        following = flow.blocks[at]
        if not _is_short(following):
            continue
        pictured.add(at)
        if _is_marked(following, image, flow):
            found.add(at)
        elif _is_likely(following, image, flow):
            likely.add(at)
    return frozenset(found | _among_text(flow.blocks[start:end], likely, pictured, found))


def _among_text(blocks: Sequence[Block], likely: set[int], pictured: set[int], found: set[int]) -> set[int]:
    """Of lines that look like captions those that stand among a text. Pictures in a row at its end, or without any
    text, are a series: what is printed with them is its text."""
    last, told, shown = -1, 0, 0
    for block in blocks:
        is_text = len(block.text) >= MIN_PARAGRAPH and not block.is_link
        if block.index in likely:
            shown += len(block.text)
        elif is_text and block.index not in pictured and block.index not in found:
            last, told = block.index, told + len(block.text)
    if shown > told:
        return set()
    is_series = sum(1 for index in pictured if index > last) >= MIN_SERIES
    return {index for index in likely if index < last or not is_series}


def _figure_of(image: html.HtmlElement) -> html.HtmlElement | None:
    for near in islice(image.iterancestors(), 4):
        if near.tag == "figure":
            return near
    return None


def _is_marked(block: Block, image: html.HtmlElement, flow: Flow) -> bool:
    """Whether the markup ties a line to the picture before it."""
    if block.element.tag != "td" and _CAPTION_CLASS.search(block.element.get("class") or ""):
        return True
    home = image.getparent()
    if home is None or block.element.getparent() is not home or home.tag in ("body", "td", "table"):
        return False
    start, end = flow.spans.get(home, (0, 0))
    return end - start == 1


def _is_likely(block: Block, image: html.HtmlElement, flow: Flow) -> bool:
    """Whether the look of a line ties it to the picture before it: alone with it in a table, or in centred italics."""
    if _is_below_in_table(block, image, flow):
        return True
    return _is_alone_with(block, image, flow) and _is_italic(block) and _is_centered(block.element)


def _is_below_in_table(block: Block, image: html.HtmlElement, flow: Flow) -> bool:
    """Whether a table holds nothing but the picture and the line."""
    table = next(image.iterancestors("table"), None)
    if table is None or table not in block.element.iterancestors():
        return False
    start, end = flow.spans.get(table, (0, 0))
    return (start, end) == (block.index, block.index + 1) and sum(1 for _ in table.iter("img")) == 1


def _is_alone_with(block: Block, image: html.HtmlElement, flow: Flow) -> bool:
    """Whether a picture stands in a paragraph without words, or without others than a line's."""
    paragraph = next(image.iterancestors("p", "div", "td", "center"), None)
    if paragraph is None:
        return False
    start, end = flow.spans.get(paragraph, (0, 1))
    return start == end or paragraph is block.element


def _is_centered(element: html.HtmlElement) -> bool:
    for near in islice(ancestors(element, element.getroottree().getroot()), 3):
        if near.tag == "center" or _CENTERED.search(near.get("style") or ""):
            return True
        if (near.get("align") or "").lower() == "center":
            return True
    return False


def _is_italic(block: Block) -> bool:
    """Whether all words of a line are in italics."""
    italic = 0
    for element in block.element.iter("em", "i"):
        if next(element.iterancestors("em", "i"), None) is None:
            italic += len(squeeze("".join(element.itertext())))
    return italic * 10 >= len(block.text) * 9


def _is_short(block: Block) -> bool:
    return len(block.text) <= _TAIL_CHARACTERS and not block.is_link


def _is_caption(block: Block) -> bool:
    return len(block.text) <= _TAIL_CHARACTERS and not block.is_link and _set_apart(block.element)


def images_of(
    doc: Document,
    flow: Flow,
    container: html.HtmlElement,
    first: int,
    last: int,
    *,
    above: bool = False,
    about: Sequence[Block] = (),
) -> tuple[Image, ...]:
    """The pictures inside `container` between the blocks `first` and `last`, each address once, ornaments left out;
    with `above` also those that stand between the block `first` and the container. None of the lines `about` the
    article, nor of its buttons."""
    found: dict[str, Image] = {}
    lines: set[html.HtmlElement] = set()
    for block in about:
        own = flow.spans.get(block.element, (0, 0))
        if own[1] - own[0] == 1:
            lines.add(block.element)
    start, end = flow.spans.get(container, (first, last))
    start = first + 1 if above else start
    for at, image in flow.images:
        source = _source(image)
        if not first <= at <= last or not source or source.startswith("data:"):
            continue
        if _small(image) or _ORNAMENT.search(source) or not (start <= at <= end or (at <= start and _is_figure(image))):
            continue
        if _is_button(image) or any(near in lines for near in islice(image.iterancestors(), 3)):
            continue
        url = doc.join(source)
        if url and len(url) <= MAX_CHARACTERS and url not in found:
            found[url] = Image(url, _caption(image, at, flow))
    return tuple(found.values())[:POSITIONS]


_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-url", "data-echo")


def _source(image: html.HtmlElement) -> str:
    """The address of a picture; many pages load theirs late, from an attribute of their own."""
    for name in _LAZY:
        if value := (image.get(name) or "").strip():
            return value
    source = (image.get("src") or "").strip()
    if source and not source.startswith("data:"):
        return source
    first = (image.get("srcset") or image.get("data-srcset") or "").split(",")[0].split()
    return first[0] if first else source


def is_picture(image: html.HtmlElement) -> bool:
    """Whether an image is more than an ornament, an icon or a button."""
    source = _source(image)
    return bool(source) and not (_small(image) or _ORNAMENT.search(source) or _is_button(image))


def _is_button(image: html.HtmlElement) -> bool:
    """Whether a picture is what one presses: its link leads nowhere."""
    for near in islice(image.iterancestors(), 3):
        if near.tag == "button":
            return True
        if near.tag == "a":
            return (near.get("href") or "").strip().lower().startswith(("#", "javascript:", "mailto:"))
    return False


def attachments_of(doc: Document, flow: Flow, first: int, last: int) -> tuple[Attachment, ...]:
    """The files linked between the blocks `first` and `last`, each address once."""
    found: dict[str, Attachment] = {}
    for at, link in flow.links:
        href = (link.get("href") or "").strip()
        if not (first <= at <= last and href):
            continue
        words = squeeze("".join(link.itertext()))
        # A handler's address says nothing of what it sends, but people name a file by its name.
        url = doc.join(href) if is_file_link(href) or FILE_NAME.search(words[-8:]) else ""
        if url and len(url) <= MAX_CHARACTERS:
            found.setdefault(url, Attachment(url, words[:_MAX_LABEL]))
    return tuple(found.values())[:POSITIONS]
