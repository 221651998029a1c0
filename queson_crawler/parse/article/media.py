"""The pictures and files of an article, as addresses with the words printed with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import html

from archive.records import POSITIONS, Attachment, Image
from queson_crawler.parse.article.blocks import indices_of
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
_SMALL = re.compile(
    r"font-size\s*:\s*(?:(?:[5-9]|1[0-2])(?:\.\d{1,3})?px|[5-9]pt|0?\.[5-8]\d?r?em|x?x?-?small(?:er)?)", re.I
)
_CENTERED = re.compile(r"text-align\s*:\s*center", re.I)
_TAIL_CHARACTERS = 300
_MAX_LABEL = 500
MIN_PARAGRAPH = 60
"""Characters of a line that is no heading, signature or tool."""
MIN_SERIES = 2
"""Pictures with lines below them that are a series, and no illustration of a text."""


def _near(element: html.HtmlElement, most: int) -> Iterator[html.HtmlElement]:
    """An element and what it stands in, `most` elements from the inside outwards; never the whole page."""
    return islice(ancestors(element, element.getroottree().getroot()), most)


def _small(image: html.HtmlElement) -> bool:
    for name in ("width", "height"):
        value = re.match(r"\d{1,5}", image.get(name, ""))
        if value and int(value.group()) <= 24:
            return True
    return False


def _is_figure(image: html.HtmlElement) -> bool:
    """Whether a picture stands in a <figure> or in an element of such a class: above the text, buttons do too."""
    for near in islice(_near(image, 4), 1, None):
        if near.tag == "figure" or _CAPTION_HINT.search(near.get("class", "")):
            return True
    return False


def _set_apart(element: html.HtmlElement) -> bool:
    """Whether a line under a picture looks like its caption: centred, in italics, or of such a class."""
    for near in _near(element, 2):
        if _centers(near) or _CAPTION_HINT.search(near.get("class", "")):
            return True
    return next(element.iterchildren("em", "i"), None) is not None


def _centers(element: html.HtmlElement) -> bool:
    """Whether the style or the alignment of an element centres what it holds."""
    if _CENTERED.search(element.get("style", "")):
        return True
    return bool(element.get("align", "").lower() == "center")


def _caption(image: html.HtmlElement, at: int, flow: Flow) -> str:
    for near in _near(image, 5):
        if near.tag == "figure":
            return squeeze(" ".join(near.xpath(".//figcaption//text()")))
        if near.tag == "table":
            return _words_of_table(near)
    if at < len(flow.blocks) and _is_caption(flow.blocks[at]):
        return flow.blocks[at].text
    return ""


def _words_of_table(table: html.HtmlElement) -> str:
    """The words of a table that holds one picture and hardly anything else."""
    if len(table.xpath(".//img")) != 1:
        return ""
    text = squeeze("".join(table.itertext()))
    return text if len(text) <= _TAIL_CHARACTERS else ""


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


def captions(flow: Flow, start: int, end: int) -> frozenset[int]:
    """The blocks from `start` on, before `end`, that are captions of pictures: those of a <figure>, and lines set apart
    just below a picture."""
    found, others = _in_figures(flow, start, end)
    for at, _ in others:
        if _is_caption(flow.blocks[at]):
            found.add(at)
    return frozenset(found)


def captions_inside(flow: Flow, start: int, end: int) -> frozenset[int]:
    """The blocks of a text whose markup says that they are captions of its pictures: in a <figure>, of such a class, or
    alone with a picture in an element of their own."""
    found, others = _in_figures(flow, start, end)
    likely: set[int] = set()
    pictured: set[int] = set()
    for at, image in others:
        following = flow.blocks[at]
        if not _is_short(following):
            continue
        pictured.add(at)
        if is_named_caption(following) or _shares_home(following, image, flow):
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
    if not told and len(pictured) < MIN_SERIES:
        return {block.index for block in blocks if block.index in likely and _is_italic(block)}
    if shown > told and (len(likely) >= MIN_SERIES or not told):
        return set()
    behind = [index for index in pictured if index > last]
    if len(behind) < MIN_SERIES:
        return likely
    return {index for index in likely if index < last}


def _figure_of(image: html.HtmlElement) -> html.HtmlElement | None:
    for near in islice(image.iterancestors(), 4):
        if near.tag == "figure":
            return near
    return None


def is_caption_alone(block: Block) -> bool:
    """Whether a line that is tied to a picture is its caption even where there is no text besides."""
    return is_named_caption(block) or _is_italic(block)


def is_named_caption(block: Block) -> bool:
    """Whether the markup of a line says that it is a caption, even where there is no text: by its tag or class, or by
    small type."""
    element = block.element
    if element.tag == "figcaption" or _SMALL.search(element.get("style", "")):
        return True
    return element.tag != "td" and _CAPTION_CLASS.search(element.get("class", "")) is not None


def _shares_home(block: Block, image: html.HtmlElement, flow: Flow) -> bool:
    """Whether a line and the picture before it stand alone in an element of their own."""
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
    return flow.inside(table) == [block] and len(list(table.iter("img"))) == 1


def _is_alone_with(block: Block, image: html.HtmlElement, flow: Flow) -> bool:
    """Whether a picture stands in a paragraph without words, or without others than a line's."""
    paragraph = next(image.iterancestors("p", "div", "td", "center"), None)
    if paragraph is None:
        return False
    start, end = flow.spans.get(paragraph, (0, 1))
    return start == end or paragraph is block.element


