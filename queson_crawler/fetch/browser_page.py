"""What is done with a page in a browser: wait until it rests, scroll it, press its controls, take it as HTML."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scrapy import Request

from queson_crawler.fetch.throttle import Throttle
from queson_crawler.parse.document import MAX_TEXT
from queson_crawler.parse.scripted import MARK
from queson_crawler.urls import clean

if TYPE_CHECKING:
    from playwright.async_api import Page, Route
    from playwright.async_api import Response as BrowserResponse

LONGEST_LOAD, LONGEST_CHANGE, QUIET = 30.0, 8.0, 3.0
"""Seconds: to load a page, to show what a press brings, to come to rest."""
PACED = 20
"""Where a portal asks for a distance between requests, a page has the time for so many more."""
LONGEST_SCROLL, MAX_SCROLLS = 1.0, 400
"""Seconds in which scrolling to the end must bring something, and how often that is tried."""
LONGEST_UNROLLING = 600.0
"""Seconds that a page has in all to show what scrolling brings, without the pauses between: a list of some hundred
pages takes as long, and one that makes up links for ever takes no longer."""
MAX_BYTES = 16 * 1024 * 1024
"""Bytes of one answer that is kept."""
_POLL = 0.1
_EVERYTHING = "**"

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
  return n;
}"""
_LINKS = "new Set(Array.from(document.querySelectorAll('a[href]'), a => a.href)).size"
_STATE = """() => {
  let h = 0;
  const text = Array.from(document.querySelectorAll('a[href]'), a => a.href).join(' ') + document.body.innerText;
  for (let i = 0; i < text.length; i++) h = (h * 31 + text.charCodeAt(i)) | 0;
  return h + ':' + text.length;
}"""


Keep = Callable[[str, str, int, tuple[tuple[str, str], ...], bytes], None]
"""Keeps an exchange of a browser: address, method, status, headers, body."""


@dataclass
class Browsed:
    """What a browser asks for while it shows one page: every answer is handed to `keep`, and the throttle is told how
    the portal took being asked."""

    keep: Keep
    throttle: Throttle
    waiting: set[asyncio.Task[None]] = field(default_factory=set)

    def meta(self) -> dict[str, Any]:
        """The meta of a request that is to be shown by a browser."""
        return {
            "playwright": True,
            "playwright_include_page": True,
            "playwright_page_init_callback": _bounded,
            "playwright_page_event_handlers": {"response": self.answered, "popup": _close},
            "playwright_page_goto_kwargs": {"wait_until": "load", "timeout": 1000 * self.seconds_to_load},
        }

    @property
    def seconds_to_load(self) -> float:
        """How long a page may take, with the distance between requests that the portal asks for."""
        return LONGEST_LOAD + PACED * self.throttle.interval

    def answered(self, response: BrowserResponse) -> None:
        """One answer came in; its bytes come later."""
        self.throttle.heard(response.status, response.headers.get("retry-after", ""))
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
    """scrapy-playwright waits for a page's content without a limit, and one whose scripts never end gives none. What
    windows ask that a page opens goes by no gate but this: they are closed, and ask nothing before."""
    await page.context.unroute(_EVERYTHING, _refused)
    await page.context.route(_EVERYTHING, _refused)
    content = page.content

    async def within() -> str:
        return await quietly(content()) or ""

    page.content = within  # type: ignore[method-assign,assignment]


async def _refused(route: Route) -> None:
    with suppress(Exception):
        await route.abort()


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


async def unroll(page: Page, rest: Callable[[], Awaitable[bool]]) -> bool:
    """Scroll to the end for as long as that brings links that were not there: a list that goes on by itself. `rest`
    between two, until that is False. False of a page that still went on when it had had its time."""
    left = LONGEST_UNROLLING
    for _ in range(MAX_SCROLLS):
        begun = time.monotonic()
        if not await _goes_on(page):
            return True
        await settle(page)
        left -= time.monotonic() - begun
        if left < 0:
            return False
        if not await rest():
            return True
    return False


async def _goes_on(page: Page) -> bool:
    """Whether scrolling to the end brings more links."""
    before = await quietly(page.evaluate(_LINKS))
    if before is None:
        return False
    await quietly(page.evaluate("scrollTo(0, document.body.scrollHeight)"))
    for _ in range(int(LONGEST_SCROLL / _POLL)):
        await asyncio.sleep(_POLL)
        if (await quietly(page.evaluate(_LINKS)) or 0) > before:
            return True
    return False


async def press(page: Page, selector: str) -> bool:
    """Press a control, and wait for what it brings; whether it brought anything."""
    before = await quietly(page.evaluate(_STATE))
    control = page.locator(selector).first
    await quietly(control.evaluate("e => { e.scrollIntoView(); e.click(); }"))
    return bool(await settle(page, before) != before)


async def snapshot(page: Page) -> tuple[str, bytes] | None:
    """The address of a page and its document as HTML, with a mark on what can be pressed; None where nobody can tell
    what can be: without its pager a list would seem to end."""
    marked = await quietly(page.evaluate(_MARK, MARK))
    if marked is None:
        return None
    text = await quietly(page.content()) or ""
    return clean(page.url), text[:MAX_TEXT].encode("utf-8", "replace")
