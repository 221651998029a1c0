"""Many portals on many machines: those that share addresses are one task of a Dask cluster, which crawls them into an
archive of their own; these are merged into the keeper's archive, in a fixed order.

A task may be lost with its worker, or with the scheduler: it is given again. What it stored until then stays, and what
is done is done once.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive import runs
from archive.clock import now
from archive.errors import ArchiveBusy, ArchiveError
from archive.store import Archive
from archive.store.opening import WARC
from queson_crawler.fetch.pace import MAX_LOOK_UPS
from queson_crawler.imports.merge import merge
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.runs.crawl import End, Options, end_of_run
from queson_crawler.runs.fleet import Job, looked_up, note_not_begun
from queson_crawler.runs.shard import Crawled, Crawling, Order, crawl_shard

SHARDS, NAMES = "shards", "names.json"
"""The folder of the shards within an archive, where none is named; and which portal is in which of them."""
MAX_AWAY = 600.0
"""Seconds that a scheduler may be away, one time, before a call gives up."""
LOOK_EVERY = 1.0
MAX_FAILURES = 3
"""The cluster may fail at a task at most this often; each failure means that several workers died with it."""
EXTRA = "queson crawl --cluster needs the extra 'cluster': pip install 'queson[cluster]'."
_LOG = logging.getLogger("queson")


class NoCluster(ArchiveError):
    """The cluster cannot be reached, or is not installed."""


@dataclass(slots=True)
class Shard:
    """Portals that share addresses, and what was ordered of them."""

    folder: Path
    jobs: list[Job] = field(default_factory=list)
    crawled: Crawled | None = None
    failures: int = 0

    def order(self, call: str, options: Options) -> Order:
        """What a worker is to do."""
        portals = tuple(Crawling(job.portal, job.target, job.listed) for job in self.jobs)
        return Order(str(self.folder), call, portals, options)


def crawl_on_cluster(
    jobs: Sequence[Job], folder: Path, options: Options, address: str, shards: Path | None = None
) -> None:
    """Crawl portals on the cluster whose scheduler is at an address, and note in each job how it ended. `shards` is a
    folder that every worker sees under the same path.

    Raises:
        ArchiveBusy: another call uses the shards.
        ArchiveError: there is no cluster, or the archive cannot be used.
    """
    shards = (shards or folder / SHARDS).resolve()
    shards.mkdir(parents=True, exist_ok=True)
    with _alone(shards):
        several = grouped(jobs, shards)
        tasks = _Tasks(address, now(), options)
        try:
            for shard in tasks.ended(several):
                _merged(folder, shard)
        finally:
            tasks.close()
    note_not_begun(jobs)


@contextmanager
def _alone(shards: Path) -> Iterator[None]:
    """One call at a time owns the shards, and so the rate of every address in them."""
    with (shards / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ArchiveBusy(f"Another crawl on a cluster uses the shards in {shards}.") from error
        yield


def grouped(jobs: Sequence[Job], shards: Path) -> list[Shard]:
    """The jobs by the addresses that they share, directly or by others, in the order of the first of each. A portal
    that is not to be asked is in none."""
    with ThreadPoolExecutor(MAX_LOOK_UPS) as pool:
        found = list(pool.map(looked_up, jobs))
    groups: list[tuple[set[str], list[Job]]] = []
    for job, addresses in zip(jobs, found, strict=True):
        if addresses is None:
            continue
        together, several = set(addresses), [job]
        for group in [group for group in groups if group[0] & addresses]:
            groups.remove(group)
            together |= group[0]
            several = [*group[1], *several]
        groups.append((together, several))
    names, taken = _names(shards), set[str]()
    result = []
    for _, several in groups:
        name = _name_of(several, names, taken)
        taken.add(name)
        for job in several:
            names[job.portal.slug] = name
        result.append(Shard(shards / name, several))
    _keep_names(shards, names)
    return result


def _name_of(jobs: Sequence[Job], names: dict[str, str], taken: set[str]) -> str:
    """The shard in which one of some portals is already and no other is now; else one of their own."""
    slugs = [job.portal.slug for job in jobs]
    for slug in slugs:
        if names.get(slug, "") not in taken | {""}:
            return names[slug]
    for slug in slugs:
        if slug not in taken:
            return slug
    return f"{slugs[0]}-{len(taken)}"


def _names(shards: Path) -> dict[str, str]:
    """The shard of each portal that is in one: there it is known, and its next crawl asks for little."""
    try:
        told = json.loads((shards / NAMES).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{shards / NAMES} cannot be read: {error}") from error
    return {str(slug): str(name) for slug, name in told.items()}


def _keep_names(shards: Path, names: dict[str, str]) -> None:
    part = shards / f"{NAMES}.part"
    try:
        part.write_text(json.dumps(names, indent=1), "utf-8")
        part.replace(shards / NAMES)
    except OSError as error:
        raise ArchiveError(f"{shards / NAMES} cannot be written: {error}") from error


def _merged(folder: Path, shard: Shard) -> None:
    """Take a shard into the archive, and note how its portals ended."""
    crawled = shard.crawled
    assert crawled is not None
    with Archive.open(folder) as archive:
        if any((shard.folder / WARC).glob("*.warc.gz")):
            for _ in merge(archive, shard.folder):
                pass
        last = {job.portal.slug: runs.last_of(archive, job.portal.slug) for job in shard.jobs}
    for job in shard.jobs:
        slug = job.portal.slug
        if crawled.codes.get(slug, Exit.FAILED) == Exit.FAILED or not last[slug]:
            job.end = End(Exit.FAILED, error=crawled.errors.get(slug, ""))
        else:
            job.end = end_of_run(job.portal, folder, last[slug])


class _Tasks:
    """The tasks of one call while they are with the cluster."""

    def __init__(self, address: str, call: str, options: Options) -> None:
        self._address, self._call, self._options = address, f"{call} {os.urandom(4).hex()}", options
        self._client: Any = None
        self._away_since = 0.0

    def ended(self, shards: Sequence[Shard]) -> Iterator[Shard]:
        """The shards by their names, each when it and all before it were crawled.

        Raises:
            NoCluster: there is none, or it was away for too long.
        """
        given: dict[int, Any] = {}
        by_name = sorted(shards, key=_name)
        place = 0
        while place < len(by_name):
            try:
                self._give(shards, given)
                self._take(shards, given)
            except OSError as error:  # the connection to the scheduler, and what is lost with it
                self._reconnect(error)
                given.clear()
            while place < len(by_name) and by_name[place].crawled is not None:
                yield by_name[place]
                place += 1
            if place < len(by_name):
                time.sleep(LOOK_EVERY)

    def _give(self, shards: Sequence[Shard], given: dict[int, Any]) -> None:
        """Order what is not with the cluster yet, or was lost."""
        client = self._connected()
        for place, shard in enumerate(shards):
            if shard.crawled is None and place not in given:
                order = shard.order(self._call, self._options)
                given[place] = client.submit(crawl_shard, order, pure=False)

    def _take(self, shards: Sequence[Shard], given: dict[int, Any]) -> None:
        """Note what has ended; what was lost is ordered anew."""
        client = self._connected()
        if client.status != "running":
            raise ConnectionError("the scheduler is gone")
        for place, future in list(given.items()):
            if future.status == "finished":
                shards[place].crawled = future.result()
                del given[place]
            elif future.status in ("lost", "cancelled"):
                del given[place]
            elif future.status == "error":
                self._failed(shards[place], future)
                del given[place]
        self._away_since = 0.0

    def _failed(self, shard: Shard, future: Any) -> None:
        """A task broke off, or workers died with it: it is ordered anew, but not for ever."""
        shard.failures += 1
        if shard.failures > MAX_FAILURES:
            shard.crawled = _broken(shard, future.exception())

    def _connected(self) -> Any:
        if self._client is None:
            try:
                import distributed
            except ImportError as error:
                raise NoCluster(EXTRA) from error
            self._client = distributed.Client(self._address, timeout=10, set_as_default=False)
        return self._client

    def _reconnect(self, error: OSError) -> None:
        """Leave a connection that is lost; the next look makes another."""
        now_ = time.monotonic()
        self._away_since = self._away_since or now_
        self.close()
        if now_ - self._away_since > MAX_AWAY:
            raise NoCluster(f"The cluster at {self._address} does not answer: {error}") from error
        _LOG.warning("the scheduler at %s is away (%s); waiting for it", self._address, error)
        time.sleep(LOOK_EVERY)

    def close(self) -> None:
        """Leave the cluster."""
        client, self._client = self._client, None
        if client is not None:
            client.close(timeout=2)


def _name(shard: Shard) -> str:
    return shard.folder.name


def _broken(shard: Shard, error: Any) -> Crawled:
    """How a shard ended whose task the cluster gave up."""
    why = f"The cluster gave up on {shard.folder}: {error}"
    codes = {job.portal.slug: int(Exit.FAILED) for job in shard.jobs}
    return Crawled(str(shard.folder), codes, dict.fromkeys(codes, why))
