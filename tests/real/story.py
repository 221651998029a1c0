"""One system's story: filled, crawled, crawled again unchanged, changed by its editors, crawled twice more, and
where nothing tells of edits once in full."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.crawl.tools import Ran, command, environment, value
from tests.real.articles import News, State, articles, edited
from tests.real.grade import Grade, grade
from tests.real.system import Changes, Placed, Shape, System

COUNT = 120
DELETED, PRIVATE, PASSWORD = (110, 35), 101, 96
TOLD, UNTOLD = (115, 60, 12), (120, 118, 115)
"""Numbers of the articles that the editors change; none of them is hidden from the start. Where nothing tells of an
edit (no sitemap, no API), two are of the five newest, which each crawl asks again; the third is found when its turn
comes, within forty nights (tests/frontier/test_coming_again.py), or by `--full`, with which such a story ends."""
NEWEST = 5
SLOW = 420.0
"""At most this many seconds for one crawl."""


@dataclass(frozen=True)
class Crawl:
    """One crawl: how it ended, what the server was asked, how the archive stood after it, and a copy of that."""

    ran: Ran
    asked: tuple[str, ...]
    grade: Grade
    folder: Path


@dataclass(frozen=True)
class Story:
    """Everything that the tests ask about."""

    crawls: tuple[Crawl, ...]
    placed: Mapping[int, Placed]
    changes: Changes
    pages: int
    """How many article pages and list pages a reader could open, each once."""
    behind_a_password: tuple[News, ...]
    """Articles that lists name from the start and that nobody may read without a password."""
    seen_at_once: frozenset[int] = frozenset()
    """The numbers of the edited articles that the next crawl must find."""


def told(system: System, folder: Path, shape: Shape) -> Story:
    """The whole story; the archive, and a copy of it after each crawl, come into `folder`."""
    truth = tuple(shape.kept(news) for news in articles(COUNT))
    placed = system.fill(truth)
    first = Told(system, folder, shape, truth, truth, placed)
    crawls = [_crawl(first), _crawl(first)]
    changes = _changes(truth, shape)
    placed = placed | system.change(changes, placed)
    second = Told(system, folder, shape, truth, _after(truth, changes), placed)
    crawls += [_crawl(second), _crawl(second)]
    if not shape.tells_edits:
        crawls.append(_crawl(second, "--full"))
    locked = tuple(news for news in truth if news.state is State.PASSWORD)
    at_once = {old.number for old, _new in changes.edited}
    if not shape.tells_edits:
        at_once = {number for number in at_once if number > COUNT - NEWEST}
    return Story(tuple(crawls), placed, changes, shape.pages(truth), locked, frozenset(at_once))


@dataclass(frozen=True)
class Told:
    """A portal as it stands: `truth` is what it holds now, `before` what it held when it was first crawled."""

    system: System
    folder: Path
    shape: Shape
    before: tuple[News, ...]
    truth: tuple[News, ...]
    placed: Mapping[int, Placed]


def _changes(truth: Sequence[News], shape: Shape) -> Changes:
    by_number = {news.number: news for news in truth}
    added = tuple(shape.kept(news) for news in articles(5, first=COUNT + 1))
    numbers = TOLD if shape.tells_edits else UNTOLD
    edits = tuple((by_number[number], edited(by_number[number])) for number in numbers)
    deleted = tuple(by_number[number] for number in DELETED)
    locked = (by_number[PASSWORD],) if shape.passwords else ()
    return Changes(added, edits, deleted, (by_number[PRIVATE],), locked)


def _after(truth: Sequence[News], changes: Changes) -> tuple[News, ...]:
    """The public articles after the changes."""
    left = {news.number for news in (*changes.deleted, *changes.private, *changes.password)}
    texts = {old.number: new for old, new in changes.edited}
    stayed = tuple(texts.get(news.number, news) for news in truth if news.number not in left)
    return (*stayed, *changes.added)


def _crawl(told: Told, *more: str) -> Crawl:
    archive = told.folder / "archive"
    server = told.system.server
    before = len(server.requests())
    options = ("crawl", server.home, "--archive", archive, "--delay", 0, "--no-files", *more)
    done = subprocess.run(command(*options), capture_output=True, text=True, timeout=SLOW, env=environment())
    ran = Ran(done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in ran.said, ran.said
    copy = told.folder / f"after-{value(archive, 'select count(*) from runs')}"
    shutil.copytree(archive, copy)
    asked = tuple(server.requests()[before:])
    known = {news.number for news in told.before if news.shown}
    return Crawl(ran, asked, grade(copy, told.truth, told.placed, told.shape, known), copy)
