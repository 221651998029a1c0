"""A folder that somebody gives us: WARC and WACZ files in it, and pages that were saved as files."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from queson_crawler.imports.kinds import FileKind, kind_of
from queson_crawler.imports.saved import archivebox, logs, mhtml, mirror
from queson_crawler.imports.saved.mirror import MirrorFile
from queson_crawler.imports.saved.page import HTML, SavedFile, iso, told_of, type_of

MAX_FILES = 500_000
MAX_BYTES = 1 << 27
"""A file that is larger is named and left out."""
_BEGIN = 1 << 12
_WARC = (FileKind.WARC, FileKind.WACZ)
_WARC_NAMES = (".warc", ".warc.gz", ".wacz", ".warc.zst")
_WGET_LOGS = ("wget-log", "wget.log")
_HTTRACK_LIST, _HTTRACK_LOG, _HTTRACK_CACHE = "hts-cache/new.txt", "hts-log.txt", "hts-cache/"
_BESIDE = "_files"
"""How the folder is named in which a browser puts what a page shows."""
_PAGES = (".html", ".htm", ".xhtml", ".mhtml", ".mht")


@dataclass(slots=True)
class Folder:
    """What is in a folder: `warcs` by their place, and other files; `left_out` says in (place, clause) what is not
    taken. A single file is a folder with that alone."""

    root: Path
    warcs: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    @property
    def all(self) -> list[str]:
        """The places of all files."""
        return sorted((*self.warcs, *self.files))

    def name(self, place: str) -> str:
        """What people call a file."""
        return place or self.root.name

    def path(self, place: str) -> Path:
        """Where a file is."""
        return self.root / place if place else self.root

    def read(self, place: str) -> bytes:
        """The bytes of a file; nothing of one that cannot be read any more."""
        try:
            return self.path(place).read_bytes()
        except OSError:
            return b""

    def text(self, place: str) -> str:
        """The text of a file; nothing where the folder has none at that place."""
        if place not in self.files:
            return ""
        return self.read(place).decode("utf-8", "replace")

    def time(self, place: str) -> str:
        """When a file was written last (UTC)."""
        return iso(datetime.fromtimestamp(self.path(place).stat().st_mtime, UTC))


def folder_of(path: Path) -> Folder:
    """The regular files below a folder, whatever links lead elsewhere; or one file."""
    found = Folder(path)
    if not path.is_dir():
        found.files.append("")
        return found
    for place in _places(path):
        whole = path / place
        if len(found.files) + len(found.warcs) >= MAX_FILES:
            found.left_out.append((place, "more files than are read out of one folder"))
            break
        if place.lower().endswith(_WARC_NAMES) and kind_of(whole) in _WARC:
            found.warcs.append(place)
        elif whole.stat().st_size > MAX_BYTES:
            found.left_out.append((place, f"larger than {MAX_BYTES:,} bytes"))
        else:
            found.files.append(place)
    return found


def _places(path: Path) -> Iterator[str]:
    for root, folders, names in os.walk(path):
        folders.sort()
        for name in sorted(names):
            whole = Path(root, name)
            if whole.is_file() and not whole.is_symlink():
                yield whole.relative_to(path).as_posix()


def saved_files(folder: Folder) -> Iterator[SavedFile]:
    """The files of a folder that are answers of portals, with addresses and times. What is a page and does not say
    where it came from goes to `left_out`."""
    boxes = _boxes(folder)
    base = _base_of_mirror(folder)
    mirrored = [place for place in folder.files if _is_mirrored(place, base, boxes)]
    yield from mirror.saved(map(partial(_mirror_file, folder, base), mirrored), _logged(folder))
    others = set(mirrored)
    for place in folder.files:
        if place in others or not _is_page_name(place, folder):
            continue
        box = boxes.get(posixpath.dirname(place))
        if box is None:
            yield from _single(folder, place)
        elif place == box.best:
            at = box.snapshot.time_of(posixpath.basename(place)) or folder.time(place)
            yield SavedFile(box.snapshot.url, at, HTML, folder.read(place), place)


def _is_page_name(place: str, folder: Folder) -> bool:
    """Whether a file is named like a page, and is none of what a program puts beside the pages that it saved."""
    if place.startswith(_HTTRACK_CACHE) or f"{_BESIDE}/" in place:
        return False
    if "/" not in place and _HTTRACK_LOG in folder.files:
        return False  # HTTrack's own list of what it mirrored
    return folder.name(place).lower().endswith(_PAGES)


def _single(folder: Folder, place: str) -> Iterator[SavedFile]:
    """A page that stands by itself, with what it says of itself."""
    body = folder.read(place)
    name = folder.name(place)
    if mhtml.is_mhtml(body[:_BEGIN]):
        yield from mhtml.parts(body, folder.time(place), name)
        return
    if type_of(name, body) != HTML:
        return
    told = told_of(body)
    url = f"http://{told.url}" if told.is_httrack else told.url
    if not url:
        folder.left_out.append((name, "a page that does not say at which address it was saved"))
        return
    yield SavedFile(url, told.at or folder.time(place), HTML, body, name)


@dataclass(frozen=True, slots=True)
class _Box:
    """A folder of ArchiveBox: the page in it, and the place of the file that holds it best; "" where its WARC does."""

    snapshot: archivebox.Snapshot
    best: str


def _boxes(folder: Folder) -> dict[str, _Box]:
    """The folders of ArchiveBox."""
    found: dict[str, _Box] = {}
    places = set(folder.files)
    for place in folder.files:
        if posixpath.basename(place) != archivebox.INDEX:
            continue
        snapshot = archivebox.snapshot(folder.read(place))
        if snapshot is not None:
            home = posixpath.dirname(place)
            found[home] = _Box(snapshot, _best_output(home, places, folder.warcs))
    return found


def _best_output(home: str, places: set[str], warcs: list[str]) -> str:
    """The place of the file that holds the page of a folder of ArchiveBox best; "" where its WARC does, or none."""
    own_warcs = posixpath.join(home, "warc/")
    for each in warcs:
        if each.startswith(own_warcs):
            return ""
    for name in archivebox.OUTPUTS:
        place = posixpath.join(home, name)
        if place in places:
            return place
    return ""


def _base_of_mirror(folder: Folder) -> str:
    """The name of the folder itself where it is that of a host: it is the mirror of that one."""
    name = folder.root.name
    if folder.root.is_dir() and mirror.host_of(name):
        return f"{name}/"
    return ""


def _is_mirrored(place: str, base: str, boxes: dict[str, _Box]) -> bool:
    """Whether a file lies below a folder that is named like a host."""
    top, slash, _ = f"{base}{place}".partition("/")
    if not slash or not mirror.host_of(top):
        return False
    return not any(home and place.startswith(f"{home}/") for home in boxes)


def _mirror_file(folder: Folder, base: str, place: str) -> MirrorFile:
    return MirrorFile(f"{base}{place}", folder.time(place), partial(folder.read, place))


def _logged(folder: Folder) -> Iterator[logs.Logged]:
    """What logs of wget and HTTrack tell."""
    for place in folder.files:
        if posixpath.basename(place).lower() in _WGET_LOGS:
            yield from logs.of_wget(folder.text(place))
    yield from logs.of_httrack(folder.text(_HTTRACK_LIST), folder.text(_HTTRACK_LOG))
