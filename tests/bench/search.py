"""How quick search is, beside one folded FTS5 table without bounds, and what the indexes weigh.

`QUESON_BENCH_ARTICLES` made-up articles (100,000 unless it says otherwise; a million take half an hour to make) in the
folder `QUESON_BENCH_FOLDER`, else in one that is thrown away. Both sides give ten hits with snippets and a count. Times
are CPU time of one process.
"""

import os
import random
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from itertools import islice
from pathlib import Path
from statistics import median
from time import process_time

from archive import fulltext
from archive.search import Query, find
from archive.search.expression import every, ranked
from archive.search.parser import parse
from archive.text import fold
from tests.bench.synthetic import made

ARTICLES = int(os.environ.get("QUESON_BENCH_ARTICLES", "100000"))
QUERIES = 40
_RAW = "raw_fts"
_COMMON = ("của", "xã", "nhân", "công", "thực")

Ask = Callable[[str], object]


def run() -> list[tuple[str, float, str]]:
    kept = os.environ.get("QUESON_BENCH_FOLDER")
    with nullcontext(kept) if kept else tempfile.TemporaryDirectory() as folder:
        begun = process_time()
        fresh = not (Path(folder) / "archive.db").exists()
        database = made(Path(folder), ARTICLES)
        spent = process_time() - begun
        with closing(sqlite3.connect(database)) as connection:
            rows = [("articles", float(ARTICLES), "")]
            rows += [("articles made, stored and indexed", ARTICLES / spent, "1/s")] if fresh else []
            return rows + _weights(connection) + _times(connection)


def _weights(db: sqlite3.Connection) -> list[tuple[str, float, str]]:
    """Sizes over the size of the text, and how fast a raw table is filled."""
    texts = " + ".join(f"length(cast({column} as blob))" for column in ("title", "lead", "body"))
    (size,) = db.execute(f"select sum({texts}) from articles").fetchone()
    rows = [("text", size / 1e6, "MB")]
    for name, table in (("folded index", fulltext.FOLDED), ("exact index", fulltext.EXACT)):
        (weight,) = db.execute(f"select sum(length(block)) from {table}_data").fetchone()
        rows.append((f"{name} over text", weight / size, ""))
    if not db.execute("select 1 from sqlite_master where name = ?", (_RAW,)).fetchone():
        begun = process_time()
        _fill_raw(db)
        rows.append(("raw FTS5 alone: articles indexed", ARTICLES / (process_time() - begun), "1/s"))
    return rows


def _fill_raw(db: sqlite3.Connection) -> None:
    columns = ("title", "lead", "body")
    folded = ", ".join(f"replace(replace({column}, 'đ', 'd'), 'Đ', 'D')" for column in columns)
    db.execute(
        f"create virtual table {_RAW} using fts5 (title, lead, body, content='articles', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    db.execute(f"insert into {_RAW} (rowid, title, lead, body) select id, {folded} from articles")
    db.commit()


def _raw(db: sqlite3.Connection) -> Ask:
    """Ten hits with snippets and a count, from one folded table and the same form of query."""

    def ask(typed: str) -> object:
        asked = parse(typed)
        match = ranked(asked, folded=True)
        found = db.execute(
            f"select rowid, snippet({_RAW}, -1, '[', ']', '…', 32) from {_RAW} where {_RAW} match ? "
            f"order by bm25({_RAW}, 10.0, 4.0, 1.0) limit 10",
            (match,),
        ).fetchall()
        number = f"select count(*) from {_RAW} where {_RAW} match ?"
        return found, db.execute(number, (every(asked, folded=True),)).fetchone()

    return ask


def _queries(db: sqlite3.Connection, dice: random.Random) -> Iterator[tuple[str, list[str]]]:
    def drawn(number: int, column: str) -> list[str]:
        found = []
        while len(found) < QUERIES:
            row = db.execute(f"select {column} from articles where id = ?", (dice.randint(1, ARTICLES),)).fetchone()
            words = re.findall(r"[^\W_]+", row[0])
            if len(words) > number:
                start = dice.randrange(len(words) - number)
                found.append(" ".join(words[start : start + number]))
        return found

    three = drawn(3, "body")
    yield "3 words of a body", three
    yield "3 words of a body, no marks", [fold(each) for each in three]
    yield "3 words of a title", drawn(3, "title")
    yield "2 words", drawn(2, "body")
    yield "phrase of 2", [f'"{each}"' for each in drawn(2, "body")]
    yield "1 word", drawn(1, "body")
    yield "1 common word", list(_COMMON)
    numbers = db.execute("select title from articles where title like '%/%' limit ?", (QUERIES,))
    yield "document number", [title.split()[-1] for (title,) in numbers]


def _times(db: sqlite3.Connection) -> list[tuple[str, float, str]]:
    dice, rows = random.Random(5), []
    for form, typed in _queries(db, dice):
        ours, raw = _measured(lambda words: find(db, words, limit=10), typed), _measured(_raw(db), typed)
        for name, times in (("queson", ours), ("raw", raw)):
            rows += [(f"{form}, {name}: median", median(times), "ms"), (f"{form}, {name}: p95", _p95(times), "ms")]
        rows.append((f"{form}: p95 over raw (goal: 1.3 at most)", _p95(ours) / _p95(raw), ""))
    drawn = [some[:20] for _, some in islice(_queries(db, dice), 4)]
    question = [" ".join(each) for each in zip(*drawn, strict=True)]
    newest = [Query(word, sort="date") for word in _COMMON]
    narrowed = [Query(word, portal="huyen-07", since="2015", until="2016") for word in _COMMON]
    for form, queries in (
        ("question of 11 words", question),
        ("newest of a common word", newest),
        ("a common word, filtered", narrowed),
    ):
        times = _measured(lambda query: find(db, query, limit=10), queries)
        rows += [(f"{form}, queson: median", median(times), "ms"), (f"{form}, queson: p95", _p95(times), "ms")]
    return rows


def _measured(ask: Callable[..., object], queries: list[str] | list[Query]) -> list[float]:
    """Milliseconds of each query, the better of two times: the first may have to read the disk."""
    times = []
    for query in queries:
        rounds = []
        for _ in range(2):
            begun = process_time()
            ask(query)
            rounds.append(1000 * (process_time() - begun))
        times.append(min(rounds))
    return times


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95) if len(times) > 20 else -1]
