"""A disk of a few megabytes that can be filled, for tests that want to know what happens then."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ALL = 1 << 40


def may_mount(folder: Path) -> bool:
    """Whether this machine lets us mount a file system in memory."""
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([*_mount(1), folder], capture_output=True)
    if done.returncode == 0:
        subprocess.run([*_as_root(), "umount", folder], check=True)
    return done.returncode == 0


class Disk:
    """A mounted disk; `leave` fills it but for so many bytes, `remount` makes it read-only (`ro`) or not (`rw`)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def leave(self, free: int) -> None:
        filler = self.folder / "filler"
        filler.unlink(missing_ok=True)
        room = os.statvfs(self.folder)
        if (more := room.f_bavail * room.f_frsize - free) > 0:
            filler.write_bytes(b"x" * more)

    def remount(self, mode: str) -> None:
        subprocess.run([*_as_root(), "mount", "-o", f"remount,{mode}", self.folder], check=True)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([*_mount(megabytes), folder], check=True)
    try:
        yield Disk(folder)
    finally:
        subprocess.run([*_as_root(), "umount", "-l", folder], check=True)


def _mount(megabytes: int) -> list[str]:
    return [*_as_root(), "mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=777", "tmpfs"]


def _as_root() -> list[str]:
    return [] if os.geteuid() == 0 else ["sudo", "-n"]
