"""An archive held against the truth: what is missing, what is wrong, each with the articles it concerns."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.crawl.tools import Row, rows
from tests.real.articles import CATEGORIES, News
from tests.real.system import Placed, Shape

OWN = 0.98
"""At least this share of an article's words is its own."""
FIELDS = "id, native_id, title, lead, body, author, poster, published_at, gone_at"


@dataclass
class Grade:
    """Numbers of articles, under the name of what is wrong with them."""

    expected: int
    missing: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    """Addresses of rows that are no public article."""
    titles: list[int] = field(default_factory=list)
    minutes: list[int] = field(default_factory=list)
    leads: list[int] = field(default_factory=list)
    authors: list[int] = field(default_factory=list)
    categories: list[int] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)
    """Articles of whose text a paragraph or row is neither in the lead nor in the body."""
    foreign: list[int] = field(default_factory=list)
    """Articles whose text holds a caption, a reader's remark or more than its own words."""
    scores: list[float] = field(default_factory=list)
    """F1 of the words of each lead and body together, so that a lead found in the body is one fault, not two."""

    @property
    def body(self) -> float:
        return sum(self.scores) / max(1, len(self.scores))

    def faults(self) -> dict[str, object]:
        """What is not empty, for a message."""
        names = (
            "missing",
            "doubled",
            "strays",
            "titles",
            "minutes",
            "leads",
            "authors",
            "categories",
            "cut",
            "foreign",
        )
        found: dict[str, object] = {name: getattr(self, name) for name in names if getattr(self, name)}
        return {**found, "expected": self.expected, "body F1": round(self.body, 4)}


def grade(folder: Path, truth: Sequence[News], placed: Mapping[int, Placed], shape: Shape, known: set[int]) -> Grade:
    """What the archive holds of the public articles; `known` are the numbers of those that were public before."""
    shown = [shape.read(news) for news in truth if news.shown]
    result = Grade(len(shown))
    stored = _rows_by_article(folder, placed)
    result.strays = _strays(folder, stored, {news.number for news in shown} | known)
    filed = _categories(folder, shape.archive)
    for news in shown:
        found = stored.get(news.number, [])
        if not found:
            result.missing.append(news.number)
            continue
        if len(found) > 1:
            result.doubled.append(news.number)
        _compare(result, news, found[0], shape.precise)
        own, allowed = _names(news.categories), _names(shape.lists(news))
        _note(result.categories, news, own <= filed[found[0][0]] <= allowed)
    return result


def _names(slugs: Iterable[str]) -> set[str]:
    """Names of categories as `_plain` has them."""
    names = {category.slug: category.name for category in CATEGORIES}
    return {_plain(names[slug]) for slug in slugs}


def of_address(address: str) -> str:
    """What stays of an address when host and outer slashes are left out."""
    parts = urlsplit(address)
    return parts.path.strip("/") + ("?" + parts.query if parts.query else "")


def numbers_by_row(folder: Path, placed: Mapping[int, Placed]) -> dict[int, int]:
    """Row id of each article of the archive that stands under an address of the truth -> its number."""
    numbers = {of_address(place.address): number for number, place in placed.items()}
    found = {}
    for row, address in rows(folder, "select article_id, url from article_urls union select id, url from articles"):
        number = numbers.get(of_address(address))
        if number is not None:
            found[row] = number
    return found


def _rows_by_article(folder: Path, placed: Mapping[int, Placed]) -> dict[int, list[Row]]:
    numbers = numbers_by_row(folder, placed)
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows(folder, f"select {FIELDS} from articles where gone_at is null"):
        found[numbers.get(row[0], 0)].append(row)
    return found


def _strays(folder: Path, stored: Mapping[int, list[Row]], shown: set[int]) -> list[str]:
    ids = {row[0] for number, found in stored.items() if number not in shown for row in found}
    return [address for row, address in rows(folder, "select id, url from articles") if row in ids]


def _categories(folder: Path, archive: str) -> dict[int, set[str]]:
    """Row id -> names of the categories it is filed under, but for the lists of all: that on the home page, and the
    archive."""
    home = "category_id not in (select categories.id from categories join portals on url = base_url)"
    query = (
        f"select article_id, title from article_categories join categories on categories.id = category_id where {home}"
        " and url not like ?"
    )
    found: dict[int, set[str]] = defaultdict(set)
    for row, title in rows(folder, query, f"%/{archive}/" if archive else ""):
        found[row].add(_plain(title))
    return found


def _compare(result: Grade, news: News, row: Row, precise: int) -> None:
    """`precise` is how many letters of a time the system shows: those of the minute, of the day, or none."""
    _id, _native, title, lead, body, author, poster, published, _gone = row
    texts = [*news.paragraphs, *(cell for line in news.rows for cell in line.split(" | "))]
    kept = _plain(f"{lead}\n{body}")
    added = [news.caption, *(remark.text for remark in news.remarks)]
    _note(result.titles, news, _plain(title) == _plain(news.title))
    _note(result.minutes, news, (published or "")[: precise or None] == news.published.isoformat()[:precise])
    _note(result.leads, news, _plain(lead or "") == _plain(news.lead))
    named = [name for name in (author, poster) if name]
    _note(result.authors, news, news.author in (named or [""]))
    _note(result.cut, news, all(_plain(text) in kept for text in (news.lead, *texts)))
    found, meant = _words(kept), _words(" ".join((news.lead, *texts)))
    common = sum((found & meant).values())
    result.scores.append(2 * common / max(1, sum(found.values()) + sum(meant.values())))
    own = common >= OWN * sum(found.values())
    _note(result.foreign, news, own and not any(text and _plain(text) in kept for text in added))


def _note(wrong: list[int], news: News, right: bool) -> None:
    if not right:
        wrong.append(news.number)


def _plain(text: str) -> str:
    """In one spelling: WordPress, for one, prints a dash for a hyphen between blanks."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\N{EN DASH}", "-").split())


def _words(text: str) -> Counter[str]:
    return Counter(_plain(text).replace("|", " ").split())


def revised(folder: Path, placed: Mapping[int, Placed]) -> set[int]:
    """Numbers of the articles with more than one revision."""
    numbers = numbers_by_row(folder, placed)
    query = "select article_id from revisions group by article_id having count(*) > 1"
    return {numbers.get(row, 0) for (row,) in rows(folder, query)}


def gone(folder: Path, placed: Mapping[int, Placed]) -> set[int]:
    """Numbers of the articles that the archive says are gone."""
    numbers = numbers_by_row(folder, placed)
    return {numbers.get(row, 0) for (row,) in rows(folder, "select id from articles where gone_at is not null")}
