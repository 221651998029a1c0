"""How many new portals may come out of one file or archive of others: each costs a row and a run for ever."""

from __future__ import annotations

from archive.store import Archive

MAX_NEW = 64
"""A file of any size may bring this many new portals; a file that brings more must be large enough for them."""
BYTES_EACH = 10_000
"""Bytes that a file must have for each further portal. The home page of a portal alone is larger than that."""


class NewPortals:
    """Lets portals in that an archive does not know, until they are too many for what is taken in."""

    def __init__(self, archive: Archive, size: int) -> None:
        self._left = MAX_NEW + size // BYTES_EACH
        self._known = {str(slug) for (slug,) in archive.db.execute("select slug from portals")}
        self.most = self._left
        """How many that are new come in at most."""

    def admits(self, slug: str) -> bool:
        """Whether a portal is known, came in before, or is not yet one too many."""
        if slug in self._known:
            return True
        if not self._left:
            return False
        self._left -= 1
        self._known.add(slug)
        return True
