"""Addresses that a script follows: those in it, as `onclick="location.href='…'"`, and those borne as data. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import html

_LOCATION = re.compile(
    r"(?:location(?:\.href)?\s{0,9}=|location\.(?:assign|replace)\s{0,9}\(|window\.open\s{0,9}\()\s{0,9}"
    r"""["']([^"'<>\s]{1,2000})["']"""
)

ADDRESS_STARTS = ("/", "http://", "https://", "?", "./", "../")
DATA_ADDRESSES = ("data-href", "data-url", "data-link")
"""Attributes in which an element bears an address for a script of its page to follow."""


def data_address(element: html.HtmlElement, names: Iterable[str] = DATA_ADDRESSES) -> str:
    """The address that an element bears in one of these attributes, or ""."""
    for name in names:
        value: str = element.get(name, "").strip()
        if value.startswith(ADDRESS_STARTS):
            return value
    return ""


def address_in_script(element: html.HtmlElement) -> str:
    """The address to which the script of a control leads, or ""."""
    match = _LOCATION.search(f"{element.get('onclick', '')} {element.get('href', '')}")
    return match.group(1) if match else ""
