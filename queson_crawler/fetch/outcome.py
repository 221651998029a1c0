"""How a task becomes a request and what an answer, or none, says of the asking. No state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure
from urllib3.filepost import encode_multipart_formdata

from queson_crawler.fetch.address_guard import REFUSED
from queson_crawler.parse.results import PostBack, Why
from queson_crawler.understand.tasks import Task


def retry_after(response: Response) -> float | None:
    """The seconds a portal asks to be left alone, where it does: its Retry-After, as a number or as a date."""
    asked = (response.headers.get(b"Retry-After") or b"").decode("latin-1").strip()
    if asked.isdigit() and len(asked) < 7:
        return float(asked)
    try:
        return max((parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None


def excused(task: Task, steps: list[Task]) -> list[Task]:
    """The steps after a failure that was the portal's and not the request's: its repetition counts as none."""
    return [
        replace(step, attempt=task.attempt) if step == replace(task, attempt=step.attempt) else step for step in steps
    ]


def form_body(event: PostBack) -> tuple[bytes, str]:
    """The body of a postback and its content type, in the form's own encoding."""
    fields = [("__EVENTTARGET", event.target), ("__EVENTARGUMENT", event.argument), *event.fields]
    if event.multipart:
        return encode_multipart_formdata(fields)
    return urlencode(fields).encode("ascii"), "application/x-www-form-urlencoded"


def describe(failure: Failure) -> tuple[Why, str]:
    """Why no answer came, and a clause that says so."""
    error = failure.value
    if isinstance(error, IgnoreRequest) and "robots" in str(error).lower():
        return Why.FORBIDDEN, "robots.txt does not allow it"
    name = type(error).__name__
    if REFUSED in str(error):
        return Why.OTHER_SITE, f"is not asked: {REFUSED}"
    if name == "DownloadCancelledError" or (isinstance(error, IgnoreRequest) and "MAXSIZE" in str(error)):
        return Why.TOO_LARGE, "the answer was larger than allowed"
    clauses = {
        "DownloadTimeoutError": "no answer within the time allowed",
        "CannotResolveHostError": "the host's name leads nowhere, or into a network that is not public",
        "DownloadConnectionRefusedError": "nothing answers at that address (connection refused)",
        "ResponseDataLossError": "the answer broke off",
        "DownloadFailedError": "the connection broke",
    }
    return Why.NO_ANSWER, clauses.get(name, f"{name}: {error}"[:300])
