"""How well search finds what is meant, beside plain FTS5: on a real portal's articles, or on made-up ones without it.

Known items: words of a title, a whole title, or a question made of a sentence's words; the article they were taken from
is the one to be found, and the titles themselves are not indexed. Ambiguous words: pairs of syllables with several
readings when their marks are left out; of the first ten found, how many hold the reading that was typed?
"""

import math
import random
import re
import sqlite3
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from archive.records import Article as Record
from archive.records import Capture
from archive.search import search
from archive.store import Archive
from archive.text import fold, tone_key
from queson_crawler.parse.results import RawArticle
from queson_crawler.portals import Portal
from queson_crawler.understand.reader import Reader
from queson_crawler.understand.steps import normalised
from queson_crawler.understand.tasks import Role
from tests.bench.parse import RECORDED, Answer, _of_role
from tests.bench.synthetic import Writer

MADE_UP, QUERIES, PAIRS = 5000, 500, 150
_WORD = re.compile(r"[^\W\d_]+")
_ASKED = ("{} được quy định như thế nào?", "Theo quy định thì {} là gì?", "Ai có trách nhiệm về {}?", "Vì sao {}?")
# What a reader would not pick out of a title.
_EMPTY = frozenset(
    "và của các cho về là được với một những có trên trong tại theo từ đến năm số ngày thứ do ở khi".split()
)

Search = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True)
class Document:
    id: int
    title: str
    text: str


def documents() -> list[Document]:
    """Articles of the recorded portal that have a text; the same text only once."""
    if not RECORDED.is_file():
        writer = Writer()
        made = (writer.article() for _ in range(MADE_UP))
        return [Document(at, each.title, f"{each.lead}\n\n{each.body}") for at, each in enumerate(made, 1)]
    once = {record.body: record for record in _read() if len(record.body.split()) >= 60}
    return [Document(at, record.title, f"{record.lead}\n\n{record.body}") for at, record in enumerate(once.values(), 1)]


def _read() -> Iterator[Record]:
    for task, body in _of_role(Role.ARTICLE):
        reader = Reader(Portal("bench", task.url, platform="liferay-6.2"), 1)
        capture = Capture(1, 1, task.url, "2026-01-01T00:00:00Z", 200, "text/html", "", "", 0, 0)
        understood, page = reader.read(task, Answer(task.url, 200, body), capture)
        record = normalised(page).article
        if isinstance(understood.result, RawArticle) and record is not None:
            yield record


def queries(found: list[Document], dice: random.Random) -> dict[str, list[tuple[str, int]]]:
    """Kind of query -> (query with marks, id of the article meant)."""
    kinds: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for document in dice.sample(found, min(QUERIES, len(found))):
        words = [word for word in _WORD.findall(document.title.lower()) if word not in _EMPTY]
        if len(words) >= 4:
            start = dice.randrange(len(words) - 2)
            kinds["3 words of the title"].append((" ".join(words[start : start + 3]), document.id))
            kinds["whole title"].append((document.title, document.id))
        sentences = [each.split() for each in re.split(r"[.\n]+", document.text) if 12 <= len(each.split()) <= 40]
        if sentences:
            sentence = dice.choice(sentences)
            kept = [word for word in sentence if dice.random() < 0.6]
            kinds["question"].append((dice.choice(_ASKED).format(" ".join(kept)), document.id))
    return kinds


def ambiguous(found: list[Document], dice: random.Random) -> list[str]:
    """Pairs of syllables of which another reading is more usual, and which stand in ten texts at least."""
    counts: Counter[str] = Counter()
    for document in found:
        words = tone_key(document.text).lower()
        counts.update({" ".join(pair) for line in words.split("\n") for pair in pairwise(_WORD.findall(line))})
    readings: dict[str, list[str]] = defaultdict(list)
    for pair in counts:
        readings[fold(pair)].append(pair)
    chosen = [
        pair
        for each in readings.values()
        for pair in each
        if len(each) > 1 and counts[pair] >= 10 and counts[pair] < max(counts[other] for other in each)
    ]
    return dice.sample(sorted(chosen), min(PAIRS, len(chosen)))


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


def ours(archive: Archive, found: list[Document]) -> Search:
    """The project's search over an archive whose bodies are the texts and whose titles say nothing."""
    archive.db.execute("insert into portals (slug) values ('bench')")
    archive.db.conn.executemany(
        "insert into articles (id, key, portal, native_id, url, title, body, content_sha256, first_seen_at, "
        "last_seen_at, capture_id) values (?1, 'bench/' || ?1, 'bench', ?1, '', '', ?2, '', '', '', ?1)",
        [(each.id, each.text) for each in found],
    )
    return lambda typed: [hit.id for hit in search(archive, typed, limit=10)]


def merits(ask: Search, asked: list[tuple[str, int]]) -> tuple[float, float]:
    """MRR@10 and nDCG@10 with one article that is right."""
    places = [ids.index(right) + 1 if right in (ids := ask(typed)) else 0 for typed, right in asked]
    return (
        sum(1 / place for place in places if place) / len(places),
        sum(1 / math.log2(1 + place) for place in places if place) / len(places),
    )


def as_typed(ask: Search, found: list[Document], pairs: list[str]) -> float:
    """Share of the first ten that holds the reading typed."""
    texts = {each.id: f" {' '.join(_WORD.findall(tone_key(each.text).lower()))} " for each in found}
    shares = [[f" {pair} " in texts[place] for place in ask(pair)] for pair in pairs]
    return sum(sum(each) / len(each) for each in shares if each) / len(shares)


def run() -> list[tuple[str, float, str]]:
    dice = random.Random(7)
    found = documents()
    kinds, pairs = queries(found, dice), ambiguous(found, dice)
    rows: list[tuple[str, float, str]] = [("texts", len(found), "real" if RECORDED.is_file() else "made up")]
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder)) as archive:
        for name, ask in (("queson", ours(archive, found)), ("plain unicode61", plain(found))):
            for kind, asked in kinds.items():
                for typing, change in (("with marks", str), ("without marks", fold)):
                    mrr, ndcg = merits(ask, [(change(typed), right) for typed, right in asked])
                    rows += [
                        (f"{name}, {kind}, {typing}: MRR@10", mrr, ""),
                        (f"{name}, {kind}, {typing}: nDCG@10", ndcg, ""),
                    ]
            rows.append((f"{name}, {len(pairs)} ambiguous pairs: first ten as typed", as_typed(ask, found, pairs), ""))
    return rows
