"""What is wrong with an archive, and putting right what can be: from the WARC files, which are the truth.

What is only in the database (rows without bytes) is never removed: it may be all that is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import starmap
from sqlite3 import Connection

from archive import altered, fulltext, scratch, structure, tallies, values
from archive import verify as verifying
from archive.complaint import MAX_EXAMPLES, Complaint, if_any
from archive.errors import ArchiveError
from archive.rows import column
from archive.store import Archive, copies, runs
from archive.store.opening import DATABASE, explained
from archive.verify import Verified
from archive.warc.mend import torn_at

ANEW = f"make the database anew with queson rebuild, then put it in the place of {DATABASE}"
Check = Callable[[Archive, bool], "Complaint | None"]


def ground(archive: Archive, *, repair: bool) -> Iterator[Complaint]:
    """What must be right before anything else of the database can be read: its pages and its parts."""
    for complaint in _checked((_integrity, _structure, _values), archive, repair):
        yield complaint
        if not complaint.mended:
            return


def examine(archive: Archive, *, repair: bool) -> Iterator[Complaint]:
    """Every complaint about the rows of the database; with ``repair``, what can be is put right. Call it under the
    lock, when `ground` is right. The WARC files are another matter: `of_files`.
    """
    checks = (
        _log,
        _leftovers,
        _triggers,
        _steps,
        _keys,
        _runs,
        _texts,
        _rows,
        _shown,
        _marks,
        _duplicates,
        _search,
        _tallies,
    )
    yield from _checked(checks, archive, repair)


def _checked(checks: Sequence[Check], archive: Archive, repair: bool) -> Iterator[Complaint]:
    for check in checks:
        complaint = check(archive, repair)
        if complaint is not None:
            yield complaint


def torn_end(archive: Archive, *, repair: bool) -> Complaint | None:
    """The end of the newest WARC file, where a crawl was killed while it wrote."""
    try:
        torn = torn_at(archive.warc)
    except ArchiveError as error:
        return Complaint("garbled record", 1, [str(error)], "restore the file from a copy")
    if torn is None:
        return None
    complaint = Complaint("torn end", 1, [f"{torn.file} from byte {torn.offset:,} on ({torn.cut:,} bytes)"])
    if repair:
        archive.mend()
        complaint.mended = True
    return complaint


def of_files(result: Verified) -> Iterator[Complaint]:
    """What `verify` found, as complaints."""
    for kind, count in sorted(result.counts.items()):
        told = []
        for one in result.faults:
            if one.kind == kind:
                told.append(f"{one.file} byte {one.offset:,}: {one.detail} {one.url}".rstrip())
        yield Complaint(kind, count, told[:MAX_EXAMPLES], _ADVICE.get(kind, ""))


_ADVICE = {
    verifying.TORN: "restore the file from a copy; what follows the damage cannot be read",
    verifying.GARBLED: "restore the file from a copy",
    verifying.DIGEST: "restore the file from a copy",
    verifying.CONTENT: "restore the file from a copy, or make the database anew with queson rebuild",
    verifying.NO_BYTES: "restore the file from a copy; what the rows say stays",
    verifying.NO_FILE: "put the file back from a copy; what the rows say stays",
    verifying.DOUBLED: "move the copy out of the archive",
    verifying.ROW: ANEW,
    verifying.NO_ORIGINAL: "restore the file it refers to from a copy",
    verifying.NO_ROW: "queson doctor --repair reads them into the database; else queson rebuild makes it anew",
}


def _log(archive: Archive, repair: bool) -> Complaint | None:
    """Transactions that a killed program left beside the database; SQLite reads them, but a copy would miss them."""
    log = archive.folder / f"{DATABASE}-wal"
    if not log.exists():
        return None
    size = log.stat().st_size
    if not size:
        return None
    complaint = Complaint("leftover log", 1, [f"{log.name} holds {size:,} bytes"], "close what has the database open")
    if repair:
        complaint.mended = archive.db.execute("pragma wal_checkpoint(truncate)").fetchone()[0] == 0
    return complaint


def _leftovers(archive: Archive, repair: bool) -> Complaint | None:
    """Folders in which a rebuild or a merge worked that was killed. They only take room."""
    left = scratch.leftovers(archive.folder)
    if not left:
        return None
    told = [f"{path.name} holds {scratch.size_of(path):,} bytes" for path in left[:MAX_EXAMPLES]]
    complaint = Complaint("leftover folder", len(left), told, "queson doctor --repair removes them")
    if repair:
        complaint.mended = scratch.remove(archive.folder)
    return complaint


def _runs(archive: Archive, repair: bool) -> Complaint | None:
    """Runs that were cut off and not marked so yet."""
    rows = archive.db.execute("select id, portal from runs where finished_at is null and outcome is null").fetchall()
    if rows and repair:
        archive.attempt(runs.end_cut_off, keep=True)
    return if_any("run cut off", list(starmap("run {} of {}".format, rows)), mended=repair)


def _integrity(archive: Archive, repair: bool) -> Complaint | None:
    with explained(archive.folder):
        said = column(archive.db.execute("pragma integrity_check(100)"))
        if said == ["ok"]:
            return None
        complaint = Complaint("damaged database", len(said), said[:MAX_EXAMPLES], ANEW)
        if repair and all("index" in line for line in said):
            archive.db.conn.execute("reindex")
            complaint.mended = archive.db.execute("pragma integrity_check(1)").fetchone() == ("ok",)
    return complaint


def _structure(archive: Archive, repair: bool) -> Complaint | None:
    """Tables, indexes, triggers and views that are not there, or not as they were made."""
    lacking = structure.missing(archive.db)
    complaint = if_any("missing part", list(map(str, lacking)), ANEW)
    if complaint is not None and repair:
        if all(part.is_restorable for part in lacking):
            archive.attempt(lambda _: structure.restore(archive.db, lacking), keep=True)
        complaint.mended = not structure.missing(archive.db)
    return complaint


def _values(archive: Archive, repair: bool) -> Complaint | None:
    """Values of another kind than their columns hold: bytes or words where numbers belong."""
    with explained(archive.folder):
        wrong = values.misplaced(archive.db.conn)
    return Complaint("value of another kind", len(wrong), wrong[:MAX_EXAMPLES], ANEW) if wrong else None


def _triggers(archive: Archive, repair: bool) -> Complaint | None:
    """Triggers that somebody else made."""
    strange = structure.foreign_triggers(archive.db)
    return if_any("unknown trigger", list(map(str, strange)), "drop it where nobody knows what it is for, then " + ANEW)


def _steps(archive: Archive, repair: bool) -> Complaint | None:
    """What stands in the list of steps that brought the tables to where they are."""
    return if_any("altered list of steps", structure.strange_steps(archive.db), ANEW)


def _texts(archive: Archive, repair: bool) -> Complaint | None:
    """Whether each revision is the text that its digests name."""
    return if_any("altered text", altered.texts(archive.db.conn), ANEW)


def _rows(archive: Archive, repair: bool) -> Complaint | None:
    """Whether the columns of each article fit each other and what other tables say of it."""
    return if_any("altered article row", altered.rows(archive.db.conn), ANEW)


def _shown(archive: Archive, repair: bool) -> Complaint | None:
    """Whether each article says what its latest revision says."""
    complaint = if_any("altered article", altered.shown(archive.db.conn), ANEW)
    if complaint is not None and repair:
        archive.attempt(altered.show_again, keep=True)
        complaint.mended = not altered.shown(archive.db.conn)
    return complaint


def _marks(archive: Archive, repair: bool) -> Complaint | None:
    """Whether what is called gone is what the portal's answers say."""
    return if_any("altered gone mark", archive.attempt(altered.marks, keep=repair), mended=repair)


