"""Crawls of portals that break in the ways of `tests.broken`: what each did to the archive, and whether it was told."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.clock import AHEAD
from queson_crawler.urls import clean
from tests.broken import BROKEN, break_portal
from tests.crawl.tools import rows, value
from tests.harness.processes import Runner
from tests.lab import LabOptions, LabPortal

DAY = 86_400
ADDED = 4
FIELDS = ("title", "lead", "body", "author", "published_at")


@dataclass(frozen=True)
class Broke:
    """One way to break one portal: how many alarms the crawl gave, and how many fields or articles it got wrong."""

    shape: str
    name: str
    alarms: int
    wrong: int

    @property
    def silent(self) -> bool:
        return self.wrong > 0 and not self.alarms


def break_all(runner: Runner, folder: Path, shape: str, names: Iterable[str]) -> Iterator[Broke]:
    """A portal crawled on two days, which publishes and edits a little before the third, and breaks in each way."""
    with LabPortal(LabOptions(shape=shape, sizes=(24, 10, 6), login_only=False)) as portal:
        sound = folder / f"{shape}-sound"
        for day in (0, 1):
            assert _crawl(runner, portal, sound, day) in (0, 3), runner.said  # one category may be members only
        assert value(sound, "select count(*) from alarms") == 0
        edited = next(one.native_id for one in portal.truth() if not one.copy_of)
        portal.change(ADDED, [edited], 0)
        assert portal._server is not None
        healthy = portal._server.desk.skin
        for name in names:
            broken = folder / f"{shape}-broken"
            shutil.copytree(sound, broken)
            portal._server.desk.skin = healthy
            break_portal(portal, BROKEN[name])
            _crawl(runner, portal, broken, 2)
            yield Broke(shape, name, value(broken, "select count(*) from alarms"), _wrong(broken, portal))
            shutil.rmtree(broken)


def _crawl(runner: Runner, portal: LabPortal, archive: Path, day: int) -> int:
    asked = ("crawl", portal.base_url, "--delay", 0, "--no-files", "--archive", archive)
    return runner.run(*asked, environ={AHEAD: str(day * DAY)})


def _wrong(folder: Path, portal: LabPortal) -> int:
    """Fields of articles that are not as published, articles that are missing, lists of which a page is."""
    truth = {
        clean(portal.base_url + path): one for one in portal.truth() for path in portal.article_paths(one.native_id)
    }
    wrong, found = 0, set()
    for number, *fields in rows(folder, f"select id, {', '.join(FIELDS)} from articles"):
        urls = rows(folder, "select url from article_urls where article_id = ?", number)
        one = next((truth[url] for (url,) in urls if url in truth), None)
        if one is not None:
            found.add(one.native_id)
            wrong += sum(
                a != b for a, b in zip(fields, (one.title, one.lead, one.body, one.author, one.published), strict=True)
            )
    gaps = value(folder, "select count(*) from list_pages where run_id = 3 and state <> 'read'")
    return wrong + len(portal.truth()) - len(found) + int(gaps)
