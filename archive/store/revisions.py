"""Revisions: one for each capture whose text differs from that of the capture before."""

from __future__ import annotations

from collections.abc import Mapping
from sqlite3 import Connection

from archive.store import order

Values = Mapping[str, str | int | None]

_LATEST = """
update articles set title = v.title, lead = v.lead, body = v.body, content_sha256 = v.content_sha256,
    word_count = :words
from revisions v where articles.id = :id and v.article_id = articles.id and v.number = :number
"""


def word_count(lead: str, body: str) -> int:
    """How many words (Vietnamese: syllables) an article has, as white space parts them."""
    return len(lead.split()) + len(body.split())


def observe(connection: Connection, article_id: object, capture_id: object, sha: object) -> None:
    """Note which text of an article a capture showed."""
    connection.execute(
        "update captures set article_id = ?, content_sha256 = ? where id = ?", (article_id, sha, capture_id)
    )


def add(connection: Connection, article_id: object, number: int, values: Values) -> None:
    """Add the revision that a capture brought."""
    connection.execute(
        "insert into revisions (id, article_id, number, captured_at, title, lead, body, content_sha256, capture_id) "
        "values (:capture, :article, :number, :seen_at, :title, :lead, :body, :sha, :capture)",
        {**values, "article": article_id, "number": number},
    )


def show_latest(connection: Connection, article_id: int) -> None:
    """Make the article say what its latest revision says."""
    number, lead, body = connection.execute(
        "select number, lead, body from revisions where article_id = ? order by number desc limit 1", (article_id,)
    ).fetchone()
    connection.execute(_LATEST, {"id": article_id, "number": number, "words": word_count(lead, body)})


def rewrite(connection: Connection, article_id: int, values: Values) -> None:
    """Number the revisions anew, since a capture was stored that is earlier than one stored before.

    Every text that was ever observed is in a revision, or is the one that came now.
    """
    texts: dict[object, dict[str, str | int | None]] = {values["sha"]: dict(values)}
    for capture, title, lead, body, sha in connection.execute(
        "select capture_id, title, lead, body, content_sha256 from revisions where article_id = ?", (article_id,)
    ).fetchall():
        texts[capture] = texts[sha] = {"title": title, "lead": lead, "body": body}
    texts[values["capture"]] = dict(values)
    connection.execute("delete from revisions where article_id = ?", (article_id,))
    number, before = 0, None
    for capture, seen_at, sha in connection.execute(
        "select id, fetched_at, content_sha256 from captures where article_id = ? "
        f"order by {order.of_article(connection, article_id)}",
        (article_id,),
    ).fetchall():
        if sha != before:
            number, before = number + 1, sha
            text = texts.get(capture) or texts[sha]
            add(connection, article_id, number, {**text, "capture": capture, "seen_at": seen_at, "sha": sha})
    show_latest(connection, article_id)
