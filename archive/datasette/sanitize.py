"""Captured pages made harmless: no script, no form, nothing from the network; what is shown comes from the archive."""

from __future__ import annotations

import codecs
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html
from lxml_html_clean import Cleaner

from archive.datasette.kept_looks import KeptLooks
from archive.datasette.styles import Styles, pasted
from archive.page_ends import without_ends

MAX_HTML, MAX_PICTURES, MAX_LINKS, MAX_ATTRIBUTES = 4_000_000, 300, 2000, 500
_CLEANER = Cleaner(
    scripts=True, javascript=True, comments=True, style=False, inline_style=False, links=True, meta=True,
    page_structure=False, processing_instructions=True, embedded=True, frames=True, forms=False, annoying_tags=False,
    safe_attrs_only=False, add_nofollow=False, kill_tags=("noscript", "svg", "math", "base", "template"),
)  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]{1,200}charset\s{0,9}+=\s{0,9}+[\"']?\s{0,9}+([\w.:-]{2,30})", re.I)
_OLD = re.compile(rb"(?:windows|cp)-?125\d|iso-?8859-\d{1,2}|latin-?1|utf-16(?:le|be)?", re.I)  # not zlib, not rot13
_BYTE_ORDER = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DOCTYPE = re.compile(
    rb"\s*+(?:<\?xml[^>]{0,200}+>\s*+)?+(?:<!--(?:[^-]|-(?!->)){0,2000}+-->\s*+){0,5}+<!doctype\s++html"
    rb"(?:\s++public\s++[\"']([\w +/.:-]{1,100}+)[\"']\s*+([\"'])?+)?+",
    re.I,
)
_OLD_RULES = "-//W3C//DTD HTML 4.0 Transitional//EN"
_LAZY = ("data-src", "data-original", "src")
"""Where the address of a picture may stand: scripts, which do not run here, put the first ones in place."""
_NOT_KEPT = "Không có trong kho lưu trữ · Not in the archive"
_MARKED = "a[data-absent]:hover { cursor: not-allowed; outline: 1px dashed }"
"""How links are marked that lead to nothing that is kept."""
_ACTING = re.compile(r"on.*|src|srcset|background|poster|lowsrc|dynsrc|data|action|formaction|ping|longdesc", re.S)
"""Attributes that do something or ask for something."""


