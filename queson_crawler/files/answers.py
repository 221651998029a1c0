"""From the answer to a request for a file to what is stored of it. Pure: the text is read elsewhere, and handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from archive.records import Capture, File, FileState, Page, Problem
from queson_crawler.files.kinds import IMAGES, Kind
from queson_crawler.files.names import extension, sent_as
from queson_crawler.files.shapes import OF_THE_MOMENT, UNREAD, Reading
from queson_crawler.parse.headers import Pairs, location_of, media_type
from queson_crawler.parse.results import Why
from queson_crawler.understand.tasks import MAX_ATTEMPTS, MAX_HOPS, Task
from queson_crawler.urls import is_login

_REDIRECTS = (301, 302, 303, 307, 308)
_OFFICE_WORDS = frozenset((Kind.DOC, Kind.DOCX, Kind.RTF, Kind.OFFICE_HTML, Kind.LOCKED))
_OFFICE_SHEETS = frozenset((Kind.XLS, Kind.XLSX, Kind.OFFICE_HTML, Kind.LOCKED))
_OFFICE_SLIDES = frozenset((Kind.PPT, Kind.PPTX, Kind.LOCKED))
_ZIPPED = frozenset((Kind.ZIP, Kind.RAR, Kind.SEVEN, Kind.GZIP))
_MEANT: dict[str, frozenset[Kind]] = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "bmp", "webp", "tif", "tiff", "ico", "svg"), IMAGES),
    **dict.fromkeys(("doc", "docx"), _OFFICE_WORDS),
    **dict.fromkeys(("xls", "xlsx"), _OFFICE_SHEETS),
    **dict.fromkeys(("ppt", "pptx"), _OFFICE_SLIDES),
    **dict.fromkeys(("zip", "rar", "7z", "gz"), _ZIPPED),
    "pdf": frozenset((Kind.PDF,)),
    "rtf": frozenset((Kind.RTF, Kind.DOC, Kind.DOCX)),
    "odt": frozenset((Kind.ODT,)),
    "ods": frozenset((Kind.ODS,)),
    "odp": frozenset((Kind.ODP,)),
    "txt": frozenset((Kind.TEXT,)),
    "csv": frozenset((Kind.TEXT,)),
}
"""What stands under a name's ending without surprise: office programs open each other's formats under any of theirs."""
_PLAIN_NAMES = {Kind.OFFICE_HTML: "text/html", Kind.LOCKED: Kind.OLE.value}


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What a portal sent for a file: content encoding removed, headers as pairs of text."""

    url: str
    status: int
    body: bytes
    headers: Pairs = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an answer holds no file."""

    state: FileState
    detail: str


def look(answer: FileAnswer, own: Callable[[str], bool]) -> Refusal | str | None:
    """What can be told without reading the body: a refusal, the address a redirect leads to, or None: read it."""
    if answer.status in _REDIRECTS:
        return _leads_to(answer, own)
    if answer.status in (404, 410):
        return Refusal(FileState.NOT_FOUND, f"answered {answer.status}")
    if answer.status in (401, 403, 407, 451):
        return Refusal(FileState.REFUSED, f"answered {answer.status}")
    if answer.status != 200:
        return Refusal(FileState.NO_ANSWER, f"answered {answer.status}")
    return None


def _leads_to(answer: FileAnswer, own: Callable[[str], bool]) -> Refusal | str:
    try:
        target = urljoin(answer.url, location_of(answer.headers).strip())
        usable = urlsplit(target).scheme in ("http", "https") and target != answer.url
    except ValueError:
        target, usable = "", False
    if not usable:
        return Refusal(FileState.NO_ANSWER, f"{answer.status} without an address to go to")
    if not own(target):
        return Refusal(FileState.ELSEWHERE, f"leads to {target}")
    return Refusal(FileState.REFUSED, f"leads to {target}") if is_login(target) else target


def onward(task: Task, target: str) -> Task | Refusal:
    """The task that follows a redirect, unless there were too many."""
    if task.hops >= MAX_HOPS:
        return Refusal(FileState.NO_ANSWER, f"a redirect loop: leads on to {target}")
    return replace(task, url=target, hops=task.hops + 1, origin=task.origin or task.url)


def may_repeat(task: Task, refusal: Refusal) -> bool:
    """Whether a file is asked for once more in the same run."""
    return refusal.state is FileState.NO_ANSWER and task.attempt < MAX_ATTEMPTS and task.hops < MAX_HOPS


def file_page(
    run_id: int, task: Task, answer: FileAnswer, capture: Capture, told: Refusal | str | None, reading: Reading | None
) -> Page:
    """What is stored of an answer: of a redirect nothing but the exchange, of a file what `reading` found in it."""
    step = onward(task, told) if isinstance(told, str) else told
    if isinstance(step, Refusal):
        return refused_page(run_id, task, step, capture)
    if isinstance(step, Task) or reading is None:
        return Page(run_id, capture=capture)
    return _read_page(run_id, task, answer, reading, capture)


def refused_page(run_id: int, task: Task, refusal: Refusal, capture: Capture | None, at: str | None = None) -> Page:
    """What is stored of a file that did not come: nothing while it will be asked for again."""
    page = Page(run_id, capture=capture, observed_at=at)
    if may_repeat(task, refusal):
        return page
    problem = Problem(task.url, f"file {refusal.state}", refusal.detail)
    return replace(page, file=File(task.origin or task.url, refusal.state), problems=(problem,))


def _read_page(run_id: int, task: Task, answer: FileAnswer, reading: Reading, capture: Capture) -> Page:
    """What is stored of a file that came."""
    address, name = task.origin or task.url, sent_as(answer.headers)
    ending = extension(address, name, answer.url)
    if (why := _no_file(reading.kind, ending, task)) is not None:
        return refused_page(run_id, task, Refusal(FileState.NOT_A_FILE, why), capture)
    declared, _ = media_type(answer.headers)
    unknown = reading.kind in (Kind.UNKNOWN, Kind.OLE) and "html" not in declared
    kind = declared[:100] if unknown and declared else _PLAIN_NAMES.get(reading.kind, reading.kind.value)
    state = FileState.BROKEN if reading.kind in (Kind.UNKNOWN, Kind.OLE) and ending in _MEANT else reading.state
    file = File(address, state, kind, len(answer.body), capture.sha256, name, reading.text or None)
    return Page(run_id, capture=capture, file=file, problems=_problems(task, reading, state, ending))


def _no_file(kind: Kind, ending: str, task: Task) -> str | None:
    """Why what came is no file at all: servers send a page, or a line of text, and say that all is well."""
    meant = _MEANT.get(ending, frozenset())
    if kind is Kind.EMPTY:
        return "no bytes in the answer"
    if kind is Kind.HTML:
        return "a page came instead"
    if task.image and kind not in IMAGES:
        return f"{kind.value} came where a picture is shown"
    if kind is Kind.TEXT and meant and kind not in meant:
        return f"plain text came under the ending .{ending}"
    return None


def _problems(task: Task, reading: Reading, state: FileState, ending: str) -> tuple[Problem, ...]:
    if state in OF_THE_MOMENT:
        return ()  # told by the event that says so
    if state in UNREAD:
        detail = reading.detail or f"its bytes are none of .{ending}"
        return (Problem(task.url, f"file {state}", f"{reading.kind.value}: {detail}"),)
    if ending in _MEANT and reading.kind not in _MEANT[ending]:
        return (Problem(task.url, "file under another ending", f".{ending} holds {reading.kind.value}"),)
    return ()


def unanswered(why: str, detail: str) -> Refusal:
    """Why a file did not come, told by what kept the answer away."""
    if why == Why.FORBIDDEN:
        return Refusal(FileState.REFUSED, detail)
    return Refusal(FileState.TOO_LARGE if why == Why.TOO_LARGE else FileState.NO_ANSWER, detail)
