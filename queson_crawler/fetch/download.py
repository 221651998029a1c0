"""Scrapy's download handler: plain requests with tolerant TLS, and those that ask for a browser through one."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.defer import maybe_deferred_to_future

from queson_crawler.fetch.address_guard import hostname
from queson_crawler.fetch.browser import HOSTS, Gate, launch_options, own_hosts, proxy_for
from queson_crawler.fetch.browser_memory import watch
from queson_crawler.fetch.browser_page import LONGEST_LOAD, PACED
from queson_crawler.fetch.browser_proxy import BrowserProxy
from queson_crawler.fetch.throttle import Throttle
from queson_crawler.fetch.tls import Tolerant

if TYPE_CHECKING:
    from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

MAX_PAGES = 1000
"""Playwright's driver grows by some 0.2 MB a page; after this many pages the browser is restarted."""
LONGEST_CLOSE = 1.0
"""Seconds that the end of a crawl waits for its connections to be closed."""
MAX_LOADS = 4
"""A page in a browser is given up after this many times the seconds in which it must load."""


class Handler(HTTP11DownloadHandler):
    """Scrapy's own download handler, and scrapy-playwright's for the requests that ask for a browser."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.policy = Tolerant()
        # Scrapy's own keeps OpenSSL's limits on keys and ciphers, and does not tell what it met.
        self._contextFactory: Any = self.policy
        self._browser = RunningBrowser(crawler)

    async def download_request(self, request: Request) -> Response:
        if request.meta.get("playwright"):
            return await self._browser.show(request)
        coming = super().download_request(request)
        answer = await Throttle.of(self._crawler).awaited(coming)
        if request.url.startswith("https:"):
            met = self.policy.met.get(hostname(request.url))
            if met is not None:
                request.meta["tls"] = [met.protocol, met.cipher, *met.wrong]
        return answer

    async def close(self) -> None:
        await self._browser.close()
        # Scrapy's own ends in an error where the connections are closed at the moment when it waits no longer.
        closing = maybe_deferred_to_future(self._pool.closeCachedConnections())  # type: ignore[no-untyped-call]
        await asyncio.wait([asyncio.ensure_future(closing)], timeout=LONGEST_CLOSE)


class RunningBrowser:
    """The browser of one crawl, its proxy and the watch over its memory: started on first need, gone with the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._driver: ScrapyPlaywrightDownloadHandler | None = None
        self._proxy: BrowserProxy | None = None
        self._watch: asyncio.Task[None] | None = None
        self._pages = 0
        self._lock = asyncio.Lock()

    async def show(self, request: Request) -> Response:
        """A page as the browser loads it."""
        driver = await self._started()
        seconds = LONGEST_LOAD + PACED * Throttle.of(self._crawler).interval
        response: Response = await asyncio.wait_for(driver.download_request(request), MAX_LOADS * seconds)
        return response

    async def _started(self) -> ScrapyPlaywrightDownloadHandler:
        async with self._lock:
            self._pages += 1
            if self._driver is not None and self._pages > MAX_PAGES and not self._driver._get_total_page_count():
                await self.close()
                self._pages = 1
            if self._driver is None:
                self._driver = await self._launched()
            return self._driver

    async def _launched(self) -> ScrapyPlaywrightDownloadHandler:
        from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # starts a process of its own

        addresses = tuple(self._crawler.settings[HOSTS])
        self._proxy = proxy_for(addresses)
        driver = ScrapyPlaywrightDownloadHandler.from_crawler(self._crawler)
        driver.config.launch_options = launch_options(await self._proxy.start())
        driver.abort_request = Gate(own_hosts(addresses), Throttle.of(self._crawler))
        await driver._launch()  # what it does by itself when the engine starts, which was long ago
        self._watch = asyncio.create_task(watch())
        return driver

    async def close(self) -> None:
        """End the browser, its proxy and the watch; the next page starts others."""
        if self._watch is not None:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
        if self._driver is not None:
            await self._driver.close()
        if self._proxy is not None:
            await self._proxy.close()
        self._driver = self._proxy = self._watch = None
