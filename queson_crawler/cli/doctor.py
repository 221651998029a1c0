"""`queson verify` and `queson doctor`: whether an archive is what it says, and putting right what can be."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from archive import doctor as healing
from archive import verify as verifying
from archive.cite import check as prove
from archive.complaint import Complaint
from archive.errors import ArchiveBusy, ArchiveError, NoArchive, WarcDamaged
from archive.store import Archive
from queson_crawler.cli.base import archive_option, ending, fail, jobs_option, json_option
from queson_crawler.cli.stamp import proved
from queson_crawler.cli.views.terminal import OUT, print_json, print_records, progress, say
from queson_crawler.monitoring.exit_codes import Exit

if TYPE_CHECKING:
    from queson_crawler.replay.proving import Proof

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
@click.option("--bytes", "only_bytes", is_flag=True, help="Only compare the captures with their digests.")
@jobs_option
@json_option
def verify(folder: Path, citation: TextIO | None, only_bytes: bool, jobs: int, as_json: bool) -> None:
    """Prove the whole archive: its bytes by their digests, its database by its bytes.

    Every capture is read and compared with its digests. Then the database is made anew beside the archive, and every
    row of every table is compared, so that any value is found that was altered. That takes as long as queson rebuild
    does; --bytes leaves it out. Nothing is changed.

    What it cannot prove: that no file was exchanged together with all its digests. Keep a copy elsewhere, or have the
    files stamped (queson stamp): the stamps are checked too.

    The exit code is 3 where anything is torn, garbled, missing, altered, or not what its digest says.
    """
    if citation is not None:
        sys.exit(_prove(folder, citation.read(MAX_TEXT), as_json))
    with Archive.open(folder, create=False) as archive:
        result = _read(archive, jobs)
        proof = _proof(archive, result, jobs, only_bytes=only_bytes)
    stamped, are_well = proved(folder, as_json=as_json)
    is_sound = result.sound and not proof.complaints and are_well
    if as_json:
        altered = list(map(asdict, proof.complaints))
        rows = {"rows_compared": proof.is_whole, "rows": proof.what, "altered": altered}
        print_json({**asdict(result), "sound": is_sound, **rows, "stamps": stamped})
    else:
        _show_verified(result)
        _show_proof(proof)
    if not is_sound:
        say("queson: The archive is damaged: queson doctor --repair mends what can be mended.", err=True)
    sys.exit(ending(is_well=is_sound))


def _proof(archive: Archive, result: verifying.Verified, jobs: int, *, only_bytes: bool) -> Proof:
    """Whether the tables are as a rebuild makes them, where that can be told."""
    from queson_crawler.replay.proving import NOTHING, Proof, every_row

    if only_bytes:
        return Proof(NOTHING)
    if not result.sound:
        return Proof(f"{NOTHING}, which are not whole")
    if archive.is_read_only:
        return every_row(archive, jobs)
    try:
        with archive.lock():
            return every_row(archive, jobs)
    except ArchiveBusy:
        return Proof(f"{NOTHING}, since somebody writes: try again when that has ended")


def _show_proof(proof: Proof) -> None:
    for one in proof.complaints:
        _show(one)
    OUT.print(f"{proof.what[:1].upper()}{proof.what[1:]}.", soft_wrap=True)


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

    What it proves: the WARC files are whole by their digests, the rows fit each other, each text its digest. Where that
    is so, a small archive (3 MB of WARC) is compared with its files row by row; of a larger one the fields of 60
    articles are, drawn anew each time. queson verify compares every row of any.

    Torn ends are cut off, exchanges that the database lacks are read into it, full text and copies are made anew. What
    only a copy of a file can bring back is named; rows whose bytes are lost are never removed. The exit code is 3
    where something is wrong and was not put right.
    """
    try:
        with Archive.open(folder, create=False) as archive, archive.lock():
            found = list(_complaints(archive, repair))
            proof = _sample(archive, found)
            found += proof.complaints
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
        _show_proof(replace(proof, complaints=()))
    sys.exit(ending(is_well=all(map(_IS_MENDED, found))))


def _sample(archive: Archive, found: list[Complaint]) -> Proof:
    """What a cheap comparison of rows with the WARC files tells, where nothing else is amiss."""
    from queson_crawler.replay.proving import NOTHING, Proof, cheaply

    if not all(map(_IS_MENDED, found)):
        return Proof(f"{NOTHING} as long as something else is amiss")
    return cheaply(archive)


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
