"""One portal out of web archives: fetched, then imported."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from scrapy.settings import Settings

from archive import captures, gaps
from archive.clock import now
from archive.errors import ArchiveError
from archive.files import wanted_files
from archive.records import POSTED
from archive.store import Archive
from queson_crawler.fetch.archive_lanes import ArchiveLanes, Rules
from queson_crawler.imports import Progress, Taken, take_in
from queson_crawler.imports.web_archives.blocks import Blocks
from queson_crawler.imports.web_archives.known import KnownArchive
from queson_crawler.imports.web_archives.stock import Stock
from queson_crawler.portals import Portal
from queson_crawler.recording.session import SOFTWARE
from queson_crawler.runs.crawl import AT_ONCE_WITHOUT_DELAY, Options, process_for, user_agent
from queson_crawler.spiders.rescue import RescueSpider
from queson_crawler.urls import clean, host

FOLDER = "rescue"
MAX_NAME = 120
TARGET = "rescue:"
"""How the target of a run begins that read what came from a web archive."""
AGAIN = "Start it again: what came already is not asked for twice."


class NotRescued(ArchiveError):
    """`rescue`: no web archive gives anything, or can be asked. The command line ends with 1."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came from the archives: captures their indexes name, those that came now, those that were there already,
    and clauses about what did not come. `blocked` names the archives that have blocked, with when each may be asked
    again (UTC): the same call goes on there."""

    named: int
    came: int
    had: int
    missing: tuple[str, ...]
    blocked: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a rescue would ask for: captures by year and kind, requests, seconds at the pace of the archives; of how
    many articles that lists name and nobody has there are captures."""

    named: int
    by_year: tuple[tuple[str, str, int], ...]
    by_archive: tuple[tuple[str, int], ...]
    requests: int
    seconds: int
    lacking: int
    captured: int
    missing: tuple[str, ...] = ()
    blocked: tuple[tuple[str, str], ...] = ()


def settings_for(options: Options, at_once: int) -> Settings:
    """Scrapy's settings: those of a crawl, but nothing is stored and bodies stay as they come."""
    settings = Settings()
    settings.setmodule("queson_crawler.settings")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, "cmdline")
    settings.set("EXTENSIONS", {}, "cmdline")
    settings.set("ITEM_PIPELINES", {}, "cmdline")
    middlewares = {**settings.getdict("DOWNLOADER_MIDDLEWARES"), "queson_crawler.fetch.encodings.Decoding": None}
    middlewares["queson_crawler.fetch.archive_lanes.AskArchives"] = 980
    settings.set("DOWNLOADER_MIDDLEWARES", middlewares, "cmdline")
    settings.set("CLOSESPIDER_TIMEOUT_NO_ITEM", 0, "cmdline")
    settings.set("DOWNLOAD_DELAY", 0, "cmdline")  # each archive has its own lanes
    settings.set("CONCURRENT_REQUESTS", at_once, "cmdline")
    settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", at_once, "cmdline")
    if options.contact:
        settings.set("USER_AGENT", user_agent(settings["USER_AGENT"], options.contact), "cmdline")
    return settings


def rescue(
    portal: Portal,
    archives: list[KnownArchive],
    folder: Path,
    options: Options,
    *,
    until: str = "",
    every: bool = False,
) -> Iterator[Fetched | Progress | Taken]:
    """Fetch what web archives kept of a portal and read it into an archive; once in a process.

    What came is kept beside the archive until it was read in, so that a call which is broken off, or which an archive
    has blocked, goes on where it was.

    Raises:
        NotRescued: no web archive names anything of the portal, or can be asked.
        ArchiveError: the archive cannot be written, or another crawl holds it.
    """
    path = folder / FOLDER / f"{_file_name(archives)}-{portal.slug}.warc.gz"
    bases = " ".join(each.base for each in archives)
    with Archive.open(folder) as archive:
        blocks = Blocks(path.parent)
        lanes = _lanes(archives, options, blocks)
        spider = _asked(portal, archives, lanes, archive, path, options, until, every)
        _keep_blocks(blocks, archives, lanes)
        blocked = _blocked(spider, lanes)
        yield Fetched(spider.choice.found, spider.came, spider.had, tuple(spider.missing), blocked)
        if blocked:
            return
        if not len(spider.stock):
            yield Taken(portal.slug)
        else:
            yield from take_in(archive, path, portal, target=f"{TARGET}{bases}")
        path.unlink()
        with suppress(OSError):  # something of another portal, or of an archive that has blocked, is there
            path.parent.rmdir()


