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


_ROWS = (
    ("its key is not that of its portal", "select key from articles where key is not portal || '/' || native_id"),
    (
        "its address is none under which any article was met",
        "select key from articles where url not in (select url from article_urls)",
    ),
    ("it was seen last before it was seen first", "select key from articles where last_seen_at < first_seen_at"),
    (
        "the precision of its date is none",
        "select key from articles where (published_at is null) <> (published_precision is null) "
        "or published_precision not in ('minute', 'day')",
    ),
    (
        "the time of a revision is not that of its capture",
        "select a.key from revisions v join captures c on c.id = v.capture_id join articles a on a.id = v.article_id "
        "where v.captured_at <> c.fetched_at",
    ),
    (
        "its revisions are not numbered from 1 on",
        "select a.key from revisions v join articles a on a.id = v.article_id group by a.id "
        "having max(v.number) <> count(*) or min(v.number) <> 1",
    ),
)
"""What no article of ours is: why, and the keys of those that are."""


def rows(connection: Connection) -> list[str]:
    """The articles whose columns do not fit each other, or other tables."""
    found = []
    for why, query in _ROWS:
        for (key,) in connection.execute(query):
            found.append(f"{key}: {why}")
    return found


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
