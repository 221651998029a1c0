"""The class names of a page: they change when a portal is dressed anew, and hardly ever otherwise."""

from __future__ import annotations

import re

from archive.records import WHOLE
from queson_crawler.parse.document import USUAL_TEXT

MAX_NAMES, LONGEST = 1000, 40
_CLASS = re.compile(rb"""[cC](?<=\s[cC])[lL][aA][sS][sS]\s*=\s*["']([^"'<>]{1,300})["']""")
"""The letter comes before the space in front of it: that is found faster, for pages are full of spaces."""
_DIGITS = re.compile(r"\d+")
_END = re.compile(rb"</(?:html|body)\s*>", re.I)


def layout_of(body: bytes) -> tuple[str, ...]:
    """The class names in a page as it was sent, sorted, numbers in them as `#`: `DnnModule-415` counts items.

    WHOLE stands among them where the page was sent to its end.
    """
    names = b" ".join(_CLASS.findall(body[:USUAL_TEXT])).decode("utf-8", "replace").split()
    short = [name for name in dict.fromkeys(names) if len(name) <= LONGEST]
    found = sorted(set(_DIGITS.sub("#", " ".join(short)).split()))
    return (*((WHOLE,) if _END.search(body) else ()), *found[:MAX_NAMES])
