"""`queson probe`: look at a portal through the spider, so that what comes is kept like everything else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from protego import Protego

from archive import captures, runs
from archive.store import Archive
from archive.warc import StoredExchange, read_at
from queson_crawler.frontier.probe_frontier import ProbeFrontier
from queson_crawler.parse.document import Document
from queson_crawler.parse.headers import media_type
from queson_crawler.parse.imprint import Imprint, read_imprint
from queson_crawler.platforms import Reason, reasons
from queson_crawler.portals import Portal
from queson_crawler.recording.recorder import Recorder
from queson_crawler.runs.crawl import Options, process_for, settings_for
from queson_crawler.runs.discovery import Discovery, conclude
from queson_crawler.spiders.probe import ProbeSpider

MAX_DELAY = 60.0
NOTHING_SAID = Imprint()


@dataclass(frozen=True, slots=True)
class Probed:
    """A portal, what a look at it found, why it is taken for its platform, what it says of itself, and the seconds
    between requests that its robots.txt asks for. `error` is one sentence where nothing came."""

    portal: Portal
    found: Discovery
    reasons: tuple[Reason, ...] = ()
    said: Imprint = NOTHING_SAID
    delay: float | None = None
    requests: int = 0
    error: str = ""


def probe(portal: Portal, target: str, archive: Path, delay: float | None) -> Probed:
    """Look at a portal; the exchanges go into the archive. The reactor runs once in a process, so this does too."""
    settings = settings_for(archive, portal, Options(delay))
    settings.set("LOG_LEVEL", "CRITICAL", "cmdline")
    process = process_for(settings)
    crawler = process.create_crawler(ProbeSpider)
    process.crawl(crawler, target=target, portal=portal)
    process.start()
    keeper, spider = crawler.get_extension(Recorder), crawler.spider
    if not isinstance(spider, ProbeSpider) or keeper is None or keeper.error or not keeper.finished_run:
        error = keeper.error if keeper and keeper.error else "The probe broke off; see the log."
        return Probed(portal, conclude(ProbeFrontier(portal)), error=error)
    with Archive.open(archive, create=False) as opened:
        return _probed(portal, spider.probed, opened, keeper.finished_run)


def _probed(portal: Portal, frontier: ProbeFrontier, archive: Archive, run: int) -> Probed:
    kept = [read_at(archive.warc, place) for place in captures.places_of_run(archive, run)]
    first = next((one for one in kept if one.exchange.task.get("start") and one.exchange.status == 200), None)
    robots = next((one for one in kept if one.exchange.task.get("role") == "robots"), None)
    doc = _document(first) if first is not None else None
    problem = runs.first_problem(archive, run)
    error = "" if kept and first is not None else f"{portal.start} cannot be read: {problem or 'no answer'}."
    return Probed(
        portal,
        conclude(frontier),
        reasons(doc) if doc else (),
        read_imprint(doc) if doc else Imprint(),
        _crawl_delay(robots),
        len(kept),
        error,
    )


def _document(stored: StoredExchange) -> Document:
    exchange = stored.exchange
    return Document.from_bytes(exchange.url, exchange.content, media_type(exchange.response_headers)[1])


def _crawl_delay(robots: StoredExchange | None) -> float | None:
    """Seconds that robots.txt asks of us, at most a minute; None where it says nothing."""
    if robots is None or robots.exchange.status != 200:
        return None
    delay = Protego.parse(robots.exchange.content.decode("utf-8", "replace")).crawl_delay("queson")
    return min(float(delay), MAX_DELAY) if delay and delay > 0 else None


def portal_file(probed: Probed) -> str:
    """The text of a portal file that says what was found and what the platform does not say by itself."""
    portal, said = probed.portal, probed.said
    texts = {
        "title": portal.title or said.title,
        "start": portal.start,
        "owner": portal.owner or said.owner,
        "address": portal.address or said.address,
        "phone": portal.phone or said.phone,
        "email": portal.email or said.email,
    }
    detected = next((reason.platform.name for reason in probed.reasons if reason.enough), "")
    if portal.platform and portal.platform != detected:
        texts["platform"] = portal.platform
    lines = [f"# {urlsplit(portal.start).netloc}, {probed.found.platform}: written by queson probe, to be corrected."]
    lines += [f"{name} = {quoted(value)}" for name, value in texts.items() if value]
    delay = portal.delay if portal.delay is not None else probed.delay
    if delay is not None:
        lines.append(f"delay = {delay:g}")
    lines.append('known = "Assumed: found by queson probe; nobody has compared it with the portal yet."')
    return "\n".join([*lines, *_hints(probed), ""])


def quoted(text: str) -> str:
    """A TOML string on one line."""
    plain = "".join(character if character.isprintable() else " " for character in text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _hints(probed: Probed) -> list[str]:
    """Comments: what was seen, and the keys with which a person puts right what was not."""
    lists = [one for one in probed.found.lists if one.kind == "list"]
    lines = ["", *(f"# list: {_one_line(one.title)} – {one.url} ({one.pager})" for one in lists)]
    lines += [f"# missing: {_one_line(sentence)}" for sentence in probed.found.missing]
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
    return "".join(character if character.isprintable() else " " for character in text)[:200]
