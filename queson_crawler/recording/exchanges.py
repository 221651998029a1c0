"""From what Scrapy sent and received to the exchange that WARC keeps."""

from __future__ import annotations

from http import HTTPStatus

from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.utils.httpobj import urlparse_cached

from archive.clock import now
from archive.notes import Note
from archive.records import Handshake
from archive.warc import Exchange, fields
from queson_crawler.understand.tasks import Task

ROBOTS, OTHER, BROWSER = "robots", "other", "browser"
"""The roles of captures that nobody asked for as a page."""
_OF_ENCODING = ("content-encoding", "transfer-encoding", "content-length")
_HTML = (("Content-Type", "text/html; charset=utf-8"),)


def pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    """Scrapy's headers as pairs of text, bytes read as latin-1, as they will be read back from WARC."""
    found = []
    for name, values in headers.items():
        for value in values:
            text = fields.value(value.decode("latin-1")).decode("latin-1")
            found.append((fields.token(name.decode("latin-1"), "X"), text))
    return tuple(found)


def received(response: Response, request: Request, note: Note) -> Exchange:
    """A request of Scrapy's and its response."""
    return Exchange(
        url=response.url,
        method=request.method,
        request_headers=pairs(request.headers),
        request_body=request.body,
        status=response.status,
        reason=_reason(response.status),
        response_headers=pairs(response.headers),
        body=response.body,
        ip=str(response.ip_address or ""),
        fetched_at=now(),
        note=note,
    )


def browsed(
    url: str, method: str, status: int, headers: tuple[tuple[str, str], ...], body: bytes, note: Note
) -> Exchange:
    """An exchange of a browser, which gives the body without its encoding: the headers that tell of one are renamed."""
    kept = []
    for name, value in headers:
        prefix = "X-Archive-Orig-" if name.lower() in _OF_ENCODING else ""
        kept.append((f"{prefix}{name}", value))
    return Exchange(url, method, (), b"", status, _reason(status), tuple(kept), body, "", now(), note)


def rendered(url: str, body: bytes, note: Note) -> Exchange:
    """A page as a browser shows it, as HTML in UTF-8."""
    return Exchange(url, "GET", (), b"", 200, "", _HTML, body, "", now(), note, rendered=True)


def role_of(request: Request, task: Task | None) -> str:
    """What an exchange was asked for."""
    if task is not None:
        return task.role
    return ROBOTS if urlparse_cached(request).path == "/robots.txt" else OTHER


def handshake_of(response: Response, request: Request) -> Handshake | None:
    """How the host was spoken to by TLS; None without."""
    protocol, cipher, *wrong = request.meta.get("tls") or ("", "")
    if not protocol:
        return None
    host = urlparse_cached(request).hostname or ""
    return Handshake(host, protocol, cipher, ", ".join(wrong), str(response.ip_address or ""))


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
