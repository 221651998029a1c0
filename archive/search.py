"""Full-text search that finds Quế Sơn for `que son`, and never fails on anything a reader types."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from archive.store import Archive
from archive.text import fold, tone_key

WINDOW = 100
"""So many of the best candidates are looked at for the exact spelling."""

_MAX_WORDS = 32
_TYPED = re.compile(r'"([^"]*)"|([^\s"]+)')
_WORD = re.compile(r"[^\W_]+")

# Titles tell more than leads, leads more than bodies.
_FOUND = """
with found as materialized (
    select rowid as id, bm25(articles_fts, 10.0, 4.0, 1.0) as score from articles_fts where articles_fts match :match),
copies as materialized (select id, duplicate_of from articles where duplicate_of is not null),
shown as (
    select coalesce(max(iif(c.id is null, f.id, null)), min(f.id)) as id, min(f.score) as score
    from found f left join copies c on c.id = f.id
    where :portal is null or (select portal from articles where id = f.id) = :portal
    group by coalesce(c.duplicate_of, f.id))
"""

_ANY = """
select 1 from articles_fts f join articles a on a.id = f.rowid
where articles_fts match :match and (:portal is null or a.portal = :portal) limit 1
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found; ``copies`` are the other articles with its text, ``date`` has its ``precision``."""

    key: str
    title: str
    date: str | None
    precision: str | None
    portal: str
    url: str
    snippet: str
    copies: int


def search(
    archive: Archive,
    words: str,
    *,
    portal: str | None = None,
    limit: int = 20,
    offset: int = 0,
    marks: tuple[str, str] = ("[", "]"),
) -> tuple[Hit, ...]:
    """The articles that hold all the words (any of them, when none holds all), best first; copies under their original.

    Double quotes make a phrase. Of equal words the ones spelled as typed, with their marks, come first.
    """
    match, asked = _match(archive, words, portal)
    if not match:
        return ()
    window = max(WINDOW, offset + limit) if (spelled := _spelled(words)) and offset < WINDOW else offset + limit
    best = f"{_FOUND} select id from shown order by score, id limit :limit"
    ids = [row[0] for row in archive.db.execute(best, asked | {"limit": window})]
    if spelled:
        ids = _exact_first(archive, ids[:WINDOW], spelled) + ids[WINDOW:]
    return tuple(_hit(archive, match, article_id, marks) for article_id in ids[offset : offset + limit])


def count(archive: Archive, words: str, *, portal: str | None = None) -> int:
    """How many hits `search` has in all."""
    match, asked = _match(archive, words, portal)
    return int(archive.db.execute(f"{_FOUND} select count(*) from shown", asked).fetchone()[0]) if match else 0


def phrases(words: str) -> list[tuple[str, ...]]:
    """What has to be found, folded: `"quế sơn" 12/NĐ-CP` -> [(que, son), (12, nd, cp)]."""
    typed = (quoted or single for quoted, single in _TYPED.findall(words.replace("\0", " ")))
    found = list(dict.fromkeys(tuple(_WORD.findall(fold(part))) for part in typed))
    return [phrase[:_MAX_WORDS] for phrase in found if phrase][:_MAX_WORDS]


def strict(parts: list[tuple[str, ...]]) -> str:
    """All phrases; the second group is always true and lets bm25 count those that stand side by side."""
    every = " AND ".join(_quoted(part) for part in parts)
    beside = [_quoted(left + right) for left, right in pairwise(parts)]
    return f"({every}) AND ({' OR '.join((_quoted(parts[0]), *beside))})" if beside else every


def loose(parts: list[tuple[str, ...]]) -> str:
    """Any word, or words that stand side by side."""
    words = [word for part in parts for word in part]
    beside = [_quoted(pair) for pair in pairwise(words)]
    return " OR ".join((*(_quoted((word,)) for word in words), *beside))


def _quoted(words: tuple[str, ...]) -> str:
    """An FTS5 string: only letters and digits are left in the words, so nothing can end it early."""
    return f'"{" ".join(words)}"'


def _match(archive: Archive, words: str, portal: str | None) -> tuple[str, dict[str, str | int | None]]:
    """The expression that finds something and the parameters of a query with it; empty when there are no words."""
    parts = phrases(words)
    if not parts:
        return "", {}
    asked: dict[str, str | int | None] = {"match": strict(parts), "portal": portal}
    if archive.db.execute(_ANY, asked).fetchone() is None:
        asked["match"] = loose(parts)
    return str(asked["match"]), asked


def _spelled(words: str) -> list[tuple[str, ...]]:
    """The words typed with marks, in either style of placing a tone, and each with its neighbour."""
    typed = _WORD.findall(unicodedata.normalize("NFC", words).lower())[:_MAX_WORDS]
    exact = {word for word in typed if word != fold(word)}
    beside = [f"{left} {right}" for left, right in pairwise(typed) if {left, right} & exact]
    return [(text, tone_key(text)) for text in (*exact, *beside)]


def _exact_first(archive: Archive, ids: list[int], spelled: list[tuple[str, ...]]) -> list[int]:
    texts = archive.db.execute(
        f"select id, title || ' ' || lead || ' ' || body from articles where id in ({','.join('?' * len(ids))})", ids
    )
    exact = {row[0]: sum(_holds(row[1].lower(), forms) for forms in spelled) for row in texts}
    return sorted(ids, key=lambda article_id: -exact[article_id])


def _holds(text: str, forms: tuple[str, ...]) -> bool:
    """Whether one of the forms stands in the text as a word of its own; `in` is quick to say that none does."""
    return any(form in text and re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text) for form in forms)


def _hit(archive: Archive, match: str, article_id: int, marks: tuple[str, str]) -> Hit:
    # Fewer than 24 tokens would cut a phrase in two.
    row = archive.db.execute(
        """select key, a.title, published_at, published_precision, portal, url,
            snippet(articles_fts, -1, ?, ?, '…', 32),
            (select count(*) from articles c where c.duplicate_of = coalesce(a.duplicate_of, a.id))
        from articles_fts f join articles a on a.id = f.rowid where articles_fts match ? and f.rowid = ?""",
        (*marks, match, article_id),
    ).fetchone()
    return Hit(*row)
