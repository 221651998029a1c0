"""The pages of crawls are parsed in other processes, while this one asks for more and stores what came."""

from __future__ import annotations

import asyncio
import os
from multiprocessing.connection import Connection
from typing import Any, Self

from archive.workers import Lost, Workers, cores
from queson_crawler.parse.answer import Answer
from queson_crawler.understand.ahead import Ahead, Basis, ToParse, Worked, parse_ahead, parsed_of
from queson_crawler.understand.tasks import Task

PARSERS = "QUESON_PARSERS"
"""The setting that holds the processes which parse pages, where there are any."""
FIRST_HERE = 300
"""Pages of a single crawl that are parsed in its own process: to begin another one takes as long as some of them."""


class Parsers:
    """Processes that parse pages, for all the crawls of this one. Their results are taken by the loop as they come."""

    def __init__(self, jobs: int = 0, first_here: int = 0) -> None:
        self._jobs = jobs or cores()
        self._first_here = first_here
        """How many more pages this process parses before others are begun."""
        self.learning = asyncio.Semaphore(2 * self._jobs)
        """Held while a crawl has many pages parsed at once: where all crawls want that, the first soon go on."""
        self._workers = Workers(parse_ahead, self._jobs)
        self._asked: dict[int, asyncio.Future[Worked | Lost]] = {}
        self._heard: dict[Connection, int] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Scrapy copies its settings; processes are not copied."""
        return self

    @property
    def pids(self) -> list[int]:
        """The ids of the processes that work now."""
        return self._workers.pids

    async def parsed(self, answer: Answer, task: Task, basis: Basis, *, is_sibling: bool = False) -> Ahead | None:
        """A page as another process parsed it; None where no process can be begun. `is_sibling` says that it is to be
        compared with others of its portal."""
        if self._workers.is_here:
            return None
        if self._first_here:
            self._first_here -= 1
            return None
        self._loop = asyncio.get_running_loop()
        number = self._workers.give(ToParse(answer, task, basis.sent, is_sibling=is_sibling))
        coming = self._asked[number] = self._loop.create_future()
        self._take()
        result = await coming
        return Ahead(parsed_of(result), basis)

    def _take(self) -> None:
        """Hand on the results that are there, and listen to the processes that work now."""
        self._workers.look()
        for number in [number for number in self._asked if self._workers.is_done(number)]:
            coming, result = self._asked.pop(number), self._workers.result(number)
            if not coming.done():  # nobody waits any more where a crawl was stopped
                coming.set_result(result)
        self._listen()

    def _listen(self) -> None:
        """Each connection is listened to by a copy of its descriptor, which is still ours when the process has died."""
        assert self._loop is not None
        connections = self._workers.connections
        for gone in self._heard.keys() - set(connections):
            self._deafen(gone)
        for connection in connections:
            if connection not in self._heard:
                self._heard[connection] = os.dup(connection.fileno())
                self._loop.add_reader(self._heard[connection], self._take)

    def _deafen(self, connection: Connection) -> None:
        descriptor = self._heard.pop(connection)
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(descriptor)
        os.close(descriptor)

    def close(self) -> None:
        """End the processes."""
        for connection in list(self._heard):
            self._deafen(connection)
        self._workers.close()
