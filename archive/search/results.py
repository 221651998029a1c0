"""What a search answers with."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from archive.search.parser import parse
from archive.search.snippet import marker, snippet

_HIT = """
select a.id, a.key, a.title, a.published_at, a.published_precision, a.portal, a.url,
    (select count(*) from articles c where c.duplicate_of = coalesce(a.duplicate_of, a.id)),
    a.lead, a.body
from articles a where a.id = ?
"""
_FILES = "select text, confidence from attachments where article_id = ? and text <> '' order by id"


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found; ``copies`` are the other articles with its text, ``date`` has its ``precision``.

    ``complete``: it holds all that was asked for. ``snippet`` is a piece of the original text with the hits marked;
    where a program read it from a scan, ``confidence`` says how sure it was, 0 to 1.
    """

    key: str
    title: str
    date: str | None
    precision: str | None
    portal: str
    url: str
    snippet: str
    copies: int
    id: int
    complete: bool = True
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits: those that hold everything that was asked for, and behind them those that come near.

    ``total`` articles hold everything, ``articles`` with their copies; ``near`` come near. There are ``more`` and
    ``more_near`` than that if it says so. ``repaired``: the words that were looked for in place of those typed.
    """

    hits: tuple[Hit, ...]
    total: int
    more: bool
    articles: int
    near: int
    more_near: bool
    repaired: str | None = None

    @property
    def shown(self) -> int:
        """How many hits there are to be shown, page by page."""
        return self.total + self.near


def shown(
    connection: Connection, words: str, ids: Sequence[int], whole: Collection[int], marks: tuple[str, str]
) -> tuple[Hit, ...]:
    """The hits of the articles with these ids, of which those in ``whole`` hold everything."""
    looked_for = marker(parse(words))
    hits = []
    for article_id in ids:
        row = connection.execute(_HIT, (article_id,)).fetchone()
        if row is None:  # it may have gone since: another process writes
            continue
        number, key, title, date, precision, portal, url, copies, lead, body = row
        texts: list[str | None] = [title, lead, body]
        sure: list[float | None] = [None] * len(texts)
        for text, confidence in connection.execute(_FILES, (article_id,)):
            texts.append(text)
            sure.append(confidence)
        piece, at = snippet(texts, looked_for, marks)
        is_whole = article_id in whole
        hits.append(Hit(key, title, date, precision, portal, url, piece, copies, number, is_whole, sure[at]))
    return tuple(hits)
