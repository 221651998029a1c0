"""A page as a reader meets it: blocks of text in order, each with the element it stands in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree, html

from queson_crawler.parse import labels
from queson_crawler.parse.document import Document, is_hidden, parent_of, squeeze
from queson_crawler.parse.tables import holds_lines
from queson_crawler.parse.title_lines import ends_line, is_date_alone, leads_nowhere, may_be_title

_SKIPPED = frozenset(
    "script style noscript template head iframe object embed svg canvas audio video select option datalist "
    "textarea button input map area".split()
)
_CONTROLS = frozenset(("iframe", "object", "embed", "button", "input"))
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td "
    "tfoot th thead tr ul".split()
)
_PARTS = frozenset("span b strong i em font label small time u a".split())
"""Elements within a line."""
_GROUPS = frozenset(("ul", "ol", "dl", "menu", "table"))
_STRONG = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"))
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_TIMES = ("datepublished", "datecreated")
_TITLED = frozenset(("abbr", "span", "small"))
_PERMALINKS = etree.XPath(
    "descendant::a[starts-with(@href, '#')][parent::h1 or parent::h2 or parent::h3 or parent::h4 or parent::h5]"
    "[not(translate(normalize-space(.), '¶#§∞\u200b', ''))]"
)
"""The marks in headings that link to the heading itself: no words of it."""
_DATE_IN_TITLE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}")
_VALUES = {"dt": "dd", "td": "td", "th": "td", "div": "div"}
"""Where the value of a label stands that has an element of its own, by the tag of that."""
MAX_VALUE = 60
MAX_DATE_PARTS = 8
"""Runs of text of which a date in an element of its own consists, at most."""
LINE, PARAGRAPH = 1, 2
_BREAKS = {LINE: "\n", PARAGRAPH: "\n\n"}
MAX_BLOCKS = 20_000
"""No page for readers has more; what follows is not read."""


@dataclass(slots=True, eq=False)
class Block:
    """A run of text between two breaks. `element` is its nearest block element; `linked` and `strong` count the
    characters inside links and bold type; `gap` is LINE or PARAGRAPH: what parts it from the block before."""

    text: str
    element: html.HtmlElement
    linked: int
    strong: int
    gap: int
    index: int

    @property
    def is_link(self) -> bool:
        """Whether more than half of it is links."""
        return self.linked * 2 > len(self.text)

    @property
    def is_mostly_link(self) -> bool:
        """Whether it is links but for a few words, such as a date."""
        return self.linked * 10 >= len(self.text) * 6

    @property
    def is_strong(self) -> bool:
        """Whether all of it is bold or a heading."""
        return self.strong * 10 >= len(self.text) * 9


@dataclass(slots=True)
class Flow:
    """The blocks, images and links of a page, in reading order; images and links with the index of their block.

    `spans` gives every element the range of its blocks, so that what stands inside an element costs one look-up.
    """

    blocks: list[Block] = field(default_factory=list)
    images: list[tuple[int, html.HtmlElement]] = field(default_factory=list)
    links: list[tuple[int, html.HtmlElement]] = field(default_factory=list)
    controls: list[tuple[int, html.HtmlElement]] = field(default_factory=list)
    """Frames, and what runs a script when pressed without being a link."""
    spans: dict[html.HtmlElement, tuple[int, int]] = field(default_factory=dict)

    def inside(self, element: html.HtmlElement) -> list[Block]:
        """The blocks of which `element` holds at least a part."""
        start, end = self.spans.get(element, (0, 0))
        return self.blocks[start:end]

    def stamps(self) -> Iterator[tuple[html.HtmlElement, tuple[int, int]]]:
        """The elements that tell machines a time, each with the range of its blocks."""
        for element, span in self.spans.items():
            if element.tag == "time" or element.get("itemprop", "").lower() in _TIMES or _is_dated(element):
                yield element, span


def _is_dated(element: html.HtmlElement) -> bool:
    """Whether the title of an element is a date, as behind `2 năm trước`."""
    return element.tag in _TITLED and _DATE_IN_TITLE.search(element.get("title", "")) is not None


def _is_bold(element: html.HtmlElement) -> bool:
    """Whether the style of an element makes its text bold."""
    style = element.get("style")
    return style is not None and _BOLD.search(style) is not None


class _Reader:
    """One pass over a tree; kept apart from `Flow` because it is only the state of that pass."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.run: list[str] = []
        self.linked: list[str] = []
        self.bold: list[str] = []
        self.owners: list[html.HtmlElement] = []
        self.groups: set[html.HtmlElement] = set()
        """The lists and the tables of data that are open."""
        self.strong: set[html.HtmlElement] = set()
        """The elements of bold type that are open."""
        self.links = 0
        self.has_words = False
        """Whether the run of text holds more than white space."""
        self.gap = PARAGRAPH
        self.is_labelled = False
        """Whether the run is a label whose value stands in the next element."""

    @property
    def gap_here(self) -> int:
        """What parts two block elements: inside a list or a table of data they are lines."""
        return LINE if self.groups else PARAGRAPH

    @property
    def at(self) -> int:
        """The index of the next block."""
        return len(self.flow.blocks)

    def add(self, text: str | None) -> None:
        if not text:
            return
        self.run.append(text)
        if not self.has_words and not text.isspace():
            self.has_words = True
        if self.links:
            self.linked.append(text)
        if self.strong:
            self.bold.append(text)

    def part(self, text: str) -> None:
        """Part a fact that an element of its own holds from the one before it: `08:30</span><span>879 lượt xem`."""
        if self.run and self.run[-1][-1:].isalnum() and labels.opens_field(text):
            self.run.append(" ")

    def part_date(self, element: html.HtmlElement, date: str | None, *, behind: bool = False) -> None:
        """End the run where it may be a title and a date follows in the same line, in an element of its own or
        `behind` one that holds the whole title."""
        if not date or not self.has_words or self.links or self.groups or not is_date_alone(squeeze(date)):
            return
        said = squeeze("".join(self.run))
        if not may_be_title(said) or not ends_line(element, _BLOCKS, behind=behind):
            return
        if behind and said != squeeze("".join(element.itertext())):
            return
        if not self.linked or leads_nowhere(self.flow.links[-1][1]):
            self.flush(LINE)

    def part_title(self, element: html.HtmlElement) -> None:
        """End the run behind an element that holds the date with which a heading begins."""
        if self.owners[-1].tag not in HEADINGS or self.links or not self.has_words:
            return
        said = squeeze("".join(self.run))
        if is_date_alone(said) and said == squeeze("".join(element.itertext())):
            self.flush(LINE)

    def flush(self, gap: int) -> None:
        """End the run of text: it becomes a block, and `gap` parts it from the next."""
        if self.has_words:
            text = unicodedata.normalize("NFC", squeeze("".join(self.run)))
            blocks = self.flow.blocks
            linked = len(squeeze("".join(self.linked)))
            bold = len(squeeze("".join(self.bold)))
            blocks.append(Block(text, self.owners[-1], linked, bold, self.gap, len(blocks)))
            self.gap = gap
        elif self.groups:
            self.gap = max(gap, self.gap)
        else:
            self.gap = PARAGRAPH  # two breaks with nothing between them part paragraphs, but not in a list or table
        if self.run:
            self.run, self.linked, self.bold, self.has_words = [], [], [], False

    def pass_over(self, element: html.HtmlElement) -> None:
        """Note a frame or a button, whose inside is no text."""
        if element.tag in _CONTROLS and not is_hidden(element):
            self.flow.controls.append((self.at, element))

    def start(self, element: html.HtmlElement, tag: str) -> None:
        if tag != "a" and element.get("onclick"):
            self.flow.controls.append((self.at, element))
        opens = _OPENS.get(tag)
        if opens is not None:
            opens(self, element)
        if tag in _STRONG or _is_bold(element):
            self.strong.add(element)
        if tag in _PARTS and self.has_words:
            self.part_date(element, "".join(islice(element.itertext(), MAX_DATE_PARTS)))
        self.flow.spans[element] = (self.at, -1)
        if tag in _PARTS and element.text:
            self.part(element.text)
        self.add(element.text)

    def open_block(self, element: html.HtmlElement) -> None:
        """Begin a block; what stands in a list or a table of data is lines."""
        if not self.is_labelled:
            self.flush(self.gap_here)
        self.is_labelled = False
        self.owners.append(element)
        if element.tag in _GROUPS and holds_lines(element):
            self.groups.add(element)

    def open_link(self, element: html.HtmlElement) -> None:
        """Begin a link."""
        self.links += 1
        self.flow.links.append((self.at, element))

    def show_image(self, element: html.HtmlElement) -> None:
        """Note where a picture stands."""
        self.flow.images.append((self.at, element))

    def break_line(self, _: html.HtmlElement) -> None:
        """End the line."""
        self.flush(LINE)

    def _labels_next(self, element: html.HtmlElement, tag: str) -> bool:
        """Whether an element holds a label alone, and the next one, of this tag, its value: then both are one line."""
        said = squeeze("".join(self.run))
        if not labels.is_label(said):
            return False
        is_marked = said.endswith((":", "："))
        if tag == "td" and not is_marked:
            return False
        if tag != "dd" and len(parent_of(element)) != 2:
            return False
        value = element.getnext()
        if value is None or value.tag != tag or is_hidden(value):
            return False
        if next(value.iterchildren(*_BLOCKS), None) is not None:
            return False
        told = squeeze("".join(value.itertext()))
        if not 0 < len(told) <= MAX_VALUE or labels.is_label(told):
            return False
        self.run.append(" " if is_marked else ": ")
        return True

    def end(self, element: html.HtmlElement, tag: str) -> None:
        self.strong.discard(element)
        start, _ = self.flow.spans[element]
        if tag in _BLOCKS:
            self.groups.discard(element)
            self.is_labelled = bool(self.run) and tag in _VALUES and self._labels_next(element, _VALUES[tag])
            if not self.is_labelled:
                self.flush(self.gap_here)
            self.owners.pop()
            self.flow.spans[element] = (start, self.at + self.is_labelled)
            return
        if tag == "a":
            self.links -= 1
        self.flow.spans[element] = (start, self.at + self.has_words)


