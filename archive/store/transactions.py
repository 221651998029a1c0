"""Transactions on the database of an archive: each by itself, or several that are committed together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection
from typing import TypeVar

from archive.store.opening import explained

T = TypeVar("T")
MAX_GATHERED = 16
"""At most this many transactions that may be committed later are committed at once."""


def _nothing() -> None:
    """Where no WARC file is being written there is nothing to bring to the disk."""


class Transactions:
    """The transactions on one connection. Errors of SQLite are told with the folder of the archive."""

    def __init__(self, folder: Path, connection: Connection) -> None:
        self._folder, self._connection = folder, connection
        self._together = self._parts = self._gathered = 0
        self.before_commit: Callable[[], None] = _nothing

    def attempt(self, work: Callable[[Connection], T], *, keep: bool) -> T:
        """What some work gives, in one transaction; what it did stays only with ``keep``."""
        self.settle()
        with explained(self._folder), self._begun():
            found = work(self._connection)
            self._connection.execute("commit" if keep else "rollback")
            return found

    @contextmanager
    def writing(self, *, later: bool = False) -> Iterator[None]:
        """One transaction: everything or nothing. It may be committed `later`, with others: when so many have gathered,
        before the next that may not, or by `settle`."""
        if self._together:
            with self._part():
                yield
            self._parts += 1
            if self._parts % self._together == 0:
                with explained(self._folder):
                    self._commit()
            return
        if later or self._gathered:
            with self._gathering(), self._part():
                yield
            self._gathered += 1
            if not later or self._gathered >= MAX_GATHERED:
                self.settle()
            return
        with explained(self._folder), self._begun():
            yield
            self._commit()

    @contextmanager
    def _gathering(self) -> Iterator[None]:
        """What gathers next. An error leaves what gathered before, where SQLite does."""
        try:
            yield
        except BaseException:
            if not self._connection.in_transaction:
                self._gathered = 0  # a full disk ends the whole
            elif not self._gathered:
                self._connection.rollback()
            raise

    def settle(self) -> None:
        """Commit what has gathered."""
        if not self._gathered:
            return
        self._gathered = 0
        with explained(self._folder):
            try:
                self._commit()
            except BaseException:
                self._connection.rollback()
                raise

    @contextmanager
    def _begun(self) -> Iterator[None]:
        """A transaction has begun; an error ends it. IMMEDIATE, since a read that turns into a write cannot wait."""
        self._connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise

    def _commit(self) -> None:
        self.before_commit()
        self._connection.execute("commit")

    @contextmanager
    def together(self, most: int) -> Iterator[None]:
        """Within this, so many transactions are committed at once."""
        self._together, self._parts = most, 0
        try:
            yield
            with explained(self._folder):
                if self._connection.in_transaction:
                    self._commit()
        finally:
            self._together = 0
            if self._connection.in_transaction:
                self._connection.rollback()

    @contextmanager
    def _part(self) -> Iterator[None]:
        """One of several transactions that are committed together: everything of it or nothing."""
        with explained(self._folder):
            if not self._connection.in_transaction:
                self._connection.execute("begin immediate")
            self._connection.execute("savepoint part")
            try:
                yield
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("rollback to part")
                    self._connection.execute("release part")
                raise
            self._connection.execute("release part")
