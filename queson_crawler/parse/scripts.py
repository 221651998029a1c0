"""Addresses that stand in a script of a control: `onclick="location.href='…'"`. Pure."""

from __future__ import annotations

import re

from lxml import html

_LOCATION = re.compile(
    r"(?:location(?:\.href)?\s{0,9}=|location\.(?:assign|replace)\s{0,9}\(|window\.open\s{0,9}\()\s{0,9}"
    r"""["']([^"'<>\s]{1,2000})["']"""
)


def address_in_script(element: html.HtmlElement) -> str:
    """The address to which the script of a control leads, or ""."""
    match = _LOCATION.search(f"{element.get('onclick', '')} {element.get('href', '')}")
    return match.group(1) if match else ""
