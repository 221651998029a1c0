"""Which articles repeat which: the rows of `copies` with what a reader wants to know of both sides."""

from __future__ import annotations

from dataclasses import dataclass

from archive.rows import shaped
from archive.store import Archive

_REPRINTS = """
select a.key, a.title, a.published_at, o.key, o.title, o.published_at, c.kind, c.similarity, a.portal <> o.portal
from copies c join articles a on a.id = c.article_id join articles o on o.id = c.original_id
where (:portal is null or a.portal = :portal) and (:kind is null or c.kind = :kind)
    and (not :across or a.portal <> o.portal)
order by a.published_at is null, a.published_at desc, a.id desc, c.is_first desc limit :most
"""


@dataclass(frozen=True, slots=True)
class Reprint:
    """A copy and its original. ``similarity`` is the share of phrases they have in common (1.0: all); ``across`` is
    1 where they are of two portals."""

    key: str
    title: str
    published_at: str | None
    original: str
    original_title: str
    original_published_at: str | None
    kind: str
    similarity: float
    across: int


def reprints(
    archive: Archive, *, portal: str | None = None, kind: str | None = None, across: bool = False, most: int = 20
) -> tuple[Reprint, ...]:
    """The newest copies first; an article is there twice where its portal had an earlier copy of its own."""
    asked = {"portal": portal, "kind": kind, "across": across, "most": most}
    return shaped(Reprint, archive.db.execute(_REPRINTS, asked))
