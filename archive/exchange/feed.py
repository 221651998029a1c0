"""The newest articles of a query as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from sqlite3 import Connection
from xml.sax.saxutils import escape, quoteattr

from archive.exchange.selection import newest, standing
from archive.search import Query

_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLUMNS = "key, url, title, lead, author, published_at, last_seen_at"


def atom(connection: Connection, query: Query, most: int) -> Iterator[str]:
    """The feed, piece by piece; of an archive that did not change it is the same each time."""
    with standing(connection):
        ids = newest(connection, query, most)
        rows = [
            connection.execute(f"select {_COLUMNS} from articles where id = ?", (article_id,)).fetchone()
            for article_id in ids
        ]
    asked = " ".join(filter(None, (query.portal, str(query.category or ""), query.author, query.words))) or "all"
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">\n'
    yield f"<id>urn:queson:feed:{_iri(asked)}</id>\n<title>queson: {_text(asked)}</title>\n"
    yield f"<updated>{max((row[6] for row in rows), default='1970-01-01T00:00:00Z')}</updated>\n"
    yield "<author><name>queson</name></author>\n"
    for row in rows:
        yield _entry(*row)
    yield "</feed>\n"


def _entry(
    key: str, url: str, title: str, lead: str, author: str | None, published_at: str | None, last_seen_at: str
) -> str:
    published = _moment(published_at)
    parts = (
        f"<id>urn:queson:article:{_iri(key)}</id>",
        f"<title>{_text(title)}</title>",
        f"<link href={quoteattr(_NO_XML.sub('', url))}/>",
        f"<updated>{published or last_seen_at}</updated>",
        f"<published>{published}</published>" if published else "",
        f"<author><name>{_text(author)}</name></author>" if author else "",
        f"<summary>{_text(lead)}</summary>" if lead else "",
    )
    return f"<entry>{''.join(parts)}</entry>\n"


def _moment(published_at: str | None) -> str:
    """A date of publication as Atom wants it (RFC 3339); a day or month begins at midnight."""
    day, _, time = (published_at or "").partition("T")
    if not day:
        return ""
    day = f"{day}-01-01"[:10] if len(day) == 4 else f"{day}-01"[:10]
    clock, zone = (time[:-6], time[-6:]) if "+" in time else (time, "+07:00")
    return f"{day}T{f'{clock}:00:00'[:8] if len(clock) == 2 else f'{clock}:00'[:8] if clock else '00:00:00'}{zone}"


def _text(text: str) -> str:
    return escape(_NO_XML.sub("", text))


def _iri(text: str) -> str:
    return re.sub(r"[^\w./:-]+", "+", text)
