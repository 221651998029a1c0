"""WARC and WACZ files as others write them: made by hand, since libraries would not go wrong."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from base64 import b32encode
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.crawl.tools import Told

BASE = "http://tin.example"


def chunked(body: bytes, size: int = 700) -> bytes:
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def digest(data: bytes) -> str:
    return "sha1:" + b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


class Foreign:
    """Collects records; `gzipped` says whether each is a gzip member of its own."""

    def __init__(self, *, gzipped: bool = True, version: str = "1.1", date: str = "2022-08-27T03:44:45Z") -> None:
        self.data, self.gzipped, self.version, self.date = b"", gzipped, version, date
        self.count = 0
        self.record("warcinfo", "", b"software: Another/1.0\r\n", {"Content-Type": "application/warc-fields"})

    def record(self, kind: str, url: str, block: bytes, more: Mapping[str, str]) -> str:
        """Add a record with a block digest; its id."""
        self.count += 1
        headers = {
            "WARC-Type": kind,
            "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{self.count:012}>",
            "WARC-Date": self.date,
            **({"WARC-Target-URI": url} if url else {}),
            "WARC-Block-Digest": digest(block),
            **more,
        }
        self.raw(headers | {"Content-Length": str(len(block))}, block)
        return headers["WARC-Record-ID"]

    def response(self, url: str, told: Told, *, encoding: str = "") -> str:
        """Add an answer and its request; the digest of its payload."""
        body, headers = told.body, {"Content-Type": "text/html; charset=utf-8", **told.headers}
        if "gzip" in encoding:
            body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
        if "chunked" in encoding:
            body, headers["Transfer-Encoding"] = chunked(body), "chunked"
        http = {"Content-Type": "application/http; msgtype=response", "WARC-Payload-Digest": digest(body)}
        answer = self.record("response", url, self.head(told, headers) + body, http)
        asked = {"Content-Type": "application/http; msgtype=request", "WARC-Concurrent-To": answer}
        self.record("request", url, b"GET / HTTP/1.1\r\nHost: tin.example\r\n\r\n", asked)
        return digest(body)

    def head(self, told: Told, headers: Mapping[str, str]) -> bytes:
        lines = "".join(f"{name}: {text}\r\n" for name, text in headers.items())
        return f"HTTP/1.1 {told.status} OK\r\n{lines}\r\n".encode()

    def revisit(self, url: str, refers_to: str, payload: str) -> str:
        """Add a revisit of what another address (or another file) answered."""
        more = {
            "WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
            "WARC-Refers-To-Target-URI": refers_to,
            "WARC-Refers-To-Date": self.date,
            "WARC-Payload-Digest": payload,
            "Content-Type": "application/http; msgtype=response",
        }
        return self.record("revisit", url, self.head(Told(), {"Content-Type": "text/html; charset=utf-8"}), more)

    def site(self, answers: Mapping[str, Told], *, encoding: str = "") -> Foreign:
        for path, told in answers.items():
            self.response(BASE + path, told, encoding=encoding)
        return self

    def raw(self, headers: Mapping[str, str], block: bytes) -> Foreign:
        lines = "".join(f"{name}: {text}\r\n" for name, text in headers.items())
        record = f"WARC/{self.version}\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"
        self.data += gzip.compress(record) if self.gzipped else record
        return self

    def save(self, path: Path) -> Path:
        path.write_bytes(self.data)
        return path


def wacz(path: Path, warcs: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as package:
        package.writestr("datapackage.json", json.dumps({"profile": "data-package", "wacz_version": "1.1.1"}))
        for name, data in warcs:
            package.writestr(name, data)
    return path
