"""What is stored of articles: questions that others ask of the table `articles`."""

from __future__ import annotations

from dataclasses import dataclass

from archive.store import Archive


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """The id of an article and the digest of its latest text."""

    id: int
    content_sha256: str


def known(archive: Archive, key: str) -> KnownArticle | None:
    """The article with a key; None where it is not stored."""
    row = archive.db.execute("select id, content_sha256 from articles where key = ?", [key]).fetchone()
    return KnownArticle(*row) if row else None
