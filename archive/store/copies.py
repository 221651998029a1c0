"""Copies: articles that repeat the text of another, exactly or nearly. Whatever the order of storing, the same rows."""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Connection

from archive.dedup import Kind, text_key
from archive.rows import column
from archive.store import sketches
from archive.store.families import Families, Rank

TINY = 40
"""Texts of fewer characters ("see the attached file") repeat by chance, not by copying."""

UP_TO = "compared_up_to"
"""In `about`: the id up to which the articles that an older queson stored have been compared."""

AT_ONCE = 500

Row = tuple[int, int, str, float, int]
"""Article, original, kind, similarity, whether that is the first of all portals."""


def regroup(connection: Connection, article_id: int, sha256: str, before: str | None, *, moved: bool) -> None:
    """Find the originals again after an article came, or got another text than ``before``, or (``moved``) another place
    in the order of publication."""
    changed: set[int] = set()
    if before is not None and before != sha256:
        changed |= sketches.leave(connection, before) | {text_key(before)}
    text = text_key(sha256)
    if not _is_tiny(connection, text):
        changed |= sketches.enter(connection, sha256)
        if not (changed or moved) and _is_one_more(connection, article_id, text):
            return
    changed.add(text)
    _settle(connection, changed)


def catch_up(connection: Connection, most: int) -> int:
    """Regroup the next articles of an archive that is older than near copies; how many are left for the next time."""
    row = connection.execute("select value from about where name = ?", (UP_TO,)).fetchone()
    if row is None:
        return 0
    waiting = "from articles where id > ?"
    done = int(row[0])
    for article_id, sha256 in connection.execute(
        f"select id, content_sha256 {waiting} order by id limit ?", (done, most)
    ).fetchall():
        regroup(connection, article_id, sha256, None, moved=False)
        done = article_id
    (left,) = connection.execute(f"select count(*) {waiting}", (done,)).fetchone()
    if left:
        connection.execute("update about set value = ? where name = ?", (str(done), UP_TO))
    else:
        connection.execute("delete from about where name = ?", (UP_TO,))
    return int(left)


_POINTERS = """
update articles set duplicate_of = (select original_id from copies c where c.article_id = articles.id and c.is_first)
where duplicate_of is not (select original_id from copies c where c.article_id = articles.id and c.is_first)
"""


def again(connection: Connection) -> None:
    """Find every original again, from the articles and the near copies that their texts met."""
    shas = connection.execute("select distinct content_sha256 from articles order by 1").fetchall()
    for start in range(0, len(shas), AT_ONCE):
        _settle(connection, {text_key(sha256) for (sha256,) in shas[start : start + AT_ONCE]})
    connection.execute(_POINTERS)


def _is_tiny(connection: Connection, text: int) -> bool:
    row = connection.execute(
        "select lead, body from articles where content_sha256 >= ? and content_sha256 < ? limit 1",
        sketches.sha256_range(text),
    ).fetchone()
    return row is None or len(" ".join(" ".join(row).split())) < TINY


def _is_one_more(connection: Connection, article_id: int, text: int) -> bool:
    """Whether an article that came only repeats an earlier one of its portal; then no other row is concerned."""
    families = Families(connection)
    (portal,) = connection.execute("select portal from articles where id = ?", (article_id,)).fetchone()
    earliest = families.first(text, portal)
    if earliest is None or earliest[2] == article_id:
        return False
    _write(connection, {article_id}, _rows(connection, families, text, article_id))
    return True


def _settle(connection: Connection, changed: set[int]) -> None:
    """Find the originals of some texts and of all that look to them."""
    families = Families(connection)
    affected = _around(families, changed)
    affected |= _around(families, families.lead(affected))
    for text in sorted(affected):
        _write(connection, _members(connection, text), _rows(connection, families, text))


def _around(families: Families, texts: set[int]) -> set[int]:
    """Those texts, the ones that met them, those that repeat them, and the ones that met these."""
    members = set().union(*map(families.members, texts))
    return texts.union(members, *map(families.near, texts | members))


def _members(connection: Connection, text: int) -> set[int]:
    query = "select id from articles where content_sha256 >= ? and content_sha256 < ?"
    return set(column(connection.execute(query, sketches.sha256_range(text))))


def _rows(connection: Connection, families: Families, text: int, only: int | None = None) -> list[Row]:
    """The rows of `copies` for the articles with a text, or for one of them.

    Each points to the first article of all with the text it repeats, and to the first of its own portal that is like
    it, where that is another.
    """
    if _is_tiny(connection, text):
        return []
    leader, _ = families.leader(text)
    original = families.first(leader)
    alike = _alike(families, text)
    query = "select published_at is null, coalesce(published_at, ''), id, portal from articles"
    of_text = connection.execute(
        f"{query} where content_sha256 >= ? and content_sha256 < ? and id = coalesce(?, id)",
        (*sketches.sha256_range(text), only),
    )
    here: dict[str, tuple[Rank, int]] = {}
    rows: list[Row] = []
    for *place, portal in of_text.fetchall():
        rank: Rank = (place[0], place[1], place[2])
        if portal not in here:
            here[portal] = _first_of_portal(families, portal, alike)
        found = dict([here[portal]])
        if original is not None:
            found[original] = leader
        for of, other in found.items():
            if of < rank:
                rows.append((rank[2], of[2], *_kind(text, other, alike), int(of == original)))
    return rows


def _alike(families: Families, text: int) -> dict[int, float]:
    """The texts of the family of a text that it is like, itself among them, and how like."""
    leader, similarity = families.leader(text)
    alike = {}
    for other, share in ({text: 1.0, leader: similarity} | families.near(text)).items():
        if families.leader(other)[0] == leader:
            alike[other] = share
    return alike


def _first_of_portal(families: Families, portal: str, texts: Iterable[int]) -> tuple[Rank, int]:
    """The earliest article of a portal that has one of some texts, and which; one of them is there."""
    found = []
    for text in texts:
        rank = families.first(text, portal)
        if rank is not None:
            found.append((rank, text))
    return min(found)


def _kind(text: int, other: int, alike: dict[int, float]) -> tuple[str, float]:
    if text == other:
        return Kind.EXACT, 1.0
    return Kind.NEAR, round(alike[other], 4)


def _write(connection: Connection, articles: Iterable[int], rows: Iterable[Row]) -> None:
    """Store what some articles are copies of; only what is another than before is written."""
    wanted: dict[int, set[Row]] = {article_id: set() for article_id in articles}
    for row in rows:
        wanted[row[0]].add(row)
    for article_id, mine in wanted.items():
        stored = connection.execute(
            "select article_id, original_id, kind, similarity, is_first from copies where article_id = ?", (article_id,)
        ).fetchall()
        if set(stored) == mine:
            continue
        connection.execute("delete from copies where article_id = ?", (article_id,))
        connection.executemany("insert into copies values (?, ?, ?, ?, ?)", sorted(mine))
        original = next((row[1] for row in mine if row[4]), None)
        connection.execute(
            "update articles set duplicate_of = ? where id = ? and duplicate_of is not ?",
            (original, article_id, original),
        )
