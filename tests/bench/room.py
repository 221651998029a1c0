"""How quick the reading room answers: the pages of an archive of made-up articles, each asked again and again.

`QUESON_BENCH_ARTICLES` articles (30,000 unless it says otherwise; a million take a quarter of an hour to make) in
`QUESON_BENCH_FOLDER`, else in a folder that is thrown away. What the room keeps for a minute is thrown away before
every request, so that each is answered from the database; the first of a kind, which may read the disk, is told of
apart. Wall time.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
from contextlib import closing, nullcontext
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from urllib.parse import quote

from archive.datasette import base
from archive.datasette.serving import described, room
from archive.dictionary import queries
from archive.store import Archive
from tests.bench.synthetic import made

ARTICLES = int(os.environ.get("QUESON_BENCH_ARTICLES", "30000"))
TIMES = 20
_COMMON = ("của", "xã", "nhân", "công", "thực")


def run() -> list[tuple[str, float, str]]:
    kept = os.environ.get("QUESON_BENCH_FOLDER")
    with nullcontext(kept) if kept else tempfile.TemporaryDirectory() as folder:
        database = made(Path(folder), ARTICLES, revisions=True)
        return [("articles", float(ARTICLES), ""), *asyncio.run(_asked(database))]


def _pages(database: Path) -> dict[str, list[str]]:
    """The addresses to ask, by kind of page."""
    with closing(sqlite3.connect(database)) as db:
        keys = [row[0] for row in db.execute("select key from articles where id % 997 = 1 limit 20")]
        slugs = [row[0] for row in db.execute("select portal from month_counts group by 1 order by sum(articles) desc")]
        largest = db.execute("select category_id from category_counts group by 1 order by sum(articles) desc limit 20")
        categories = [row[0] for row in largest]
        titles = [row[0] for row in db.execute("select title from articles where id % 499 = 1 limit 40")]
    three = [quote(" ".join(title.split()[:3])) for title in titles]
    common = [quote(word) for word in _COMMON]
    return {
        "home": ["/"], "article": [f"/-/article/{quote(key)}" for key in keys],
        "portal": [f"/-/portal/{slug}" for slug in slugs[:5]],
        "category": [f"/-/category/{number}" for number in categories],
        "search, three words": [f"/-/search?q={words}" for words in three],
        "search, three words, newest": [f"/-/search?q={words}&sort=date" for words in three],
        "search, a common word": [f"/-/search?q={word}" for word in common],
        "search, a common word, newest, page 3": [f"/-/search?q={word}&sort=date&page=3" for word in common],
        "search, a common word of one portal and two years": [
            f"/-/search?q={word}&portal={slugs[2]}&since=2015&until=2016" for word in common
        ],
        "search, two queries compared": [f"/-/search?q={words}&vs={common[0]}" for words in three],
        "search, no words, one portal": [f"/-/search?portal={slug}" for slug in slugs[:5]],
        "the list of tables": ["/archive"], "the table of articles": ["/archive/articles"],
        "the table of revisions": ["/archive/revisions"],
        **{f"question: {name}": [f"/archive/{name}"] for name in queries()},
    }  # fmt: skip


async def _asked(database: Path) -> list[tuple[str, float, str]]:
    with Archive.open(database.parent) as archive:
        about = described(archive)
    datasette, rows = room(database, about), []
    await datasette.invoke_startup()
    for name, paths in _pages(database).items():
        times = []
        for path in islice(cycle(paths), TIMES + 1):
            base._remembered.clear()
            begun = perf_counter()
            answer = await datasette.client.get(path)
            times.append(1000 * (perf_counter() - begun))
            assert answer.status_code == 200, (path, answer.status_code, answer.text[:300])
        warm = sorted(times[1:])
        rows += [(f"{name}: first", times[0], "ms"), (f"{name}: p95", warm[int(0.95 * len(warm)) - 1], "ms")]
    return rows
