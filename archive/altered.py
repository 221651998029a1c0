"""What was changed in the database behind the program's back, told by what other rows say of the same thing."""

from __future__ import annotations

from sqlite3 import Connection

from archive.dedup import content_sha256
from archive.store import gone, revisions

_TEXTS = """
select a.key, v.number, v.title, v.lead, v.body, v.content_sha256, c.content_sha256
from revisions v join articles a on a.id = v.article_id join captures c on c.id = v.capture_id
order by v.id
"""
_SHOWN = """
select a.id, a.key, v.title, v.lead, v.body, v.content_sha256 from articles a
join revisions v on v.article_id = a.id
    and v.number = (select max(number) from revisions where article_id = a.id)
where (a.title, a.lead, a.body, a.content_sha256) is not (v.title, v.lead, v.body, v.content_sha256)
order by a.id
"""
_WITHOUT_REVISION = "select key from articles where id not in (select article_id from revisions) order by id"
_MARKS = "select key, gone_at, gone_reason from articles order by id"
_LAST_RUNS = "select max(id) from runs where finished_at is not null or outcome is not null group by portal"


def texts(connection: Connection) -> list[str]:
    """The revisions that are not what their digests say, or that are lost."""
    found = []
    for key, number, title, lead, body, digest, observed in connection.execute(_TEXTS):
        if content_sha256(title, lead, body) != digest or observed != digest:
            found.append(f"{key}, revision {number}")
    for (key,) in connection.execute(_WITHOUT_REVISION):
        found.append(f"{key} has no revision")
    return found


def shown(connection: Connection) -> list[str]:
    """The keys of articles that do not say what their latest revisions say."""
    return [key for _, key, *_ in connection.execute(_SHOWN)]


def show_again(connection: Connection) -> None:
    """Make those articles say it, but for those whose revision was altered itself."""
    for article_id, _, title, lead, body, digest in connection.execute(_SHOWN).fetchall():
        if content_sha256(title, lead, body) != digest:
            continue
        revisions.show_latest(connection, article_id)


def marks(connection: Connection) -> list[str]:
    """The keys of articles that are called gone, or not, against what the portal answered; the marks are mended."""
    before = connection.execute(_MARKS).fetchall()
    for (run_id,) in connection.execute(_LAST_RUNS).fetchall():
        gone.reckon(connection, run_id)
    after = connection.execute(_MARKS).fetchall()
    return [was[0] for was, now in zip(before, after, strict=True) if was != now]
