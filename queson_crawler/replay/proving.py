"""Whether the database says what the WARC files say: every row of it, or some fields of a few articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive import captures
from archive.compare import KIND, differing
from archive.complaint import MAX_EXAMPLES, Complaint
from archive.doctor import ANEW
from archive.errors import WarcDamaged
from archive.records import Article, Capture
from archive.store import Archive
from archive.store.opening import DATABASE, explained
from archive.warc import Place, names, read_at
from queson_crawler.portals import Portal
from queson_crawler.replay.rebuild import rebuild
from queson_crawler.replay.recovery import portals_at_the_start
from queson_crawler.understand.reader import PARSER, Reader, answer_of
from queson_crawler.understand.steps import normalised
from queson_crawler.understand.tasks import ArticleTask, task_of

SMALL = 3_000_000
"""Bytes of WARC: of a smaller archive `queson doctor` compares every row, which takes seconds."""
SAMPLE = 60
"""Articles of a larger archive of which it compares fields: other ones each time."""
NOTHING = "no row was compared with the WARC files"
OTHER_PARSER = "it was read with another version of queson: run queson rebuild, then look again"


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found, and in words what was compared with the WARC files: `what`. `is_whole` means every row."""

    what: str
    is_whole: bool = False
    complaints: tuple[Complaint, ...] = ()


def every_row(archive: Archive, jobs: int = 1) -> Proof:
    """Make the database anew beside the archive, and compare every row of every table. Nobody may write meanwhile.

    Raises:
        ArchiveError: a file is damaged, or there is no room for the other database.
    """
    if archive.parser != PARSER:
        return Proof(f"{NOTHING}: {OTHER_PARSER}")
    with explained(archive.folder), TemporaryDirectory(prefix="queson-verify-") as scratch:
        for _ in rebuild(archive.warc, Path(scratch), jobs):
            pass
        found = differing(archive.db.conn, Path(scratch) / DATABASE, ANEW)
    return Proof("every row of every table was compared with the WARC files", is_whole=True, complaints=tuple(found))


def cheaply(archive: Archive) -> Proof:
    """The same for a small archive; of a larger one, fields of some articles, drawn anew each time."""
    size = sum(path.stat().st_size for path in names.in_order(archive.warc))
    if size <= SMALL or archive.parser != PARSER:
        return every_row(archive)
    sample = captures.drawn_articles(archive, SAMPLE)
    told = []
    for key, name in _altered(archive, sample):
        told.append(f"{key}: its {name} is not that of its page")
    what = f"the fields of {len(sample):,} articles were compared with their pages; queson verify compares every row"
    complaints: tuple[Complaint, ...] = ()
    if told:
        complaints = (Complaint(KIND, len(told), told[:MAX_EXAMPLES], ANEW),)
    return Proof(what, complaints=complaints)


def _altered(archive: Archive, sample: list[tuple[Capture, dict[str, Any]]]) -> Iterator[tuple[str, str]]:
    """The keys of articles, each with a field that is not what the page says, whatever its siblings tell of it."""
    portals = portals_at_the_start(archive, {capture.run_id for capture, _ in sample})
    for capture, stored in sample:
        portal = portals.get(capture.run_id)
        if portal is None:
            continue
        readings = list(_readings(archive, portal, capture))
        for name in captures.TOLD_BY_PAGES:
            said = {getattr(reading, name) for reading in readings}
            if said and said.isdisjoint((None, stored[name])):
                yield stored["key"], name


def _readings(archive: Archive, portal: Portal, capture: Capture) -> Iterator[Article]:
    """The article that a capture shows: with what the portal's pages told together, and without."""
    try:
        place = Place(capture.warc_file, capture.warc_offset, capture.warc_length)
        exchange = read_at(archive.warc, place).exchange
    except WarcDamaged:
        return  # which is another complaint
    task = task_of(exchange.url, exchange.task)
    if not isinstance(task, ArticleTask):
        return
    taught, untaught = Reader(portal, capture.run_id), Reader(portal, capture.run_id)
    taught.begin(PARSER, archive.profile_of(portal.slug), is_known=True)
    for reader in (taught, untaught):
        _, page = reader.read(task, answer_of(exchange), capture)
        article = normalised(page).article
        if article is not None:
            yield article
