"""Pages that say they were asked for too fast: some portals send them with status 200 or 503."""

from __future__ import annotations

import re

from queson_crawler.parse.document import Document
from queson_crawler.parse.notices import visible

MAX_BYTES, MAX_TEXT = 20_000, 600
"""Such a page says little else."""
_TOO_FAST = re.compile(
    r"quá nhiều (?:yêu cầu|truy cập|kết nối|lượt truy cập)|(?:truy cập|yêu cầu) quá nhanh"
    r"|(?:hãy đợi|vui lòng (?:chờ|đợi|thử lại sau))\s+\d{1,4}\s*giây|too many (?:requests|connections)"
    r"|rate limit|requests? too fast|flood (?:control|protection)",
    re.I,
)
_WORDS = ("quá nh", "giây", "too many", "rate limit", "too fast", "flood ")
"""One of these stands in each of them: to look for it is faster."""


def may_be_flood(body: bytes) -> bool:
    """Whether a page is worth a look: so short, and with such words somewhere in it."""
    if len(body) > MAX_BYTES:
        return False
    text = body.decode("utf-8", "replace").lower()
    return any(word in text for word in _WORDS) and _TOO_FAST.search(text) is not None


def too_fast(doc: Document) -> str:
    """The words with which a page says so, or ""."""
    shown = visible(doc)
    match = _TOO_FAST.search(shown)
    if match is None or len(shown) >= MAX_TEXT:
        return ""
    return match.group()
