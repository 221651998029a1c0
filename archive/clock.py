"""The time of observation. For tests that let days pass between two crawls, the clock can be set ahead."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

AHEAD = "QUESON_CLOCK_AHEAD"
"""Seconds that the clock of this process is ahead of the machine's: for tests and drills, never for an archive."""


def moment() -> datetime:
    """Now, in UTC."""
    try:
        ahead = timedelta(seconds=int(os.environ.get(AHEAD) or 0))
    except (ValueError, OverflowError):
        ahead = timedelta()
    return datetime.now(UTC) + ahead


def now() -> str:
    """Now: UTC, to the second."""
    return moment().strftime("%Y-%m-%dT%H:%M:%SZ")
