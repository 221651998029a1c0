"""Pure: what a server said, made safe to stand in a record. Nothing here can raise on any text."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_NOT_TOKEN = re.compile(r"[^!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]+")
_SAFE_IN_URI = "!#$%&'()*+,-./:;=?@[]_~"


def token(text: str, otherwise: str) -> str:
    """A header's name or a method: what HTTP does not allow in it becomes one hyphen."""
    return _NOT_TOKEN.sub("-", text) or otherwise


def value(text: str) -> bytes:
    """A header's value on one line: bytes again where it was read as latin-1, UTF-8 where it cannot have been."""
    line = _CONTROLS.sub(" ", text).strip()
    try:
        return line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode("utf-8", "replace")


def header(name: str, text: str) -> bytes:
    """One header line of an HTTP message."""
    return token(name, "X").encode("ascii") + b": " + value(text) + b"\r\n"


def uri(url: str) -> str:
    """The address as a URI: ASCII without spaces. An address that is one already comes back unchanged."""
    return quote(url.encode("utf-8", "replace"), safe=_SAFE_IN_URI)


def target(address: str) -> tuple[str, str]:
    """What a request line and a Host header say for a URI: ``/path?query`` and ``host:port``."""
    try:
        parts = urlsplit(address)
    except ValueError:  # such as a bracket that opens no IPv6 address
        return address, ""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return path, parts.netloc.rpartition("@")[2]
