"""Processes that do pure work beside this one: the results are those of the same function called here, in any number of
processes, and a process that dies takes one piece of work along at most."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from socket import socketpair
from types import TracebackType
from typing import Any, Self

from archive.working import BOOT, FAILED, MAX_SECONDS, READY

MAX_WAITING = 3
"""Pieces of work that are with one process at once: the next are there when it has done one."""
MAX_DEATHS = 2
"""A piece of work is given up after this many processes died of it."""
MAX_STARTS = 3
"""Processes that die before they have begun to work, one after the other, until the work is done here."""
PATIENCE = 600.0
"""Seconds on the clock after which a process that does not answer is ended."""
Work = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Lost:
    """In the place of a result: the process that worked on it died, again and again."""

    why: str = "the process that read it was killed, and so was the next one"


@dataclass(slots=True)
class _Process:
    """One process, and the numbers of the pieces of work that are with it, in their order."""

    started: subprocess.Popen[bytes]
    connection: Connection
    is_ready: bool = False
    given: deque[int] = field(default_factory=deque)
    heard_at: float = field(default_factory=time.monotonic)


def cores() -> int:
    """How many processes can work at once on this machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """Calls a function of a module in other processes; with one job it is called here, and no process is begun.

    `give` hands over a piece of work and gives its number; `result` waits for what came of it. Whoever gives bounds how
    much is given and not yet asked for. A piece of work may take so many `seconds` of processor time; 0 for any number.
    """

    def __init__(self, work: Work, jobs: int, seconds: int = MAX_SECONDS) -> None:
        self._work, self.jobs, self._seconds = work, max(jobs, 1), seconds
        self.is_here = self.jobs == 1
        """Whether the work is done in this process, for there are to be no others or none could be begun."""
        self._processes: list[_Process] = []
        self._next = self._failed_starts = 0
        self._items: dict[int, Any] = {}
        self._waiting: deque[int] = deque()
        self._results: dict[int, Any] = {}
        self._deaths: dict[int, int] = {}

    @property
    def pids(self) -> list[int]:
        """The ids of the processes that work now."""
        return [each.started.pid for each in self._processes]

    @property
    def connections(self) -> list[Connection]:
        """The connections on which results come in."""
        return [each.connection for each in self._processes]

    def look(self) -> None:
        """Take the results that are there, without waiting, and hand on what waits: for those who are told by
        `connections` when something comes."""
        if not self.is_here:
            self._exchange(0)

    def is_done(self, number: int) -> bool:
        """Whether `result` gives what came of a piece of work without waiting for other processes."""
        return self.is_here or number in self._results

    def give(self, item: Any) -> int:
        """Hand over a piece of work; its number."""
        self._next += 1
        self._items[self._next] = item
        self._waiting.append(self._next)
        if not self.is_here:
            self._start()
            self._exchange(0)
        return self._next

    def result(self, number: int) -> Any:
        """What came of a piece of work, or `Lost`; it is forgotten here then."""
        while number not in self._results and not self.is_here:
            self._exchange(PATIENCE)
        self._deaths.pop(number, None)
        item = self._items.pop(number)
        if number in self._results:
            result = self._results.pop(number)
            return result if result is not FAILED else self._work(item)
        self._waiting.remove(number)
        return self._work(item)

    def forget(self, number: int) -> None:
        """A piece of work whose result nobody wants any more; 0 is none."""
        if number in self._waiting:
            self._waiting.remove(number)
            self._items.pop(number)
        elif number in self._items:
            self.result(number)

    def ordered(self, items: Iterable[Any]) -> Iterator[Any]:
        """The results of many pieces of work, in their order; few of them are in memory at once."""
        given: deque[int] = deque()
        for item in items:
            given.append(self.give(item))
            if len(given) >= 2 * MAX_WAITING * self.jobs:
                yield self.result(given.popleft())
        while given:
            yield self.result(given.popleft())

    def close(self) -> None:
        """End the processes; whatever they work on is lost."""
        while self._processes:
            self._end(self._processes[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self) -> None:
        """Begin one more process, where there are fewer than there may be and each of them has something to do."""
        if len(self._processes) >= self.jobs or not self._waiting:
            return
        ours, theirs = socketpair()
        with theirs:
            name = f"{self._work.__module__}:{self._work.__qualname__}"
            told = [os.pathsep.join(sys.path), str(self._seconds), str(theirs.fileno()), name]
            command = [sys.executable, "-P", "-c", BOOT, *told]
            started = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        self._processes.append(_Process(started, Connection(ours.detach())))

    def _exchange(self, seconds: float) -> None:
        """Take what is done, waiting so long for the first; then hand on what waits."""
        patience = seconds if self._processes else 0
        ready = wait(self.connections, patience)
        if not ready and seconds:
            self._end_silent()
        for process in list(self._processes):
            if process.connection in ready:
                self._take(process)
        while len(self._processes) < self.jobs and len(self._waiting) > len(self._processes) and not self.is_here:
            self._start()
        self._hand_on()

    def _take(self, process: _Process) -> None:
        try:
            answer = process.connection.recv_bytes()
        except (OSError, EOFError):
            self._died(process)
            return
        self._note(process, answer)

    def _note(self, process: _Process, answer: bytes) -> None:
        process.heard_at = time.monotonic()
        if answer == READY:
            process.is_ready, self._failed_starts = True, 0
            return
        self._results[process.given.popleft()] = FAILED if answer == FAILED else pickle.loads(answer)

    def _hand_on(self) -> None:
        """Give each process that has begun to work what waits, evenly."""
        for _ in range(MAX_WAITING):
            for process in list(self._processes):
                if self._waiting and process.is_ready and len(process.given) < MAX_WAITING:
                    self._send(process, self._waiting.popleft())

    def _send(self, process: _Process, number: int) -> None:
        if not process.given:
            process.heard_at = time.monotonic()
        process.given.append(number)
        try:
            process.connection.send_bytes(pickle.dumps(self._items[number], pickle.HIGHEST_PROTOCOL))
        except OSError:
            self._died(process)

    def _end_silent(self) -> None:
        """End the processes that have had something to do for too long without an answer."""
        for process in list(self._processes):
            if self._seconds and time.monotonic() - process.heard_at >= PATIENCE:
                self._died(process)

    def _died(self, process: _Process) -> None:
        """What a process worked on is tried once more; what waited for it goes to the others. What it had answered and
        nobody had read yet is not to blame for its death."""
        if process not in self._processes:
            return
        process.started.kill()
        process.started.wait()
        with suppress(OSError, EOFError):
            while process.connection.poll():
                self._note(process, process.connection.recv_bytes())
        given = process.given
        self._end(process)
        if not process.is_ready:
            self._failed_starts += 1
            self.is_here = self._failed_starts >= MAX_STARTS
        elif given:
            suspect = given[0]
            self._deaths[suspect] = self._deaths.get(suspect, 0) + 1
            if self._deaths[suspect] >= MAX_DEATHS:
                self._results[suspect] = Lost()
                given.popleft()
        self._waiting.extendleft(reversed(given))
        if self.is_here:
            self._all_here()

    def _all_here(self) -> None:
        """No process can be begun: what they still have to do is done here."""
        for process in self._processes:
            self._waiting.extend(process.given)
        self.close()

    def _end(self, process: _Process) -> None:
        self._processes.remove(process)
        process.connection.close()
        process.started.kill()
        process.started.wait()
