"""How long a portal is waited for that gives no page: it may take a crawl's time, but not without a bound."""

from __future__ import annotations

import time

from scrapy.exceptions import IgnoreRequest

MAX_UNHEARD = 90.0
"""Seconds that a portal may cost which has given no page since the crawl began."""
MAX_AWAY = 420.0
"""Seconds that a portal may cost which gave pages, from the last of them on."""
MAX_STATED = 1800.0
"""Seconds for which a portal may ask to be left alone, from its last page on, all its requests for it together."""
LEFT_ALONE = "the portal was left alone: it gave no page for so long that nothing more is asked in this crawl"


class LeftAlone(IgnoreRequest):
    """Nothing more is asked of a portal in this crawl."""

    def __init__(self) -> None:
        super().__init__(LEFT_ALONE)


class Patience:
    """What a portal has cost since its last page: seconds in which requests came to nothing or nothing was asked, for
    it seemed down; and, apart from that, seconds for which it asked itself. The time between requests to a portal that
    answers is no cost."""

    def __init__(self) -> None:
        self.spent = 0.0
        self._stated = 0.0
        self._gave_page = False
        self.page_at = time.monotonic()
        """When the last page came, or the crawl began."""
        self._is_given_up = False

    @property
    def is_over(self) -> bool:
        """Whether the portal has had all the time that it may have."""
        return self._is_given_up or self.remaining <= 0 or self._stated > MAX_STATED

    @property
    def remaining(self) -> float:
        """The seconds that the portal may still cost."""
        most = MAX_AWAY if self._gave_page else MAX_UNHEARD
        return most - self.spent

    @property
    def is_tried(self) -> bool:
        """Whether the portal costs time at present, other than what a portal that gave pages asked for itself."""
        return self.spent > 0 or (self._stated > 0 and not self._gave_page)

    @property
    def seconds_without_page(self) -> float:
        """Seconds since the last page came, or since the crawl began."""
        return time.monotonic() - self.page_at

    def lost(self, seconds: float) -> None:
        """A request came to nothing after so many seconds, or for so many nothing will be asked."""
        self.spent += max(seconds, 0.0)

    def asked_to_wait(self, seconds: float) -> None:
        """The portal asks to be left alone for so many seconds."""
        self._stated += max(seconds, 0.0)

    def heard(self) -> None:
        """Something else than a page came: the portal is there."""
        if not self._gave_page:
            self.spent = 0.0

    def gave(self) -> None:
        """A page came."""
        self._gave_page = True
        self.spent = self._stated = 0.0
        self.page_at = time.monotonic()

    def give_up(self) -> None:
        """Wait no longer, whatever the portal may still cost."""
        self._is_given_up = True
