"""Pages as they were captured, made harmless: no script, no form, nothing from the network."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html
from lxml_html_clean import Cleaner

from archive.datasette.data import capture
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
MOST_HTML, MOST_PICTURES = 4_000_000, 300
_CLEANER = Cleaner(
    scripts=True, javascript=True, comments=True, style=False, inline_style=False, links=True, meta=True,
    page_structure=False, processing_instructions=True, embedded=True, frames=True, forms=False, annoying_tags=False,
    safe_attrs_only=False, add_nofollow=False, kill_tags=("noscript", "svg", "math", "base", "template"),
)  # fmt: skip
_OUTSIDE = re.compile(r"@import[^;]*;?|url\s*\([^)]*\)|expression\s*\(|-moz-binding|behaviou?r\s*:", re.I)
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


def content(connection: sqlite3.Connection, capture_id: int) -> tuple[dict[str, Any], bytes] | None:
    """The row of a capture and its bytes, read from WARC; None where either is not there."""
    row = capture(connection, capture_id)
    if row is None:
        return None
    (file,) = connection.execute("select file from pragma_database_list where name = 'main'").fetchone()
    try:
        stored = read_at(Path(file).parent / "warc", Place(row["warc_file"], row["warc_offset"], row["warc_length"]))
    except (ArchiveError, OSError):
        return None
    return row, stored.exchange.content


def picture_type(body: bytes) -> str:
    """The media type of a picture that every browser shows and that can hold no script; "" for anything else."""
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in PICTURES.items() if body.startswith(magic)), "")


def harmless(connection: sqlite3.Connection, url: str, body: bytes) -> str:
    """A captured page as HTML that does nothing: pictures come from the archive, or not at all."""
    text = _decoded(body[:MOST_HTML])
    try:
        tree = html.document_fromstring(text or "<p></p>", parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
        base = next(iter(tree.xpath("//base/@href")), "")
        for sheet in tree.iter("style"):  # before the cleaner, which would take only the word @import
            sheet.text = _OUTSIDE.sub("", sheet.text or "")
        _CLEANER(tree)
    except (ValueError, AssertionError, etree.ParserError):
        return "<!DOCTYPE html><title>–</title>"
    _pictures(connection, tree, urljoin(url, base) if base else url)
    for element in tree.iter():
        _disarm(element)
    return "<!DOCTYPE html>" + str(html.tostring(tree, encoding="unicode"))


def _decoded(body: bytes) -> bytes:
    """UTF-8, whatever the page is in: as Vietnamese pages come."""
    for name in ("utf-8-sig", "cp1258"):
        try:
            return body.decode(name).replace("\0", "").encode()
        except UnicodeDecodeError:
            continue
    return body.decode("utf-8", "replace").replace("\0", "").encode()


def _pictures(connection: sqlite3.Connection, tree: Any, base: str) -> None:
    for count, element in enumerate(tree.iter("img")):
        source, found = element.attrib.pop("src", ""), None
        if count < MOST_PICTURES and source:
            try:
                address = urljoin(base, source)
            except ValueError:
                continue
            found = connection.execute(
                "select capture_id from images where url = ? and capture_id is not null limit 1", (address,)
            ).fetchone()
        if found:
            element.set("data-kept", str(found[0]))


def _disarm(element: Any) -> None:
    if not isinstance(element.tag, str):
        return
    for name in list(element.attrib):
        value = element.attrib[name]
        if name.lower().startswith("on") or name.lower() in _LINKING:
            del element.attrib[name]
        elif name.lower() in ("style", "class", "id"):
            element.set(name, _OUTSIDE.sub("", value)) if name.lower() == "style" else None
        elif name.lower().endswith("href"):
            element.set(name, "#") if element.tag == "a" else element.attrib.pop(name)
    if element.tag in ("a", "area", "form"):
        for name in ("target", "download"):
            element.attrib.pop(name, None)
    if element.tag == "img" and (kept := element.attrib.pop("data-kept", "")):
        element.set("src", f"/-/file/{kept}")
