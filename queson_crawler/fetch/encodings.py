"""Content encodings taken off as they are when a WARC is read: what is understood live is understood of the archive."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.warc.coding import decoded, is_damaged

DAMAGED = "damaged"
"""Under this name the meta of a request holds whether its answer broke off within its encoding."""


class Decoding:
    """A downloader middleware in place of Scrapy's, which refuses damaged bodies and bombs instead of keeping them."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls()

    def process_response(self, request: Request, response: Response) -> Response:
        """The answer with its body as it is parsed."""
        names = b", ".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        if not names:
            return response
        request.meta[DAMAGED] = is_damaged(response.body, names)
        body = decoded(response.body, names)
        return response if body is response.body else response.replace(body=body)
