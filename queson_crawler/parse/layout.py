"""The class names of a page: they change when a portal is dressed anew, and hardly ever otherwise."""

from __future__ import annotations

import re

from queson_crawler.parse.document import USUAL_TEXT

MOST_NAMES, LONGEST = 1000, 40
_CLASS = re.compile(rb"""\sclass\s*=\s*["']([^"'<>]{1,300})["']""", re.I)
_DIGITS = re.compile(r"\d+")


def layout_of(body: bytes) -> tuple[str, ...]:
    """The class names in a page as it was sent, sorted, numbers in them as `#`: `DnnModule-415` counts items."""
    names = b" ".join(_CLASS.findall(body[:USUAL_TEXT])).decode("utf-8", "replace").split()
    found = sorted({_DIGITS.sub("#", name) for name in names if len(name) <= LONGEST})
    return tuple(found[:MOST_NAMES])
