"""The flow after reading, in the order of ITEM_PIPELINES: Normalise 200, Deduplicate 300, Store 400.

Items are `archive.records.Page`: everything one exchange brought. Each step is one function of `steps`, which the
rebuild calls as the crawl does.
"""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from archive.records import Page
from queson_crawler.recording.recorder import Keeper
from queson_crawler.understand.steps import judged, normalised


class Normalise:
    """Text as it is stored: NFC, spelling as published."""

    def process_item(self, item: Page) -> Page:
        return normalised(item)


class _OfArchive:
    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        keeper = crawler.get_extension(Keeper)
        if keeper is None:
            raise RuntimeError("the pipelines need the extension queson_crawler.recording.recorder.Keeper")
        return cls(keeper)


class Deduplicate(_OfArchive):
    """New, revised or the same: by what is stored under the article's key."""

    def process_item(self, item: Page) -> Page:
        return judged(item, self.keeper.archive)


class Store(_OfArchive):
    """One transaction per page."""

    def process_item(self, item: Page) -> Page:
        self.keeper.store(item)
        return item
