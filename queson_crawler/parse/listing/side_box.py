"""Side boxes: lists that stand beside the content of a page, as "the newest" does beside a contact page. Pure."""

from __future__ import annotations

from itertools import islice

from lxml import html

from queson_crawler.parse.document import MAX_LINKS, Document, squeeze
from queson_crawler.parse.lines import key
from queson_crawler.parse.listing.place import heading_above

MIN_CONTENT = 20
"""Characters of text beside links and headings that make a column one with content of its own."""
MAX_WIDTH = 400
"""Elements of a column that are looked at."""
_NO_CONTENT = ("a", "h1", "h2", "h3", "form", "script", "style", "select", "nav", "button")


def is_side_box(doc: Document, home: html.HtmlElement) -> bool:
    """Whether a list bears a heading of its own, while the page's heading stands over a text elsewhere."""
    title = _title(doc, home)
    heading = heading_above(home)
    if title is None or not heading or key("".join(title.itertext())) in key(heading):
        return False
    return len(_content(_column(title, home))) >= MIN_CONTENT


def _title(doc: Document, home: html.HtmlElement) -> html.HtmlElement | None:
    """The page's one main heading, where it stands outside the list and names more than a logo."""
    found = []
    for element in islice(doc.body.iter("h1"), MAX_LINKS):
        if squeeze("".join(element.itertext())) and home not in element.iterancestors():
            found.append(element)
    return found[0] if len(found) == 1 else None


def _column(title: html.HtmlElement, home: html.HtmlElement) -> html.HtmlElement:
    """The widest element around the heading that does not hold the list."""
    holders = set(home.iterancestors())
    column = title
    for element in title.iterancestors():
        if element in holders:
            break
        column = element
    return column


def _content(column: html.HtmlElement) -> str:
    """The text of a column that is neither a link nor a heading."""
    words: list[str] = []
    for element in islice(column.iter(), MAX_WIDTH):
        if not isinstance(element.tag, str) or element.tag in _NO_CONTENT:
            words.append(element.tail or "" if element is not column else "")
        elif next(element.iterancestors(*_NO_CONTENT), None) is None:
            words += [element.text or "", (element.tail or "") if element is not column else ""]
    return squeeze(" ".join(words))