def _keys(archive: Archive, repair: bool) -> Complaint | None:
    """Rows that refer to rows which are not there. Which side is wrong only the WARC files know."""
    rows = archive.db.execute("pragma foreign_key_check").fetchall()
    told = list(starmap("{} row {} refers to {}".format, rows))
    return if_any("broken reference", told, "make the database anew with queson rebuild")


def _duplicates(archive: Archive, repair: bool) -> Complaint | None:
    """Whether every copy points to its original, as the rules say."""
    return if_any("wrong duplicate_of", archive.attempt(_regrouped, keep=repair), mended=repair)


def _regrouped(connection: Connection) -> list[str]:
    """The keys of articles whose original changes when all are found again."""
    query = "select key, duplicate_of from articles order by id"
    before = connection.execute(query).fetchall()
    copies.again(connection)
    after = connection.execute(query).fetchall()
    changed = []
    for (key, was), (_, now) in zip(before, after, strict=True):
        if was != now:
            changed.append(key)
    return changed


def _search(archive: Archive, repair: bool) -> Complaint | None:
    """Whether the full-text indexes hold what the articles say."""
    return _derived(archive, repair, "drifted full text", fulltext.drifted, fulltext.fill)


def _tallies(archive: Archive, repair: bool) -> Complaint | None:
    """Whether the numbers of articles by month, category and year are those of the articles."""
    return _derived(archive, repair, "drifted numbers", tallies.drifted, tallies.fill)


def _derived(
    archive: Archive,
    repair: bool,
    kind: str,
    drifted: Callable[[Connection], Sequence[str]],
    fill: Callable[[Connection], object],
) -> Complaint | None:
    """Whether tables that are made of the articles are in step with them."""
    wrong = drifted(archive.db.conn)
    if not wrong:
        return None
    complaint = Complaint(kind, len(wrong), list(wrong))
    if repair:
        archive.attempt(fill, keep=True)
        complaint.mended = not drifted(archive.db.conn)
    return complaint
