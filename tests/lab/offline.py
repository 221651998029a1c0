"""A crawl of a lab portal without sockets: `python -m tests.lab.offline FILE crawl …` is `queson crawl …` there.

FILE holds a pickled `Offline`: the portal and where it claims to be. Requests pass through everything that a crawl does
with them (robots.txt, distance, cookies, repetition, recording) and are answered in the same process by the portal's
desk. At the end FILE holds the requests. Faults of the connection need one: such portals are crawled through sockets.
"""

from __future__ import annotations

import asyncio
import ipaddress
import pickle
import sys
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from queson_crawler import settings
from queson_crawler.cli import main as queson
from queson_crawler.demo.server import SERVER, header_fields
from queson_crawler.demo.wire import Request as Asked
from queson_crawler.demo.wire import read_cookies, read_form
from tests.lab.options import LabOptions
from tests.lab.portal import LabPortal
from tests.lab.server import Desk

HOME = ipaddress.ip_address("127.0.0.1")
OF_THE_CONNECTION = frozenset(("reset", "truncated", "slow"))


@dataclass(frozen=True, slots=True)
class Offline:
    """A portal, and the address at which it claims to be, without a slash at the end. By another scheme, or with or
    without `www.`, it leads there."""

    options: LabOptions
    base: str


class Handler(BaseDownloadHandler):
    """Scrapy's download handler of such a crawl."""

    base: str
    desk: Desk

    async def download_request(self, request: Request) -> Response:
        await asyncio.sleep(0)  # others have their turn, as they have while an answer is on its way
        if not self._is_home(request.url):
            return Response(request.url, 301, Headers({"Location": self._at_home(request.url)}), ip_address=HOME)
        asked = self._asked(request)
        fault = self.desk.record(asked, _header(request, "User-Agent"))
        answer = self.desk.answer(asked, fault, _header(request, "If-None-Match"))
        fields = (("Server", SERVER), ("Date", formatdate(usegmt=True)), *header_fields(answer))
        headers = Headers()
        for name, text in fields:
            headers.appendlist(name, text)
        body = b"" if request.method == "HEAD" else answer.body
        kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
        return kind(request.url, answer.status, headers, body, ip_address=HOME, protocol="HTTP/1.1")

    def _is_home(self, url: str) -> bool:
        address = urlsplit(url)
        return f"{address.scheme}://{address.netloc}" == self.base

    def _at_home(self, url: str) -> str:
        """Where an address of the portal leads since it has moved."""
        address = urlsplit(url)
        home = urlsplit(self.base)
        assert address.netloc.removeprefix("www.") == home.netloc.removeprefix("www."), f"{url} is not of this portal"
        return address._replace(scheme=home.scheme, netloc=home.netloc).geturl()

    def _asked(self, request: Request) -> Asked:
        """A request as the portal's server would have read it."""
        address = urlsplit(request.url)
        target = (address.path or "/") + (f"?{address.query}" if address.query else "")
        kind = _header(request, "Content-Type")
        form = read_form(kind, request.body) if request.method == "POST" else {}
        return Asked(request.method, target, self.base, form, kind, read_cookies(_header(request, "Cookie")))


def _header(request: Request, name: str) -> str:
    return (request.headers.get(name) or b"").decode("latin-1")


def main() -> None:
    file = Path(sys.argv.pop(1))
    told: Offline = pickle.loads(file.read_bytes())
    assert not OF_THE_CONNECTION & set(told.options.faults.kinds), "these faults need a connection"
    Handler.base, Handler.desk = told.base, LabPortal(told.options).desk()
    settings.DOWNLOAD_HANDLERS = dict.fromkeys(("http", "https"), f"{Handler.__module__}.Handler")
    try:
        queson()
    finally:
        file.write_bytes(pickle.dumps(Handler.desk.received()))


if __name__ == "__main__":
    from tests.lab import offline  # not __main__: Scrapy imports the handler by its name

    offline.main()
