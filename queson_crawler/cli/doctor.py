"""`queson verify` and `queson doctor`: whether an archive is what it says, and putting right what can be."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

import click

from archive import doctor as healing
from archive import verify as verifying
from archive.cite import check as prove
from archive.compare import differing
from archive.complaint import Complaint
from archive.errors import ArchiveError, NoArchive, WarcDamaged
from archive.store import Archive
from archive.store.opening import DATABASE
from queson_crawler.cli.base import archive_option, ending, fail, jobs_option, json_option
from queson_crawler.cli.views.terminal import OUT, print_json, print_records, progress, say
from queson_crawler.monitoring.exit_codes import Exit

MAX_TEXT = 20_000_000
"""Characters of a text whose citations are proved."""
PROGRESS = 5_000_000
"""Bytes between two lines of progress."""
_VERDICTS = {True: "holds", False: "DOES NOT HOLD"}
_IS_MENDED = attrgetter("mended")


@click.command(epilog="Example: queson verify --archive data --json")
@archive_option
@click.option(
    "--citation",
    type=click.File("r", encoding="utf-8", errors="replace"),
    metavar="FILE",
    help="Only prove what the citations in a text cite; - for standard input.",
)
@click.option(
    "--rebuild",
    "anew",
    is_flag=True,
    help="Make the database anew beside it, too, and compare every row of every table.",
)
@jobs_option
@json_option
def verify(folder: Path, citation: TextIO | None, anew: bool, jobs: int, as_json: bool) -> None:
    """Read every capture again and compare it with its digests.

    Nothing is changed. With --rebuild any value is found that was altered in the database, which takes as long as
    queson rebuild does.

    The exit code is 3 where anything is torn, garbled, missing, or not what its digest says.
    """
    if citation is not None:
        sys.exit(_prove(folder, citation.read(MAX_TEXT), as_json))
    with Archive.open(folder, create=False) as archive:
        result = _read(archive, jobs)
        altered = _compared(archive, jobs) if anew else []
    is_sound = result.sound and not altered
    if as_json:
        told = {**dataclasses.asdict(result), "sound": is_sound}
        if anew:
            told["altered"] = list(map(dataclasses.asdict, altered))
        print_json(told)
    else:
        _show_verified(result)
        for one in altered:
            _show(one)
    if not is_sound:
        say("queson: The archive is damaged: queson doctor --repair mends what can be mended.", err=True)
    sys.exit(ending(is_well=is_sound))


def _compared(archive: Archive, jobs: int) -> list[Complaint]:
    """The tables that are not as a rebuild makes them. Raises ArchiveError where it was read with another parser."""
    from queson_crawler.replay.rebuild import rebuild
    from queson_crawler.understand.reader import PARSER

    if archive.parser != PARSER:
        raise ArchiveError("It was read with another version of queson: run queson rebuild, then verify it.")
    with TemporaryDirectory(prefix="queson-verify-") as scratch:
        for _ in rebuild(archive.warc, Path(scratch), jobs):
            pass
        return differing(archive.db.conn, Path(scratch) / DATABASE, healing.ANEW)


def _show_verified(result: verifying.Verified) -> None:
    for fault in result.faults:
        where = f"{fault.file} byte {fault.offset:,}"
        if fault.capture:
            where += f", capture {fault.capture}"
        OUT.print(f"{fault.kind}: {where}: {fault.detail} {fault.url}".rstrip())
    told = ", ".join(f"{count:,} {kind}" for kind, count in sorted(result.counts.items())) or "all sound"
    OUT.print(
        f"{result.captures:,} captures in {result.records:,} records of {result.files:,} files "
        f"({result.bytes / 1e6:,.1f} MB): {told}."
    )


def _prove(folder: Path, text: str, as_json: bool) -> Exit:
    """Whether the archive holds what a text cites, by the marks of `queson cite`."""
    with Archive.open(folder, create=False) as archive:
        proofs = list(prove(archive, text))
    if not proofs:
        fail("The text holds no mark of queson cite (queson:KEY;revision=N;sha256=...): nothing can be proved.")
    if as_json:
        print_records(proofs)
    else:
        for proof in proofs:
            OUT.print(f"{_VERDICTS[proof.holds]}: {proof.mark}: {proof.detail}", soft_wrap=True)
    return ending(is_well=all(map(attrgetter("holds"), proofs)))


def _read(archive: Archive, jobs: int = 1) -> verifying.Verified:
    """Everything in the WARC files, with a line of progress where someone looks."""
    result, shown = verifying.Verified(), 0
    whole = sum(path.stat().st_size for path in archive.warc.glob("*.warc.gz"))
    for done in verifying.verify(archive, result, jobs):
        if sys.stderr.isatty() and done - shown > PROGRESS:
            shown = done
            progress(f"{done / 1e6:,.0f} of {whole / 1e6:,.0f} MB")
    if shown:
        say("", err=True)
    return result


@click.command(epilog="Example: queson doctor --repair --archive data")
@archive_option
@click.option("--repair", is_flag=True, help="Put right what can be; else it is only told.")
@json_option
def doctor(folder: Path, repair: bool, as_json: bool) -> None:
    """Look for all that can be wrong, and put it right on demand.

    --repair puts right what can be.

    Torn ends are cut off, exchanges that the database lacks are read into it, full text and copies are made anew. What
    only a copy of a file can bring back is named; rows whose bytes are lost are never removed. The exit code is 3
    where something is wrong and was not put right.
    """
    try:
        with Archive.open(folder, create=False) as archive, archive.lock():
            found = list(_complaints(archive, repair))
    except NoArchive as error:
        if any((folder / "warc").glob("*.warc.gz")):
            fail(
                f"{folder} has no archive.db: queson rebuild --archive {folder} --to NEW makes it from the WARC files."
            )
        raise error
    if as_json:
        print_records(found)
    else:
        _show_all(found)
    sys.exit(ending(is_well=all(map(_IS_MENDED, found))))


def _show_all(found: list[Complaint]) -> None:
    if not found:
        OUT.print("The archive is sound.")
        return
    for one in found:
        _show(one)
    OUT.print(f"{len(found)} kind(s) of faults.")


def _complaints(archive: Archive, repair: bool) -> Iterator[Complaint]:
    """The WARC files first, since the database is read from them; and nothing more where it cannot be read itself."""
    ground = list(healing.ground(archive, repair=repair))
    yield from ground
    if not all(map(_IS_MENDED, ground)):
        return
    torn = healing.torn_end(archive, repair=repair)
    if torn is not None:
        yield torn
    known = None
    if torn is not None and not torn.mended:
        known = (verifying.TORN, torn.count)
    for one in healing.of_files(_read(archive)):
        if (one.kind, one.count) == known:
            continue
        if one.kind == verifying.NO_ROW and repair:
            _fill_in(archive, one)
        yield one
    yield from healing.examine(archive, repair=repair)


def _fill_in(archive: Archive, complaint: Complaint) -> None:
    from queson_crawler.replay.recovery import fill_in

    try:
        complaint.mended = fill_in(archive) >= complaint.count
    except (WarcDamaged, ArchiveError) as error:
        complaint.advice = str(error)


def _show(one: Complaint) -> None:
    OUT.print(f"{one.kind}: {one.count:,} ({_state(one)})")
    for example in one.examples:
        OUT.print(f"  {example}", soft_wrap=True)
    more = one.count - len(one.examples)
    if more > 0:
        OUT.print(f"  and {more:,} more")


def _state(one: Complaint) -> str:
    if one.mended:
        return "mended"
    if one.advice:
        return f"to do: {one.advice}"
    return "not mended"
