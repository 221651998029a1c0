"""Which WARC files of an archive its own writer began: only in those an event or a note is read.

Beside the database stands `writer.json`: a key, and the files that were there before it. The first record of each file
that is begun later proves with the key that it was begun here. Files from before are taken on trust once, when the key
is made, and known from then on by the digest of their first record. An archive without `writer.json` (from before, or
restored from its WARC files alone) is trusted as a whole until something is written to it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from archive.clock import now
from archive.codec import as_json, from_json
from archive.errors import BadRecord, WarcDamaged
from archive.warc import names
from archive.warc.members import Record, first_record
from archive.warc.output import PROOF
from archive.warc.reader import Owns, anybody

FILE = "writer.json"


@dataclass(frozen=True, slots=True)
class Adopted:
    """A file that was taken on trust; ``first`` is the digest (hex) of the block of its first record."""

    name: str
    first: str
    at: str


@dataclass(frozen=True, slots=True)
class Ownership:
    """The key of an archive's writer (hex), and the files that it took on trust."""

    key: str
    adopted: tuple[Adopted, ...] = field(default=())

    def proof(self, name: str, record_id: str) -> str:
        """What a file of that name says in its first record, which has that id."""
        told = f"{name}\n{record_id}".encode("utf-8", "replace")
        return hmac.new(self.key.encode("ascii"), told, hashlib.sha256).hexdigest()

    def owns(self, path: Path) -> bool:
        """Whether a file was begun by the archive's writer, or taken on trust."""
        try:
            first = first_record(path)
        except WarcDamaged:
            return True  # nothing is read from it, and doctor tells of it
        said = _proof_in(first)
        expected = self.proof(path.name, first.headers.get("warc-record-id", ""))
        if said and hmac.compare_digest(said.encode("utf-8", "replace"), expected.encode("ascii")):
            return True
        digest = _digest(first)
        return any(each.name == path.name and each.first == digest for each in self.adopted)


def of(folder: Path) -> Ownership | None:
    """The ownership of the archive in a folder; None where it has none yet.

    Raises:
        BadRecord: `writer.json` is damaged.
    """
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise BadRecord(f"{folder / FILE} is damaged: put it back from a copy, or remove it.") from error
    return from_json(Ownership, found, FILE)


def owner_of(folder: Path) -> Owns:
    """Tells of each WARC file of the archive in a folder whether it is its own."""
    known = of(folder)
    return anybody if known is None else known.owns


def made(folder: Path, warc: Path) -> Ownership:
    """The ownership of an archive that is about to be written to; its key is made where there is none yet, and the
    files that are there are taken on trust. Call it under the lock."""
    known = of(folder)
    if known is None:
        known = adopting(Ownership(secrets.token_hex(32)), names.in_order(warc))
        _write(folder, known)
    return known


def adopt(folder: Path, warc: Path) -> None:
    """Take on trust what was put there: the files of an archive that was checked and merged as a whole."""
    known = made(folder, warc)
    _write(folder, adopting(known, [path for path in names.in_order(warc) if not known.owns(path)]))


def adopting(known: Ownership, files: list[Path]) -> Ownership:
    """The ownership with these files taken on trust now."""
    at, added = now(), []
    for path in files:
        try:
            added.append(Adopted(path.name, _digest(first_record(path)), at))
        except WarcDamaged:
            continue
    return Ownership(known.key, (*known.adopted, *added))


def _digest(record: Record) -> str:
    told = record.headers.get("warc-record-id", "").encode() + b"\n" + record.block
    return hashlib.sha256(told).hexdigest()


def _proof_in(record: Record) -> str:
    for line in record.block.decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(":")
        if name == PROOF:
            return value.strip()
    return ""


def _write(folder: Path, known: Ownership) -> None:
    """Write the file whole or not at all; only its owner reads it."""
    path = folder / FILE
    anew = path.with_name(f".{FILE}.anew")
    descriptor = os.open(anew, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(as_json(known), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    anew.replace(path)
