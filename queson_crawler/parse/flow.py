"""A page as a reader meets it: blocks of text in order, each with the element it stands in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from itertools import islice

from lxml import etree, html

from queson_crawler.parse import labels
from queson_crawler.parse.block import LINE as LINE
from queson_crawler.parse.block import PARAGRAPH as PARAGRAPH
from queson_crawler.parse.block import Block as Block
from queson_crawler.parse.block import Flow as Flow
from queson_crawler.parse.block import render as render
from queson_crawler.parse.document import Document, is_hidden, squeeze, text_of
from queson_crawler.parse.glued import are_two_facts
from queson_crawler.parse.label_cells import LABEL_TAGS, joint_of
from queson_crawler.parse.tables import holds_lines
from queson_crawler.parse.title_lines import ends_line, is_date_alone, leads_nowhere, may_be_title

_SKIPPED = frozenset(
    "script style noscript template head iframe object embed svg canvas audio video select option datalist "
    "textarea button input map area".split()
)
_CONTROLS = frozenset(("iframe", "object", "embed", "button", "input"))
FOR_SCRIPTS = ("data-src", "data-url", "data-file", "data-pdf", "data-href", "data-source")
"""Where an element holds the address of what a script will show in it."""
_SCRIPTED = etree.XPath(
    "descendant::*[@onclick][not(self::a)]"
    f" | descendant::*[{' or '.join(f'@{name}' for name in FOR_SCRIPTS)}][not(self::img or self::a)]"
    " | descendant::script[not(@src) and (contains(., '.pdf') or contains(., '.doc') or contains(., '.xls'))]"
)
"""What runs a script when pressed without being a link, what holds an address for one, and scripts that name files."""
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
_PERMALINKS = etree.XPath(
    "descendant::a[starts-with(@href, '#')][parent::h1 or parent::h2 or parent::h3 or parent::h4 or parent::h5]"
    "[not(translate(normalize-space(.), '¶#§∞\u200b', ''))]"
)
"""The marks in headings that link to the heading itself: no words of it."""
MAX_DATE_PARTS = 8
"""Runs of text of which a date in an element of its own consists, at most."""
MAX_BLOCKS = 20_000
"""No page for readers has more; what follows is not read."""


def _is_bold(element: html.HtmlElement) -> bool:
    """Whether the style of an element makes its text bold."""
    style = element.get("style")
    return style is not None and _BOLD.search(style) is not None


class _Reader:
    """One pass over a tree; kept apart from `Flow` because it is only the state of that pass."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.scripted: frozenset[html.HtmlElement] = frozenset()
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

    @property
    def said(self) -> str:
        """The words of the run."""
        return squeeze("".join(self.run))

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

    def part_field(self, text: str) -> None:
        """Part a fact that an element of its own holds from the one before it: `08:30</span><span>879 lượt xem`."""
        if not self.run or not self.run[-1][-1:].isalnum():
            return
        if labels.opens_field(text) or are_two_facts(self.run[-1], text):
            self.run.append(" ")

    def part_date(self, element: html.HtmlElement) -> None:
        """End the run where it may be a title and an element behind it in the same line holds its date."""
        if not self.is_plain:
            return
        date = "".join(islice(element.itertext(), MAX_DATE_PARTS))
        if self.is_title_before(date) and ends_line(element, _BLOCKS):
            self.flush(LINE)

    def part_date_behind(self, element: html.HtmlElement) -> None:
        """End the run where an element holds the whole title, and its date stands behind that in the same line."""
        if not self.is_title_before(element.tail) or not ends_line(element, _BLOCKS, behind=True):
            return
        if self.said == text_of(element):
            self.flush(LINE)

    @property
    def is_plain(self) -> bool:
        """Whether the run says something, and is in no link, list or table."""
        return self.has_words and not self.links and not self.groups

    def is_title_before(self, date: str | None) -> bool:
        """Whether the run may be a title, and what stands behind it is a date and nothing more."""
        if not self.is_plain or not is_date_alone(squeeze(date)):
            return False
        return may_be_title(self.said) and self.leads_nowhere

    @property
    def leads_nowhere(self) -> bool:
        """Whether no link in the run leads anywhere."""
        return not self.linked or leads_nowhere(self.flow.links[-1][1])

    def part_title(self, element: html.HtmlElement) -> None:
        """End the run behind an element that holds the date with which a heading begins."""
        if self.owners[-1].tag not in HEADINGS or self.links or not self.has_words:
            return
        said = self.said
        if is_date_alone(said) and said == text_of(element):
            self.flush(LINE)

    def flush(self, gap: int) -> None:
        """End the run of text: it becomes a block, and `gap` parts it from the next."""
        if self.has_words:
            self.flow.blocks.append(self.block())
            self.gap = gap
        elif self.groups:
            self.gap = max(gap, self.gap)
        else:
            self.gap = PARAGRAPH  # two breaks with nothing between them part paragraphs, but not in a list or table
        if self.run:
            self.run, self.linked, self.bold, self.has_words = [], [], [], False

    def block(self) -> Block:
        """The run as a block."""
        text = unicodedata.normalize("NFC", self.said)
        linked = len(squeeze("".join(self.linked))) if self.linked else 0
        bold = len(squeeze("".join(self.bold))) if self.bold else 0
        return Block(text, self.owners[-1], linked, bold, self.gap, self.at)

    def pass_over(self, element: html.HtmlElement) -> None:
        """Note a frame or a button, whose inside is no text, and a script that shows a file."""
        if element.tag == "script":
            self.note_scripted(element)
        elif element.tag in _CONTROLS and not is_hidden(element):
            self.flow.controls.append((self.at, element))

    def note_scripted(self, element: html.HtmlElement) -> None:
        """Note what a script makes more than it seems."""
        if element in self.scripted:
            self.flow.controls.append((self.at, element))

    def start(self, element: html.HtmlElement, tag: str) -> None:
        """Begin an element."""
        self.note_scripted(element)
        opens = _OPENS.get(tag)
        if opens is not None:
            opens(self, element)
        if tag in _STRONG or _is_bold(element):
            self.strong.add(element)
        if tag in _PARTS:
            self.part_date(element)
            self.part_field(element.text or "")
        self.flow.spans[element] = (self.at, -1)
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

    def end(self, element: html.HtmlElement, tag: str) -> None:
        """End an element."""
        self.strong.discard(element)
        _CLOSES.get(tag, _Reader.close)(self, element)

    def close(self, element: html.HtmlElement) -> None:
        """Note with which block an element ends."""
        start, _ = self.flow.spans[element]
        self.flow.spans[element] = (start, self.at + self.has_words)

    def close_part(self, element: html.HtmlElement) -> None:
        """End a part of a line: a title or a date that it holds may be a line of its own."""
        self.close(element)
        self.part_date_behind(element)
        self.part_title(element)

    def close_link(self, element: html.HtmlElement) -> None:
        """End a link; what stands in one that holds whole blocks does not go on behind it."""
        if self.has_words and self._holds_blocks(element):
            self.flush(self.gap_here)
        self.links -= 1
        self.close_part(element)

    def _holds_blocks(self, element: html.HtmlElement) -> bool:
        start, _ = self.flow.spans[element]
        return start < self.at and next(element.iterdescendants(*_BLOCKS), None) is not None

    def close_block(self, element: html.HtmlElement) -> None:
        """End a block."""
        self.groups.discard(element)
        self.flush(self.gap_here)
        self.owners.pop()
        self.close(element)

    def close_cell(self, element: html.HtmlElement) -> None:
        """End a block that may be a label: the value behind it goes on in its line."""
        joint = ""
        if self.has_words:
            joint = joint_of(self.said, element, _BLOCKS)
        if not joint:
            self.close_block(element)
            return
        self.is_labelled = True
        self.run.append(joint)
        self.owners.pop()
        self.close(element)


