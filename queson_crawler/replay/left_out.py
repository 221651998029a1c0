"""Blocks that were left out of articles, counted over many pages: what was cut, why, and on how many pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from queson_crawler.parse.evidence import LeftOut

MAX_LISTED = 40
"""At most this many blocks are listed, those on most pages first; all of them are counted."""
MAX_TEXT = 120


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """A block that was left out, as it looks on every page: its text cut short, and the reason."""

    text: str
    reason: str


@dataclass(slots=True)
class LeftOutBlocks:
    """How many blocks were left out for each reason, and on how many pages each of them stood."""

    reasons: Counter[str] = field(default_factory=Counter)
    pages: Counter[Cut] = field(default_factory=Counter)

    def add(self, blocks: Iterable[LeftOut]) -> None:
        """Take in one page: a block that stands on it twice is on one page."""
        once: set[Cut] = set()
        for block in blocks:
            self.reasons[block.reason] += 1
            once.add(Cut(" ".join(block.text.split())[:MAX_TEXT], block.reason))
        self.pages.update(once)

    def listed(self) -> list[tuple[Cut, int]]:
        """The blocks that were left out on most pages, each with the number of these, at most MAX_LISTED."""
        ranked = sorted(self.pages.items(), key=_rank)
        return ranked[:MAX_LISTED]

    def as_json(self) -> dict[str, Any]:
        """Everything as plain values; `blocks` holds at most MAX_LISTED."""
        blocks: list[dict[str, Any]] = []
        for cut, pages in self.listed():
            blocks.append({"text": cut.text, "reason": cut.reason, "pages": pages})
        return {"reasons": dict(sorted(self.reasons.items())), "blocks": blocks}


def _rank(counted: tuple[Cut, int]) -> tuple[int, Cut]:
    """On most pages first; of those on equally many in the order of their words."""
    cut, pages = counted
    return -pages, cut
