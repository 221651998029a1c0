"""The page's memory, as ASP.NET keeps it: signed fields that the browser must hand back unchanged."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass

VIEWSTATE_MARK, VALIDATION_MARK = b"\xff\x01\x0f", b"\xff\x01\x16"
DIGEST_BYTES = hashlib.sha256().digest_size


class StateError(Exception):
    """The fields sent back are not the ones handed out for this page; answered with status 500."""


@dataclass(frozen=True, slots=True)
class SealedState:
    viewstate: str
    validation: str


@dataclass(frozen=True, slots=True)
class StateKey:
    """Signs states with a key of this server only: after a restart, old pages are refused, as by IIS."""

    key: bytes

    def seal(self, place: str, page: int) -> SealedState:
        """The hidden fields of page `page` of `place`."""
        payload = VIEWSTATE_MARK + f"{place}|{page}".encode()
        viewstate = b64encode(payload + self._digest(payload)).decode()
        validation = b64encode(VALIDATION_MARK + self._digest(viewstate.encode())).decode()
        return SealedState(viewstate, validation)

    def open(self, fields: Mapping[str, str], place: str) -> int:
        """The page these fields were handed out for. Raises StateError when forged or of another place."""
        try:
            sealed = b64decode(fields.get("__VIEWSTATE", ""), validate=True)
            where, _, page = sealed[len(VIEWSTATE_MARK) : -DIGEST_BYTES].decode().rpartition("|")
            number = int(page)
        except ValueError as error:
            raise StateError("__VIEWSTATE cannot be read") from error
        expected = self.seal(where, number)
        if not _same(expected.viewstate, fields.get("__VIEWSTATE", "")):
            raise StateError("__VIEWSTATE is forged")
        if not _same(expected.validation, fields.get("__EVENTVALIDATION", "")):
            raise StateError("__EVENTVALIDATION does not match")
        if where != place:
            raise StateError(f"__VIEWSTATE belongs to {where}")
        return number

    def _digest(self, data: bytes) -> bytes:
        return hmac.digest(self.key, data, "sha256")


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode())
