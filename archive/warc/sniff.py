"""Pure: whether bytes begin like a page, for what does not say what it is."""

from __future__ import annotations

import re

LOOKED_AT = 4096
"""Bytes by which a page is known."""
_BOM = b"\xef\xbb\xbf"
_PAGE = re.compile(rb"<(?:!doctype\s{1,9}html|html|head|body|title|div|p)\b", re.I)


def is_page(content: bytes) -> bool:
    """Whether a content, without its encoding, begins like a page of HTML."""
    begin = content[:LOOKED_AT].removeprefix(_BOM).lstrip()
    return begin.startswith(b"<") and _PAGE.search(begin) is not None
