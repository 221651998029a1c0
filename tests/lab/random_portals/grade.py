"""Compares an archive with the truth of the portal it was made of."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.lab.random_portals.site import Portal
from tests.lab.random_portals.truth import Article, State
from tests.lab.random_portals.wire import Served

Row = sqlite3.Row | Mapping[str, Any]
"""An article as it is stored."""
WORD = re.compile(r"\w+")
HARD = (
    "crash failed pager missing doubled merged stray locked-stored exit unnamed title day minute precision lead author "
    "categories extra-category cut added body-f1 again again-missing"
).split()
SOFT = "requests poster source views images files again-requests again-edit".split()
MAX_REQUESTS = 1.2
SPARE_REQUESTS = 12
"""Home, robots, sitemaps, feeds, standing pages, frames: what every crawl asks for once."""


@dataclass
class Grade:
    """What was wrong, by class, with examples."""

    seed: int
    traits: str
    articles: int
    stored: int = 0
    recall: float = 0.0
    exit_code: int = 0
    expected_exit: int = 0
    requests: int = 0
    least_requests: int = 0
    seconds: float = 0.0
    wrong: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def note(self, kind: str, example: str = "") -> None:
        self.wrong[kind] += 1
        kept = self.examples.setdefault(kind, [])
        if len(kept) < 4:
            kept.append(example)

    @property
    def right(self) -> bool:
        return not any(self.wrong[kind] for kind in HARD)

    @property
    def complete_but_wrong(self) -> bool:
        """Called complete while articles are missing, merged or doubled."""
        lost = self.wrong["missing"] + self.wrong["merged"] + self.wrong["doubled"]
        return self.exit_code == 0 and lost > 0

    @property
    def line(self) -> str:
        """One line for people."""
        said = " ".join(f"{kind}:{count}" for kind, count in self.wrong.items())
        head = "right" if self.right else "WRONG"
        cost = f"{self.requests}/{self.least_requests}"
        return (
            f"{self.seed:4} {head} {self.stored}/{self.articles} exit {self.exit_code}({self.expected_exit}) "
            f"requests {cost} {self.seconds:.0f}s [{said}] {self.traits}"
        )


def plain(text: str | None) -> str:
    """NFC, white space as one space."""
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def tokens(text: str) -> list[str]:
    return WORD.findall(plain(text).lower())


def rows_of(folder: Path, query: str) -> list[sqlite3.Row]:
    """What an archive holds."""
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        db.row_factory = sqlite3.Row
        return db.execute(query).fetchall()


def told(portal: Portal) -> str:
    """What is out of the ordinary in a portal, for a report."""
    parts = (portal.traits.told, portal.wide.told, portal.skin.told, portal.real.told)
    return " ".join(filter(None, parts))


def grade(served: Served, folder: Path, exit_code: int, seconds: float = 0.0) -> Grade:
    """Everything that is wrong with an archive of a portal."""
    portal = served.portal
    truth = portal.truth()
    found = Grade(portal.seed, told(portal), len(truth.open), exit_code=exit_code, seconds=seconds)
    found.expected_exit = truth.exit_code
    found.least_requests = truth.least_requests
    found.requests = sum(1 for kind, *_ in served.log if kind != "file")
    if not (folder / "archive.db").is_file():
        found.note("crash", "no archive")
        return found
    placed = _identity(portal, folder, found)
    found.recall = len(placed) / max(1, len(truth.open))
    found.stored = len(placed)
    for article in truth.open:
        if article.number in placed:
            grade_fields(portal, article, placed[article.number], found)
        else:
            found.note("missing", article.addresses[0])
    _categories(portal, folder, placed, found)
    _beside(folder, placed, found, portal)
    _run(served, folder, found)
    return found


def _identity(portal: Portal, folder: Path, found: Grade) -> dict[int, sqlite3.Row]:
    """Which row is which article; doubles, merged ones and strays are noted."""
    addresses: dict[int, set[int]] = {}
    for row in rows_of(folder, "select article_id, url from article_urls"):
        number = portal.article_at(row["url"])
        if number is not None:
            addresses.setdefault(row["article_id"], set()).add(number)
    placed: dict[int, sqlite3.Row] = {}
    for row in rows_of(folder, "select * from articles order by id"):
        number = portal.article_at(row["url"])
        if number is None:
            found.note("stray", f"{row['url']} {row['title'][:40]}")
            continue
        if len(addresses.get(row["id"], set()) | {number}) > 1:
            found.note("merged", f"{row['url']} {addresses[row['id']]}")
        if portal.articles[number].state is not State.OPEN:
            found.note("locked-stored", row["url"])
        elif number in placed:
            found.note("doubled", f"{row['url']} = {placed[number]['url']}")
        else:
            placed[number] = row
    return placed


def grade_fields(portal: Portal, article: Article, row: Row, found: Grade) -> None:
    """Title, date, lead, people, text."""
    where = row["url"]
    if plain(row["title"]) != plain(article.title):
        found.note("title", f"{where}: {row['title']!r} for {article.title!r}")
    _date(article, row, found)
    if plain(row["lead"]) != plain(article.lead):
        found.note("lead", f"{where}: {(row['lead'] or '')[:60]!r} for {article.lead[:60]!r}")
    for name in ("author", "poster", "source"):
        if plain(row[name]) != plain(getattr(article, name)):
            found.note(name, f"{where}: {row[name]!r} for {getattr(article, name)!r}")
    if row["view_count"] != article.views:
        found.note("views", f"{where}: {row['view_count']} for {article.views}")
    _text(article, row, found)


def _date(article: Article, row: Row, found: Grade) -> None:
    stored, true = row["published_at"] or "", article.published_at or ""
    said = (
        f"{row['url']}: {stored} {row['published_precision']} for {true} {article.precision} ({row['published_raw']!r})"
    )
    if stored[:10] != true[:10]:
        found.note("day", said)
    elif (row["published_precision"] or None) != article.precision:
        found.note("precision", said)
    elif article.precision == "minute" and stored[:16] != true[:16]:
        found.note("minute", said)


def _text(article: Article, row: Row, found: Grade) -> None:
    """Nothing cut, nothing added: lead and body are one text here, for the lead has a class of its own."""
    where = row["url"]
    kept = f" {' '.join(tokens((row['lead'] or '') + chr(10) + (row['body'] or '')))} "
    for line in [article.lead, *article.paragraphs]:
        if line and f" {' '.join(tokens(line))} " not in kept:
            found.note("cut", f"{where}: {line[:70]!r}")
            break
    true = [article.lead, *article.paragraphs]
    allowed = f" {' '.join(tokens(chr(10).join(true)))} "
    extra = [" ".join(tokens(each)) for each in article.optional]
    for line in (row["body"] or "").splitlines() + (row["lead"] or "").splitlines():
        said = " ".join(tokens(line))
        if said and f" {said} " not in allowed and said not in extra:
            found.note("added", f"{where}: {line[:70]!r}")
            break
    score = f1(tokens(" ".join(true)), kept.split())
    if score < 0.98:
        found.note("body-f1", f"{where}: {score:.2f}")


def f1(true: list[str], kept: list[str]) -> float:
    """Harmonic mean of precision and recall over words; 1.0 where both are empty."""
    if not true and not kept:
        return 1.0
    common = sum((Counter(true) & Counter(kept)).values())
    return 2 * common / (len(true) + len(kept))


def _categories(portal: Portal, folder: Path, placed: dict[int, sqlite3.Row], found: Grade) -> None:
    """The titles of the lists that each article stands in."""
    stored: dict[int, set[str]] = {}
    query = "select article_id, title from article_categories join categories on categories.id = category_id"
    for row in rows_of(folder, query):
        stored.setdefault(row["article_id"], set()).add(plain(row["title"]).lower())
    truth = portal.truth()
    for number, row in placed.items():
        true = {plain(title).lower() for title in truth.titles_of(portal.articles[number])}
        kept = stored.get(row["id"], set())
        if true - kept:
            found.note("categories", f"{row['url']}: {sorted(kept)} for {sorted(true)}")
        elif kept - true:
            found.note("extra-category", f"{row['url']}: {sorted(kept)} for {sorted(true)}")


def _beside(folder: Path, placed: dict[int, sqlite3.Row], found: Grade, portal: Portal) -> None:
    """Pictures and files of each article."""
    for table in ("images", "attachments"):
        kept: dict[int, set[str]] = {}
        for row in rows_of(folder, f"select article_id, url from {table}"):
            kept.setdefault(row["article_id"], set()).add("/" + row["url"].split("://", 1)[-1].partition("/")[2])
        for number, row in placed.items():
            article = portal.articles[number]
            true = set(article.images if table == "images" else article.files)
            if kept.get(row["id"], set()) != true:
                kind = "images" if table == "images" else "files"
                found.note(kind, f"{row['url']}: {sorted(kept.get(row['id'], set()))} for {sorted(true)}")


def _run(served: Served, folder: Path, found: Grade) -> None:
    """Exit code, named problems, cost; where answers fail, each is asked for a little more than once."""
    portal = served.portal
    truth = portal.truth()
    whole = not (found.wrong["missing"] or found.wrong["merged"] or found.wrong["doubled"])
    fitting = truth.exit_code if whole else 3
    if found.exit_code != fitting:
        found.note("exit", f"{found.exit_code} for {fitting}")
    named = {portal.article_at(row["url"]) for row in rows_of(folder, "select url from problems")}
    for article in truth.unreachable:
        if article.number not in named:
            found.note("unnamed", article.addresses[0])
    one_in = served.faults.one_in
    again = one_in / (one_in - 1) if one_in else 1.0
    if found.requests > MAX_REQUESTS * truth.least_requests * again + SPARE_REQUESTS:
        found.note("requests", f"{found.requests} for {truth.least_requests}")
