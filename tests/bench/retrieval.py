"""How well search finds what is meant, however big the archive: beside plain FTS5, on a real portal's articles.

Known items: words of a title, a whole title, or a question made of a sentence's words; the article they were taken from
is the one to be found, and the titles themselves are not indexed. The articles lie at random places among the made-up
ones of archives of `QUESON_BENCH_SIZES` articles. Ambiguous words: pairs of syllables with several readings when their
marks are left out; of the first ten found, how many hold the reading that was typed?

Queries have two halves, by the number of the article meant: what is set by measuring is set with
`QUESON_BENCH_HALF=tuning`, and the other half is reported. Archives are kept in `QUESON_BENCH_FOLDER`, where given.
"""

import math
import os
import random
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from statistics import mean

from archive.search import search
from archive.text import fold, tone_key
from tests.bench.needles import WORD, Document, ambiguous, documents, queries
from tests.bench.parse import RECORDED
from tests.bench.synthetic import made

SIZES = tuple(map(int, os.environ.get("QUESON_BENCH_SIZES", "3000 30000 200000").split()))
HALF = os.environ.get("QUESON_BENCH_HALF", "reporting")
NEEDLES = 1_000
_NEEDLE = """
update articles set title = '', lead = '', body = ?2, author = null, duplicate_of = null, published_at = null
where id = ?1
"""

Search = Callable[[str], list[int]]
Asked = list[tuple[str, int]]
"""Queries, and the number of the article that each means."""


def plain(found: list[Document]) -> Search:
    """FTS5 as it comes: unicode61, all words, any of them when no text holds all."""
    db = sqlite3.connect(":memory:")
    db.execute("create virtual table texts using fts5 (text, tokenize='unicode61')")
    db.executemany("insert into texts (rowid, text) values (?, ?)", [(each.id, each.text) for each in found])

    def ask(typed: str) -> list[int]:
        words = [f'"{word}"' for word in re.findall(r"[^\W_]+", typed)]
        for joint in (" AND ", " OR "):
            rows = db.execute("select rowid from texts where texts match ? order by rank limit 10", [joint.join(words)])
            if ids := [row[0] for row in rows]:
                return ids
        return []

    return ask


@contextmanager
def haystack(folder: Path, size: int, found: list[Document]) -> Iterator[Search]:
    """The project's search over so many articles, among which the texts lie, without titles."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(made(folder, size))) as db:
        places = random.Random(size).sample(range(1, size + 1), len(found))
        if db.execute("select title from articles where id = ?", places[:1]).fetchone() != ("",):
            marks = ", ".join("?" * len(places))
            db.execute(f"update articles set duplicate_of = null where duplicate_of in ({marks})", places)
            db.executemany(_NEEDLE, [(place, each.text) for place, each in zip(places, found, strict=True)])
            db.commit()
        meant = {place: each.id for place, each in zip(places, found, strict=True)}
        yield lambda typed: [meant.get(hit.id, 0) for hit in search(db, typed, limit=10)]


def merits(ask: Search, asked: Asked) -> tuple[float, float]:
    """MRR@10 and nDCG@10 with one article that is right."""
    places = []
    for typed, right in asked:
        ids = ask(typed)
        places.append(ids.index(right) + 1 if right in ids else 0)
    found = list(filter(None, places))
    return sum(1 / place for place in found) / len(places), sum(1 / math.log2(1 + each) for each in found) / len(places)


def as_typed(ask: Search, found: list[Document], pairs: list[str]) -> float:
    """Share of the first ten that holds the reading typed; made-up articles count as if they were not there."""
    texts = {each.id: f" {' '.join(WORD.findall(tone_key(each.text).lower()))} " for each in found}
    shares = []
    for pair in pairs:
        hits = [f" {pair} " in texts[number] for number in ask(pair) if number]
        if hits:
            shares.append(mean(hits))
    return mean(shares)


def _rows(name: str, ask: Search, kinds: dict[str, Asked]) -> Iterator[tuple[str, float, str]]:
    for kind, asked in kinds.items():
        for typing, change in (("with marks", str), ("without marks", fold)):
            mrr, ndcg = merits(ask, [(change(typed), right) for typed, right in asked])
            yield f"{name}, {kind}, {typing}: MRR@10", mrr, ""
            yield f"{name}, {kind}, {typing}: nDCG@10", ndcg, ""


def _half(kinds: dict[str, Asked]) -> dict[str, Asked]:
    odd = HALF == "reporting"
    return {kind: [(typed, right) for typed, right in asked if right % 2 == odd] for kind, asked in kinds.items()}


def run() -> list[tuple[str, float, str]]:
    dice = random.Random(7)
    every = documents()
    found = dice.sample(every, min(NEEDLES, len(every)))
    kinds, pairs = _half(queries(found, dice)), ambiguous(found, dice)
    rows: list[tuple[str, float, str]] = [("texts", len(found), "real" if RECORDED.is_file() else "made up")]
    rows += _rows("plain unicode61, the texts alone", plain(found), kinds)
    kept = os.environ.get("QUESON_BENCH_FOLDER")
    with nullcontext(kept) if kept else tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            with haystack(Path(folder) / f"retrieval-{size}", size, found) as ask:
                rows += _rows(f"queson, {size:,} articles", ask, kinds)
                share = as_typed(ask, found, pairs)
                rows.append((f"queson, {size:,} articles, {len(pairs)} ambiguous pairs: as typed", share, ""))
    return rows
