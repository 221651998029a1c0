"""A small portal that serves itself on loopback: the first run of a newcomer, and a fixture of the tests."""

from queson_crawler.demo.model import DemoArticle, DemoCategory
from queson_crawler.demo.options import SMALL, DemoOptions, Faults
from queson_crawler.demo.portal import DemoPortal
from queson_crawler.demo.server import DemoRequest
from queson_crawler.demo.skin_shapes import SHAPES

__all__ = ["SHAPES", "SMALL", "DemoArticle", "DemoCategory", "DemoOptions", "DemoPortal", "DemoRequest", "Faults"]
