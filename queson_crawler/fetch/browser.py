"""A real browser for the pages that need one: started on first need, gone with the crawl.

scrapy-playwright drives Debian's chromium. What the browser itself asks and is answered goes to WARC as it comes in;
what it makes of a page is kept beside it as a `conversion`, and read like any other page.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from queson_crawler.fetch.address_guard import hostname
from queson_crawler.fetch.tls import Tolerant
from queson_crawler.parse.document import MAX_TEXT
from queson_crawler.parse.scripted import MARK
from queson_crawler.urls import clean, host

if TYPE_CHECKING:
    from playwright.async_api import Page
    from playwright.async_api import Request as BrowserRequest
    from playwright.async_api import Response as BrowserResponse

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO = "install Debian's chromium (apt-get install chromium) and crawl again"
MAX_PAGES = 1000
"""Playwright's driver grows by some 0.2 MB a page; after so many the browser starts anew."""
LONGEST_LOAD, LONGEST_CHANGE, QUIET = 30.0, 8.0, 3.0
"""Seconds: to load a page, to show what a press brings, to come to rest."""
LONGEST_SCROLL, MAX_SCROLLS = 1.0, 400
"""Seconds in which scrolling to the end must bring something, and how often that is tried."""
MAX_BYTES = 16 * 1024 * 1024
_POLL = 0.1
_UNWANTED = frozenset(("image", "media", "font", "websocket", "eventsource", "manifest", "texttrack"))

# Only what a reader could press is marked: visible, enabled, with few words. Old marks go first.
_MARK = """mark => {
  document.querySelectorAll('[' + mark + ']').forEach(e => e.removeAttribute(mark));
  let n = 0;
  for (const e of document.querySelectorAll('a,button,span,li,div,input[type=button]')) {
    if (n > 2000) break;
    if ((e.textContent || e.value || '').trim().length > 40 || e.disabled) continue;
    const href = e.tagName === 'A' ? (e.getAttribute('href') || '').trim().toLowerCase() : '';
    if (href && !href.startsWith('#') && !href.startsWith('javascript:')) continue;
    const box = e.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    const style = getComputedStyle(e);
    if (style.visibility === 'hidden' || style.pointerEvents === 'none') continue;
    const own = e.tagName === 'BUTTON' || e.tagName === 'INPUT' || e.tagName === 'A' || e.onclick
      || e.hasAttribute('onclick') || e.getAttribute('role') === 'button';
    if (!own && style.cursor !== 'pointer') continue;
    e.setAttribute(mark, ++n);
  }
}"""
_LINKS = "document.querySelectorAll('a[href]').length"
_STATE = """() => {
  let h = 0;
  const text = Array.from(document.querySelectorAll('a[href]'), a => a.href).join(' ') + document.body.innerText;
  for (let i = 0; i < text.length; i++) h = (h * 31 + text.charCodeAt(i)) | 0;
  return h + ':' + text.length;
}"""


