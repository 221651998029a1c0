"""How many near copies are found, how many are wrong, and what an article costs, on texts made up here.

Half of the articles are news, of which every third has a copy edited by 1 to 15 %; some have an excerpt (60 %), a copy
with a new lead, or one with another headline only. The rest are notices in ten forms, hundreds of each, and true copies
of some of those. A pair counts as found when both articles lead to one original; every two articles that do and are of
no common origin are a mistake.
"""

import os
import random
import resource
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from sqlite3 import Connection
from time import process_time

import pytest

from archive.dedup import Sketch, read, sketch
from archive.records import Article, Capture, Page, RunStart
from archive.store import Archive, sketches
from tests.bench import bulletins
from tests.bench.notices import FORMS, Text, edited, excerpt, new_lead, news
from tests.crawl.tools import value

NEWS, NOTICES, SECOND = 3000, 150, 2000
SHARES = (0.01, 0.03, 0.05, 0.10, 0.15)
SEED = int(os.environ.get("SEED", "1"))
SKETCHES = int(os.environ.get("SKETCHES", "100000"))

TENTHS = {"first": 0, "last": 9}

Made = tuple[int, str, Text]
"""Origin, what was done to it, the text."""


def made(dice: random.Random) -> list[Made]:
    origin, found, known = 0, [], set()
    for number in range(NEWS):
        text = news(dice)
        found.append((origin := origin + 1, "news", text))
        found += [(origin, kind, copy) for kind, copy in _copies(dice, number, text)]
    for form in FORMS:
        for number in range(NOTICES):
            text = form(dice)
            if text in known:
                continue
            known.add(text)
            found.append((origin := origin + 1, form.__name__.strip("_"), text))
            if number % 7 == 0:
                found.append((origin, "copy of a notice", edited(dice, text, dice.choice(SHARES[:4]))))
    dice.shuffle(found)
    return found


def _copies(dice: random.Random, number: int, text: Text) -> Iterator[tuple[str, Text]]:
    if number % 3 == 0:
        share = dice.choice(SHARES)
        yield f"edited by {share:.0%}", edited(dice, text, share)
    elif number % 30 == 1:
        yield "excerpt of 60 %", excerpt(dice, text, 0.6)
    elif number % 30 == 2:
        yield "new lead", new_lead(dice, text)
    elif number % 30 == 4:
        yield "new headline", (news(dice)[0], *text[1:])


def run() -> list[tuple[str, float, str]]:
    articles = made(random.Random(SEED))
    with tempfile.TemporaryDirectory() as name, Archive.open(Path(name)) as archive:
        plain = _stored(archive, Path(name) / "plain", articles, copies=False)
        taken = _stored(archive, Path(name), articles, copies=True)
        figures = [
            *_quality(archive, articles),
            ("articles stored", len(articles), ""),
            ("storing without near copies", 1000 * plain / len(articles), "ms/article"),
            ("storing with near copies", 1000 * taken / len(articles), "ms/article"),
        ]
    return [*figures, *_second_set(), *_at_scale()]


