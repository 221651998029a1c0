"""Which portals share a lane: those whose hosts share an address, and are asked one after the other."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from queson_crawler.portals import Portal

AT_ONCE = 16
Lookup = Callable[[str], frozenset[str]]


def lanes(portals: Sequence[Portal], lookup: Lookup | None = None) -> list[list[int]]:
    """Portals by their places, in groups that share a host or an address; groups and members in the given order."""
    named = [frozenset(_hosts(portal)) for portal in portals]
    every = sorted(frozenset().union(*named))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = dict(zip(every, pool.map(lookup or addresses, every), strict=True))
    groups: list[tuple[set[str], list[int]]] = []
    for place, hosts in enumerate(named):
        marks = set(hosts).union(*(found[host] for host in hosts))
        shared = [group for group in groups if not marks.isdisjoint(group[0])]
        members = sorted([place, *(one for group in shared for one in group[1])])
        groups = [group for group in groups if group not in shared]
        groups.append((marks.union(*(group[0] for group in shared)), members))
    return sorted(members for _, members in groups)


def addresses(host: str) -> frozenset[str]:
    """The addresses of a host; none where its name leads nowhere."""
    try:
        return frozenset(str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        return frozenset()


def _hosts(portal: Portal) -> Iterable[str]:
    return (name for name in (urlsplit(portal.start).hostname, *portal.hosts) if name)
