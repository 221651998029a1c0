"""Copies: articles with one text. The earliest is the original, the others point to it."""

from __future__ import annotations

from sqlite3 import Connection

TINY = 40
"""Bodies of fewer characters ("see the attached file") repeat by chance, not by copying."""


def again(connection: Connection) -> None:
    """Find every original again, from nothing but the articles."""
    for (sha,) in connection.execute("select distinct content_sha256 from articles").fetchall():
        regroup(connection, sha)


def regroup(connection: Connection, sha: str) -> None:
    """Point the copies among the articles with a digest to their original: the earliest published, then first met."""
    members = connection.execute(
        "select id, duplicate_of from articles where content_sha256 = ? and length(body) >= ? "
        "order by published_at is null, published_at, id",
        (sha, TINY),
    ).fetchall()
    original = members[0][0] if members else None
    wanted = {article_id: None if article_id == original else original for article_id, _ in members}
    connection.executemany(
        "update articles set duplicate_of = ? where id = ?",
        [(wanted[article_id], article_id) for article_id, is_of in members if is_of != wanted[article_id]],
    )
    connection.execute(
        "update articles set duplicate_of = null where content_sha256 = ? and length(body) < ? "
        "and duplicate_of is not null",
        (sha, TINY),
    )
