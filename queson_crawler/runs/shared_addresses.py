"""Which portals share a lane: those whose hosts share an address, and are asked one after the other."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from queson_crawler.portals import Portal

AT_ONCE = 16
Lookup = Callable[[str], frozenset[str]]


def lanes(portals: Sequence[Portal], lookup: Lookup | None = None) -> list[list[int]]:
    """Portals by their places, in groups that share a host or an address; groups and members in the given order."""
    names = list(map(_hosts, portals))
    found = _looked_up(names, lookup or addresses)
    groups: list[_Group] = []
    for place, hosts in enumerate(names):
        group = _Group(set(hosts), [place])
        for host in hosts:
            group.marks |= found[host]
        apart = []
        for other in groups:
            if group.marks.isdisjoint(other.marks):
                apart.append(other)
            else:
                group.join(other)
        groups = [*apart, group]
    return sorted([sorted(group.members) for group in groups])


@dataclass(slots=True)
class _Group:
    """Portals, by their places, and the hosts and addresses that they are known to have."""

    marks: set[str]
    members: list[int]

    def join(self, other: _Group) -> None:
        self.marks |= other.marks
        self.members += other.members


def _looked_up(names: Iterable[frozenset[str]], lookup: Lookup) -> dict[str, frozenset[str]]:
    """Every host with its addresses, looked up side by side."""
    hosts = sorted(frozenset().union(*names))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(hosts, pool.map(lookup, hosts), strict=True))


def addresses(host: str) -> frozenset[str]:
    """The addresses of a host; none where its name leads nowhere."""
    try:
        return frozenset(str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        return frozenset()


def _hosts(portal: Portal) -> frozenset[str]:
    names = (urlsplit(portal.start).hostname, *portal.hosts)
    return frozenset(filter(None, names))
