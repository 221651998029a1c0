"""One portal out of a web archive: fetched, then imported."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scrapy.settings import Settings

from archive import captures
from archive.clock import now
from archive.errors import ArchiveError
from archive.files import wanted_files
from archive.records import POSTED
from archive.store import Archive
from queson_crawler.imports import Progress, Taken, take_in
from queson_crawler.imports.web_archives.stock import Stock
from queson_crawler.portals import Portal
from queson_crawler.recording.session import SOFTWARE
from queson_crawler.runs.crawl import Options, process_for, set_delay, user_agent
from queson_crawler.spiders.rescue import RescueSpider
from queson_crawler.urls import clean, host

FOLDER = "rescue"
TARGET = "rescue:"
"""How the target of a run begins that read what came from a web archive."""
AGAIN = "Start it again: what came already is not asked for twice."


class NotRescued(ArchiveError):
    """`rescue`: the web archive gives nothing, or cannot be asked. The command line ends with 1."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came from the archive: captures its index names, those that came now, those that were there already, and
    clauses about what did not come."""

    named: int
    came: int
    had: int
    missing: tuple[str, ...]


def settings_for(options: Options) -> Settings:
    """Scrapy's settings: those of a crawl, but nothing is stored and bodies stay as they come."""
    settings = Settings()
    settings.setmodule("queson_crawler.settings")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, "cmdline")
    settings.set("EXTENSIONS", {}, "cmdline")
    settings.set("ITEM_PIPELINES", {}, "cmdline")
    middlewares = {**settings.getdict("DOWNLOADER_MIDDLEWARES"), "queson_crawler.fetch.encodings.Decoding": None}
    settings.set("DOWNLOADER_MIDDLEWARES", middlewares, "cmdline")
    settings.set("CLOSESPIDER_TIMEOUT_NO_ITEM", 0, "cmdline")
    if options.contact:
        settings.set("USER_AGENT", user_agent(settings["USER_AGENT"], options.contact), "cmdline")
    set_delay(settings, options.delay)
    return settings


def rescue(
    portal: Portal, base: str, folder: Path, options: Options, *, until: str = "", every: bool = False
) -> Iterator[Fetched | Progress | Taken]:
    """Fetch what a web archive kept of a portal and read it into an archive; once in a process.

    What came is kept beside the archive until it was read in, so that a call which is broken off goes on where it was.

    Raises:
        NotRescued: the web archive names nothing of the portal, or cannot be asked.
        ArchiveError: the archive cannot be written, or another crawl holds it.
    """
    path = folder / FOLDER / f"{_file_name(base)}-{portal.slug}.warc.gz"
    with Archive.open(folder) as archive:
        spider = _fetched(portal, base, archive, path, options, until, every)
        yield Fetched(spider.choice.found, spider.came, spider.had, tuple(spider.missing))
        if not len(spider.stock):
            yield Taken(portal.slug)
        else:
            yield from take_in(archive, path, portal, target=f"{TARGET}{base}")
        path.unlink()
        path.parent.rmdir()


def _file_name(base: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", host(clean(base)).lower()).strip("-.") or "archive"


def _fetched(
    portal: Portal, base: str, archive: Archive, path: Path, options: Options, until: str, every: bool
) -> RescueSpider:
    def stock() -> Stock:
        about = f"captures of {portal.start} as the web archive at {base} replays them (id_), with its times"
        return Stock(path, software=SOFTWARE, about=about, date=now())

    def known(url: str, date: str) -> bool:
        return captures.is_stored(archive, url, date)

    shown = [each.url for each in wanted_files(archive, portal.slug, now()) if POSTED not in each.url]
    process = process_for(settings_for(options))
    logging.getLogger("rescue").setLevel(logging.INFO)
    crawler = process.create_crawler(RescueSpider)
    process.crawl(
        crawler, portal=portal, base=base, stock=stock, known=known, shown=shown, until=until, every=every,
        files=options.files,
    )  # fmt: skip
    process.start()
    spider = crawler.spider
    if not isinstance(spider, RescueSpider):
        raise NotRescued("The web archive could not be asked; see the log.")
    if hasattr(spider, "stock"):
        spider.stock.close()
    if spider.error:
        raise NotRescued(spider.error)
    if not spider.finished:
        raise NotRescued(f"It was stopped before everything had come. {AGAIN}")
    return spider
