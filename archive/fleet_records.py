"""What a keeper decided of one portal: the shape of a row of his list, which is the table `fleet`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from archive.checks import is_slug
from archive.codec import Check

HOUR, DAY = 3600, 86400
MAX_EVERY = 366 * DAY
"""Seconds from one crawl of a portal to the next; a year is the longest that a keeper means."""


class PortalState(StrEnum):
    """Whether a portal is asked by itself: only what is active is."""

    ACTIVE = "active"
    PAUSED = "paused"
    RETIRED = "retired"
    DARK = "dark"
    MOVED = "moved"


def _is_whole(number: int) -> bool:
    return number >= 0


def _is_every(seconds: int) -> bool:
    return 0 < seconds <= MAX_EVERY


def _is_target(text: str) -> bool:
    return text.strip() != ""


Slug = Annotated[str, Check("slug of a portal", is_slug)]
Whole = Annotated[int, Check("number from 0", _is_whole)]
Every = Annotated[int, Check("number of seconds up to a year", _is_every)]
Target = Annotated[str, Check("target of a crawl", _is_target)]


@dataclass(frozen=True, slots=True)
class FleetPortal:
    """One portal as its keeper wants it asked. The slug begins the keys of its articles and never changes; ``name`` is
    another one that the keeper calls it by.

    ``target`` is a slug, a web address, or the absolute path of a portal file, whose text is in ``file_text`` as it
    was read last. ``every`` is seconds; ``max_requests`` and ``max_minutes`` bound one run, 0 where nothing does.
    ``former`` are hosts that it answered at before it moved.
    """

    slug: Slug
    target: Target
    name: str = ""
    file_text: str = ""
    delay: float | None = None
    contact: str = ""
    every: Every = DAY
    max_requests: Whole = 0
    max_minutes: Whole = 0
    group: str = ""
    state: PortalState = PortalState.ACTIVE
    endangered: bool = False
    former: tuple[str, ...] = ()

    @property
    def is_file(self) -> bool:
        """Whether its target is a portal file."""
        return self.target.endswith(".toml")


@dataclass(frozen=True, slots=True)
class CrawlRecord:
    """How the crawls of a portal of the list went. ``last_round`` is when the command began that crawled it last,
    of however many portals; ``last_whole`` is the beginning of the last run that was complete."""

    listed_at: str
    last_run: int | None = None
    last_begun: str | None = None
    last_round: str | None = None
    last_outcome: str | None = None
    last_whole: str | None = None
