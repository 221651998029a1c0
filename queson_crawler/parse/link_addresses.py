"""Everything on a page that leads on, with its address as it stands there. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import html

from queson_crawler.parse.document import Document
from queson_crawler.parse.scripts import ADDRESS_STARTS, DATA_ADDRESSES, address_in_script, data_address

_SVG_LINK = "xlink:href"
_PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml"))


def addresses_of(doc: Document) -> Iterator[tuple[html.HtmlElement, str]]:
    """Links, areas of a picture, entries of a drop-down menu, frames, and what has an address in its script or data."""
    borne = [name for name in DATA_ADDRESSES if name in doc.text]
    for element in doc.root.iter(*_ADDRESS_OF):
        href = _ADDRESS_OF[str(element.tag)](element) or data_address(element, borne)
        if href:
            yield element, href


def address_of_link(element: html.HtmlElement) -> str:
    """The address of a link, or that in its script or data where it has none of its own."""
    href: str = element.get("href", "") or element.get(_SVG_LINK, "")
    if not href or href.startswith(("#", "javascript:")):
        return address_in_script(element) or data_address(element) or href
    return href


def _option(element: html.HtmlElement) -> str:
    """The address that an entry of a menu bears as its value; "" for a choice of any other kind."""
    value = element.get("value", "").strip()
    return value if value.startswith(ADDRESS_STARTS) else ""


def _frame(element: html.HtmlElement) -> str:
    return element.get("src", "")


def _object(element: html.HtmlElement) -> str:
    """The page that an <object> shows; "" where it shows anything else."""
    return element.get("data", "") if element.get("type", "").lower() in _PAGE_TYPES else ""


def _scripted(element: html.HtmlElement) -> str:
    return address_in_script(element) if element.get("onclick") else ""


_ADDRESS_OF: dict[str, Callable[[html.HtmlElement], str]] = {
    "a": address_of_link,
    "area": address_of_link,
    "option": _option,
    "frame": _frame,
    "iframe": _frame,
    "object": _object,
    "li": _scripted,
    "div": _scripted,
    "span": _scripted,
    "td": _scripted,
    "button": _scripted,
    "tr": _scripted,
}