def _is_centered(element: html.HtmlElement) -> bool:
    return any(near.tag == "center" or _centers(near) for near in _near(element, 3))


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
    return _is_short(block) and (is_named_caption(block) or _set_apart(block.element))


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
    lines = _elements_of(about, flow)
    start, end = flow.spans.get(container, (first, last))
    if above:
        start = first + 1
    for at, image in flow.images:
        if not first <= at <= last or not is_picture(image):
            continue
        if not (start <= at <= end or (at <= start and _is_figure(image))):
            continue
        if at == first and not _stands_with(image, container, flow.blocks[first].element):
            continue  # above the title, in another element
        source = _source(image)
        if source.startswith("data:") or not lines.isdisjoint(islice(image.iterancestors(), 3)):
            continue
        url = doc.join(source)
        if _fits(url) and url not in found:
            found[url] = Image(url, _caption(image, at, flow))
    return tuple(found.values())[:POSITIONS]


def _stands_with(image: html.HtmlElement, container: html.HtmlElement, title: html.HtmlElement) -> bool:
    """Whether a picture that no text parts from a title is a figure, or stands in the title's element or the text's."""
    if _is_figure(image):
        return True
    return any(home in (container, title) for home in image.iterancestors())


def _elements_of(blocks: Sequence[Block], flow: Flow) -> set[html.HtmlElement]:
    """The elements of blocks that hold no other block."""
    found: set[html.HtmlElement] = set()
    for block in blocks:
        if len(flow.inside(block.element)) == 1:
            found.add(block.element)
    return found


def _fits(url: str) -> bool:
    return 0 < len(url) <= MAX_CHARACTERS


_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-url", "data-echo")


def _source(image: html.HtmlElement) -> str:
    """The address of a picture; many pages load theirs late, from an attribute of their own."""
    for name in _LAZY:
        value = image.get(name, "").strip()
        if value:
            return str(value)
    source = str(image.get("src", "").strip())
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
            return bool(near.get("href", "").strip().lower().startswith(("#", "javascript:", "mailto:")))
    return False


def attachments_of(doc: Document, flow: Flow, first: int, last: int) -> tuple[Attachment, ...]:
    """The files linked between the blocks `first` and `last`, each address once."""
    found: dict[str, Attachment] = {}
    for at, link in flow.links:
        href = link.get("href", "").strip()
        if not (first <= at <= last and href):
            continue
        words = squeeze("".join(link.itertext()))
        # A handler's address says nothing of what it sends, but people name a file by its name.
        if not is_file_link(href) and not FILE_NAME.search(words[-8:]):
            continue
        url = doc.join(href)
        if _fits(url):
            found.setdefault(url, Attachment(url, words[:_MAX_LABEL]))
    return tuple(found.values())[:POSITIONS]
