"""All platforms, most particular first, and which of them a page shows."""

from __future__ import annotations

import re

from queson_crawler.parse.document import Document
from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.dnn import DNN
from queson_crawler.platforms.generic import GENERIC
from queson_crawler.platforms.liferay62 import LIFERAY62
from queson_crawler.platforms.nukeviet import NUKEVIET

PLATFORMS: tuple[Platform, ...] = (LIFERAY62, NUKEVIET, DNN, GENERIC)


def named(name: str) -> Platform:
    """The platform of that name.

    Raises:
        KeyError: there is none.
    """
    return {platform.name: platform for platform in PLATFORMS}[name]


def detect(doc: Document) -> Platform:
    """The platform with the largest share of its marks on the page; generic where none shows enough of them."""

    def marks(platform: Platform) -> int:
        return sum(1 for mark in platform.marks if re.search(mark, doc.text))

    shown = [(marks(platform), platform) for platform in PLATFORMS if platform.marks]
    best = max((pair for pair in shown if pair[0] >= pair[1].enough), key=lambda pair: pair[0], default=None)
    return best[1] if best else GENERIC
