"""Everything that can go wrong with an archive, on one screen.

Each message is one sentence that says what happened and what to do next; the command line prints it as it is.
"""

from __future__ import annotations


def reason(error: OSError) -> str:
    """What the system says of an error, in words."""
    return error.strerror or str(error)


class ArchiveError(Exception):
    """Any of the errors below. Raised by `archive`; the command line prints it and ends with 1."""


class NotAFolder(ArchiveError):
    """`Archive.open`: the path, or a parent of it, is a file."""


class NoArchive(ArchiveError):
    """`Archive.open(create=False)`: the folder holds no archive.db."""


class NotOurs(ArchiveError):
    """`Archive.open`: archive.db is not a database, or not one that queson made."""


class TooNew(ArchiveError):
    """`Archive.open`: a newer queson made this archive; this one does not touch it."""


class ReadOnly(ArchiveError):
    """`Archive.open`, `store`: the folder cannot be written or made."""


class Malformed(ArchiveError):
    """`Archive.open`, `store`: bytes of archive.db are garbled."""


class Locked(ArchiveError):
    """`Archive.open`, `store`: another program kept the database locked for longer than the busy timeout."""


class ArchiveBusy(ArchiveError):
    """`Archive.lock`: another crawl holds the archive. The command line ends with 75."""


class StoreFailed(ArchiveError):
    """`Archive.store` and the run calls: SQLite refused; nothing of that page was kept."""


class DiskFull(StoreFailed):
    """`Archive.open`, `store`: no room is left; nothing of that page was kept."""


class WarcFailed(ArchiveError):
    """`WarcWriter`: the bytes could not be written; what was begun has been cut off again."""


class WarcDamaged(ArchiveError):
    """`warc.read_*`: a record is torn, garbled or not there."""


class BadRecord(ArchiveError):
    """`codec.from_json`, `events.decoded`: a field of what is kept as JSON is missing, or holds what it may not."""


class NoArticle(ArchiveError):
    """`difference`, `citation`: nothing is stored under a key or address."""


class NoRevision(ArchiveError):
    """`difference`, `citation`: an article has no revision of that number."""


class NoSuchPortal(ArchiveError):
    """`wacz.write`: the archive holds nothing of the portal."""
