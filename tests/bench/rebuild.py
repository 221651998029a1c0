"""How fast articles are read again, taken in and merged, alone and with as many processes as there are cores.

The recorded portal where ../shared is present, else a portal made for it. Every two databases that must be equal are
compared, row for row; a figure is the best of the rounds, which are interleaved.
"""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter
from unittest.mock import patch

from archive.store import Archive
from archive.workers import cores
from queson_crawler.imports import intake, take_in
from queson_crawler.imports.merge import merge
from queson_crawler.replay import rebuild
from tests.bench.flow import RECORDED
from tests.crawl.foreign import Foreign
from tests.crawl.tools import news

NEWS = 1000
ROUNDS = int(os.environ.get("QUESON_BENCH_ROUNDS", "1"))
Result = tuple[str, float, str]


def run() -> list[Result]:
    jobs = max(cores(), 2)
    with (
        tempfile.TemporaryDirectory() as name,
        patch.object(rebuild, "MIN_BYTES", 0),
        patch.object(intake, "MIN_BYTES", 0),
    ):
        folder = Path(name)
        file = RECORDED if RECORDED.is_file() else Foreign().site(news(NEWS)).save(folder / "made.warc.gz")
        taken = {each: _imported(file, folder / f"taken-{each}", each) for each in (1, jobs)}
        source = folder / "taken-1"
        articles = _value(source, "select count(*) from articles")
        anew = _rebuilt(source, folder, (1, jobs))
        merged = _merged(source, folder / "merged", jobs)
    return [
        ("articles", articles, ""),
        *_rows("rebuild", articles, anew, jobs),
        *_rows("import", articles, taken, jobs),
        ("merge into an archive that holds something (goal: 200)", articles / merged, "articles/s"),
    ]


def _rows(what: str, articles: float, seconds: dict[int, float], jobs: int) -> Iterator[Result]:
    yield f"{what}, in one process", articles / seconds[1], "articles/s"
    yield f"{what}, --jobs {jobs} (goal: 300)", articles / seconds[jobs], "articles/s"
    yield f"{what}, --jobs {jobs} / in one process (goal: 1.7)", seconds[1] / seconds[jobs], ""


def _rebuilt(source: Path, folder: Path, jobs: tuple[int, ...]) -> dict[int, float]:
    best: dict[int, float] = {}
    for turn in range(ROUNDS):
        for each in jobs:
            to = folder / f"anew-{each}-{turn}"
            to.mkdir()
            took = _seconds(rebuild.rebuild, source / "warc", to, each)
            best[each] = min(took, best.get(each, took))
            if _dump(to) != _dump(source):
                raise RuntimeError(f"a rebuild with {each} job(s) gives other rows")
    return best


def _imported(file: Path, to: Path, jobs: int) -> float:
    with Archive.open(to) as archive:
        return _seconds(take_in, archive, file, jobs=jobs)


def _merged(source: Path, to: Path, jobs: int) -> float:
    to.mkdir()
    small = Foreign().site(news(2)).save(to / "small.warc.gz")
    with Archive.open(to) as archive:
        _seconds(take_in, archive, small)
        return _seconds(merge, archive, source, jobs)


def _seconds(work: Callable[..., Iterator[object]], *arguments: object, **named: object) -> float:
    begun = perf_counter()
    for _ in work(*arguments, **named):
        pass
    return perf_counter() - begun


def _value(folder: Path, query: str) -> float:
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        return float(db.execute(query).fetchone()[0])


def _dump(folder: Path) -> dict[str, list[str]]:
    """Every row of every table but those of SQLite and of its migrations, which tell when they were made."""
    named = (
        "select name from sqlite_master where type = 'table' and name not like '%sqlite%' and name not like '%_fts%'"
    )
    found: dict[str, list[str]] = {}
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        for (name,) in db.execute(named).fetchall():
            found[name] = sorted(map(repr, db.execute(f"select * from {name}").fetchall()))
    return found
