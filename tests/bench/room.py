"""How quick the reading room answers: the main pages of an archive of made-up articles, each asked again and again.

`QUESON_BENCH_ARTICLES` articles (30,000 unless it says otherwise) in `QUESON_BENCH_FOLDER`, else in a folder that is
thrown away. Searches are each asked once, since answers are kept for a minute; wall time.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
from contextlib import closing, nullcontext
from pathlib import Path
from time import perf_counter
from urllib.parse import quote

from archive.datasette.serving import room
from tests.bench.synthetic import made

ARTICLES = int(os.environ.get("QUESON_BENCH_ARTICLES", "30000"))
TIMES, QUERIES = 20, 30


def run() -> list[tuple[str, float, str]]:
    kept = os.environ.get("QUESON_BENCH_FOLDER")
    with nullcontext(kept) if kept else tempfile.TemporaryDirectory() as folder:
        database = made(Path(folder), ARTICLES)
        return [("articles", float(ARTICLES), ""), *asyncio.run(_asked(database))]


async def _asked(database: Path) -> list[tuple[str, float, str]]:
    with closing(sqlite3.connect(database)) as db:
        (key,) = db.execute("select key from articles order by id limit 1 offset 99").fetchone()
        (slug,) = db.execute("select slug from portals limit 1").fetchone()
        (category,) = db.execute("select category_id from article_categories limit 1").fetchone()
        titles = [row[0] for row in db.execute("select title from articles order by id limit ?", (QUERIES,))]
    pages = {
        "home": ["/"] * TIMES, "article": [f"/-/article/{quote(key)}"] * TIMES,
        "portal": [f"/-/portal/{slug}"] * TIMES, "category": [f"/-/category/{category}"] * TIMES,
        "search, three words": [f"/-/search?q={quote(' '.join(title.split()[:3]))}" for title in titles],
    }  # fmt: skip
    datasette, rows = room(database, {}), []
    await datasette.invoke_startup()
    for name, paths in pages.items():
        times = []
        for path in paths:
            begun = perf_counter()
            assert (await datasette.client.get(path)).status_code == 200
            times.append(1000 * (perf_counter() - begun))
        warm = sorted(times[1:])
        rows += [(f"{name}: first", times[0], "ms"), (f"{name}: p95 after it", warm[int(0.95 * len(warm))], "ms")]
    return rows
