"""Python looks for this module when it starts: in the tests no process asks a name server, on whatever way it began.

Names of this machine are looked up as ever, figures need no looking up, every other name leads nowhere.
"""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress
from typing import Any


def is_of_this_machine(host: object) -> bool:
    """Whether no name server is asked for a host: it has none, is one in figures, or this machine itself."""
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    name = name.rstrip(".").lower()
    if name in ("", "localhost") or name.endswith(".localhost"):
        return True
    with suppress(ValueError):
        return bool(ipaddress.ip_address(name.partition("%")[0]))
    with suppress(OSError):
        return bool(socket.inet_aton(name))
    return False


def install() -> None:
    """Put functions before those of `socket` that would ask a name server."""
    if hasattr(socket.getaddrinfo, "asks_nobody"):
        return
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        setattr(socket, name, _guarded(getattr(socket, name)))
    setattr(socket, "gethostbyaddr", _nobody)  # noqa: B010 - of figures even, it asks


def _guarded(real: Any) -> Any:
    def looked_up(host: Any, *rest: Any, **named: Any) -> Any:
        if not is_of_this_machine(host):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *rest, **named)

    looked_up.asks_nobody = True  # type: ignore[attr-defined]
    return looked_up


def _nobody(host: Any) -> Any:
    raise socket.herror(1, "Unknown host")


install()
