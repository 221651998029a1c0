"""CMS families: how each is recognised, which part of an address is its id, where its pages hold what."""

from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.generic import GENERIC
from queson_crawler.platforms.registry import PLATFORMS, Reason, detect, named, reasons

__all__ = ["GENERIC", "PLATFORMS", "Platform", "Reason", "detect", "named", "reasons"]
