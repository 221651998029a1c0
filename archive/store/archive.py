"""The archive: one folder with archive.db, its WARC files and a lock."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from sqlite3 import Connection
from types import TracebackType
from typing import Any, TypeVar

from archive import ownership
from archive.events import (
    FileUnread,
    MachineFailed,
    ProfileLearned,
    RunEnded,
    TextRecognised,
    TroublesAccepted,
    TroublesTold,
)
from archive.fleet_records import FleetPortal
from archive.records import Alarm, Article, Capture, Handshake, Origin, Outcome, Page, RunStart
from archive.rows import column
from archive.sqlite import Database
from archive.store import articles, captures, copies, files, fleet, identity, imported, pages, runs, signs, troubles
from archive.store.locking import locked
from archive.store.opening import WARC, explained, open_folder
from archive.store.transactions import Transactions
from archive.warc import Mended, Place, Stored, WarcWriter, mend, read_all
from archive.warc.tail import count_answers

T = TypeVar("T")
FindPayload = Callable[[str], Capture | None]


class Archive:
    """What is kept of all portals. ``db`` is for reading; only the methods here write.

    Nothing here reads a clock, and no id depends on the order in which the pages of a run are stored, so the same
    exchanges give the same rows, live or rebuilt. Methods that write raise StoreFailed, Locked or ReadOnly; what
    failed has then left no trace.
    """

    def __init__(self, folder: Path, db: Database) -> None:
        self.folder = folder
        self.db = db
        self._transactions = Transactions(folder, db.conn)

    @classmethod
    def open(cls, folder: Path, *, create: bool = True) -> Archive:
        """Open the archive in a folder, making it first if ``create``. Raises an ArchiveError that says what to do."""
        return cls(folder, open_folder(folder, create=create))

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written, because the folder is on a disk that takes no writing."""
        return bool(self.db.execute("pragma query_only").fetchone()[0])

    @property
    def warc(self) -> Path:
        """The folder of the WARC files."""
        return self.folder / WARC

    @property
    def before_commit(self) -> Callable[[], None]:
        """Called before each commit: brings to the disk what the rows refer to (`WarcWriter.sync`)."""
        return self._transactions.before_commit

    @before_commit.setter
    def before_commit(self, bring: Callable[[], None]) -> None:
        self._transactions.before_commit = bring

    def lock(self) -> AbstractContextManager[None]:
        """Hold the archive for one crawl. Raises ArchiveBusy when another process does; the kernel frees it."""
        return locked(self.folder)

    def writer(self, software: str, name: str, find_payload: FindPayload | None = None) -> WarcWriter:
        """A writer of WARC files that this archive knows as its own. Call it under the lock."""
        with explained(self.folder):
            own = ownership.made(self.folder, self.warc)
        return WarcWriter(
            self.warc, software=software, find_payload=find_payload or self.find_payload, name=name, prove=own.proof
        )

    def read(self, *, after: Place | None = None) -> Iterator[Stored]:
        """Everything in the WARC files that this archive's writer began, in the order in which it was written."""
        return read_all(self.warc, after=after, owns=ownership.owner_of(self.folder))

    @property
    def parser(self) -> str:
        """The version of the parser by which everything that is stored was read; "" before the first run."""
        (version,) = self.db.execute("select coalesce(max(value), '') from about where name = 'parser'").fetchone()
        return str(version)

    def was_read_by_another(self, version: str) -> bool:
        """Whether what is stored was read by another version of the parser, or before versions were noted."""
        return self.parser != version and (self.parser != "" or self.next_capture_id() > 1)

    def set_parser(self, version: str) -> None:
        """Note by which parser everything was read."""
        with self._writing():
            self.db.execute("insert or replace into about (name, value) values ('parser', ?)", [version])

    def replace(self, database: Path) -> None:
        """Take over the whole content of another database, in one transaction."""
        with explained(self.folder), closing(sqlite3.connect(database)) as other:
            other.backup(self.db.conn)

    def begin_run(self, run: RunStart, origin: Origin | None = None) -> int:
        """The id of the new run (with an ``origin``: of an import); runs that never ended are marked as cut off."""
        with self._writing():
            return runs.begin(self.db.conn, run, origin)

    def unfinished(self) -> tuple[int, ...]:
        """The runs that have not come to an end; under the lock of a crawl that begins, those that were cut off."""
        return tuple(column(self.db.execute(f"{runs.UNFINISHED} order by id")))

    def cut_off(self, run_id: int) -> None:
        """Mark a run that was cut off."""
        with self._writing():
            runs.cut_off(self.db.conn, run_id)

    def store(self, page: Page, *, later: bool = False) -> None:
        """Everything one page brought, in one transaction, which may be committed `later`, with others (`settle`): this
        connection sees it at once.

        Whether its article is new, revised or the same is judged again here, by what is stored at this moment.
        """
        with self._transactions.writing(later=later):
            pages.store(self.db.conn, page)

    def settle(self) -> None:
        """Commit what was stored to be committed later."""
        self._transactions.settle()

    def learn(
        self,
        run_id: int,
        at: str,
        learned: ProfileLearned,
        identify: identity.Identify,
        read_again: Iterable[tuple[Article, Capture]] = (),
        lists_again: Iterable[Page] = (),
    ) -> None:
        """Take up what the pages of a run's portal told together, in one transaction. ``identify`` gives the native id
        of an address; ``read_again`` are stored articles as their captures are read with it, ``lists_again`` the lists
        of the run, whose entries have other ids now."""
        with self._writing():
            identity.store_profile(self.db.conn, run_id, at, learned, identify)
            for article, capture in read_again:
                article = articles.as_known(self.db.conn, article, capture.id)
                signs.read_again(self.db.conn, article, capture)
                articles.read_again(self.db.conn, article, capture)
            for page in lists_again:
                pages.store(self.db.conn, page)

    def profile_of(self, portal: str) -> ProfileLearned | None:
        """What was learned of a portal last; None where nothing was."""
        return identity.profile_of(self.db.conn, portal)

    def has_articles(self, portal: str) -> bool:
        """Whether any article of a portal is stored."""
        return self.db.execute("select 1 from articles where portal = ? limit 1", [portal]).fetchone() is not None

    def unread(self, run_id: int, file: FileUnread, observed_at: str) -> None:
        """A stored file could not be read when it came: that holds from now on, and is a problem of its run."""
        with self._writing():
            files.unread(self.db.conn, run_id, file, observed_at)

    def recognised(self, run_id: int, found: TextRecognised, at: str) -> None:
        """A program read a scan: whoever shows the same bytes has its text from now on."""
        with self._writing():
            files.recognised(self.db.conn, run_id, found, at)

    def met(self, run_id: int, handshake: Handshake) -> None:
        """Note how a host was spoken to in a run."""
        with self._writing():
            runs.met(self.db.conn, run_id, handshake)

    def store_records(self, found: Iterable[tuple[Capture, dict[str, Any]]]) -> None:
        """Records without pages (`archive.exchange`), each with the place where it lies, in one transaction."""
        with self._writing():
            for capture, record in found:
                imported.store(self.db.conn, capture, record)

    def finish_run(
        self, run_id: int, finished_at: str, outcome: Outcome, alarms: Iterable[Alarm] = (), *, later: bool = False
    ) -> None:
        """Reckon up a run: its counters, a row of coverage for each category it walked, and what it found amiss. It may
        be committed `later`, with what follows."""
        with self._transactions.writing(later=later):
            runs.finish(self.db.conn, run_id, finished_at, outcome, alarms)

    def accept_run(self, run_id: int, at: str) -> None:
        """Take what a run found as how its portal is now: later runs are held against it and those after it, and the
        articles that were away in it are gone."""
        with self._writing():
            runs.accept(self.db.conn, run_id, at)

    def decide(self, portal: FleetPortal, at: str) -> None:
        """Take up what the keeper decided of a portal of his list."""
        with self._writing():
            fleet.decide(self.db.conn, portal, at)

    def note_troubles(self, run_id: int, at: str, ended: RunEnded) -> None:
        """Note what is wrong with the portal of a run, and what is no more."""
        with self._writing():
            troubles.note(self.db.conn, run_id, at, ended)

    def heard(self, run_id: int, at: str, what: TroublesAccepted | TroublesTold | MachineFailed) -> None:
        """Note what the keeper accepted or was told of, or that runs say nothing about their portals."""
        with self._writing():
            troubles.heard(self.db.conn, run_id, at, what)

    def compare_stored(self, most: int) -> int:
        """Look for the copies of up to so many articles that an older queson stored without; how many are left."""
        with self._writing():
            return copies.catch_up(self.db.conn, most)

    def count_changes(self, run_id: int) -> tuple[int, int]:
        """How many articles are new in a run, and how many were found changed, until now."""
        new, revised = self.db.execute(
            "select count(distinct iif(v.number = 1, v.article_id, null)), "
            "count(distinct iif(v.number > 1, v.article_id, null)) "
            "from captures c join revisions v on v.capture_id = c.id where c.run_id = ?",
            [run_id],
        ).fetchone()
        return int(new), int(revised)

    def known(self, key: str) -> tuple[str, int] | None:
        """(content_sha256, number of the latest revision) of the article with a key; None if it is not stored."""
        row: tuple[str, int] | None = self.db.execute(
            "select a.content_sha256, (select max(number) from revisions where article_id = a.id) "
            "from articles a where key = ?",
            [key],
        ).fetchone()
        return row

    def find_payload(self, sha256: str) -> Capture | None:
        """The first capture whose content has the digest."""
        return captures.of_payload(self.db.conn, sha256)

    def find_capture(self, url: str, fetched_at: str, sha256: str, portal: str = "") -> Capture | None:
        """The capture of an address at a moment (UTC, to the second) with a content; with a ``portal`` one of its."""
        return captures.at(self.db.conn, url, fetched_at, sha256, portal)

    def last_answer(self, url: str, *roles: str) -> Capture | None:
        """The last capture of an address, in one of some roles, that was answered with a page of its own (200) to a
        plain question."""
        return captures.last_answer(self.db.conn, url, roles)

    def next_capture_id(self) -> int:
        """One more than the exchanges ever written, also those that a killed crawl wrote and did not store.

        Call it after `mend`, before anything is written.
        """
        stored, place = captures.last(self.db.conn)
        return stored + 1 + count_answers(self.warc, after=place)

    def mend(self) -> Mended | None:
        """Cut a torn end off the newest WARC file, and say so. Call it under the lock, before a WarcWriter."""
        _, place = captures.last(self.db.conn)
        return mend(self.warc, after=place)

    def attempt(self, work: Callable[[Connection], T], *, keep: bool) -> T:
        """What some work on the database gives, in one transaction; what it did stays only with ``keep``."""
        return self._transactions.attempt(work, keep=keep)

    def together(self, most: int) -> AbstractContextManager[None]:
        """Within this, so many transactions are committed at once: what is written waits for one bringing to the disk.

        A kill takes the last of them along, which are then read from WARC again like everything that was in flight.
        """
        return self._transactions.together(most)

    def _writing(self) -> AbstractContextManager[None]:
        return self._transactions.writing()
