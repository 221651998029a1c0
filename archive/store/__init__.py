"""The archive: open it, begin a run, store pages. The only writer of archive.db."""

from archive.store.archive import Archive

__all__ = ["Archive"]
