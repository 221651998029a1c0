"""Legal documents that hold what was asked for: by number first, then by their words and those of their files."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection

from archive.numbers import normal_number
from archive.rows import column
from archive.search.expression import every
from archive.search.parser import parse
from archive.search.query import Query
from archive.store import Archive

_WEIGHTS = "8.0, 4.0, 1.0, 1.0, 1.0, 0.5"
"""What a word counts in number, abstract, kind, issuer, signer and files."""
_HIT = """
select d.id, d.key, d.number, d.kind, d.abstract, d.issuer, d.signer, d.issued, d.status, d.portal, d.url,
    (select count(distinct article_id) from document_mentions m where m.document_id = d.id),
    (select min(confidence) from document_files f where f.document_id = d.id and f.text <> '')
from documents d where d.id = ?
"""


@dataclass(frozen=True, slots=True)
class DocumentHit:
    """One document found; `articles` is how many articles of the archive name it. Where a program read a file of it
    from a scan, `confidence` says how sure it was, 0 to 1, of the file it was least sure of."""

    id: int
    key: str
    number: str
    kind: str
    abstract: str
    issuer: str
    signer: str
    issued: str | None
    status: str
    portal: str
    url: str
    articles: int
    confidence: float | None

    @property
    def title(self) -> str:
        """What it is called: `Quyết định 1117/QĐ-UBND: Về việc giao đất`."""
        name = f"{self.kind} {self.number}".strip()
        if not name or not self.abstract:
            return name or self.abstract
        return f"{name}: {self.abstract}"


@dataclass(frozen=True, slots=True)
class DocumentsFound:
    """A page of documents, and how many there are in all."""

    hits: tuple[DocumentHit, ...] = ()
    total: int = 0


NO_DOCUMENTS = DocumentsFound()


def find_documents(source: Archive | Connection, query: Query, *, limit: int = 20, offset: int = 0) -> DocumentsFound:
    """The documents that hold all the words, within the portal and the days of issue: the one with the number that was
    typed first, then the best, then the newest. Filters that only articles know find none."""
    connection = source.db.conn if isinstance(source, Archive) else source
    if _asks_for_articles(query):
        return NO_DOCUMENTS
    table, where, values = _selected(query)
    order = "d.issued desc, d.id desc"
    if query.words.strip() and query.sort != "date":
        values["number"] = normal_number(query.words)
        order = f"d.number = :number desc, bm25(documents_fts, {_WEIGHTS}), {order}"
    (total,) = connection.execute(f"select count(*) from {table} where {where}", values).fetchone()
    ids = connection.execute(
        f"select d.id from {table} where {where} order by {order} limit :limit offset :offset",
        values | {"limit": limit, "offset": offset},
    ).fetchall()
    hits: list[DocumentHit] = []
    for row in ids:
        hits.append(DocumentHit(*connection.execute(_HIT, row).fetchone()))
    return DocumentsFound(tuple(hits), total)


def document_ids(connection: Connection, query: Query) -> list[int]:
    """The ids of all documents that a query finds, in the order of their keys."""
    if _asks_for_articles(query):
        return []
    table, where, values = _selected(query)
    return column(connection.execute(f"select d.id from {table} where {where} order by d.key", values).fetchall())


def _asks_for_articles(query: Query) -> bool:
    """Whether a filter is given that only articles know."""
    return query.category is not None or bool(query.author)


def _selected(query: Query) -> tuple[str, str, dict[str, str | int]]:
    """What is selected from, under which condition, and its values."""
    where, values = _where(query)
    if not query.words.strip():
        return "documents d", where, values
    values["words"] = every(parse(query.words), folded=True)
    table = "documents_fts f join documents d on d.id = f.rowid"
    return table, f"documents_fts match :words and {where}", values


def _where(query: Query) -> tuple[str, dict[str, str | int]]:
    """The filters of a query as SQL over `documents` (as ``d``), and their values."""
    parts = ["true"]
    values: dict[str, str | int] = {}
    if query.portal:
        parts.append("d.portal = :portal")
        values["portal"] = query.portal
    if query.since:
        parts.append("d.issued >= :since")
        values["since"] = query.since
    if query.until:
        parts.append("substr(d.issued, 1, :length) <= :until")
        values |= {"until": query.until, "length": len(query.until)}
    return " and ".join(parts), values
