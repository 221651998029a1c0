"""What was meant by words that nothing in the archive holds: no article, no document, no other page."""

from __future__ import annotations

from archive.search import Query, Source, repaired
from archive.search.documents import find_documents
from archive.search.pages import find_pages


def repaired_of_all(source: Source, query: Query) -> str | None:
    """The words that were meant, where nothing holds those that were typed, and articles hold these; else None."""
    meant = repaired(source, query)
    if not meant or find_documents(source, query, limit=0).total or find_pages(source, query, limit=0).total:
        return None
    return meant