def browser() -> str | None:
    """The browser's program, where there is one and scrapy-playwright to drive it."""
    program = os.environ.get("QUESON_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    return program if program and importlib.util.find_spec("scrapy_playwright") else None


@dataclass(frozen=True, slots=True)
class Gate:
    """Which requests of a browser are let through: those to the portal's own host that a page needs for its text."""

    hosts: frozenset[str]

    def __call__(self, request: BrowserRequest) -> bool:
        """Whether a request is refused."""
        scheme = urlsplit(request.url).scheme
        return (
            request.resource_type in _UNWANTED or scheme not in ("http", "https") or host(request.url) not in self.hosts
        )


def settings(start: str, user_agent: str, hosts: tuple[str, ...] = ()) -> Mapping[str, Any]:
    """scrapy-playwright's settings for a crawl of one portal."""
    own = frozenset((host(start), *hosts))
    names = {urlsplit(f"//{each}").hostname or "" for each in own}
    # The gate sees no redirects: to every other host the browser finds no way, in figures or by name.
    others = ", ".join(("MAP * ~NOTFOUND", *(f"EXCLUDE {each}, EXCLUDE www.{each}" for each in sorted(names) if each)))
    flags = ["--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
    flags.append(f"--host-resolver-rules={others}")
    flags += ["--disable-component-update", "--no-first-run", "--disable-quic"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # chromium refuses to start for root otherwise
    return {
        "PLAYWRIGHT_LAUNCH_OPTIONS": {"executable_path": browser(), "headless": True, "args": flags},
        "PLAYWRIGHT_CONTEXTS": {
            "default": {
                "user_agent": user_agent,
                "locale": "vi-VN",
                "accept_downloads": False,
                "service_workers": "block",
                "ignore_https_errors": True,
            }
        },
        "PLAYWRIGHT_ABORT_REQUEST": Gate(own),
        "PLAYWRIGHT_PROCESS_REQUEST_HEADERS": None,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 2,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": LONGEST_LOAD * 1000,
    }


class Handler(HTTP11DownloadHandler):
    """Scrapy's own download handler, and scrapy-playwright's for the requests that ask for a browser."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.policy = Tolerant()
        # Scrapy's own keeps OpenSSL's limits on keys and ciphers, and does not tell what it met.
        self._contextFactory: Any = self.policy
        self._of = crawler
        self._driver: Any = None
        self._pages = 0
        self._lock = asyncio.Lock()

    async def download_request(self, request: Request) -> Response:
        if not request.meta.get("playwright"):
            answer = await super().download_request(request)
            if request.url.startswith("https:") and (met := self.policy.met.get(hostname(request.url))):
                request.meta["tls"] = [met.protocol, met.cipher, *met.wrong]
            return answer
        driver = await self._started()
        response: Response = await asyncio.wait_for(driver.download_request(request), 4 * LONGEST_LOAD)
        return response

    async def _started(self) -> Any:
        async with self._lock:
            self._pages += 1
            if self._driver is not None and self._pages > MAX_PAGES and not self._driver._get_total_page_count():
                await self._driver.close()
                self._driver, self._pages = None, 1
            if self._driver is None:
                from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # starts a process of its own

                driver = ScrapyPlaywrightDownloadHandler.from_crawler(self._of)
                await driver._launch()  # what it does by itself when the engine starts, which was long ago
                self._driver = driver
            return self._driver

    async def close(self) -> None:
        if self._driver is not None:
            await self._driver.close()
        await super().close()


@dataclass
class Browsed:
    """What a browser asks for while it shows one page: every answer is handed to `keep`."""

    keep: Callable[[str, str, int, tuple[tuple[str, str], ...], bytes], None]
    waiting: set[asyncio.Task[None]] = field(default_factory=set)

    def meta(self) -> dict[str, Any]:
        """The meta of a request that is to be shown by a browser."""
        return {
            "playwright": True,
            "playwright_include_page": True,
            "playwright_page_init_callback": _bounded,
            "playwright_page_event_handlers": {"response": self.answered, "popup": _close},
            "playwright_page_goto_kwargs": {"wait_until": "load"},
        }

    def answered(self, response: BrowserResponse) -> None:
        """One answer came in; its bytes come later."""
        task = asyncio.ensure_future(self._keep(response))
        self.waiting.add(task)
        task.add_done_callback(self.waiting.discard)

    async def _keep(self, response: BrowserResponse) -> None:
        with suppress(Exception):  # bytes of a redirect, or of a page already left, cannot be had
            body = await asyncio.wait_for(response.body(), LONGEST_CHANGE)
            headers = tuple((each["name"], each["value"]) for each in await response.headers_array())
            if len(body) <= MAX_BYTES:
                self.keep(response.url, response.request.method, response.status, headers, body)

    async def kept(self) -> None:
        """Wait until what came in is kept."""
        if self.waiting:
            await asyncio.wait(self.waiting, timeout=LONGEST_CHANGE)


async def _bounded(page: Page, request: Request) -> None:
    """scrapy-playwright waits for a page's content without a limit, and one whose scripts never end gives none."""
    content = page.content

    async def within() -> str:
        return await quietly(content()) or ""

    page.content = within  # type: ignore[method-assign,assignment]


async def _close(page: Page) -> None:
    with suppress(Exception):
        await page.close()


async def quietly(coming: Awaitable[Any]) -> Any:
    """What a browser gives, or None where the page does not let it: one whose scripts never end answers nothing."""
    try:
        return await asyncio.wait_for(coming, LONGEST_CHANGE)
    except Exception:  # noqa: BLE001 (Playwright has one error for everything; the page then shows what it shows)
        return None


async def settle(page: Page, before: str | None = None) -> str | None:
    """Wait until the page has changed from the state `before`, and then until it rests; its state."""
    await quietly(page.wait_for_load_state("networkidle", timeout=QUIET * 1000))
    state: str | None = await quietly(page.evaluate(_STATE))
    until = time.monotonic() + LONGEST_CHANGE
    while state is not None and time.monotonic() < until:
        await asyncio.sleep(_POLL)
        last, state = state, await quietly(page.evaluate(_STATE))
        if state == last and state != before:
            break
    return state


async def unroll(page: Page, rest: Callable[[], Awaitable[None]]) -> None:
    """Scroll to the end for as long as that brings more links: a list that goes on by itself. `rest` between two."""
    for _ in range(MAX_SCROLLS):
        before = await quietly(page.evaluate(_LINKS))
        if before is None:
            return
        await quietly(page.evaluate("scrollTo(0, document.body.scrollHeight)"))
        for _ in range(int(LONGEST_SCROLL / _POLL)):
            await asyncio.sleep(_POLL)
            if (await quietly(page.evaluate(_LINKS)) or 0) > before:
                break
        else:
            return
        await settle(page)
        await rest()


async def press(page: Page, selector: str) -> bool:
    """Press a control, and wait for what it brings; whether it brought anything."""
    before = await quietly(page.evaluate(_STATE))
    control = page.locator(selector).first
    await quietly(control.evaluate("e => { e.scrollIntoView(); e.click(); }"))
    return bool(await settle(page, before) != before)


async def snapshot(page: Page) -> tuple[str, bytes]:
    """The address of a page and its document as HTML, with a mark on what can be pressed."""
    await quietly(page.evaluate(_MARK, MARK))
    text = await quietly(page.content()) or ""
    return clean(page.url), text[:MAX_TEXT].encode("utf-8", "replace")
