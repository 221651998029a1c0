"""A real browser for the pages that need one: where it is, how it is started, and which requests of it are let through.

scrapy-playwright drives Debian's chromium. What the browser itself asks and is answered goes to WARC as it comes in;
what it makes of a page is kept beside it as a `conversion`, and read like any other page.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from queson_crawler.fetch.browser_page import LONGEST_LOAD
from queson_crawler.fetch.browser_proxy import BrowserProxy
from queson_crawler.fetch.patience import LeftAlone
from queson_crawler.fetch.throttle import Throttle
from queson_crawler.urls import clean, host

if TYPE_CHECKING:
    from playwright.async_api import Request as BrowserRequest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO = "install Debian's chromium (apt-get install chromium) and crawl again"
HOSTS = "QUESON_BROWSER_HOSTS"
"""The setting that holds the addresses whose hosts a browser may ask: the portal's start, then its further hosts."""
MAX_SCRIPT_MEMORY = 512
"""Megabytes that the scripts of one page may take."""
_UNWANTED = frozenset(("image", "media", "font", "websocket", "eventsource", "manifest", "texttrack"))
_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-features=SpeculationRulesPrefetchFuture,Prerender2,NetworkPrediction,WebTransport",
    f"--js-flags=--max-old-space-size={MAX_SCRIPT_MEMORY}",
    # No name is resolved by the browser itself: the proxy, an address in figures, is its only way.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def browser() -> str | None:
    """The browser's program, where there is one and scrapy-playwright to drive it."""
    program = os.environ.get("QUESON_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if program and importlib.util.find_spec("scrapy_playwright"):
        return program
    return None


@dataclass(frozen=True, slots=True)
class Gate:
    """Which requests of a browser are let through, and when: those to the portal's own hosts that a page needs for its
    text, at the speed that the portal allows."""

    hosts: frozenset[str]
    throttle: Throttle

    async def __call__(self, request: BrowserRequest) -> bool:
        """Whether a request is refused. Scripts and data wait for their turn; the page itself has waited already."""
        if self.refuses(request):
            return True
        if not request.is_navigation_request():
            try:
                await self.throttle.turn()
            except LeftAlone:
                return True
        return False

    def refuses(self, request: BrowserRequest) -> bool:
        """Whether nobody needs the answer, or another host would give it."""
        if request.resource_type in _UNWANTED:
            return True
        return urlsplit(request.url).scheme not in ("http", "https") or host(request.url) not in self.hosts


def own_hosts(addresses: tuple[str, ...]) -> frozenset[str]:
    """The hosts of some addresses, as `urls.host` writes them."""
    return frozenset([host(clean(address)) for address in addresses])


def proxy_for(addresses: tuple[str, ...]) -> BrowserProxy:
    """The way out for a browser that shows a portal: its start, and further addresses of its hosts."""
    start, *_ = addresses
    speaks_http_only = urlsplit(start).scheme == "http" and urlsplit(start).port is not None
    plain = own_hosts((start,)) if speaks_http_only else frozenset()
    return BrowserProxy(own_hosts(addresses), plain)


def launch_options(proxy_port: int) -> dict[str, Any]:
    """How the browser is started: everything that it asks, of this machine too, goes through the proxy."""
    return {
        "executable_path": browser(),
        "headless": True,
        "args": list(_arguments(proxy_port)),
        "ignore_default_args": ["--disable-popup-blocking"],
    }


def _arguments(proxy_port: int) -> Iterator[str]:
    yield from _FLAGS
    yield f"--proxy-server=http://127.0.0.1:{proxy_port}"
    yield "--proxy-bypass-list=<-loopback>"
    if os.geteuid() == 0:
        yield "--no-sandbox"  # chromium refuses to start for root otherwise


def settings(start: str, user_agent: str, hosts: tuple[str, ...] = ()) -> Mapping[str, Any]:
    """scrapy-playwright's settings for a crawl of one portal."""
    further = [f"http://{each}/" for each in hosts]
    return {
        HOSTS: (start, *further),
        "PLAYWRIGHT_CONTEXTS": {
            "default": {
                "user_agent": user_agent,
                "locale": "vi-VN",
                "accept_downloads": False,
                "service_workers": "block",
                "ignore_https_errors": True,
            }
        },
        "PLAYWRIGHT_PROCESS_REQUEST_HEADERS": None,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 2,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": LONGEST_LOAD * 1000,
    }
