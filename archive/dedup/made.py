"""Sketches that were made elsewhere before their texts are stored: in another process, while this one stored others."""

from __future__ import annotations

from archive.dedup.sketch import Sketch

MAX_KEPT = 512
_MADE: dict[str, Sketch | None] = {}
"""By the digest of the text: texts with one `content_sha256` have one sketch, so that it never matters who made it."""


def keep(sha256: str, made: Sketch | None) -> None:
    """Keep the sketch of a text until it is stored; the oldest goes where there are too many."""
    _MADE.pop(sha256, None)
    if len(_MADE) >= MAX_KEPT:
        _MADE.pop(next(iter(_MADE)))
    _MADE[sha256] = made


def is_made(sha256: str) -> bool:
    """Whether the sketch of a text is kept; that of one that is too short for a sketch is None, and kept."""
    return sha256 in _MADE


def made(sha256: str) -> Sketch | None:
    """The sketch that is kept of a text."""
    return _MADE[sha256]
