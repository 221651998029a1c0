"""Cookies, with nobody asked but the portal: Scrapy itself fetches the list of public suffixes from the web."""

from __future__ import annotations

from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract


class Cookies(cookies.CookiesMiddleware):
    """Scrapy's cookies by the list of public suffixes that comes with tldextract."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        cookies._split_domain = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
