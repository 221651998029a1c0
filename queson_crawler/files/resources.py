"""From the answer to a request for what pages are shown with to what is stored of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from archive.records import Capture, FileState, Needed, Page, Problem, Resource, Use
from queson_crawler.files.answers import FileAnswer, Refusal, look, may_repeat, onward
from queson_crawler.parse.headers import media_type
from queson_crawler.parse.resources import needed_by_sheet
from queson_crawler.understand.tasks import ResourceTask

MAX_DEPTH = 5
"""Style sheets that import each other are followed so far."""
_PAGE = re.compile(rb"\s*+(?:<!--.{0,2000}?-->\s*+)?+<(?:!doctype\s++html|html|head|body)\b", re.I | re.S)
_HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer brought: the `page` to store, and what is asked next, if anything."""

    page: Page
    following: ResourceTask | None = None
    is_repetition: bool = False
    """Whether the same is asked once more."""


def resource_answer(
    run_id: int, task: ResourceTask, answer: FileAnswer, capture: Capture, own: Callable[[str], bool]
) -> Answered:
    """What is stored of an answer, and what follows from it."""
    told = look(answer, own)
    if isinstance(told, str):
        step = onward(task, told)
        if isinstance(step, ResourceTask):
            return Answered(Page(run_id, capture=capture), step)
        told = step
    if told is None:
        told = _no_resource(answer)
    if told is None:
        return Answered(_kept(run_id, task, answer, capture))
    return refused(run_id, task, told, capture)


def refused(
    run_id: int, task: ResourceTask, refusal: Refusal, capture: Capture | None, at: str | None = None
) -> Answered:
    """What is stored of a resource that did not come: nothing while it will be asked for again."""
    page = Page(run_id, capture=capture, observed_at=at)
    if may_repeat(task, refusal):
        return Answered(page, task.again(), is_repetition=True)
    problem = Problem(task.url, f"resource {refusal.state}", refusal.detail)
    return Answered(replace(page, resource=Resource(task.needed, refusal.state), problems=(problem,)))


def _no_resource(answer: FileAnswer) -> Refusal | None:
    """Why what came is none: servers send a page, and say that all is well."""
    if not answer.body:
        return Refusal(FileState.NOT_A_FILE, "no bytes in the answer")
    declared, _ = media_type(answer.headers)
    if declared in _HTML or (_PAGE.match(answer.body) and "svg" not in declared):
        return Refusal(FileState.NOT_A_FILE, "a page came instead")
    return None


def _kept(run_id: int, task: ResourceTask, answer: FileAnswer, capture: Capture) -> Page:
    kind, charset = media_type(answer.headers)
    resource = Resource(task.needed, FileState.KEPT, kind, len(answer.body), capture.sha256)
    return Page(run_id, capture=capture, resource=resource, needs=_needs(task, answer, kind, charset))


def _needs(task: ResourceTask, answer: FileAnswer, kind: str, charset: str | None) -> tuple[Needed, ...]:
    """What a style sheet refers to in turn."""
    if task.use is not Use.SHEET and kind != "text/css":
        return ()
    if task.depth >= MAX_DEPTH:
        return ()
    return needed_by_sheet(answer.body, charset, answer.url, task.depth + 1)