def harmless(connection: sqlite3.Connection, url: str, body: bytes, root: str = "", number: int = 0) -> str:
    """A captured page as HTML that does nothing: pictures, styles and fonts come from the archive, or not at all, and
    links lead to what it holds. `number` is that of the page's capture."""
    text = without_ends(decoded(body[:MAX_HTML]).decode()).encode()
    looks = KeptLooks(connection, root, number)
    try:
        tree = html.document_fromstring(text or "<p></p>", parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
        styles = Styles(looks, _base(url, tree.xpath("string(//base/@href)")))
        styles.place(tree)  # before the cleaner, which would take only the word @import
        _CLEANER(tree)
    except (ValueError, AssertionError, etree.ParserError):
        return "<!DOCTYPE html><title>–</title>"
    styles.reveal(tree)
    page = _Page(looks, styles)
    for element in tree.iter(etree.Element):
        page.disarm(element)
    if page.has_absent:
        _mark_absent(tree)
    return _doctype(text) + str(html.tostring(tree, encoding="unicode"))


def _doctype(text: bytes) -> str:
    """The first line of a page, on which it depends by which rules a browser lays it out; without one, by old ones."""
    said = _DOCTYPE.match(text[:4096])
    if said is None:
        return f"<!DOCTYPE html PUBLIC '{_OLD_RULES}'>"
    if not said[1]:
        return "<!DOCTYPE html>"
    system = " 'http://www.w3.org/TR/html4/'" if said[2] else ""  # whether there is one counts, not which: nobody asks
    return f"<!DOCTYPE html PUBLIC '{said[1].decode('ascii')}'{system}>"


def decoded(body: bytes) -> bytes:
    """UTF-8, whatever the page is in: as it says itself, else as Vietnamese pages come."""
    for name in _encodings(body):
        try:
            text = _decoded_as(name, body)
        except (UnicodeError, LookupError):
            continue
        return text.replace("\0", "").encode("utf-8", "replace")
    return body.decode("utf-8", "replace").replace("\0", "").encode()


def _encodings(body: bytes) -> list[str]:
    """What a page may be in, the likeliest first."""
    names = ["utf-16" if body.startswith(_BYTE_ORDER) else "utf-8-sig"]
    declared = _CHARSET.search(body[:4096])
    if declared and _OLD.fullmatch(declared[1]):
        names.append(declared[1].decode())
    return [*names, "cp1258"]


def _decoded_as(encoding: str, body: bytes) -> str:
    """What was cut off in the middle of a letter is no other encoding."""
    is_whole = len(body) < MAX_HTML
    return codecs.getincrementaldecoder(encoding)().decode(body, is_whole)


def _base(url: str, told: str) -> str:
    """The address that a page's addresses are meant from; ``told`` is what the page says of it."""
    try:
        return urljoin(url, told)
    except ValueError:
        return url


@dataclass(slots=True)
class _Page:
    """The elements of one page, made harmless one after the other."""

    looks: KeptLooks
    styles: Styles
    has_absent: bool = False
    """Whether a link leads to something that is not kept."""
    _pictures: int = MAX_PICTURES
    _links: int = MAX_LINKS

    def disarm(self, element: Any) -> None:
        """Take away what an element would do or ask for; what the archive holds of it is shown."""
        if len(element.attrib) > MAX_ATTRIBUTES:
            element.attrib.clear()
        picture, background = self._picture(element), self._background(element)
        href = element.get("href")
        for name in list(element.attrib):
            self._disarm_attribute(element, name)
        _set(element, "src", picture)
        _set(element, "background", background)
        if element.tag in ("a", "area", "form"):
            _drop(element, ("target", "download", "data-absent"))
        if element.tag in ("a", "area") and href is not None:
            self._link(element, href.strip())

    def _disarm_attribute(self, element: Any, name: str) -> None:
        lower = name.lower()
        if _ACTING.fullmatch(lower) or lower.endswith("href"):
            del element.attrib[name]
        elif lower == "style":
            element.set(name, self.styles.attribute(element.attrib[name]))

    def _picture(self, element: Any) -> str:
        """Where the picture of an element is kept; "" where it has none, or none is kept."""
        is_button = element.tag == "input" and element.get("type", "").lower() == "image"
        if element.tag != "img" and not is_button:
            return ""
        for name in _LAZY:
            found = self._kept_picture(element.get(name, "").strip())
            if found:
                return found
        return ""

    def _background(self, element: Any) -> str:
        return self._kept_picture(element.get("background", "").strip())

    def _kept_picture(self, said: str) -> str:
        if said[:5].lower() == "data:":
            return pasted(said)
        if not said or self._pictures <= 0:
            return ""
        self._pictures -= 1
        return self.looks.picture(self.styles.base, said)

    def _link(self, element: Any, href: str) -> None:
        """Where a link leads within the room; one that leads to nothing that is kept says so."""
        if href.startswith("#"):
            element.set("href", href)
            return
        self._links -= 1
        page = ""
        if self._links > 0:
            page = self.looks.page(self.styles.base, href)
        if page:
            element.set("href", page)
            return
        element.set("href", "#")
        element.set("data-absent", "")
        element.set("title", _NOT_KEPT)
        self.has_absent = True


def _set(element: Any, name: str, address: str) -> None:
    if address:
        element.set(name, address)


def _drop(element: Any, names: Iterable[str]) -> None:
    for name in names:
        element.attrib.pop(name, None)


def _mark_absent(tree: Any) -> None:
    """Say how links are shown that lead to nothing that is kept."""
    style = etree.Element("style")
    style.text = _MARKED
    head = tree.find("head")
    if head is None:
        head = tree
    head.append(style)
