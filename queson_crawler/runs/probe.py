"""`queson probe`: look at a portal through the spider, so that what comes is kept like everything else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from protego import Protego

from archive import captures, runs
from archive.store import Archive
from archive.warc import Exchange, read_at
from queson_crawler.fetch.robots import in_utf_8
from queson_crawler.frontier.probe_frontier import SIBLINGS, ProbeFrontier
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.parse.document import Document
from queson_crawler.parse.explain import Explanation, explain
from queson_crawler.parse.headers import media_type
from queson_crawler.parse.imprint import Imprint, read_imprint
from queson_crawler.platforms import Reason, reasons
from queson_crawler.portals import Portal
from queson_crawler.profile.profile import Profile
from queson_crawler.recording.recorder import Recorder
from queson_crawler.runs.crawl import BROKE_OFF as CRAWL_BROKE_OFF
from queson_crawler.runs.crawl import Options, failure_of, process_for, refused_target, settings_for
from queson_crawler.runs.discovery import Discovery, conclude
from queson_crawler.spiders.probe import ProbeSpider
from queson_crawler.understand.reader import answer_of
from queson_crawler.understand.tasks import Role

MAX_DELAY = 60.0
MAX_HINT = 200
_START, _ROBOTS = "start", "robots"
_EXPLAINED = (Role.PAGE, Role.LIST, Role.ARTICLE)
_TEXTS = ("title", "start", "owner", "address", "phone", "email")
"""What a portal file says of a portal in words, in this order."""
BROKE_OFF = "The probe broke off; see the log."
_IN_WORDS = {"": BROKE_OFF, CRAWL_BROKE_OFF: BROKE_OFF}
"""What a probe says instead of what a crawl says, or where that says nothing."""
NOTHING_SAID = Imprint()


@dataclass(frozen=True, slots=True)
class Probed:
    """A portal, what a look at it found, why it is taken for its platform, what it says of itself, and the seconds
    between requests that its robots.txt asks for. `error` is one sentence where nothing came, `code` the exit code for
    it."""

    portal: Portal
    found: Discovery
    reasons: tuple[Reason, ...] = ()
    said: Imprint = NOTHING_SAID
    delay: float | None = None
    requests: int = 0
    error: str = ""
    code: Exit = Exit.INCOMPLETE
    why: tuple[Explanation, ...] = ()
    """Why the start page, the first list and the first article were read as they were."""


def probe(portal: Portal, target: str, archive: Path, delay: float | None, *, why: bool = False) -> Probed:
    """Look at a portal; the exchanges go into the archive. With `why` some more articles are asked for: what their
    pages share is part of none. The reactor runs once in a process, so this does too."""
    refusal = refused_target(portal)
    if refusal is not None:
        return Probed(portal, conclude(ProbeFrontier(portal)), error=refusal.error)
    settings = settings_for(archive, portal, Options(delay))
    settings.set("LOG_LEVEL", "CRITICAL", "cmdline")
    process = process_for(settings)
    crawler = process.create_crawler(ProbeSpider)
    process.crawl(crawler, target=target, portal=portal, siblings=SIBLINGS if why else 0)
    process.start()
    recorder, spider = crawler.get_extension(Recorder), crawler.spider
    failure = failure_of(recorder)
    if not isinstance(spider, ProbeSpider) or recorder is None or failure:
        error = _IN_WORDS.get(failure, failure)
        return Probed(portal, conclude(ProbeFrontier(portal)), error=error, code=Exit.FAILED)
    with Archive.open(archive, create=False) as opened:
        return _probed(portal, spider.probed, opened, recorder.finished_run)


def _probed(portal: Portal, frontier: ProbeFrontier, archive: Archive, run: int) -> Probed:
    """What the exchanges of a run say of the portal, beside what its pages were understood as."""
    firsts: dict[str, Exchange] = {}
    explained: dict[str, Explanation] = {}
    count = 0
    for place in captures.places_of_run(archive, run):
        exchange = read_at(archive.warc, place).exchange
        firsts.setdefault(_kind_of(exchange), exchange)
        _explain(exchange, frontier.profile, explained)
        count += 1
    why = tuple(explained.values())
    delay = _crawl_delay(firsts.get(_ROBOTS))
    probed = Probed(portal, conclude(frontier), delay=delay, requests=count, why=why)
    first = firsts.get(_START)
    if first is None:
        problem = runs.first_problem(archive, run) or "no answer"
        return replace(probed, error=f"{portal.start} cannot be read: {problem}.")
    doc = _document(first)
    return replace(probed, reasons=reasons(doc), said=read_imprint(doc))


def _kind_of(exchange: Exchange) -> str:
    """What an exchange is kept for: the start page as it came, robots.txt, or another page by its role."""
    if exchange.task.get("start") and exchange.status == HTTPStatus.OK:
        return _START
    return str(exchange.task.get("role"))


def _explain(exchange: Exchange, profile: Profile, explained: dict[str, Explanation]) -> None:
    """Keep why the start page, the first list and the first article are read as they are."""
    role = str(exchange.task.get("role"))
    if exchange.status != HTTPStatus.OK or role not in _EXPLAINED:
        return
    said = explain(answer_of(exchange), profile.platform, role, profile.template)
    if _kind_of(exchange) == _START:
        explained.setdefault(_START, said)
    elif said.verdicts:
        explained.setdefault(said.kind, said)


def _document(exchange: Exchange) -> Document:
    return Document.from_bytes(exchange.url, exchange.content, media_type(exchange.response_headers)[1])


def _crawl_delay(robots: Exchange | None) -> float | None:
    """Seconds that robots.txt asks of us, at most a minute; None where it says nothing."""
    if robots is None or robots.status != HTTPStatus.OK:
        return None
    delay = Protego.parse(in_utf_8(robots.content).decode("utf-8", "replace")).crawl_delay("queson")
    if not delay or delay < 0:
        return None
    return min(float(delay), MAX_DELAY)


def portal_file(probed: Probed) -> str:
    """The text of a portal file that says what was found and what the platform does not say by itself."""
    portal = probed.portal
    lines = [f"# {urlsplit(portal.start).netloc}, {probed.found.platform}: written by queson probe, to be corrected."]
    for name, text in _texts(probed).items():
        lines.append(f"{name} = {quoted(text)}")
    delay = portal.delay
    if delay is None:
        delay = probed.delay
    if delay is not None:
        lines.append(f"delay = {delay:g}")
    lines.append('known = "Assumed: found by queson probe; nobody has compared it with the portal yet."')
    return "\n".join([*lines, *_hints(probed), ""])


def _texts(probed: Probed) -> dict[str, str]:
    """What is known in words: as the portal file at hand has it, else as the portal says of itself."""
    texts: dict[str, str] = {}
    for name in _TEXTS:
        text = getattr(probed.portal, name) or getattr(probed.said, name, "")
        if text:
            texts[name] = text
    platform = probed.portal.platform
    if platform and platform != _detected(probed.reasons):
        texts["platform"] = platform
    return texts


def _detected(found: Iterable[Reason]) -> str:
    """The name of the platform that the start page shows; "" where it shows none."""
    for reason in found:
        if reason.enough:
            return reason.platform.name
    return ""


def quoted(text: str) -> str:
    """A TOML string on one line."""
    plain = _printable(text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _hints(probed: Probed) -> list[str]:
    """Comments: what was seen, and the keys with which a person puts right what was not."""
    lines = [""]
    for one in probed.found.lists:
        if one.is_list:
            lines.append(f"# list: {_one_line(one.title)} – {one.url} ({one.pager})")
    for sentence in probed.found.missing:
        lines.append(f"# missing: {_one_line(sentence)}")
    lines += [
        "",
        "# Take the # away where the portal differs from what queson finds by itself:",
        '# categories = ["https://…"]              # lists that no menu leads to',
        '# refuse = ["/lich-cong-tac"]              # addresses never asked (regular expressions)',
        "# ids = ['/chi-tiet/(\\d+)']               # where an article's address carries its id",
        "# [article]                               # CSS selectors: title, lead, body, author, poster, source, meta",
        '# body = ".noi-dung"',
        "# [list]                                  # CSS selectors: root, item, link",
        '# item = ".tin"',
    ]
    return lines


def _one_line(text: str) -> str:
    return _printable(text)[:MAX_HINT]


def _printable(text: str) -> str:
    """A text without what cannot be shown on one line."""
    shown: list[str] = []
    for character in text:
        shown.append(character if character.isprintable() else " ")
    return "".join(shown)
