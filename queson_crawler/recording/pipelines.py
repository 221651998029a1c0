"""The flow after reading, in the order of ITEM_PIPELINES: Normalise 200, Deduplicate 300, Store 400.

Items are `archive.records.Page`: everything one exchange brought. Each step is one function of `steps`, which the
rebuild calls as the crawl does.
"""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from archive.records import Page
from queson_crawler.recording.recorder import Recorder
from queson_crawler.understand.steps import judged, normalised


class Normalise:
    """Text as it is stored: NFC, spelling as published."""

    def process_item(self, item: Page) -> Page:
        return normalised(item)


class _OfArchive:
    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        recorder = crawler.get_extension(Recorder)
        if recorder is None:
            raise RuntimeError("the pipelines need the extension queson_crawler.recording.recorder.Recorder")
        return cls(recorder)


class Deduplicate(_OfArchive):
    """New, revised or the same: by what is stored under the article's key."""

    def process_item(self, item: Page) -> Page:
        return judged(item, self.recorder.archive)


class Store(_OfArchive):
    """One transaction per page."""

    def process_item(self, item: Page) -> Page:
        self.recorder.store(item)
        return item
