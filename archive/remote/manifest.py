"""What a copy of an archive consists of: its files with their digests, as one JSON object that is written last."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from archive.checks import is_moment, is_past
from archive.codec import as_json, from_json
from archive.errors import BadRecord
from archive.ownership import FILE as KEY
from archive.store.opening import DATABASE, WARC
from archive.warc.opening import is_name

FOLDER, ENDING = "manifests", ".json"
MAX_BYTES = 1 << 27
"""Of a manifest, which names every WARC file."""
MAX_NUMBER = 99_999_999
"""Of a manifest; nobody pushes so often."""
MIN_PART = 24
"""Bytes of JSON for each of its parts at least, in any manifest of ours: others could take a hundred times its size."""
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class CopiedFile:
    """One file: its `path` within the archive's folder, under which `name` it is kept there, and what it is."""

    path: str
    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of an archive at a moment (UTC), by their path."""

    at: str
    software: str
    files: tuple[CopiedFile, ...]

    @property
    def bytes(self) -> int:
        """Of all its files together."""
        return sum(file.bytes for file in self.files)


def encoded(manifest: Manifest, number: int) -> tuple[str, bytes]:
    """The name of a manifest, which tells its number, its day and its digest, and its bytes."""
    data = json.dumps(as_json(manifest), ensure_ascii=False, indent=1, sort_keys=True).encode()
    day = manifest.at[:10].replace("-", "")
    return f"{FOLDER}/{number:08d}-{day}-{hashlib.sha256(data).hexdigest()}{ENDING}", data


def number_of(name: str) -> int:
    """The number of a manifest: no clock can turn it back. 0 for what is none."""
    number = name.removeprefix(f"{FOLDER}/").partition("-")[0]
    if name.endswith(ENDING) and number.isdecimal() and number.isascii() and len(number) <= len(str(MAX_NUMBER)):
        return int(number)
    return 0


def is_manifest(name: str, data: bytes) -> bool:
    """Whether some bytes are all of the manifest that has this name."""
    return name.removesuffix(ENDING).rpartition("-")[2] == hashlib.sha256(data).hexdigest()


def decoded(name: str, data: bytes) -> Manifest:
    """The manifest in some bytes; nothing in it is believed. Raises BadRecord."""
    if sum(map(data.count, (b",", b"[", b"{"))) > len(data) // MIN_PART + MIN_PART:
        raise BadRecord(f"{name} is no manifest")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadRecord(f"{name} is no JSON") from error
    manifest = from_json(Manifest, found, name)
    if not is_moment(manifest.at):
        raise BadRecord(f"{name} is of no time")
    if not is_past(manifest.at):
        raise BadRecord(f"{name} is dated in the future")
    paths: set[str] = set()
    for file in manifest.files:
        _check(file)
        if file.path in paths:
            raise BadRecord(f"{name} names {file.path} twice")
        paths.add(file.path)
    return manifest


def _check(file: CopiedFile) -> None:
    folder, _, name = file.path.rpartition("/")
    is_of_archive = file.path in (DATABASE, KEY) or (folder == WARC and is_name(name))
    is_digest = len(file.sha256) == hashlib.sha256().digest_size * 2 and _HEX.issuperset(file.sha256)
    parts = file.name.split("/")
    if not is_of_archive or not is_digest or file.bytes < 0 or not all(map(is_name, parts)):
        raise BadRecord(f"{file.path[:100]!r}, kept as {file.name[:100]!r}, is no file of an archive")
