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
from time import process_time

from archive.dedup import Sketch, read, sketch
from archive.records import Article, Capture, Page, RunStart
from archive.store import Archive, sketches
from tests.bench.notices import FORMS, Text, edited, excerpt, new_lead, news
from tests.crawl.tools import value

NEWS, NOTICES = 3000, 150
SHARES = (0.01, 0.03, 0.05, 0.10, 0.15)
SEED = int(os.environ.get("SEED", "1"))
SKETCHES = int(os.environ.get("SKETCHES", "100000"))

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
    return [*figures, *_at_scale()]


def _stored(archive: Archive, folder: Path, articles: list[Made], *, copies: bool) -> float:
    """CPU seconds of storing the articles, one transaction each."""
    target = archive if copies else Archive.open(folder)
    enter = sketches.enter
    if not copies:
        sketches.enter = lambda connection, sha256: set()
    try:
        target.begin_run(RunStart("bench", "2026-01-01T00:00:00Z"))
        begun = process_time()
        for number, (_, _, (title, lead, body)) in enumerate(articles, 1):
            url = f"http://bench.example/{number}"
            capture = Capture(
                number, 1, url, "2026-01-01T00:00:00Z", 200, "text/html", f"{number:064x}", "f", number, 1
            )
            target.store(Page(1, capture, article=Article("bench", str(number), url, title, lead, body)))
        return process_time() - begun
    finally:
        sketches.enter = enter
        if not copies:
            target.close()


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
    """What sketches alone take, with SKETCHES of them (SKETCHES=1000000 takes a quarter of an hour)."""
    dice = random.Random(SEED)
    texts = [sketch(read(*(news(dice) if number % 2 else FORMS[number % len(FORMS)](dice)))) for number in range(2000)]
    model = [each for each in texts if each is not None]
    with tempfile.TemporaryDirectory() as name, Archive.open(Path(name)) as archive:
        connection = archive.db.conn
        begun, late = process_time(), 0.0
        for number in range(SKETCHES):
            if number % 1000 == 0:
                connection.execute("begin immediate")
            if number == SKETCHES * 9 // 10:
                late = process_time()
            text, varied = dice.getrandbits(63), _varied(dice, model[number % len(model)])
            sketches.put(connection, text, varied)
            if number % 1000 == 999:
                connection.execute("commit")
        last = process_time() - late
        if connection.in_transaction:
            connection.execute("commit")
        connection.execute("pragma wal_checkpoint(truncate)")
        size = sum(path.stat().st_size for path in Path(name).glob("archive.db*"))
        assert value(Path(name), "select count(*) from texts") == SKETCHES
    return [
        ("sketches", SKETCHES, ""),
        ("disk", size / SKETCHES, "bytes/text"),
        ("find a text's neighbours and add it", 1000 * (process_time() - begun) / SKETCHES, "ms/text"),
        ("the last tenth of them", 1000 * last / (SKETCHES - SKETCHES * 9 // 10), "ms/text"),
        ("peak memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB"),
    ]


def _varied(dice: random.Random, one: Sketch) -> Sketch:
    """A sketch of another text of the kind: of a notice most phrases stay, of news none; numbers are others."""
    signature = bytearray(one.signature)
    for start in range(0, len(signature), 4):
        if dice.random() < (0.2 if dice.random() < 0.5 else 1):
            signature[start : start + 4] = dice.randbytes(4)
    places = b"".join((dice.getrandbits(42)).to_bytes(8, "little") for _ in range(len(one.places) // 8))
    return Sketch(one.length, bytes(signature), places, dice.randbytes(max(len(one.numbers), 12)))
