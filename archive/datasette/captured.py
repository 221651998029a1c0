"""Pages as they were captured, made harmless: no script, no form, nothing from the network."""

from __future__ import annotations

import codecs
import re
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html
from lxml_html_clean import Cleaner

from archive.datasette.base import file_of
from archive.datasette.data import rows
from archive.errors import ArchiveError
from archive.warc import Place, read_at

POLICY = (
    "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none';"
    " frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
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
_WITHIN = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*", re.I)
_PICTURE = (
    "select capture_id from images where url = ? and capture_id is not null limit 1",
    "select id from captures where url = ? and status = 200 and media_type like 'image/%' order by id desc limit 1",
)
_SHEET = "select id from captures where url = ? and status = 200 and media_type = 'text/css' order by id desc limit 1"
_LINKING = (
    "src",
    "srcset",
    "background",
    "poster",
    "lowsrc",
    "dynsrc",
    "data",
    "action",
    "formaction",
    "ping",
    "longdesc",
)


def row(connection: sqlite3.Connection, capture_id: int) -> dict[str, Any] | None:
    """The row of a capture, with the key of the article it shows."""
    found = rows(
        connection,
        "select c.*, a.key, a.title from captures c left join articles a on a.id = c.article_id where c.id = ?",
        (capture_id,),
    )
    return found[0] if found else None


def content(connection: sqlite3.Connection, capture_id: int) -> tuple[dict[str, Any], bytes] | None:
    """The row of a capture and its bytes, read from WARC; None where either is not there."""
    found = row(connection, capture_id)
    if found is None:
        return None
    place = Place(found["warc_file"], found["warc_offset"], found["warc_length"])
    try:
        stored = read_at(Path(file_of(connection)).parent / "warc", place)
    except (ArchiveError, OSError):
        return None
    return found, stored.exchange.content


def picture_type(body: bytes) -> str:
    """The media type of a picture that every browser shows and that can hold no script; "" for anything else."""
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in PICTURES.items() if body.startswith(magic)), "")


def harmless(connection: sqlite3.Connection, url: str, body: bytes, root: str = "") -> str:
    """A captured page as HTML that does nothing: pictures and styles come from the archive, or not at all."""
    text = _decoded(body[:MAX_HTML])
    try:
        tree = html.document_fromstring(text or "<p></p>", parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
        base = _base(url, next(iter(tree.xpath("//base/@href")), ""))
        _sheets(connection, tree, base)
        for sheet in tree.iter("style"):  # before the cleaner, which would take only the word @import
            sheet.text = _style(sheet.text or "")
        _CLEANER(tree)
    except (ValueError, AssertionError, etree.ParserError):
        return "<!DOCTYPE html><title>–</title>"
    _pictures(connection, tree, base)
    for element in tree.iter():
        _disarm(element, root)
    return "<!DOCTYPE html>" + str(html.tostring(tree, encoding="unicode"))


def _style(text: str) -> str:
    """A style without what would ask for anything, however it is spelled."""
    plain = _ESCAPED.sub(lambda sign: chr(int(sign[1], 16) % 0x110000 or 0xFFFD) if sign[1] else sign[2], text)
    return _OUTSIDE.sub("", plain if _OUTSIDE.search(plain) else text).replace("\0", "").replace("<", "")


def _decoded(body: bytes) -> bytes:
    """UTF-8, whatever the page is in: as it says itself, else as Vietnamese pages come."""
    declared = _CHARSET.search(body[:4096])
    names = ["utf-16"] if body[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig"]
    names += [declared[1].decode()] if declared and _OLD.fullmatch(declared[1]) else []
    for name in (*names, "cp1258"):
        try:  # what was cut off in the middle of a letter is no other encoding
            return (
                codecs.getincrementaldecoder(name)()
                .decode(body, len(body) < MAX_HTML)
                .replace("\0", "")
                .encode("utf-8", "replace")
            )
        except (UnicodeError, LookupError):
            continue
    return body.decode("utf-8", "replace").replace("\0", "").encode()


def _base(url: str, told: str) -> str:
    try:
        return urljoin(url, told) if told else url
    except ValueError:
        return url


def _sheets(connection: sqlite3.Connection, tree: Any, base: str) -> None:
    """Put the styles that were captured where the page refers to them; they are made harmless with its own."""
    links = [link for link in tree.iter("link") if "stylesheet" in (link.get("rel") or "").lower().split()]
    for link in links[:MAX_SHEETS]:
        address = _base(base, (link.get("href") or "").strip())
        kept = connection.execute(_SHEET, (address,)).fetchone()
        found = content(connection, kept[0]) if kept and "alternate" not in link.get("rel").lower() else None
        if found is not None:
            sheet = etree.Element("style")
            if media := link.get("media"):
                sheet.set("media", media)
            sheet.text = _SIGNS.sub("", found[1][:MAX_CSS].decode("utf-8", "replace"))
            sheet.tail = link.tail
            link.getparent().replace(link, sheet)


def _pictures(connection: sqlite3.Connection, tree: Any, base: str) -> None:
    """Note at each picture which capture holds it, if one does."""
    for count, element in enumerate(tree.iter("img")):
        source = element.attrib.pop("src", "").strip()
        for name in ("data-kept", "data-within"):
            element.attrib.pop(name, None)
        if _WITHIN.fullmatch(source):
            element.set("data-within", source)
        if not source or count >= MAX_PICTURES:
            continue
        try:
            address = urljoin(base, source)
        except ValueError:
            continue
        found = next((each for query in _PICTURE for each in connection.execute(query, (address,))), None)
        if found:
            element.set("data-kept", str(found[0]))


def _disarm(element: Any, root: str) -> None:
    if not isinstance(element.tag, str):
        return
    if len(element.attrib) > MAX_ATTRIBUTES:
        element.attrib.clear()
    for name in list(element.attrib):
        value = element.attrib[name]
        if name.lower().startswith("on") or name.lower() in _LINKING:
            del element.attrib[name]
        elif name.lower() in ("style", "class", "id"):
            element.set(name, _style(value)) if name.lower() == "style" else None
        elif name.lower().endswith("href"):
            element.set(name, "#") if element.tag == "a" else element.attrib.pop(name)
    if element.tag in ("a", "area", "form"):
        for name in ("target", "download"):
            element.attrib.pop(name, None)
    if element.tag == "img":
        kept, within = element.attrib.pop("data-kept", ""), element.attrib.pop("data-within", "")
        if kept or within:
            element.set("src", f"{root}/-/file/{kept}" if kept else within)
