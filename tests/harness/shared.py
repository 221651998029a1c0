"""What several test processes need and one makes: the others wait for it, and take what it has made."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

Made = TypeVar("Made")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Made]) -> Made:
    """What `make` returns when it is given a new folder; of all processes of this run, one calls it.

    It is handed on by pickle. Where `make` fails, the next process that wants it tries again.
    """
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    done = folder / f"{name}.pickle"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            made = make(factory.mktemp(name))
            kept = done.with_suffix(".part")
            kept.write_bytes(pickle.dumps(made))
            kept.rename(done)
    found: Made = pickle.loads(done.read_bytes())
    return found