_OPENS: Mapping[str, Callable[[_Reader, html.HtmlElement], None]] = {
    **dict.fromkeys(_BLOCKS, _Reader.open_block),
    "a": _Reader.open_link,
    "br": _Reader.break_line,
    "img": _Reader.show_image,
}
"""What the beginning of an element does to the flow, by its tag."""


def read_flow(root: html.HtmlElement) -> Flow:
    """All that a reader of `root` sees, hidden elements, scripts and form controls left out."""
    reader = _Reader()
    reader.owners.append(root)
    permalinks = set(_PERMALINKS(root))
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped = None
    for event, element in walker:
        tag = str(element.tag)
        if reader.at > MAX_BLOCKS:
            break
        if event == "start":
            if tag in _SKIPPED or element in permalinks or is_hidden(element):
                skipped = element
                walker.skip_subtree()
                reader.pass_over(element)
            else:
                reader.start(element, tag)
            continue
        if element is not skipped:
            reader.end(element, tag)
        if element is not root:
            if tag in _PARTS and element is not skipped:
                reader.part_date(element, element.tail, behind=True)
                reader.part_title(element)
            reader.add(element.tail)
    reader.flush(PARAGRAPH)
    return reader.flow


def flow_of(doc: Document) -> Flow:
    """The flow of a whole page, which is read once however many ask for it."""
    flow: Flow | None = doc.made.get(flow_of)
    if flow is None:
        flow = doc.made[flow_of] = read_flow(doc.body)
    return flow


def render(blocks: Sequence[Block]) -> str:
    """The blocks as plain text: paragraphs parted by a blank line, list items, cells and <br> lines by one break."""
    parts: list[str] = []
    for block in blocks:
        parts.append(_BREAKS[block.gap])
        parts.append(block.text)
    return "".join(parts[1:])
