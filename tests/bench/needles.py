"""What retrieval is measured with: queries that mean one of the texts of a real portal (of made-up ones without it)."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from archive.records import Article as Record
from archive.records import Capture
from archive.text import fold, tone_key
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.results import RawArticle
from queson_crawler.portals import Portal
from queson_crawler.understand.reader import Reader
from queson_crawler.understand.steps import normalised
from queson_crawler.understand.tasks import Role
from tests.bench.parse import RECORDED, _of_role
from tests.bench.synthetic import Writer

MADE_UP, QUERIES, PAIRS = 5000, 500, 150
WORD = re.compile(r"[^\W\d_]+")
_ASKED = ("{} được quy định như thế nào?", "Theo quy định thì {} là gì?", "Ai có trách nhiệm về {}?", "Vì sao {}?")
# What a reader would not pick out of a title.
_EMPTY = frozenset(
    "và của các cho về là được với một những có trên trong tại theo từ đến năm số ngày thứ do ở khi".split()
)


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
        words = [word for word in WORD.findall(document.title.lower()) if word not in _EMPTY]
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
        counts.update({" ".join(pair) for line in words.split("\n") for pair in pairwise(WORD.findall(line))})
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