_OPENS: Mapping[str, Callable[[_Reader, html.HtmlElement], None]] = {
    **dict.fromkeys(_BLOCKS, _Reader.open_block),
    "a": _Reader.open_link,
    "br": _Reader.break_line,
    "img": _Reader.show_image,
}
"""What the beginning of an element does to the flow, by its tag."""
_CLOSES: Mapping[str, Callable[[_Reader, html.HtmlElement], None]] = {
    **dict.fromkeys(_BLOCKS, _Reader.close_block),
    **dict.fromkeys(LABEL_TAGS, _Reader.close_cell),
    **dict.fromkeys(_PARTS, _Reader.close_part),
    "a": _Reader.close_link,
}
"""What the end of an element does to the flow, by its tag; of any other it is only noted where it is."""


def read_flow(root: html.HtmlElement) -> Flow:
    """All that a reader of `root` sees, hidden elements, scripts and form controls left out."""
    reader = _Reader()
    reader.owners.append(root)
    reader.scripted = frozenset(_SCRIPTED(root))
    permalinks = set(_PERMALINKS(root))
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped = None
    for event, element in walker:
        tag = str(element.tag)
        if reader.at > MAX_BLOCKS:
            break
        if event == "end":
            if element is not skipped:
                reader.end(element, tag)
            if element is not root:
                reader.add(element.tail)
        elif tag in _SKIPPED or element in permalinks or is_hidden(element):
            skipped = element
            walker.skip_subtree()
            reader.pass_over(element)
        else:
            reader.start(element, tag)
    reader.flush(PARAGRAPH)
    return reader.flow


def flow_of(doc: Document) -> Flow:
    """The flow of a whole page, which is read once however many ask for it."""
    flow: Flow | None = doc.made.get(flow_of)
    if flow is None:
        flow = doc.made[flow_of] = read_flow(doc.body)
    return flow
