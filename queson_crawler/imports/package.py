"""A file that someone gives us: one WARC, or a WACZ with several. Names in it are never used as paths."""

from __future__ import annotations

import hashlib
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from archive.errors import ArchiveError, reason
from archive.records import Origin
from archive.warc import zst
from archive.warc.foreign import GROWTH, SPARE, Found, Window, spool
from archive.warc.scan import Whole, scan
from queson_crawler.imports.kinds import FileKind, kind_of
from queson_crawler.imports.saved import as_warc
from queson_crawler.imports.saved.folder import Folder, folder_of, saved_files

MAX_ENTRIES = 10_000
MADE = "saved pages"
"""The name of the WARC that is made of pages which were saved as files."""
MAX_ABOUT = 4000
MAX_DEPTH = 2
"""A WACZ may lie in a WACZ, and that in another."""
_WACZ, _HEAD = ".wacz", 8
_IN_ZIP = (".warc", ".warc.gz", ".warc.zst", _WACZ)
_STEP = 1 << 20
_ZIP = b"PK\x03\x04"


class NotReadable(ArchiveError):
    """`opened`: the file is none that can be imported. The command line ends with 1."""


@dataclass(slots=True)
class Package:
    """An open file: where it comes from, and the stretches of it that are WARC, by name."""

    origin: Origin
    windows: list[tuple[str, Window]]
    damage: list[tuple[str, int, str]] = field(default_factory=list)
    """Where it is damaged: name of the WARC, byte, clause."""


@contextmanager
def opened(path: Path, scratch: Path) -> Iterator[Package]:
    """The WARCs in a file; what cannot be read where it stands is unpacked into nameless files in ``scratch``.

    Raises:
        NotReadable: it is neither WARC nor WACZ, or cannot be opened.
    """
    with ExitStack() as stack:
        if _is_saved(path):
            yield _of_folder(path, stack, scratch)
            return
        try:
            file = stack.enter_context(path.open("rb"))
            origin = Origin(path.name, hashlib.file_digest(file, "sha256").hexdigest(), file.seek(0, 2))
        except OSError as error:
            raise NotReadable(f"{path} cannot be read ({reason(error)}): name a WARC or WACZ file.") from error
        if kind_of(path) not in (FileKind.WARC, FileKind.WACZ):
            raise NotReadable(f"{path} is neither WARC nor WACZ: name a .warc, .warc.gz or .wacz file.")
        package = Package(origin, [])
        file.seek(0)
        if file.read(4) == _ZIP:
            package.windows = list(_of_zip(path, file, package, stack, scratch))
            if not package.windows:
                raise NotReadable(f"{path} is a ZIP file without a WARC in it: name a .wacz or WARC file.")
        else:
            package.windows = [(path.name, Window(file, 0, origin.bytes))]
        yield package


def _is_saved(path: Path) -> bool:
    """Whether it is a folder, or a page that was saved as a file."""
    try:
        return kind_of(path) is FileKind.SAVED
    except OSError:
        return False


