"""Since when the bytes of WARC files are proved: time stamps (RFC 3161) over their digests, kept beside them.

A stamp is the answer of a time-stamping service as it came: ``stamps/<WARC file>.tsr``. Anybody verifies it without
queson: ``openssl ts -verify -data FILE -in FILE.tsr -CAfile roots.pem``.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archive.der import with_sorted_certificates
from archive.errors import ArchiveError
from archive.warc import names
from archive.warc.opening import is_regular

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

FOLDER, ENDING, ROOTS = "stamps", ".tsr", "roots.pem"
MAX_STAMP = 1 << 20
"""Bytes of the answer of a service."""
_SHA256 = bytes.fromhex("300d06096086480165030402010500")
"""The name of the digest, as its DER."""
_SEQUENCE, _INTEGER, _OCTETS = 0x30, 0x02, 0x04
_TRUE = b"\x01\x01\xff"
_SHORT = 128
_NONCE_BYTES = 8


class NoStamp(ArchiveError):
    """`checked`: an answer is no time stamp of what was asked."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a stamp proves: of which file, since when (UTC); `is_trusted` where its signature leads to a root that the
    keeper gave."""

    file: str
    at: str
    is_trusted: bool


def question(digest: bytes) -> bytes:
    """What a service is asked (DER) for a SHA-256 digest: with its certificate, and with a number of our own."""
    imprint = _der(_SEQUENCE, _SHA256 + _der(_OCTETS, digest))
    number = _der(_INTEGER, b"\x01" + secrets.token_bytes(_NONCE_BYTES))  # positive, whatever is drawn
    return _der(_SEQUENCE, _der(_INTEGER, b"\x01") + imprint + number + _TRUE)


def _der(tag: int, content: bytes) -> bytes:
    if len(content) >= _SHORT:
        raise ValueError("longer than any question is")
    return bytes((tag, len(content))) + content


def digest_of(path: Path) -> bytes:
    """The SHA-256 digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def checked(name: str, answer: bytes, digest: bytes, roots: bytes) -> Stamp:
    """What an answer of a service proves of a file with a digest; `roots` are certificates (PEM) that are trusted.

    Raises:
        NoStamp: it is no stamp, one of other bytes, or its signature does not hold.
    """
    from cryptography import x509
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        response = decode_timestamp_response(with_sorted_certificates(answer))
        told = response.tst_info
        if told.message_imprint.message != digest:
            raise NoStamp(f"the stamp of {name} is of other bytes than the file holds")
        trusted = x509.load_pem_x509_certificates(roots) if roots else _last(response)
        verifier = VerifierBuilder(roots=trusted)
        verifier.build().verify(response, digest)
    except (VerificationError, ValueError) as error:
        raise NoStamp(f"the stamp of {name} does not hold ({error})") from error
    return Stamp(name, told.gen_time.strftime("%Y-%m-%dT%H:%M:%SZ"), is_trusted=bool(roots))


def _last(response: TimeStampResponse) -> list[Certificate]:
    """The certificates that came with a stamp: its signature is held against them where no root is given."""
    from cryptography import x509

    return [x509.load_der_x509_certificate(each) for each in response.signed_data.certificates]


def lacking(folder: Path) -> list[Path]:
    """The WARC files of an archive that have no stamp."""
    return [path for path in names.in_order(folder / "warc") if not place(folder, path.name).exists()]


def place(folder: Path, name: str) -> Path:
    """Where the stamp of a WARC file is kept."""
    return folder / FOLDER / f"{name}{ENDING}"


def keep(folder: Path, name: str, answer: bytes) -> None:
    """Keep the stamp of a WARC file."""
    _written(place(folder, name), answer)


def roots_of(folder: Path) -> bytes:
    """The certificates that the keeper trusts; nothing where none were given."""
    path = folder / FOLDER / ROOTS
    return path.read_bytes() if path.is_file() else b""


def trust(folder: Path, roots: bytes) -> None:
    """Keep the certificates of services that are trusted (PEM). Raises NoStamp where they are none."""
    from cryptography import x509

    try:
        x509.load_pem_x509_certificates(roots)
    except ValueError as error:
        raise NoStamp(f"these are no certificates in PEM ({error})") from error
    _written(folder / FOLDER / ROOTS, roots)


def _written(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: half a stamp would never be asked for again."""
    path.parent.mkdir(exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


def proved(folder: Path) -> Iterator[Stamp | NoStamp]:
    """What each stamp of an archive proves, or why it does not."""
    roots = roots_of(folder)
    for path in sorted((folder / FOLDER).glob(f"*{ENDING}")):
        name = path.name.removesuffix(ENDING)
        warc = folder / "warc" / name
        try:
            if path.stat().st_size > MAX_STAMP or not is_regular(warc):
                raise NoStamp(f"there is a stamp of {name}, and no such file")
            yield checked(name, path.read_bytes(), digest_of(warc), roots)
        except NoStamp as error:
            yield error
