"""Side boxes: lists that stand beside the content of a page, as "the newest" does beside a contact page. Pure."""

from __future__ import annotations

from itertools import islice, takewhile

from lxml import html

from queson_crawler.parse.document import MAX_LINKS, Document, text_of
from queson_crawler.parse.flow import HEADINGS, flow_of
from queson_crawler.parse.lines import key
from queson_crawler.parse.listing.heading import heading_above
from queson_crawler.parse.listing.place import TITLE_JOINT
from queson_crawler.parse.only import only

MIN_CONTENT = 20
"""Characters of text beside links and headings that make a column one with content of its own."""


def is_side_box(doc: Document, home: html.HtmlElement) -> bool:
    """Whether a list bears a heading of its own, while the page's heading stands over a text elsewhere."""
    title = _title(doc, home)
    heading = heading_above(home)
    if title is None or not heading:
        return False
    if key(text_of(title)) in key(heading):
        return False
    return _content(doc, _column(title, home)) >= MIN_CONTENT


def _title(doc: Document, home: html.HtmlElement) -> html.HtmlElement | None:
    """The page's main heading, where it stands outside the list and names more than a logo: of several, as where the
    banner is one, the one that does not name the portal."""
    found = list(filter(text_of, islice(doc.body.iter("h1"), MAX_LINKS)))
    outside = [element for element in found if home not in element.iterancestors()]
    if len(outside) > 1:
        portal = key(TITLE_JOINT.split(doc.title)[-1])
        outside = [element for element in outside if key(text_of(element)) != portal]
    return only(outside, None)


def _column(title: html.HtmlElement, home: html.HtmlElement) -> html.HtmlElement:
    """The widest element around the heading that does not hold the list."""
    holders = set(home.iterancestors())
    inside = takewhile(lambda element: element not in holders, title.iterancestors())
    return [title, *inside][-1]


def _content(doc: Document, column: html.HtmlElement) -> int:
    """The characters of text in a column that are neither links nor headings."""
    flow = flow_of(doc)
    start, end = flow.spans.get(column, (0, 0))
    blocks = flow.blocks[start:end]
    return sum(len(block.text) - block.linked for block in blocks if block.element.tag not in HEADINGS)
