"""TLS as old portals speak it: any version from 1.0 on, weak keys, broken certificates. What was met is told.

An archive wants the bytes although nobody vouches for the server, so nothing is refused here; the capture records how
the connection was made and what is wrong with the certificate.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Any

from OpenSSL import SSL, crypto
from service_identity import CertificateError, VerificationError
from service_identity.pyopenssl import verify_hostname, verify_ip_address
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

CIPHERS = b"ALL:!aNULL:!eNULL:@SECLEVEL=0"
LEGACY_SERVER_CONNECT = 0x4
"""OpenSSL's SSL_OP_LEGACY_SERVER_CONNECT: servers from before RFC 5746, of which old IIS is full."""
_WHY = {
    9: "not valid yet", 10: "expired", 18: "self-signed", 19: "signed by nobody known", 20: "signed by nobody known",
    21: "the chain is incomplete", 23: "revoked",
}  # fmt: skip


@dataclass(slots=True)
class Met:
    """How a host was last spoken to."""

    protocol: str = ""
    cipher: str = ""
    wrong: tuple[str, ...] = ()
    """What is wrong with its certificate, in words; empty where it is sound."""


@implementer(IPolicyForHTTPS)
class Tolerant:
    """Connects to every server; `met` is by host."""

    def __init__(self) -> None:
        self.met: dict[str, Met] = {}

    def creatorForNetloc(self, hostname: bytes, port: int) -> _Creator:  # noqa: N802 (Twisted's name)
        """What makes a connection to a host."""
        return _Creator(hostname.decode("ascii"), self.met)


@implementer(IOpenSSLClientConnectionCreator)
class _Creator:
    def __init__(self, host: str, met: dict[str, Met]) -> None:
        self._host, self._met = host, met
        self._wrong: set[str] = set()
        self._context = SSL.Context(SSL.TLS_METHOD)
        self._context.set_options(SSL.OP_ALL | SSL.OP_NO_SSLv2 | SSL.OP_NO_SSLv3 | LEGACY_SERVER_CONNECT)
        self._context.set_min_proto_version(SSL.TLS1_VERSION)
        self._context.set_cipher_list(CIPHERS)
        self._context.set_default_verify_paths()
        self._context.set_verify(SSL.VERIFY_PEER, self._complain)
        self._context.set_info_callback(self._told)

    def clientConnectionForTLS(self, protocol: Any) -> SSL.Connection:  # noqa: N802 (Twisted's name)
        """A connection that says which host it wants."""
        connection = SSL.Connection(self._context, None)
        connection.set_app_data(protocol)
        if not self._is_numeric():
            connection.set_tlsext_host_name(self._host.encode("ascii"))
        return connection

    def _is_numeric(self) -> bool:
        try:
            ipaddress.ip_address(self._host)
        except ValueError:
            return False
        return True

    def _complain(self, connection: SSL.Connection, certificate: crypto.X509, code: int, depth: int, ok: int) -> bool:
        if not ok:
            self._wrong.add(_WHY.get(code, f"OpenSSL's error {code}"))
        return True

    def _told(self, connection: SSL.Connection, where: int, result: int) -> None:
        if not where & SSL.SSL_CB_HANDSHAKE_DONE:
            return
        verify = verify_ip_address if self._is_numeric() else verify_hostname
        try:
            verify(connection, self._host)
        except (CertificateError, VerificationError, ValueError):
            self._wrong.add("for another host")
        cipher = connection.get_cipher_name() or ""
        self._met[self._host] = Met(connection.get_protocol_version_name(), cipher, tuple(sorted(self._wrong)))
