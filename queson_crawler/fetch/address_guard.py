"""No request into networks that are not public, unless the target itself is there: whatever a page, a redirect or a
name server says, and also after the name of a portal has come to mean another address.
"""

from __future__ import annotations

import ipaddress
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

REFUSED = "its address is in a network that is not public"
_TARGETS: set[str] = set()
"""Hosts not on the public net that keepers named as targets in this process: the resolver is one for all crawls."""


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the public net."""
    try:
        ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0].strip("[]"))
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if _nat64(ip) else ip)
    return ip.is_global and not ip.is_multicast


def _nat64(ip: ipaddress.IPv6Address) -> bool:
    return ip in ipaddress.IPv6Network("64:ff9b::/96")


def hostname(url: str) -> str:
    """The host of an address in lower case, without port; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower().rstrip(".")
    except ValueError:
        return ""


def allow_targets(urls: Iterable[str]) -> None:
    """Note which targets are themselves not on the public net: those may be asked. Looks names up, once."""
    for host in filter(None, map(hostname, urls)):
        addresses = [host] if is_numeric(host) else []
        with suppress(OSError, UnicodeError):
            addresses = [str(entry[4][0]) for entry in socket.getaddrinfo(host, None)]
        if addresses and not any(map(is_public, addresses)):
            _TARGETS.add(host)


def is_numeric(host: str) -> bool:
    """Whether a host is an address in figures."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
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
        if is_numeric(host) and not is_public(host) and host not in _TARGETS:
            raise IgnoreRequest(REFUSED)


class Resolver(CachingThreadedResolver):
    """Scrapy's resolver; a name that leads into a network that is not public leads nowhere."""

    def getHostByName(self, name: str, timeout: object = ()) -> Deferred[str]:  # noqa: N802 (Twisted's name)
        found: Deferred[str] = super().getHostByName(name, ())
        return found.addCallback(_checked, name.lower().rstrip("."))


def _checked(address: str, name: str) -> str:
    if not is_public(address) and name not in _TARGETS:
        raise DNSLookupError(f"{name}: {REFUSED}")
    return address
