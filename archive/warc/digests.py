"""Pure: the digests that a record gives of itself, held against its bytes."""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode

from archive.warc.headers import is_http
from archive.warc.message import message, payload

_DIGEST = re.compile(r"(sha-?1|sha-?256|sha-?512|md5):([A-Za-z0-9=+/-]+)")
BLOCK, PAYLOAD = "warc-block-digest", "warc-payload-digest"


def wrong(headers: dict[str, str], block: bytes) -> tuple[str, ...]:
    """Which of the record's digests (`BLOCK`, `PAYLOAD`) do not fit its bytes. Those of unknown kinds cannot be judged,
    and the payload of a revisit is elsewhere."""
    found = []
    if not agrees(headers.get(BLOCK, ""), block):
        found.append(BLOCK)
    said = headers.get(PAYLOAD, "")
    if said and headers.get("warc-type") != "revisit" and not agrees(said, *_payloads(headers, block)):
        found.append(PAYLOAD)
    return tuple(found)


def agrees(said: str, *candidates: bytes) -> bool:
    """Whether a digest as WARC writes it (``sha1:…``, base 32 or hex) is that of one of the candidates, or cannot be
    judged."""
    match = _DIGEST.fullmatch(said.strip())
    if match is None:
        return True
    algorithm, value = match[1].replace("-", ""), match[2].rstrip("=").lower()
    for data in candidates:
        digest = hashlib.new(algorithm, data, usedforsecurity=False)
        if value in (digest.hexdigest(), b32encode(digest.digest()).decode("ascii").rstrip("=").lower()):
            return True
    return False


def is_payload(said: str, headers: dict[str, str], block: bytes) -> bool:
    """Whether a digest is that of what a record holds; False where it cannot be judged."""
    if _DIGEST.fullmatch(said.strip()) is None:
        return False
    return agrees(said, *_payloads(headers, block))


def _payloads(headers: dict[str, str], block: bytes) -> tuple[bytes, ...]:
    """What tools take for the payload: the body as it stands there, or without its chunks."""
    if not is_http(headers):
        return (block,)
    _, received, body = message(block)
    plain = payload(received, body)
    return (body,) if plain is body else (body, plain)
