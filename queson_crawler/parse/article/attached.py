"""The files of an article: linked, shown in a frame, behind a script; and those to which no address leads. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import html

from archive.records import POSITIONS, Attachment
from queson_crawler.parse.document import Document, squeeze, text_of
from queson_crawler.parse.file_links import FILE_NAME, is_file_link
from queson_crawler.parse.flow import FOR_SCRIPTS, Flow
from queson_crawler.parse.posted_files import NO_FILE, SAYS_FILE, posted_files
from queson_crawler.urls import MAX_CHARACTERS, parameters

MAX_LABEL = 500
_FRAMES = {"iframe": "src", "embed": "src", "object": "data"}
_WORDLESS = frozenset((*_FRAMES, "script"))
"""Elements whose inside is no text for readers."""
_VIEWER = re.compile(r"viewer|pdf\.?js|/gview|/op/(?:view|embed)\.aspx", re.I)
"""The address of a page that shows a file, whose own address is among its parameters."""
_QUOTED = re.compile(r"""["']([^"'<>\s]{1,2000})["']""")
_SCRIPT = "javascript:"
_ASKED = ("http://", "https://")
_ADDRESSED = ("/", *_ASKED, "../", "./")
"""How the parameter of a viewer begins that is an address."""
_MAX_SCRIPT = 5000
_NO_FILE = re.compile(r"#|javascript:|$", re.I)
"""How the addresses begin of which no file is the target, whatever the words of a link say."""


def attachments_of(doc: Document, flow: Flow, first: int, last: int) -> tuple[Attachment, ...]:
    """The files between the blocks `first` and `last`, each address once."""
    return files_in(doc, _between(flow, first, last))


def files_in(doc: Document, elements: Iterable[html.HtmlElement]) -> tuple[Attachment, ...]:
    """The files to which links, frames and buttons lead, each address once."""
    found: dict[str, Attachment] = {}
    for element in elements:
        words = _words(element)
        url = _url(doc, element, words)
        if url.startswith(_ASKED) and len(url) <= MAX_CHARACTERS:
            found.setdefault(url, Attachment(url, words))
    return tuple(found.values())[:POSITIONS]


def _url(doc: Document, element: html.HtmlElement, words: str) -> str:
    """The address of the file that an element shows, leads to, or sends; "" where there is none."""
    address = _address(element, words)
    if address:
        return doc.join(address)
    return posted_files(doc).get(element, NO_FILE).url


def unreached_files(doc: Document, flow: Flow, first: int, last: int) -> tuple[str, ...]:
    """The words of what offers a file between two blocks and leads to no address."""
    return unreached_in(doc, _between(flow, first, last))


def unreached_in(doc: Document, elements: Iterable[html.HtmlElement]) -> tuple[str, ...]:
    """The words of what offers a file and leads to no address: a script that was not understood has it."""
    found: dict[str, None] = {}
    for element in elements:
        words = _words(element)
        if _is_scripted(element) and SAYS_FILE.search(words) and not _url(doc, element, words):
            found[words] = None
    return tuple(found)[:POSITIONS]


def _between(flow: Flow, first: int, last: int) -> Iterator[html.HtmlElement]:
    """Links, frames and buttons, in the order of the page."""
    for at, element in sorted([*flow.links, *flow.controls], key=_place):
        if first <= at <= last:
            yield element


def _place(found: tuple[int, html.HtmlElement]) -> int:
    return found[0]


def _words(element: html.HtmlElement) -> str:
    if element.tag in _WORDLESS:
        return squeeze(element.get("title", ""))[:MAX_LABEL]
    said = text_of(element) or squeeze(element.get("value"))
    return said[:MAX_LABEL]


def _address(element: html.HtmlElement, words: str) -> str:
    """The address of the file that an element shows or leads to; "" where there is none."""
    attribute = _FRAMES.get(str(element.tag))
    if attribute is not None:
        return _shown(element.get(attribute, "").strip()) or _held(element)
    if element.tag == "script":
        return _in_script(element.text or "")
    href = element.get("href", "").strip()
    if _VIEWER.search(href):
        href = _shown(href) or href
    if _leads_to_file(href, words):
        return href
    return _in_script(f"{element.get('onclick', '')} {href}") or _held(element)


def _held(element: html.HtmlElement) -> str:
    """The file whose address an element holds for a script."""
    for name in FOR_SCRIPTS:
        address: str = element.get(name, "").strip()
        if is_file_link(address):
            return address
    return ""


def _leads_to_file(href: str, words: str) -> bool:
    """A handler's address says nothing of what it sends, but people name a file by its name."""
    if _NO_FILE.match(href):
        return False
    return is_file_link(href) or FILE_NAME.search(words) is not None


def _shown(source: str) -> str:
    """The file that a frame shows: its own address, or that among the parameters of a viewer."""
    _, _, fragment = source.partition("#")
    for value in (*parameters(source).values(), fragment):
        if value.startswith(_ADDRESSED) and is_file_link(value):
            return value
    if is_file_link(source):
        return source
    return ""


def _in_script(script: str) -> str:
    """The first address of a file that stands in a script."""
    for quoted in _QUOTED.findall(script[:_MAX_SCRIPT]):
        if "/" in quoted and is_file_link(quoted):
            return str(quoted)
    return ""


def _is_scripted(element: html.HtmlElement) -> bool:
    href = element.get("href", "").strip().lower()
    return bool(element.get("onclick")) or href.startswith(_SCRIPT)
