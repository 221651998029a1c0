"""From the answer to a request for a file to what is stored of it. Pure: the text is read elsewhere, and handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

from archive.records import Capture, File, FileState, Page, Problem
from queson_crawler.files.formats import IMAGES, Format
from queson_crawler.files.names import extension, sent_as
from queson_crawler.files.readings import OF_THE_MOMENT, UNREAD, FileReading
from queson_crawler.parse.headers import Pairs, location_of, media_type
from queson_crawler.parse.results import Why
from queson_crawler.understand.asked import Asked
from queson_crawler.understand.tasks import MAX_ATTEMPTS, MAX_HOPS, FileTask
from queson_crawler.urls import is_login

Asking = TypeVar("Asking", bound=Asked)
_REDIRECTS = (301, 302, 303, 307, 308)
_STATES = {
    404: FileState.NOT_FOUND,
    410: FileState.NOT_FOUND,
    401: FileState.REFUSED,
    403: FileState.REFUSED,
    407: FileState.REFUSED,
    451: FileState.REFUSED,
}
"""What becomes of a file that was answered so; after any other status it is asked for again."""
_UNANSWERED: dict[str, FileState] = {Why.FORBIDDEN: FileState.REFUSED, Why.TOO_LARGE: FileState.TOO_LARGE}
"""What becomes of a file whose answer was kept away."""
_OFFICE_WORDS = frozenset((Format.DOC, Format.DOCX, Format.RTF, Format.OFFICE_HTML, Format.LOCKED))
_OFFICE_SHEETS = frozenset((Format.XLS, Format.XLSX, Format.OFFICE_HTML, Format.LOCKED))
_OFFICE_SLIDES = frozenset((Format.PPT, Format.PPTX, Format.LOCKED))
_ZIPPED = frozenset((Format.ZIP, Format.RAR, Format.SEVEN, Format.GZIP))
_MEANT: dict[str, frozenset[Format]] = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "bmp", "webp", "tif", "tiff", "ico", "svg"), IMAGES),
    **dict.fromkeys(("doc", "docx"), _OFFICE_WORDS),
    **dict.fromkeys(("xls", "xlsx"), _OFFICE_SHEETS),
    **dict.fromkeys(("ppt", "pptx"), _OFFICE_SLIDES),
    **dict.fromkeys(("zip", "rar", "7z", "gz"), _ZIPPED),
    "pdf": frozenset((Format.PDF,)),
    "rtf": frozenset((Format.RTF, Format.DOC, Format.DOCX)),
    "odt": frozenset((Format.ODT,)),
    "ods": frozenset((Format.ODS,)),
    "odp": frozenset((Format.ODP,)),
    "txt": frozenset((Format.TEXT,)),
    "csv": frozenset((Format.TEXT,)),
}
"""What stands under a name's ending without surprise: office programs open each other's formats under any of theirs."""
_NO_FILES = {Format.EMPTY: "no bytes in the answer", Format.HTML: "a page came instead"}
_NO_FORMAT = (Format.UNKNOWN, Format.OLE)
MAX_MEDIA_TYPE = 100
_PLAIN_NAMES = {Format.OFFICE_HTML: "text/html", Format.LOCKED: Format.OLE.value}


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
    if answer.status == 200:
        return None
    state = _STATES.get(answer.status, FileState.NO_ANSWER)
    return Refusal(state, f"answered {answer.status}")


def _leads_to(answer: FileAnswer, own: Callable[[str], bool]) -> Refusal | str:
    target = _target(answer)
    if target in ("", answer.url):
        return Refusal(FileState.NO_ANSWER, f"{answer.status} without an address to go to")
    if not own(target):
        return Refusal(FileState.ELSEWHERE, f"leads to {target}")
    if is_login(target):
        return Refusal(FileState.REFUSED, f"leads to {target}")
    return target


def _target(answer: FileAnswer) -> str:
    """The web address that a redirect names; "" where it names none."""
    try:
        target = urljoin(answer.url, location_of(answer.headers).strip())
        scheme = urlsplit(target).scheme
    except ValueError:
        return ""
    if scheme not in ("http", "https"):
        return ""
    return target


def onward(task: Asking, target: str) -> Asking | Refusal:
    """The task that follows a redirect, unless there were too many."""
    if task.hops >= MAX_HOPS:
        return Refusal(FileState.NO_ANSWER, f"a redirect loop: leads on to {target}")
    return task.redirected(target)


def may_repeat(task: Asked, refusal: Refusal) -> bool:
    """Whether a file is asked for once more in the same run."""
    return refusal.state is FileState.NO_ANSWER and task.attempt < MAX_ATTEMPTS and task.hops < MAX_HOPS


def file_page(
    run_id: int,
    task: FileTask,
    answer: FileAnswer,
    capture: Capture,
    told: Refusal | str | None,
    reading: FileReading | None,
) -> Page:
    """What is stored of an answer: of a redirect nothing but the exchange, of a file what `reading` found in it."""
    step = onward(task, told) if isinstance(told, str) else told
    if isinstance(step, Refusal):
        return refused_page(run_id, task, step, capture)
    if reading is None:
        return Page(run_id, capture=capture)
    return _read_page(run_id, task, answer, reading, capture)


def refused_page(run_id: int, task: FileTask, refusal: Refusal, capture: Capture | None, at: str | None = None) -> Page:
    """What is stored of a file that did not come: nothing while it will be asked for again."""
    page = Page(run_id, capture=capture, observed_at=at)
    if may_repeat(task, refusal):
        return page
    problem = Problem(task.url, f"file {refusal.state}", refusal.detail)
    return replace(page, file=File(task.first_url, refusal.state), problems=(problem,))


def _read_page(run_id: int, task: FileTask, answer: FileAnswer, reading: FileReading, capture: Capture) -> Page:
    """What is stored of a file that came."""
    address, name = task.first_url, sent_as(answer.headers)
    ending = extension(address, name, answer.url)
    why = _no_file(reading.kind, ending, task)
    if why is not None:
        return refused_page(run_id, task, Refusal(FileState.NOT_A_FILE, why), capture)
    state = reading.state
    if reading.kind in _NO_FORMAT and ending in _MEANT:
        state = FileState.BROKEN
    kind = _media_type(answer, reading.kind)
    file = File(address, state, kind, len(answer.body), capture.sha256, name, reading.text or None)
    return Page(run_id, capture=capture, file=file, problems=_problems(task, reading, state, ending))


def _media_type(answer: FileAnswer, kind: Format) -> str:
    """What a file is called: by its bytes, else as the server calls it."""
    declared, _ = media_type(answer.headers)
    if kind in _NO_FORMAT and declared and "html" not in declared:
        return declared[:MAX_MEDIA_TYPE]
    return _PLAIN_NAMES.get(kind, kind.value)


def _no_file(kind: Format, ending: str, task: FileTask) -> str | None:
    """Why what came is no file at all: servers send a page, or a line of text, and say that all is well."""
    if kind in _NO_FILES:
        return _NO_FILES[kind]
    if task.image and kind not in IMAGES:
        return f"{kind.value} came where a picture is shown"
    if kind is Format.TEXT and _surprises(kind, ending):
        return f"plain text came under the ending .{ending}"
    return None


def _surprises(kind: Format, ending: str) -> bool:
    """Whether something else is meant by an ending; by one that nobody knows nothing is."""
    return kind not in _MEANT.get(ending, (kind,))


def _problems(task: FileTask, reading: FileReading, state: FileState, ending: str) -> tuple[Problem, ...]:
    if state in OF_THE_MOMENT:
        return ()  # told by the event that says so
    if state in UNREAD:
        detail = reading.detail or f"its bytes are none of .{ending}"
        return (Problem(task.url, f"file {state}", f"{reading.kind.value}: {detail}"),)
    if _surprises(reading.kind, ending):
        return (Problem(task.url, "file under another ending", f".{ending} holds {reading.kind.value}"),)
    return ()


def unanswered(why: str, detail: str) -> Refusal:
    """Why a file did not come, told by what kept the answer away."""
    return Refusal(_UNANSWERED.get(why, FileState.NO_ANSWER), detail)
