"""Pages that say they were asked for too fast: some portals send them with status 200 or 503."""

from __future__ import annotations

import re

from queson_crawler.parse.document import Document, squeeze

MOST_BYTES, MOST_TEXT = 20_000, 600
"""Such a page says little else."""
_TOO_FAST = re.compile(
    r"quá nhiều (?:yêu cầu|truy cập|kết nối|lượt truy cập)|truy cập quá nhanh|yêu cầu quá nhanh|hãy đợi\s+\d{1,4}\s*giây"
    r"|vui lòng (?:chờ|đợi|thử lại sau)\s+\d{1,4}\s*giây|too many (?:requests|connections)|rate limit|requests? too fast"
    r"|flood (?:control|protection)",
    re.I,
)


def too_fast(doc: Document, size: int) -> str:
    """The words with which a page says so, or ""; `size` is its length in bytes."""
    if size > MOST_BYTES:
        return ""
    shown = squeeze(" ".join(text for text in doc.root.itertext() if text.strip())[: 4 * MOST_TEXT])
    match = _TOO_FAST.search(shown)
    return match.group() if match and len(_without_scripts(doc)) < MOST_TEXT else ""


def _without_scripts(doc: Document) -> str:
    texts = (element.text or "" for element in doc.root.iter() if element.tag not in ("script", "style"))
    return squeeze(" ".join(texts))
