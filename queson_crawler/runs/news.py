"""What is new after a crawl of one portal or many: each trouble once, its end once, and what this machine did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.clock import moment
from archive.errors import ArchiveError
from archive.records import ToldTrouble
from archive.store import Archive
from archive.store.opening import DATABASE
from archive.troubles import KnownTrouble, troubles
from queson_crawler.monitoring import machine
from queson_crawler.monitoring.digest import Digest, PortalNews
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.monitoring.machine import Asked
from queson_crawler.recording import telling
from queson_crawler.runs.crawl import End
from queson_crawler.runs.fleet import NOT_BEGUN, Job, worst

REFUSED, DISK, CLOCK = "refused", "disk", "clock"
_OWN = (REFUSED, DISK, CLOCK)
"""Kinds of troubles that no run tells of, but the command that began them."""


@dataclass(frozen=True, slots=True)
class _Crawled:
    """One portal of a crawl, and how that ended."""

    job: Job
    end: End


@dataclass(slots=True)
class News:
    """What a command is to tell its keeper, and the exit code that it ends with."""

    code: int
    digest: Digest
    told: list[ToldTrouble] = field(default_factory=list)
    """What the keeper will have been told when the digest has reached him."""
    last_run: int = 0
    sentences: tuple[str, ...] = ()
    """What of it is about this machine, and was not said when it happened."""
    is_silence: bool = False
    """Whether not one portal answered, so that there is nothing to say of any."""


def news_of(folder: Path, jobs: Sequence[Job]) -> News:
    """What is new after a crawl. Where this machine is the cause of a silence, that is
    noted in the archive, and nothing else is new."""
    code = worst(jobs)
    crawled = [_Crawled(job, job.end) for job in jobs if job.end is not None]
    failures = _failures(crawled)
    if failures or not (folder / DATABASE).is_file():
        return News(code, Digest((), failures, len(crawled), code, str(folder)))
    asked = []
    for each in crawled:
        if each.end.run_id:
            asked.append(Asked(each.end.run_id, each.job.portal.start))
    with Archive.open(folder, create=False) as archive:
        silence = machine.silence(archive, asked) if asked else ""
        if not silence:
            return _news(archive, crawled, asked, code)
        telling.machine_failed(archive, [each.run_id for each in asked], silence)
        digest = Digest((), (silence,), len(crawled), Exit.FAILED, str(folder))
        return News(Exit.FAILED, digest, sentences=(silence,), is_silence=True)


def _failures(crawled: Sequence[_Crawled]) -> tuple[str, ...]:
    """Why crawls failed on this machine, each reason once."""
    found: dict[str, None] = {}
    for each in crawled:
        if each.end.code == Exit.FAILED and each.end.error:
            found[each.end.error] = None
    return tuple(found)


def _news(archive: Archive, crawled: Sequence[_Crawled], asked: Sequence[Asked], code: int) -> News:
    now = moment()
    rows: dict[str, list[KnownTrouble]] = {}
    for row in troubles(archive):
        rows.setdefault(row.portal, []).append(row)
    own = [*machine.disk(archive, asked), *machine.clock(archive, asked, now)]
    told = _own_news(own, rows.get("", []))
    sentences = [_sentence(each) for each in told]
    portals = []
    for one in crawled:
        found = _of_portal(one, rows.get(one.job.portal.slug, []))
        if found.is_any:
            portals.append(found)
            told += _told_of(found)
    digest = Digest(tuple(portals), tuple(sentences), len(crawled), code, str(archive.folder))
    return News(code, digest, told, max((each.run_id for each in asked), default=0), tuple(sentences))


def _sentence(own: ToldTrouble) -> str:
    if own.is_over:
        return f"Over: {own.detail}."
    return f"{own.detail}."


def _of_portal(one: _Crawled, rows: Sequence[KnownTrouble]) -> PortalNews:
    """What is new of a portal. One whose turn did not come tells nothing new."""
    end, slug = one.end, one.job.portal.slug
    news = PortalNews(slug, one.job.target, int(end.code), end.run_id, end.error)
    if end.run_id:
        wrong, over = _news_of_run(rows)
        return replace(news, wrong=wrong, over=over, own=tuple(_own_news([], rows)))
    if end.error in ("", NOT_BEGUN):
        return news
    refused = ToldTrouble(slug, REFUSED, "", end.error, shape=end.error)
    return replace(news, own=tuple(_own_news([refused], rows)))


def _news_of_run(rows: Sequence[KnownTrouble]) -> tuple[tuple[KnownTrouble, ...], tuple[KnownTrouble, ...]]:
    """Of what runs tell, what is newly wrong, and what is newly over."""
    wrong: list[KnownTrouble] = []
    over: list[KnownTrouble] = []
    for each in rows:
        if each.kind in _OWN or not each.is_news(moment()):
            continue
        kind = over if each.is_over else wrong
        kind.append(each)
    return tuple(wrong), tuple(over)


def _own_news(own: Sequence[ToldTrouble], rows: Sequence[KnownTrouble]) -> list[ToldTrouble]:
    """Of what the command found itself, what is new or has changed; and what was told before and is over."""
    found = []
    names = {(each.portal, each.kind, each.subject): each for each in own}
    known = {(each.portal, each.kind, each.subject): each for each in rows if each.kind in _OWN}
    for name, each in names.items():
        if name not in known or replace(known[name], shape=each.shape, size=each.size).is_news(moment()):
            found.append(each)
    for name, before in known.items():
        if name not in names:
            portal, kind, subject = name
            found.append(ToldTrouble(portal, kind, subject, before.detail, is_over=True))
    return found


def _told_of(found: PortalNews) -> list[ToldTrouble]:
    told = [*found.own]
    for each in found.wrong:
        told.append(ToldTrouble(each.portal, each.kind, each.subject, each.detail, each.size, each.shape))
    for each in found.over:
        told.append(ToldTrouble(each.portal, each.kind, each.subject, is_over=True))
    return told


def note_told(folder: Path, news: News) -> str:
    """Note in the archive that the keeper was told; in a sentence why that could not be done, "" where it was."""
    if not news.told:
        return ""
    try:
        with Archive.open(folder, create=False) as archive:
            telling.told(archive, news.last_run, news.told)
    except ArchiveError as error:
        return str(error)
    return ""
