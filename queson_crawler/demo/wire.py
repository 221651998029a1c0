"""One request and one answer, as the skins see them: no sockets here."""

from __future__ import annotations

import email.policy
from dataclasses import dataclass, field
from email.parser import BytesParser
from typing import Protocol
from urllib.parse import parse_qsl


@dataclass(frozen=True, slots=True)
class Request:
    """What a browser asked for: `target` as sent, `base` the portal's address without a last slash.

    `media_type` is that of the posted form.
    """

    method: str
    target: str
    base: str
    form: dict[str, str] = field(default_factory=dict)
    media_type: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    body: bytes
    media_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()

    @classmethod
    def page(cls, html: str, status: int = 200) -> Response:
        return cls(status, html.encode())


class Skin(Protocol):
    """A platform's way to show the content: everything the server needs to know about one."""

    def answer(self, request: Request) -> Response:
        """The answer to any request whatever; never raises for what a client may send."""

    def category_path(self, category_id: str) -> str:
        """Where the category's list begins."""

    def article_paths(self, native_id: str) -> tuple[str, ...]:
        """Every path under which the article is linked, the usual one first."""


def read_form(content_type: str, body: bytes) -> dict[str, str]:
    """The fields of a posted form, multipart or urlencoded; for a name sent twice the last value holds."""
    if content_type.lower().startswith("multipart/form-data"):
        head = f"Content-Type: {content_type}\r\n\r\n".encode()
        parts = BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
        return {
            str(part.get_param("name", "", "content-disposition")): _text(part.get_payload(decode=True))
            for part in parts.walk()
            if not part.is_multipart()
        }
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def read_cookies(header: str) -> dict[str, str]:
    """The cookies of a request by name, from its header."""
    cookies = {}
    for pair in header.split(";"):
        name, _, value = pair.partition("=")
        if name.strip():
            cookies[name.strip()] = value
    return cookies


def _text(payload: object) -> str:
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
