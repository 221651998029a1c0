"""What follows from captures that came: the files that pages show, what they are shown with, and older captures of what
is no page. Pure state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from archive.warc import Exchange
from queson_crawler.imports.index import loosely
from queson_crawler.imports.web_archives.capture_queue import CaptureQueue, CaptureTask
from queson_crawler.imports.web_archives.looks import PageLooks
from queson_crawler.parse.headers import media_type
from queson_crawler.parse.results import NotContent, RawArticle, Why
from queson_crawler.portals import Portal
from queson_crawler.understand.guess import guess_of
from queson_crawler.understand.reader import Reader, answer_of
from queson_crawler.understand.tasks import MAX_FLOODED
from queson_crawler.urls import clean

NO_CONTENT = frozenset((Why.SOFT_NOT_FOUND, Why.LOGIN, Why.MAINTENANCE, Why.CHALLENGE, Why.EMPTY, Why.FLOOD))
"""What is no content of the portal, so that an older capture is looked at."""


class Following:
    """Reads what came, and puts into the queue what is to be asked for next."""

    def __init__(self, portal: Portal, queue: CaptureQueue, *, with_files: bool) -> None:
        self._portal, self._queue, self._with_files = portal, queue, with_files
        self._reader = Reader(portal, 0)
        self._looks = PageLooks(portal)

    def begin(self, shown: Iterable[str]) -> None:
        """Ask for everything that may be a page, and for files of stored articles that never came."""
        self._queue.add_pages()
        if self._with_files:
            self._queue.add_files(shown)

    def take(self, task: CaptureTask, exchange: Exchange) -> None:
        """A capture came, now or with an earlier call."""
        if task.needed is not None:
            _, charset = media_type(exchange.response_headers)
            self._looks.came(task.needed, exchange.url, exchange.content, charset)
        elif not task.file:
            self._read(task, exchange)

    def _read(self, capture: CaptureTask, exchange: Exchange) -> None:
        """Whether a page is one; which files it shows."""
        url = clean(exchange.url)
        task = replace(guess_of(url, self._reader.profile), attempt=MAX_FLOODED)
        reading = self._reader.reading(task, answer_of(exchange))
        result = reading.result
        if isinstance(result, NotContent) and result.why in NO_CONTENT:
            self._queue.older(capture)
        self._looks.note_page(url, reading.needs, is_home=loosely(url) == loosely(self._portal.start))
        if isinstance(result, RawArticle) and self._with_files:
            self._queue.add_files(one.url for one in result.attachments)
            if self._portal.files != "documents":
                pictures = [one.url for one in result.images]
                self._queue.add_files(pictures)
                self._looks.note_pictures(pictures)

    def add_looks(self) -> bool:
        """When all pages were read, ask for what they are shown with; style sheets lead to more. Whether there is
        anything of it."""
        needs = self._looks.next() if self._with_files else []
        self._queue.add_looks(needs)
        return bool(needs)
