"""A small portal that serves itself on loopback, for the first run of a newcomer."""

from queson_crawler.demo.options import DemoOptions
from queson_crawler.demo.portal import DemoPortal

__all__ = ["DemoOptions", "DemoPortal"]
