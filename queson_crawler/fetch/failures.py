"""What an answer, or none, says of the asking: why nothing came, and how long to wait. No state."""

from __future__ import annotations

import re
from dataclasses import replace

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from queson_crawler.fetch.address_guard import REFUSED
from queson_crawler.fetch.limits import retry_header, seconds_of
from queson_crawler.fetch.patience import LEFT_ALONE
from queson_crawler.fetch.robots import UNAVAILABLE
from queson_crawler.parse.results import Why
from queson_crawler.understand.tasks import Task

MAX_DETAIL = 300
_CLAUSES = {
    "DownloadTimeoutError": "no answer within the time allowed",
    "CannotResolveHostError": "the host's name leads nowhere, or into a network that is not public",
    "DownloadConnectionRefusedError": "nothing answers at that address (connection refused)",
    "ResponseDataLossError": "the answer broke off",
    "DownloadFailedError": "the connection broke",
}
"""What people are told of Scrapy's and Twisted's errors, by their class."""


_REFUSALS = (
    (re.compile(rf"ignored: ({re.escape(UNAVAILABLE)}.*)", re.S), Why.FORBIDDEN, r"\1"),
    (re.compile(rf"ignored: ({re.escape(LEFT_ALONE)})"), Why.NO_ANSWER, r"\1"),
    (re.compile(r"ignored: .*robots.*", re.I | re.S), Why.FORBIDDEN, "robots.txt does not allow it"),
    (re.compile(rf".*{re.escape(REFUSED)}.*", re.S), Why.OTHER_SITE, f"is not asked: {REFUSED}"),
    (
        re.compile(r"DownloadCancelledError: .*|ignored: .*MAXSIZE.*", re.S),
        Why.TOO_LARGE,
        "the answer was larger than allowed",
    ),
)
"""What errors say that tell of more than a broken connection: their class (`ignored` for requests that were not sent)
and message, why no answer came, and the clause that says so."""


def retry_after(response: Response) -> float | None:
    """The seconds a portal asks to be left alone, where it does: its Retry-After, as a number or as a date."""
    return seconds_of(retry_header(response))


def excused(task: Task, steps: list[Task]) -> list[Task]:
    """The steps after a failure that was the portal's and not the request's: its repetition counts as none."""
    found = []
    for step in steps:
        if step == replace(task, attempt=step.attempt):
            found.append(replace(step, attempt=task.attempt))
        else:
            found.append(step)
    return found


def describe(failure: Failure) -> tuple[Why, str]:
    """Why no answer came, and a clause that says so."""
    error = failure.value
    name = type(error).__name__
    if isinstance(error, IgnoreRequest):
        name = "ignored"
    told = f"{name}: {error}"
    for pattern, why, clause in _REFUSALS:
        match = pattern.fullmatch(told)
        if match:
            return why, match.expand(clause)
    return Why.NO_ANSWER, _CLAUSES.get(name, told[:MAX_DETAIL])
