"""No request into networks that are not public, unless the target itself is there: whatever a page, a redirect or a
name server says, and also after the name of a portal has come to mean another address.

A target may be on this machine, and in a private network where the keeper says so (`--private`). Addresses that only
machines talk to (link-local ones, those under which clouds tell secrets, multicast) are never asked.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterable
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from queson_crawler.fetch.private import SWITCH

REFUSED = "its address is in a network that is not public"
PRIVATE = "it is in a private network: if you mean it, say --private"
NEVER = "it is an address that no portal has (link-local, multicast or a machine's own)"
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_ENDING_IN_IPV4 = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96")))
"""NAT64, and two ways to write IPv4 in IPv6 that are no longer used and still understood here and there."""
_CLOUD = (
    ipaddress.IPv4Address("100.100.100.200"),
    ipaddress.IPv4Address("192.0.0.192"),
    ipaddress.IPv4Address("168.63.129.16"),
    ipaddress.IPv6Address("fd00:ec2::254"),
    ipaddress.IPv6Address("fd20:ce::254"),
)
"""Where the machines of clouds ask for their own secrets, beside the link-local 169.254.169.254."""
_NO_PORTALS = tuple(
    map(
        ipaddress.ip_network,
        (
            "169.254.0.0/16",
            "fe80::/10",
            "224.0.0.0/4",
            "ff00::/8",
            "0.0.0.0",
            "::",
            "255.255.255.255",
            *map(str, _CLOUD),
        ),
    )
)
"""Networks in which no portal can be."""
_TARGETS: dict[str, frozenset[str]] = {}
"""Hosts not on the public net that keepers named as targets in this process, with the addresses they had then: the
resolver is one for all crawls."""


def parsed(address: str) -> Address | None:
    """A numeric address; of one that wraps another (IPv4 in IPv6 in each of its ways, 6to4, NAT64), the other. None
    where it is none."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0].strip("[]"))
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if _ends_in_ipv4(ip):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def _ends_in_ipv4(ip: ipaddress.IPv6Address) -> bool:
    if ip.is_loopback or ip.is_unspecified:
        return False
    return any(ip in network for network in _ENDING_IN_IPV4)


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the public net."""
    ip = parsed(address)
    if ip is None or ip in _CLOUD:
        return False
    return ip.is_global and not ip.is_multicast


def is_numeric(host: str) -> bool:
    """Whether a host is an address in figures."""
    return parsed(host) is not None


def may_ask(host: str, address: str) -> bool:
    """Whether a host may be asked at a numeric address: a public one, or one it had when it was named as a target."""
    return is_public(address) or address.strip("[]") in _TARGETS.get(host, frozenset())


def hostname(url: str) -> str:
    """The host of an address in lower case, without port; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower().rstrip(".")
    except ValueError:
        return ""


def target_refusal(url: str) -> str:
    """Why a target must not be asked, as a clause; "" where it may. Looks its name up."""
    private = os.environ.get(SWITCH, "") not in ("", "0")
    for address in addresses_of(hostname(url)):
        ip = parsed(address)
        if ip is None or _is_never_asked(ip):
            return NEVER
        if not private and not ip.is_loopback and not is_public(address):
            return PRIVATE
    return ""


def _is_never_asked(ip: Address) -> bool:
    return any(ip in network for network in _NO_PORTALS)


def addresses_of(host: str) -> tuple[str, ...]:
    """The numeric addresses that a host has now; none where its name leads nowhere."""
    found: list[str] = []
    if is_numeric(host):
        found.append(host)
    with suppress(OSError, UnicodeError):
        for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM):
            found.append(str(entry[4][0]))
    return tuple(dict.fromkeys(found))


def allow_targets(urls: Iterable[str]) -> None:
    """Note which targets are themselves not on the public net: those may be asked, at the addresses they have now. The
    first is where a crawl starts: further hosts are allowed only if it is not on the public net either."""
    start, *further = urls
    if not _is_private_target(start):
        return
    for url in further:
        _is_private_target(url)


def _is_private_target(url: str) -> bool:
    """Whether a target is not on the public net and may be asked there, which is noted."""
    host = hostname(url)
    addresses = addresses_of(host)
    if not addresses or any(map(is_public, addresses)) or target_refusal(url):
        return False
    _TARGETS[host] = frozenset(addresses)
    return True


class Guard:
    """A downloader middleware: addresses in figures, which no resolver sees, and schemes other than the web's."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls()

    def process_request(self, request: Request) -> None:
        """Refuse what must not be asked."""
        host = hostname(request.url)
        if not request.url.startswith(("http://", "https://")) or not host:
            raise IgnoreRequest("is no address of the web")
        if is_numeric(host) and not may_ask(host, host):
            raise IgnoreRequest(REFUSED)


class Resolver(CachingThreadedResolver):
    """Scrapy's resolver; a name that leads into a network that is not public leads nowhere."""

    def getHostByName(self, name: str, timeout: object = ()) -> Deferred[str]:  # noqa: N802 (Twisted's name)
        found: Deferred[str] = super().getHostByName(name, ())
        return found.addCallback(_checked, name.lower().rstrip("."))


def _checked(address: str, name: str) -> str:
    if not may_ask(name, address):
        raise DNSLookupError(f"{name}: {REFUSED}")
    return address
