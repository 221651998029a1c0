"""What must hold after anything was taken in, or looked at, whatever it was."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.crawl.tools import Row, assert_equal_tables, rows
from tests.fuzz.structured.changes import VICTIM
from tests.fuzz.structured.session import MEGABYTES, SECONDS, Ended
from tests.harness.processes import python, start

CODES = (0, 1, 2, 3, 75)
MAX_SENTENCE = 2000
MAX_LINES = 60
TIMEOUT = 150

OF_THE_VICTIM = (
    "select * from portals where slug = :slug",
    "select * from categories where portal = :slug",
    "select * from articles where portal = :slug",
    "select v.* from revisions v join articles a on a.id = v.article_id where a.portal = :slug",
    "select u.* from article_urls u join articles a on a.id = u.article_id where a.portal = :slug",
    "select v.* from view_counts v join articles a on a.id = v.article_id where a.portal = :slug",
    "select f.* from images f join articles a on a.id = f.article_id where a.portal = :slug",
    "select f.* from attachments f join articles a on a.id = f.article_id where a.portal = :slug",
    "select * from runs where portal = :slug",
    "select p.* from problems p join runs r on r.id = p.run_id where r.portal = :slug",
    "select x.* from alarms x join runs r on r.id = x.run_id where r.portal = :slug",
    "select c.* from captures c join runs r on r.id = c.run_id where r.portal = :slug",
)


ADDRESSES = tuple(
    f"select '{table}', url from {table} where url <> '' and url not like 'http://%' and url not like 'https://%'"
    for table in ("articles", "categories", "list_pages", "list_entries", "article_urls", "images", "attachments")
)
"""Of each table the addresses that are none of the web."""


class Broken(AssertionError):
    """What must hold does not."""


def session(*commands: list[object]) -> list[Ended]:
    """Run commands in one process; how each ended. Raises Broken where one broke, hung or took too much."""
    told = json.dumps([[str(word) for word in words] for words in commands])
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with start(python("-m", "tests.fuzz.structured.session"), text=True, **pipes) as process:
        try:
            out, err = process.communicate(told, timeout=TIMEOUT)
        except subprocess.TimeoutExpired as late:
            process.kill()
            raise Broken(f"no end after {TIMEOUT} s: {told}") from late
    found = [Ended(**json.loads(line)) for line in out.splitlines()]
    for each in found:
        _check(each)
    if len(found) < len(commands) or process.returncode != 0:
        raise Broken(f"{commands[len(found)]} ended the process ({process.returncode}): {err[-2000:]}")
    return found


def _check(ended: Ended) -> None:
    name = " ".join(ended.words)
    if ended.trace or "Traceback" in ended.out + ended.err:
        raise Broken(f"{name}: {ended.trace or ended.err}")
    if ended.code not in CODES:
        raise Broken(f"{name} ended with {ended.code}")
    if ended.seconds > SECONDS:
        raise Broken(f"{name} took {ended.seconds:.1f} s of the processor")
    if ended.megabytes > MEGABYTES:
        raise Broken(f"{name} took {ended.megabytes:.0f} MB")
    if ended.code == 1 and not _is_sentence(ended.err):
        raise Broken(f"{name} is refused without a sentence: {ended.err!r}")
    if len((ended.out + ended.err).splitlines()) > MAX_LINES and "--json" not in ended.words and "search" not in name:
        raise Broken(f"{name} says more than a person reads: {len(ended.err.splitlines())} lines")
    if set(ended.out + ended.err) & set("\x1b\x9b\0"):
        raise Broken(f"{name} sends control characters to the terminal")


def _is_sentence(err: str) -> bool:
    told = [line for line in err.splitlines() if line.startswith("queson: ")]
    return bool(told) and len(told[-1]) < MAX_SENTENCE and told[-1].rstrip().endswith((".", "!", "?", ")"))


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A copy of an archive to do something with."""
    with TemporaryDirectory(prefix="queson-fuzz-") as scratch:
        yield Path(shutil.copytree(folder, Path(scratch) / "data"))


def of_the_victim(folder: Path) -> list[list[Row]]:
    """Every row of the portal that was there before."""
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        found = [db.execute(query, {"slug": VICTIM}).fetchall() for query in OF_THE_VICTIM]
    return [sorted(rows, key=repr) for rows in found]


def files(folder: Path) -> dict[str, str]:
    """The digest of each WARC file."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "warc").iterdir()}


def taken_in(folder: Path, *words: object, is_of_others: bool = True) -> Ended:
    """Take something into an archive by a command, and check everything that must hold. How the command ended.

    With `is_of_others` nothing of the portal that was there before may change.
    """
    victim, before = of_the_victim(folder), files(folder)
    anew = folder.parent / "anew"
    first, doctor, verify, rebuild = session(
        [*words, "--archive", folder],
        ["doctor", "--archive", folder, "--json"],
        ["verify", "--bytes", "--archive", folder],
        ["rebuild", "--archive", folder, "--to", anew],
    )
    after = files(folder)
    if first.code == 1 and after != before:
        raise Broken(f"it is refused ({first.err.strip()}) after something was written")
    if not before.items() <= after.items():
        raise Broken("a WARC file that was there was changed")
    if first.code == 3 and not (first.out + first.err).strip():
        raise Broken("it is incomplete, and nothing says why")
    if doctor.code != 0:
        raise Broken(f"doctor: {doctor.out}{doctor.err}")
    if verify.code != 0:
        raise Broken(f"verify: {verify.out}{verify.err}")
    if rebuild.code != 0:
        raise Broken(f"rebuild: {rebuild.out}{rebuild.err}")
    assert_equal_tables(folder, anew)
    if is_of_others and of_the_victim(folder) != victim:
        raise Broken(f"something of {VICTIM} was changed")
    strange = [row for query in ADDRESSES for row in rows(folder, query)]
    if strange:
        raise Broken(f"addresses that are none of the web: {strange}")
    unnamed = rows(folder, "select url, kind, detail from problems where kind = '' or length(detail) > 5000")
    if unnamed:
        raise Broken(f"problems without a name: {unnamed}")
    return first


def looked_at(folder: Path, looks: Sequence[Sequence[str]]) -> list[Ended]:
    """Do several things with an archive that may be damaged, and check that each ends as it should.

    What is made anew from WARC files that are whole is sound.
    """
    commands: list[list[object]] = []
    for words in looks:
        told: list[object] = [word.format(folder=folder.parent) for word in words]
        commands.append([*told, "--archive", folder])
    before = files(folder)
    found = session(*commands)
    *_, rebuilt, doctor = found
    torn = [one for one in found[:-2] if "torn end" in one.out]
    if not torn and not before.items() <= files(folder).items():
        raise Broken("a WARC file was changed")
    if rebuilt.code == 0:
        kinds = {one["kind"] for one in json.loads(doctor.out)}
        if kinds - OF_THE_BYTES:
            raise Broken(f"made anew, and still: {kinds - OF_THE_BYTES}: {doctor.out}")
    elif rebuilt.code == 3:
        raise Broken("a rebuild is whole or refused")
    return found


OF_THE_BYTES = frozenset(("digest differs", "garbled record", "torn end", "doubled file", "bytes without row"))
"""Complaints about the WARC files, which no rebuild mends."""
