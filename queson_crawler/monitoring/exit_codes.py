"""The exit codes of every command; cron and people depend on them."""

from __future__ import annotations

from enum import IntEnum

from archive.records import Outcome


class Exit(IntEnum):
    """How a command ended; the README says what each means."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    INCOMPLETE = 3
    BUSY = 75


_OF_OUTCOMES = {
    Outcome.COMPLETE: Exit.DONE,
    Outcome.FAILED: Exit.FAILED,
}


def exit_code(outcome: str | None) -> Exit:
    """The exit code for the outcome of a run; None is a run that never came to one."""
    if not outcome:
        return Exit.FAILED
    return _OF_OUTCOMES.get(Outcome(outcome), Exit.INCOMPLETE)