def prospect(
    portal: Portal,
    archives: list[KnownArchive],
    folder: Path,
    options: Options,
    *,
    until: str = "",
    every: bool = False,
) -> Prospect:
    """What a rescue would ask for, by the indexes alone; once in a process. Raises as `rescue` does."""
    with Archive.open(folder) as archive:
        blocks = Blocks(folder / FOLDER)
        lanes = _lanes(archives, options, blocks)
        spider = _asked(portal, archives, lanes, archive, None, options, until, every)
        _keep_blocks(blocks, archives, lanes)
        lacking = gaps.listed_and_not_stored(archive, portal.slug)
    per_archive: Counter[int] = Counter()
    for row, *_ in spider.choice.pages():
        per_archive[row.archive] += 1
    by_archive = [(archives[number].name, count) for number, count in sorted(per_archive.items())]
    years: Counter[tuple[str, str]] = Counter(spider.choice.summary())
    seconds = 0.0
    for number, count in per_archive.items():
        seconds = max(seconds, count * lanes[number].captures.interval)
    captured = sum(map(spider.choice.has, lacking))
    by_year = tuple((year, kind, count) for (year, kind), count in sorted(years.items()))
    return Prospect(
        spider.choice.found, by_year, tuple(by_archive), sum(per_archive.values()), round(seconds), len(lacking),
        captured, tuple(spider.missing), _blocked(spider, lanes),
    )  # fmt: skip


def _file_name(archives: list[KnownArchive]) -> str:
    """The archives in the name of a file, the same whatever their order."""
    names = sorted({re.sub(r"[^a-z0-9.]+", "-", host(clean(each.base)).lower()).strip("-.") for each in archives})
    return "+".join(filter(None, names))[:MAX_NAME] or "archive"


def _lanes(archives: list[KnownArchive], options: Options, blocks: Blocks) -> list[ArchiveLanes]:
    """How each archive may be asked; one that has blocked is not asked before its time."""
    several = []
    for each in archives:
        index, captured = each.index_interval(options.delay), each.capture_interval(options.delay)
        lanes = ArchiveLanes(Rules(index, captured, each.too_fast, each.blocked))
        lanes.blocked_until, lanes.times = blocks.of(each.base)
        several.append(lanes)
    return several


def _keep_blocks(blocks: Blocks, archives: list[KnownArchive], lanes: list[ArchiveLanes]) -> None:
    for each, its in zip(archives, lanes, strict=True):
        blocks.keep(each.base, its.blocked_until, its.times)


def _blocked(spider: RescueSpider, lanes: list[ArchiveLanes]) -> tuple[tuple[str, str], ...]:
    """The archives that have blocked, each with when it may be asked again."""
    told = []
    for one in spider.blocked:
        until = lanes[one.number].blocked_until
        if until is not None:
            told.append((one.archive.name, until.strftime("%Y-%m-%dT%H:%M:%SZ")))
    return tuple(told)


def _asked(
    portal: Portal, archives: list[KnownArchive], lanes: list[ArchiveLanes], archive: Archive, path: Path | None,
    options: Options, until: str, every: bool,
) -> RescueSpider:  # fmt: skip
    """The spider after it has asked everything; without a path for what comes, the indexes alone."""
    bases = ", ".join(each.base for each in archives)

    def stock() -> Stock:
        about = f"captures of {portal.start} as web archives replay them (id_), with their times: {bases}"
        return Stock(cast(Path, path), software=SOFTWARE, about=about, date=now())

    def known(url: str, date: str) -> bool:
        return captures.is_stored(archive, url, date)

    shown = [each.url for each in wanted_files(archive, portal.slug, now()) if POSTED not in each.url]
    at_once = AT_ONCE_WITHOUT_DELAY if options.delay == 0 else len(archives)
    process = process_for(settings_for(options, at_once))
    logging.getLogger("rescue").setLevel(logging.INFO)
    crawler = process.create_crawler(RescueSpider)
    process.crawl(
        crawler, portal=portal, archives=archives, lanes=lanes, stock=stock if path else None, known=known,
        shown=shown, until=until, every=every, files=options.files,
    )  # fmt: skip
    process.start()
    spider = crawler.spider
    if not isinstance(spider, RescueSpider):
        raise NotRescued("The web archives could not be asked; see the log.")
    if hasattr(spider, "stock"):
        spider.stock.close()
    if spider.error:
        raise NotRescued(spider.error)
    if not spider.finished and not spider.blocked:
        raise NotRescued(f"It was stopped before everything had come. {AGAIN}")
    return spider
