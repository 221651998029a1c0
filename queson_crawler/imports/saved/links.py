"""The links of a mirrored page, which lead to files, led back to the addresses that those files came from. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from urllib.parse import unquote, urljoin

_LINK = re.compile(
    rb"(\b(?:href|src|action|data-src|poster)\s{0,9}=\s{0,9})(?:\"([^\"<>]{1,4000})\"|'([^'<>]{1,4000})')", re.I
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,20}:|//|#", re.I)


def named(body: bytes, url: str) -> Iterator[str]:
    """The addresses that a page names, as they stand there."""
    for found in _LINK.finditer(body):
        yield urljoin(url, _value(found).partition("#")[0])


def led_back(body: bytes, path: str, url: str, addresses: Mapping[str, str]) -> bytes:
    """A page whose links lead to addresses again: `path` is its own place, `addresses` are those of all files by their
    place. A link that means the same address either way stays as it is."""

    def replaced(found: re.Match[bytes]) -> bytes:
        value = _value(found)
        bare, mark, fragment = value.partition("#")
        target = _target(path, bare, addresses)
        if not target or urljoin(url, bare) == target:
            return found[0]
        return found[1] + b'"' + escape(f"{target}{mark}{fragment}").encode("utf-8") + b'"'

    return _LINK.sub(replaced, body)


def _value(found: re.Match[bytes]) -> str:
    return unescape((found[2] or found[3] or b"").decode("utf-8", "replace")).strip()


def _target(path: str, link: str, addresses: Mapping[str, str]) -> str:
    """The address of the file that a link leads to; "" where it leads to none."""
    if not link or link.startswith("/") or _SCHEME.match(link):
        return ""
    for spelled in (link, link.partition("?")[0]):
        place = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(spelled)))
        if place in addresses:
            return addresses[place]
    return ""
