"""Pure: is this article new, revised or the same, and which other text does it repeat?

`content_sha256` and `judge` tell equal texts; `read`, `sketch` and `compare` tell nearly equal ones.
"""

from archive.dedup.compare import Kind, compare
from archive.dedup.reading import Reading, read
from archive.dedup.sketch import SCHEME, Sketch, may_be_copies, sketch, text_key
from archive.dedup.verdict import content_sha256, judge

__all__ = [
    "SCHEME", "Kind", "Reading", "Sketch",
    "compare", "content_sha256", "judge", "may_be_copies", "read", "sketch", "text_key",
]  # fmt: skip
