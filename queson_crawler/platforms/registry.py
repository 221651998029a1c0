"""All platforms, most particular first, and which of them a page shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.dnn import DNN
from queson_crawler.platforms.drupal import DRUPAL
from queson_crawler.platforms.generic import GENERIC
from queson_crawler.platforms.joomla import JOOMLA
from queson_crawler.platforms.kentico import KENTICO
from queson_crawler.platforms.liferay7 import LIFERAY7
from queson_crawler.platforms.liferay62 import LIFERAY62
from queson_crawler.platforms.liferay_vendors import LIFERAY_VENDORS
from queson_crawler.platforms.nukeviet import NUKEVIET
from queson_crawler.platforms.sharepoint import SHAREPOINT
from queson_crawler.platforms.vnpt import VNPT
from queson_crawler.platforms.webcenter import WEBCENTER
from queson_crawler.platforms.wordpress import WORDPRESS

PLATFORMS: tuple[Platform, ...] = (
    LIFERAY62,
    LIFERAY7,
    LIFERAY_VENDORS,
    NUKEVIET,
    WEBCENTER,
    SHAREPOINT,
    DNN,
    JOOMLA,
    WORDPRESS,
    DRUPAL,
    KENTICO,
    VNPT,
    GENERIC,
)
MAX_SHOWN = 60


class Markup(Protocol):
    """A page as far as platforms are recognised by it: its markup as text."""

    @property
    def text(self) -> str: ...


def named(name: str) -> Platform:
    """The platform of that name.

    Raises:
        KeyError: there is none.
    """
    return {platform.name: platform for platform in PLATFORMS}[name]


@dataclass(frozen=True, slots=True)
class Reason:
    """What of a platform a page shows: the text that each of its marks matched."""

    platform: Platform
    shown: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether so much says that the page is of this platform."""
        # What a page says outright of its generator needs no second sign.
        named = any("generator" in mark.casefold() for mark in self.shown)
        return len(self.shown) + named >= self.platform.enough


def reasons(page: Markup) -> tuple[Reason, ...]:
    """The platforms of which a page shows any mark, the one it is taken for first."""
    found: list[Reason] = []
    for platform in PLATFORMS:
        shown = _shown(platform, page.text)
        if shown:
            found.append(Reason(platform, shown))
    found.sort(key=lambda one: (one.enough, len(one.shown)), reverse=True)
    return tuple(found)


def _shown(platform: Platform, text: str) -> tuple[str, ...]:
    """The text that each mark of a platform matches."""
    shown: list[str] = []
    for mark in platform.marks:
        match = re.search(mark, text)
        if match is not None:
            shown.append(match.group()[:MAX_SHOWN])
    return tuple(shown)


def detect(page: Markup) -> Platform:
    """The platform with the most of its marks on the page; generic where none shows enough of them."""
    found = reasons(page)
    return found[0].platform if found and found[0].enough else GENERIC
