"""Refusals for an overload that nobody said how long it lasts: the page is asked again after longer and longer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from queson_crawler.understand.tasks import Role, Task

OVERLOADED = (502, 503, 504)
_OF_PORTAL = (Role.PAGE, Role.LIST, Role.ARTICLE)
COUNTED = 2
"""The attempt whose failures are spared."""
MAX_SPARED, MAX_SPARED_PAGES = 3, 60
"""Failures of one page that are not counted, and pages of a crawl of which some are not."""
FIRST_PAUSE = 1.0
"""Seconds before the first of these repetitions; each further one waits twice as long."""


@dataclass(slots=True)
class Overloads:
    """Pages that a portal refused for it was overloaded, without saying how long, while it gave others: asked again
    after longer and longer, for a limit that nobody named may last seconds."""

    spared: Counter[str] = field(default_factory=Counter)

    def pause(self, task: Task, status: int) -> float:
        """Seconds after which a page is asked once more without this failure being counted; 0 where it is counted. The
        first failure of a page always is: it may be the portal's state."""
        if status not in OVERLOADED or task.role not in _OF_PORTAL or task.attempt != COUNTED:
            return 0.0
        spared = self.spared[task.url]
        if spared >= MAX_SPARED or len(self.spared) > MAX_SPARED_PAGES:
            return 0.0
        self.spared[task.url] += 1
        return FIRST_PAUSE * 2.0**spared
