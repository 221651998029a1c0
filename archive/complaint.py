"""One thing that is wrong with an archive, as `doctor` tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

MAX_EXAMPLES = 5


@dataclass(slots=True)
class Complaint:
    """One thing that is wrong: how often, a few examples, and what became of it. `advice` says what a person can do."""

    kind: str
    count: int
    examples: list[str] = field(default_factory=list)
    advice: str = ""
    mended: bool = False


def if_any(kind: str, wrong: Sequence[str], advice: str = "", *, mended: bool = False) -> Complaint | None:
    """A complaint about what is wrong, the first of it as examples; None where nothing is."""
    if not wrong:
        return None
    return Complaint(kind, len(wrong), list(wrong[:MAX_EXAMPLES]), advice, mended)