def _of_folder(path: Path, stack: ExitStack, scratch: Path) -> Package:
    """The WARCs in a folder, and one that is made of the pages in it which were saved otherwise."""
    folder = folder_of(path)
    whole = hashlib.sha256()
    size = 0
    for place in folder.all:
        with folder.path(place).open("rb") as file:
            whole.update(f"{place}\0{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode("utf-8", "replace"))
            size += file.seek(0, 2)
    package = Package(Origin(path.absolute().name, whole.hexdigest(), size), [])
    for place in folder.warcs:
        part = stack.enter_context(opened(folder.path(place), scratch))
        for name, window in part.windows:
            package.windows.append((place if name == folder.path(place).name else f"{place}/{name}", window))
        package.damage += part.damage
    made = _scratch(stack, scratch)
    if as_warc.write(saved_files(folder), made):
        package.windows.append((MADE, Window(made, 0, made.tell())))
    package.damage += [(place, 0, clause) for place, clause in folder.left_out]
    if not package.windows:
        raise NotReadable(
            f"{path} holds neither WARC files nor saved pages that say where they came from.{_told(folder)}"
        )
    return package


def _told(folder: Folder) -> str:
    """The first of what was left out."""
    for place, clause in folder.left_out:
        return f" {place}: {clause}."
    return ""


def _scratch(stack: ExitStack, folder: Path) -> BinaryIO:
    """A file without a name, gone with the process."""
    file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (the stack closes it)
    stack.callback(file.close)
    return cast(BinaryIO, file)


def _of_zip(
    path: Path, file: BinaryIO, package: Package, stack: ExitStack, scratch: Path, depth: int = 0
) -> Iterator[tuple[str, Window]]:
    try:
        package_file = stack.enter_context(zipfile.ZipFile(file))
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise NotReadable(
            f"{path} is a damaged ZIP file ({error}): get it once more from where it came from."
        ) from error
    entries = [entry for entry in package_file.infolist() if entry.filename.lower().endswith(_IN_ZIP)]
    if len(entries) > MAX_ENTRIES or sum(entry.compress_size for entry in entries) > package.origin.bytes:
        raise NotReadable(f"{path} names more than it can hold: it is no honest WACZ file.")
    for entry in entries:
        try:
            window = _window(package_file, entry, file, package, stack, scratch)
            if entry.filename.lower().endswith(_WACZ):
                yield from _nested(path, entry.filename, window, package, stack, scratch, depth)
            else:
                yield entry.filename, window
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
            package.damage.append((entry.filename, 0, f"it cannot be unpacked ({error})"))


def _nested(
    path: Path, name: str, window: Window, package: Package, stack: ExitStack, scratch: Path, depth: int
) -> Iterator[tuple[str, Window]]:
    """The WARCs of a WACZ that lies in another one."""
    if depth >= MAX_DEPTH:
        package.damage.append((name, 0, f"it lies in more than {MAX_DEPTH} other WACZ files"))
        return
    to = _scratch(stack, scratch)
    at = 0
    while part := window.read(at, _STEP):
        to.write(part)
        at += len(part)
    to.seek(0)
    try:
        for inner, its in _of_zip(path, to, package, stack, scratch, depth + 1):
            yield f"{name}/{inner}", its
    except NotReadable as error:
        package.damage.append((name, 0, f"it cannot be unpacked ({error})"))


def _window(
    package_file: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    file: BinaryIO,
    package: Package,
    stack: ExitStack,
    scratch: Path,
) -> Window:
    if entry.compress_type == zipfile.ZIP_STORED and not entry.flag_bits & 1:
        file.seek(entry.header_offset)
        head = file.read(30)
        if len(head) < 30 or head[:4] != _ZIP:
            raise zipfile.BadZipFile("no file where the index says")
        name, extra = struct.unpack("<HH", head[26:30])
        start = entry.header_offset + 30 + name + extra
        return Window(file, start, min(start + entry.file_size, file.seek(0, 2)))
    most = SPARE + GROWTH * entry.compress_size
    to = _scratch(stack, scratch)
    with package_file.open(entry) as packed:
        while part := packed.read(_STEP):
            if to.tell() + len(part) > most:
                package.damage.append((entry.filename, to.tell(), f"it grows beyond {most:,} bytes"))
                break
            to.write(part)
    return Window(to, 0, to.tell())


def records(package: Package, number: int, scratch: Path, stack: ExitStack) -> list[Found]:
    """All records of the WARC with that number; one whose records share a gzip member is unpacked first."""
    name, window = package.windows[number]

    def tell(offset: int, clause: str) -> None:
        if len(package.damage) < MAX_ENTRIES:
            package.damage.append((name, offset, clause))

    before = len(package.damage)
    if zst.is_zst(window.read(0, _HEAD)):
        window = zst.spool(window, _scratch(stack, scratch), tell)
        package.windows[number] = (name, window)
    try:
        return list(scan(window, tell))
    except Whole:
        del package.damage[before:]
        unpacked = spool(window, _scratch(stack, scratch), tell)
        package.windows[number] = (name, unpacked)
        return list(scan(unpacked, tell))


def about(package: Package, number: int, found: list[Found]) -> str:
    """What the WARC says of itself, cut short."""
    _, window = package.windows[number]
    for one in found:
        if one.kind == "warcinfo":
            return window.load(one).block.decode("utf-8", "replace")[:MAX_ABOUT].replace("\0", "").strip()
    return ""