def _second_set() -> list[tuple[str, float, str]]:
    """Precision and recall on the texts of `bulletins`, by which nothing here was made."""
    articles = bulletins.made(random.Random(SEED), SECOND, SECOND // 20)
    with tempfile.TemporaryDirectory() as name, Archive.open(Path(name)) as archive:
        _stored(archive, Path(name), articles, copies=True)
        found = _quality(archive, articles)
    return [(f"second set: {what}", figure, unit) for what, figure, unit in found]


def _stored(archive: Archive, folder: Path, articles: list[Made], *, copies: bool) -> float:
    """CPU seconds of storing the articles, one transaction each."""
    target = archive if copies else Archive.open(folder)
    try:
        target.begin_run(RunStart("bench", "2026-01-01T00:00:00Z"))
        return _store(target, [text for _, _, text in articles], 1, copies=copies)
    finally:
        if not copies:
            target.close()


def _store(archive: Archive, texts: list[Text], first: int, *, copies: bool) -> float:
    """CPU seconds of storing texts as articles with ids from ``first`` on, compared or not."""
    with pytest.MonkeyPatch.context() as patch:
        if not copies:
            patch.setattr(sketches, "enter", lambda connection, sha256: set())
        begun = process_time()
        for number, (title, lead, body) in enumerate(texts, first):
            url = f"http://bench.example/{number}"
            capture = Capture(
                number, 1, url, "2026-01-01T00:00:00Z", 200, "text/html", f"{number:064x}", "f", number, 1
            )
            archive.store(Page(1, capture, article=Article("bench", str(number), url, title, lead, body)))
        return process_time() - begun


def _quality(archive: Archive, articles: list[Made]) -> list[tuple[str, float, str]]:
    families, origins = defaultdict(list), defaultdict(list)
    for article_id, original in archive.db.execute("select id, coalesce(duplicate_of, id) from articles"):
        families[original].append(article_id)
    for number, (origin, _, _) in enumerate(articles, 1):
        origins[origin].append(number)
    found = {pair for members in families.values() for pair in combinations(sorted(members), 2)}
    true = {pair for members in origins.values() for pair in combinations(members, 2)}
    rows = [("precision", len(found & true) / len(found), ""), ("recall", len(found & true) / len(true), "")]
    kinds = defaultdict(list)
    for pair in true:
        kinds[max((articles[number - 1][1] for number in pair), key=lambda kind: " " in kind)].append(pair in found)
    return rows + [(f"recall, {kind}", sum(hits) / len(hits), "") for kind, hits in sorted(kinds.items())]


def _at_scale() -> list[tuple[str, float, str]]:
    """What SKETCHES sketches take, and an article in the whole flow beside so many (a million: half an hour)."""
    dice = random.Random(SEED)
    texts = [sketch(read(*(news(dice) if number % 2 else FORMS[number % len(FORMS)](dice)))) for number in range(2000)]
    with tempfile.TemporaryDirectory() as name, Archive.open(Path(name)) as archive:
        tenths = _fill(archive, dice, [each for each in texts if each is not None])
        archive.db.execute("pragma wal_checkpoint(truncate)")
        size = sum(path.stat().st_size for path in Path(name).glob("archive.db*"))
        assert value(Path(name), "select count(*) from texts") == SKETCHES
        flow = _flow(archive, dice)
    return [
        ("sketches", SKETCHES, ""),
        ("disk", size / SKETCHES, "bytes/text"),
        ("find a text's neighbours and add it", 10_000 * sum(tenths) / 10 / SKETCHES, "ms/text"),
        *((f"the {name} tenth of them", 10_000 * tenths[at] / SKETCHES, "ms/text") for name, at in TENTHS.items()),
        *flow,
        ("peak memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB"),
    ]


def _fill(archive: Archive, dice: random.Random, model: list[Sketch]) -> list[float]:
    """CPU seconds of adding each tenth of SKETCHES sketches."""
    connection, taken = archive.db.conn, [0.0] * 10
    for start in range(0, SKETCHES, 1000):
        several = [
            (dice.getrandbits(63), _varied(dice, dice.choice(model))) for _ in range(min(1000, SKETCHES - start))
        ]
        begun = process_time()
        connection.execute("begin immediate")
        for text, varied in several:
            sketches.put(connection, text, varied)
        connection.execute("commit")
        taken[start * 10 // SKETCHES] += process_time() - begun
    return taken


def _flow(archive: Archive, dice: random.Random) -> list[tuple[str, float, str]]:
    """The whole of `Archive.store` beside the sketches, with and without comparing, in turn."""
    archive.begin_run(RunStart("bench", "2026-01-01T00:00:00Z"))
    compared, taken, first = sketches.compared, {False: 0.0, True: 0.0}, 1
    with pytest.MonkeyPatch.context() as patch:
        # Of the sketches there are no texts.
        patch.setattr(sketches, "compared", lambda *of: compared(*of) if _has_texts(*of) else (None, 0.0))
        for turn in range(20):
            texts = [news(dice) if dice.random() < 0.8 else dice.choice(FORMS)(dice) for _ in range(100)]
            taken[turn % 2 == 1] += _store(archive, texts, first, copies=turn % 2 == 1)
            first += len(texts)
    return [
        ("an article beside them, not compared", taken[False], "ms/article"),
        ("an article beside them, compared", taken[True], "ms/article"),
    ]


def _has_texts(connection: Connection, *texts: int) -> bool:
    query = "select 1 from articles where content_sha256 >= ? and content_sha256 < ?"
    return all(connection.execute(query, sketches.sha256_range(text)).fetchone() for text in texts)


def _varied(dice: random.Random, one: Sketch) -> Sketch:
    """A sketch of another text of the kind: of a notice most phrases stay, of news none; numbers are others."""
    signature = bytearray(one.signature)
    for start in range(0, len(signature), 4):
        if dice.random() < (0.2 if dice.random() < 0.5 else 1):
            signature[start : start + 4] = dice.randbytes(4)
    places = b"".join((dice.getrandbits(42)).to_bytes(8, "little") for _ in range(len(one.places) // 8))
    return Sketch(one.length, bytes(signature), places, dice.randbytes(max(len(one.numbers), 12)))
