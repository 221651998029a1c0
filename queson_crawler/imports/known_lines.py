"""Whether an archive would write a JSON line just so: then there is nothing to import of it."""

from __future__ import annotations

from archive import articles
from archive.exchange.document_records import documents
from archive.exchange.lines import Record
from archive.exchange.lines import articles as lines_of
from archive.store import Archive

_REVISION = ("captured_at", "title", "lead", "body", "content_sha256")
_DERIVED = frozenset(("record", "number", "year", "revisions"))
"""What of a document follows from the rest, or is compared apart."""
_LISTS = frozenset(("revisions", "copies"))
"""What of an article is more than one value, and compared apart."""


def is_known(archive: Archive, record: Record, began_at: str) -> bool:
    """Whether the archive would write an article just so (what follows from other articles left aside); of one that
    tells no time, which was first seen when the import `began_at`, whether it has that text."""
    known = articles.known(archive, record["key"])
    if known is None:
        return False
    if record["first_seen_at"] == began_at:
        return known.content_sha256 == str(record["content_sha256"])
    here = next(iter(lines_of(archive.db.conn, [known.id])))
    if any(here.get(name) != record[name] for name in record.keys() - _LISTS):
        return False
    if here["copies"] != record["copies"] and _names_others(archive, record["copies"]):
        return False
    return _revisions(here) == list(record["revisions"])


def is_known_document(archive: Archive, record: Record) -> bool:
    """The same of a legal document."""
    row = archive.db.execute("select id from documents where key = ?", [record["key"]]).fetchone()
    if row is None:
        return False
    here = next(iter(documents(archive.db.conn, [row[0]])))
    if any(here[name] != record[name] for name in record.keys() - _DERIVED):
        return False
    told = [{**each, "revision": number} for number, each in enumerate(record["revisions"], 1)]
    return told == list(here["revisions"])


def _names_others(archive: Archive, copies: list[Record]) -> bool:
    """Whether some of the originals are not in this archive."""
    return any(articles.known(archive, each["original"]) is None for each in copies)


def _revisions(article: Record) -> list[Record]:
    """The revisions of an article of the archive, with the columns that those of a line have."""
    revisions = []
    for each in article["revisions"]:
        revisions.append({name: each[name] for name in _REVISION})
    return revisions
