"""Captured pages made harmless: no script, no form, nothing from the network."""

from __future__ import annotations

import codecs
import re
import sqlite3
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html
from lxml_html_clean import Cleaner

from archive.datasette.captured import content

MAX_HTML, MAX_PICTURES, MAX_ATTRIBUTES = 4_000_000, 300, 500
MAX_SHEETS, MAX_CSS = 12, 500_000
_CLEANER = Cleaner(
    scripts=True, javascript=True, comments=True, style=False, inline_style=False, links=True, meta=True,
    page_structure=False, processing_instructions=True, embedded=True, frames=True, forms=False, annoying_tags=False,
    safe_attrs_only=False, add_nofollow=False, kill_tags=("noscript", "svg", "math", "base", "template"),
)  # fmt: skip
_OUTSIDE = re.compile(
    r"@import[^;]*;?|(?:url|src|image|(?:-webkit-)?image-set)\s*\([^)]*\)?|expression\s*\(|-moz-binding|behaviou?r\s*:",
    re.I,
)
_SIGNS = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML may not hold."""
_ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.S)
_CHARSET = re.compile(rb"<meta[^>]{1,200}charset\s{0,9}+=\s{0,9}+[\"']?\s{0,9}+([\w.:-]{2,30})", re.I)
_OLD = re.compile(rb"(?:windows|cp)-?125\d|iso-?8859-\d{1,2}|latin-?1|utf-16(?:le|be)?", re.I)  # not zlib, not rot13
_BYTE_ORDER = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_KEPT, _WITHIN = "data-kept", "data-within"
"""Where it is noted, between two steps, which capture holds a picture, or that the page holds it itself."""
_INLINE_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*", re.I)
_PICTURE = (
    "select capture_id from images where url = ? and capture_id is not null limit 1",
    "select id from captures where url = ? and status = 200 and media_type like 'image/%' order by id desc limit 1",
)
_SHEET = "select id from captures where url = ? and status = 200 and media_type = 'text/css' order by id desc limit 1"
_ACTING = re.compile(r"on.*|src|srcset|background|poster|lowsrc|dynsrc|data|action|formaction|ping|longdesc", re.S)
"""Attributes that do something or ask for something."""


def harmless(connection: sqlite3.Connection, url: str, body: bytes, root: str = "") -> str:
    """A captured page as HTML that does nothing: pictures and styles come from the archive, or not at all."""
    text = decoded(body[:MAX_HTML])
    try:
        tree = html.document_fromstring(text or "<p></p>", parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
        base = _base(url, tree.xpath("string(//base/@href)"))
        _sheets(connection, tree, base)
        for sheet in tree.iter("style"):  # before the cleaner, which would take only the word @import
            sheet.text = _style(sheet.text or "")
        _CLEANER(tree)
    except (ValueError, AssertionError, etree.ParserError):
        return "<!DOCTYPE html><title>–</title>"
    _pictures(connection, tree, base)
    for element in tree.iter(etree.Element):
        _disarm(element, root)
    return "<!DOCTYPE html>" + str(html.tostring(tree, encoding="unicode"))


def _style(text: str) -> str:
    """A style without what would ask for anything, however it is spelled."""
    plain = _ESCAPED.sub(_unescaped, text)
    if _OUTSIDE.search(plain):
        text = plain
    return _OUTSIDE.sub("", text).replace("\0", "").replace("<", "")


def _unescaped(sign: re.Match[str]) -> str:
    """What an escape of CSS stands for: `\\75` is u."""
    if not sign[1]:
        return sign[2]
    return chr(int(sign[1], 16) % 0x110000 or 0xFFFD)


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


def _sheets(connection: sqlite3.Connection, tree: Any, base: str) -> None:
    """Put the styles that were captured where the page refers to them; they are made harmless with its own."""
    links = [link for link in tree.iter("link") if "stylesheet" in _relations(link)]
    for link in links[:MAX_SHEETS]:
        if "alternate" in link.get("rel").lower():
            continue
        address = _base(base, link.get("href", "").strip())
        css = _captured_sheet(connection, address)
        if css is not None:
            _put_in_place(link, css)


def _captured_sheet(connection: sqlite3.Connection, address: str) -> bytes | None:
    """The bytes of the sheet at an address; None where none is kept."""
    row = connection.execute(_SHEET, (address,)).fetchone()
    if row is None:
        return None
    _, css = content(connection, row[0]) or (None, None)
    return css


def _relations(link: Any) -> list[str]:
    return str(link.get("rel", "")).lower().split()


def _put_in_place(link: Any, css: bytes) -> None:
    """A style element where the page referred to a sheet."""
    sheet = etree.Element("style")
    media = link.get("media")
    if media:
        sheet.set("media", media)
    sheet.text = _SIGNS.sub("", css[:MAX_CSS].decode("utf-8", "replace"))
    sheet.tail = link.tail
    link.getparent().replace(link, sheet)


def _pictures(connection: sqlite3.Connection, tree: Any, base: str) -> None:
    """Note at each picture which capture holds it, if one does."""
    for count, element in enumerate(tree.iter("img")):
        source = element.attrib.pop("src", "").strip()
        _drop(element, (_KEPT, _WITHIN))
        if _INLINE_PICTURE.fullmatch(source):
            element.set(_WITHIN, source)
        if not source or count >= MAX_PICTURES:
            continue
        number = _captured_picture(connection, base, source)
        if number is not None:
            element.set(_KEPT, str(number))


def _drop(element: Any, names: Iterable[str]) -> None:
    for name in names:
        element.attrib.pop(name, None)


def _captured_picture(connection: sqlite3.Connection, base: str, source: str) -> int | None:
    """The id of the capture that holds the picture at an address; None where there is none."""
    try:
        address = urljoin(base, source)
    except ValueError:
        return None
    for query in _PICTURE:
        found = connection.execute(query, (address,)).fetchone()
        if found:
            return int(found[0])
    return None


def _disarm(element: Any, root: str) -> None:
    """Take away what an element would do or ask for; a picture is shown where the archive holds it."""
    if len(element.attrib) > MAX_ATTRIBUTES:
        element.attrib.clear()
    for name in list(element.attrib):
        _disarm_attribute(element, name)
    if element.tag in ("a", "area", "form"):
        _drop(element, ("target", "download"))
    if element.tag == "img":
        _show_picture(element, root)


def _disarm_attribute(element: Any, name: str) -> None:
    lower = name.lower()
    if _ACTING.fullmatch(lower):
        del element.attrib[name]
    elif lower == "style":
        element.set(name, _style(element.attrib[name]))
    elif lower.endswith("href"):
        if element.tag == "a":
            element.set(name, "#")
        else:
            del element.attrib[name]


def _show_picture(element: Any, root: str) -> None:
    kept = element.attrib.pop(_KEPT, "")
    within = element.attrib.pop(_WITHIN, "")
    if kept:
        element.set("src", f"{root}/-/file/{kept}")
    elif within:
        element.set("src", within)
