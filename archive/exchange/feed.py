"""The newest articles of a query as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from dataclasses import replace
from sqlite3 import Connection
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from archive.exchange.selection import counts, newest, snapshot
from archive.search import Query
from archive.steering import cleaned

_WEB = re.compile(r"https?://", re.I)
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLUMNS = "key, url, title, lead, author, published_at, last_seen_at, portal"
_SAFE = "/:?#[]@!$&'()*+,;=%-._~"
"""What an address may hold as it is; all else is written as its bytes in UTF-8."""

_FIRST_DAY, _MIDNIGHT = "0000-01-01", "00:00:00"
"""What completes a date of a year or month, and a time without minutes or seconds."""

Room = Callable[[str], str]
"""Where the page of an article is, by its key."""


def atom(
    connection: Connection,
    query: Query,
    most: int,
    *,
    links: tuple[tuple[str, str], ...] = (),
    name: str = "",
    room: Room | None = None,
) -> Generator[str, None, None]:
    """The feed, piece by piece; of an archive that did not change it is the same each time.

    `links` are (relation, address) of the feed, `name` is its id where it has an address; with a `room`, entries lead
    there, and from there to the portal.
    """
    rows = _rows(connection, query, most)
    asked = _asked(query)
    updated = [_updated(row[5], row[6]) for row in rows]
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">\n'
    yield f"<id>{_text(name) or f'urn:queson:feed:{_part(asked)}'}</id>\n"
    names = dict(connection.execute("select slug, title from portals where title <> ''").fetchall())
    called = replace(query, portal=names.get(query.portal or "", query.portal))
    yield f"<title>queson: {_text(_asked(called)) or 'all'}</title>\n"
    yield f"<subtitle>{_text(str(counts(connection, query)))}</subtitle>\n"
    yield f"<updated>{_text(max(updated, default='1970-01-01T00:00:00Z'))}</updated>\n"
    yield "<author><name>queson</name></author>\n"
    for relation, url in links:
        yield f"<link rel={quoteattr(relation)} href={_address(url)}/>\n"
    for row in rows:
        yield _entry((*row[:-1], names.get(row[-1], row[-1])), room)
    yield "</feed>\n"


def _rows(connection: Connection, query: Query, most: int) -> list[tuple[str, ...]]:
    rows = []
    with snapshot(connection):
        for article_id in newest(connection, query, most):
            rows += connection.execute(f"select {_COLUMNS} from articles where id = ?", (article_id,)).fetchall()
    return rows


def _asked(query: Query) -> str:
    """A query in words: what is asked for, one after the other."""
    parts = (query.portal, str(query.category or ""), query.author, query.since, query.until, query.words)
    return " ".join(filter(None, parts))


def _entry(row: tuple[str, ...], room: Room | None) -> str:
    key, url, title, lead, author, published_at, last_seen_at, portal = row
    published = _moment(published_at)
    parts = [f"<id>urn:queson:{_part(key)}</id>", f"<title>{_text(title)}</title>"]
    if room:
        parts.append(f'<link href={_address(room(key))}/><link rel="via" href={_address(url)}/>')
    else:
        parts.append(f"<link href={_address(url)}/>")
    parts.append(f"<updated>{_text(_updated(published_at, last_seen_at))}</updated>")
    if published:
        parts.append(f"<published>{_text(published)}</published>")
    parts.append(f"<author><name>{_text(author or portal)}</name></author>")
    if lead:
        parts.append(f"<summary>{_text(lead)}</summary>")
    return f"<entry>{''.join(parts)}</entry>\n"


def _updated(published_at: str | None, last_seen_at: str) -> str:
    return _moment(published_at) or last_seen_at


def _moment(published_at: str | None) -> str:
    """A date of publication as Atom wants it (RFC 3339); a day or month begins at midnight."""
    day, _, time = (published_at or "").partition("T")
    if not day:
        return ""
    clock, _, zone = time.partition("+")
    return f"{day}{_FIRST_DAY[len(day) :]}T{clock}{_MIDNIGHT[len(clock) :]}+{zone or '07:00'}"


def _text(text: str) -> str:
    return escape(cleaned(_NO_XML.sub("", text)))


def _part(text: str) -> str:
    return quote(text or "all", safe="/:")


def _address(url: str) -> str:
    """An address as an attribute; one that a reader could run is none."""
    clean = quote(_NO_XML.sub("", url).strip(), safe=_SAFE)
    if not _WEB.match(clean):
        clean = "about:blank"
    return quoteattr(clean)
