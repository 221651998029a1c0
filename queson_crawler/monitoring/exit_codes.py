"""The exit codes of every command; cron and people depend on them."""

from __future__ import annotations

from enum import IntEnum

from archive.records import Outcome


class Exit(IntEnum):
    """How a command ended; the README says what each means. FAILED is for failures of this machine or archive alone."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    INCOMPLETE = 3
    BUSY = 75


_JUDGED = (Outcome.INCOMPLETE, Outcome.FAILED)
"""The outcomes of runs that came to their end and found something wrong."""


def exit_code(outcome: str | None, *, is_accepted: bool = False) -> Exit:
    """The exit code for the outcome of a run; None is a run that never came to one. What a keeper has accepted, all of
    it, is no reason to call him: `is_accepted`."""
    if not outcome:
        return Exit.FAILED
    if outcome == Outcome.COMPLETE:
        return Exit.DONE
    if is_accepted and outcome in _JUDGED:
        return Exit.DONE
    return Exit.INCOMPLETE
