"""From the bytes of an answer to a tree that can be read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any

from lxml import etree, html

from archive.addresses import resolved
from archive.page_ends import without_ends
from queson_crawler.parse.composed import compose
from queson_crawler.parse.old_fonts import modernise
from queson_crawler.text.charset import decode as decode_page

HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
HIDING_CLASSES = frozenset(("hidden", "d-none", "sr-only", "visually-hidden"))
"""Class names that the common style sheets (Bootstrap and its kin) use for what nobody sees."""
USUAL_TEXT, MAX_TEXT = 300_000, 3_000_000
"""Characters of a page: beyond the first it is looked at more closely, beyond the second it is not read."""
NAV = r"\bnav(?![a-z])|\bnavi|\bnav(?:bar|list|main|menu|top)"
"""A class or id that names a menu: a word that merely begins so names none."""
MAX_TITLE, MAX_LINKS = 500, 8_000
"""So much of a title, and so many links of one page are looked at."""
_PASTED = re.compile(r"data:[\w/+.;=-]{0,80}base64,[A-Za-z0-9+/=\s%]{100,}")
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}+=\s{0,9}+["']?\s{0,9}+([\w.:-]{2,40})""", re.I)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_TAG = re.compile(
    r"""(<(?:(?P<raw>script|style)(?=[\s/>])|[a-z][^\s/>]*+))"""
    r"""((?:[\s/]++[^\s=/>]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+)*+)"""
    r"""((?(raw)(?:>[^<]*+(?:<(?!/(?P=raw))[^<]*+)*+)?+))""",
    re.I,
)
"""A tag, its attributes, and of scripts and styles what is in them: no tags."""
_ATTRIBUTE = re.compile(r"""[\s/]++[^\s=/>]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+""")
MAX_ATTRIBUTES, MIN_CROWDED = 1000, 30_000
"""libxml2 takes hours for a tag of some hundred thousand attributes; one with more than so many is read without any.
Shorter texts cannot hold enough of them to matter."""
_METAS = etree.XPath("//meta[@content != '']")
_LINE_BYTES = b"\t\n\r"
_CONTROL_BYTES = bytes(code for code in range(32) if code not in _LINE_BYTES)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def squeeze(text: str | None) -> str:
    """`text` with every run of white space as one space, none at the ends."""
    return " ".join(text.split()) if text else ""


def text_of(element: html.HtmlElement) -> str:
    """All text inside an element, squeezed."""
    return squeeze("".join(element.itertext()))


def texts_of(element: html.HtmlElement, most: int | None = None) -> list[str]:
    """The texts inside an element, each squeezed, but for empty ones; of `most` at most."""
    return list(filter(None, map(squeeze, islice(element.itertext(), most))))


def parent_of(element: html.HtmlElement) -> html.HtmlElement:
    """What an element stands in; the root of a page stands in itself."""
    parent = element.getparent()
    return element if parent is None else parent


def attribute_of(element: html.HtmlElement, *names: str) -> str:
    """The first of some attributes that says anything, squeezed; "" where none does."""
    for name in names:
        said = squeeze(element.get(name))
        if said:
            return said
    return ""


def alt_of(element: html.HtmlElement) -> str:
    """What the pictures inside an element say in place of themselves."""
    return squeeze(" ".join(element.xpath(".//img/@alt")))


def words_of(element: html.HtmlElement, *names: str) -> str:
    """What an element says: its text, else the first of some attributes, else what its pictures say."""
    return text_of(element) or attribute_of(element, *names) or alt_of(element)


def decode(body: bytes, charset: str | None = None) -> str:
    """The text of a page; `charset` is what the header says of it, what the page says itself comes second."""
    declared = [charset] if charset else []
    for match in _META_CHARSET.findall(body[:4096]):
        declared.append(match.decode("ascii", "replace"))
    return decode_page(body, declared)


