"""Python processes for tests: `start` and `run` are `Popen` and `subprocess.run`, a second faster.

Each command is a fork of a process that has imported the project (`tests.harness.zygote`), one for each test process.
With `QUESON_TESTS_SPAWN=1` every command starts Python anew, as it does where people run it.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
used = [0.0]
"""Seconds of processor time of every fork that has ended."""
SPAWN = os.environ.get("QUESON_TESTS_SPAWN", "") not in ("", "0")


def environment() -> dict[str, str]:
    """Ours, without what would redirect a command."""
    return {name: value for name, value in os.environ.items() if name != "QUESON_ARCHIVE"} | {"COLUMNS": "200"}


def python(*words: object) -> list[str]:
    """A command for `start` and `run`: `python` with these words, which begin with `-m` or `-c`."""
    return [sys.executable, *map(str, words)]


def start(command: Sequence[str], *, most_bytes: int = 0, **options: Any) -> subprocess.Popen[Any]:
    """What `subprocess.Popen` does with a command of `python`, in `environment()` unless told otherwise.

    `most_bytes` is the largest file that the process may write; 0 for no limit.
    """
    options.setdefault("env", environment())
    if SPAWN and not most_bytes:
        return subprocess.Popen(command, **options)
    return _Forked(command, most_bytes, **options)


def run(command: Sequence[str], *, timeout: float = 600, **options: Any) -> subprocess.CompletedProcess[str]:
    """A command of `python` from its start to its end, its output as text."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **options}
    with start(command, **options) as process:
        try:
            out, err = process.communicate(timeout=timeout)
        except BaseException:
            process.kill()
            raise
    return subprocess.CompletedProcess(list(command), process.returncode, out, err)


class _Zygote:
    """Our end of the zygote. It lives as long as this process."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.harness.zygote"],
                stdin=theirs, stdout=subprocess.DEVNULL, cwd=ROOT, env=environment(),
            )  # fmt: skip
        atexit.register(self._end)

    def _end(self) -> None:
        self._control.close()
        self._process.wait()

    def order(self, order: Mapping[str, object], descriptors: list[int]) -> None:
        socket.send_fds(self._control, [json.dumps(order).encode()], descriptors)


@cache
def _zygote() -> _Zygote:
    return _Zygote()


class _Forked(subprocess.Popen[Any]):
    """A `Popen` whose process is a child of the zygote: how it ended is read from a socket, not waited for."""

    def __init__(self, command: Sequence[str], most_bytes: int, **options: Any) -> None:
        self._most_bytes = most_bytes
        self._answers, self._theirs = socket.socketpair()
        super().__init__(command, **options)

    def _execute_child(self, args: Any, *rest: Any) -> None:
        """Called by `Popen` with what it has made of its arguments; pipes that it opened stand from the tenth on."""
        folder, environ, pipes = rest[4], rest[5], rest[9:15]
        order = {
            "words": list(args)[1:], "folder": str(folder or Path.cwd()),
            "environ": dict(environ), "most_bytes": self._most_bytes,
        }  # fmt: skip
        given = [pipe if pipe != -1 else standard for standard, pipe in enumerate((pipes[0], pipes[3], pipes[5]))]
        with self._theirs:
            _zygote().order(order, [*given, self._theirs.fileno()])
        self._close_pipe_fds(*pipes)  # type: ignore[attr-defined]
        self._lines = self._answers.makefile("r")
        self.pid = int(self._line())
        self._child_created = True

    def _line(self) -> str:
        line = self._lines.readline()
        assert line, "the zygote is gone; its last words are among those of the tests"
        return line

    def _internal_poll(self, *_: Any, **__: Any) -> int | None:
        if self.returncode is None and select.select([self._answers], [], [], 0)[0]:
            self._ended()
        return self.returncode

    def _wait(self, timeout: float | None) -> int:
        if self.returncode is None:
            until = None if timeout is None else time.monotonic() + timeout
            left = None if until is None else max(until - time.monotonic(), 0)
            if not select.select([self._answers], [], [], left)[0]:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            self._ended()
        assert self.returncode is not None
        return self.returncode

    def _ended(self) -> None:
        code, seconds = self._line().split()
        self.returncode = int(code)
        used[0] += float(seconds)
        self._lines.close()
        self._answers.close()


class Runner:
    """Runs `queson` commands one after the other; what each says goes into one file in `folder`, anew each time."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._log = folder / "said.txt"
        self._process: subprocess.Popen[Any] | None = None

    def begin(self, *arguments: object, most_bytes: int = 0, environ: Mapping[str, str] | None = None) -> int:
        """Begin a command; its process id. It may write no more than `most_bytes` into a file, if that is not 0."""
        words = python("-m", "queson_crawler.cli", *arguments)
        told = environment() | dict(environ or {})
        with self._log.open("w") as log:
            self._process = start(words, stdout=log, stderr=log, env=told, most_bytes=most_bytes)
        return self._process.pid

    def end(self) -> int:
        """Wait for the command that was begun; its exit code, negative for a signal."""
        assert self._process is not None
        return self._process.wait()

    def run(self, *arguments: object, most_bytes: int = 0, environ: Mapping[str, str] | None = None) -> int:
        self.begin(*arguments, most_bytes=most_bytes, environ=environ)
        return self.end()

    @property
    def said(self) -> str:
        return self._log.read_text("utf-8", "replace")