@dataclass(frozen=True)
class Document:
    """One page: its address, its text and its tree. `root` is the <html> element; an empty page has one too."""

    url: str
    text: str
    fetched_at: datetime | None = None
    """When the page was fetched, where that is known: a page's clock tells the same."""
    made: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was made of the page and is asked for again, by what asks for it."""

    @classmethod
    def from_bytes(
        cls, url: str, body: bytes, charset: str | None = None, fetched_at: datetime | None = None
    ) -> Document:
        """Read `body` as it came, its content encoding removed; `charset` is what the header says.

        Pictures pasted into the page as text are left out, and what is longer than MAX_TEXT is cut there.
        """
        text = decode(body, charset)
        if len(text) > USUAL_TEXT:
            text = _PASTED.sub("data:,", text)[:MAX_TEXT]
        return cls(url, text, fetched_at)

    @cached_property
    def root(self) -> html.HtmlElement:
        text = without_ends(_without_control(_XML_DECLARATION.sub("", self.text)))
        if len(text) > MIN_CROWDED:
            text = _TAG.sub(_bearable, text)
        page = _parsed(text)
        if page is None:
            return html.fromstring("<html><body></body></html>")
        modernise(page, text)
        compose(page, text)
        return page

    @cached_property
    def body(self) -> html.HtmlElement:
        found = self.root.find("body")
        return found if found is not None else self.root

    @cached_property
    def base(self) -> str:
        """The address relative links start from: <base href> where the page has one."""
        href = next(iter(self.root.xpath("//base/@href")), "")
        return self.join(str(href), self.url)

    def join(self, href: str, base: str | None = None) -> str:
        """`href` as an absolute address, or "" where it cannot be one."""
        try:
            return resolved(base or self.base, href)
        except ValueError:
            return ""

    @cached_property
    def title(self) -> str:
        """The text of <title>, in NFC."""
        return _line(self.root.findtext(".//title"))[:MAX_TITLE]

    @cached_property
    def metas(self) -> dict[str, str]:
        """<meta> contents by lower-case name, property or itemprop; the first of each wins."""
        found: dict[str, str] = {}
        for meta in _METAS(self.root)[:MAX_TITLE]:
            name = attribute_of(meta, "property", "name", "itemprop")
            if name:
                found.setdefault(name.lower(), _line(meta.get("content")))
        return found


def _without_control(text: str) -> str:
    """A text without control characters but those of lines and columns."""
    sent = text.encode("utf-8", "replace")
    if len(sent.translate(None, _CONTROL_BYTES)) == len(sent):  # told far sooner than by the expression
        return text
    return _CONTROL.sub("", text)


def _parsed(text: str) -> html.HtmlElement | None:
    """The tree of a page; None where nothing is in it."""
    # Plain elements: those of lxml.html ask Python for their class, one by one.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree: Any = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.ParserError:
        return None
    page: html.HtmlElement | None = tree
    return page


def _bearable(tag: re.Match[str]) -> str:
    """A tag as it stands, without its attributes where these are too many."""
    if len(tag[3]) < 2 * MAX_ATTRIBUTES or sum(1 for _ in _ATTRIBUTE.finditer(tag[3])) <= MAX_ATTRIBUTES:
        return tag[0]
    return tag[1] + tag[4]


def _line(text: str | None) -> str:
    return unicodedata.normalize("NFC", squeeze((text or "")[: 4 * MAX_TITLE]))


def is_hidden(element: html.HtmlElement) -> bool:
    """Whether the element itself says that no reader sees it."""
    classes, style = element.get("class"), element.get("style")
    if element.get("hidden") is not None or (classes and not HIDING_CLASSES.isdisjoint(classes.split())):
        return True
    return bool(style and HIDDEN.search(style))


def names_of(element: html.HtmlElement) -> str:
    """Class and id of an element: what a page's authors call it."""
    return f"{element.get('class', '')} {element.get('id', '')}"
