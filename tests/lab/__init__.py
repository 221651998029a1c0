"""The test lab: the demo portal in every shape of platform, with faults, changes over time and a log of requests."""

from queson_crawler.demo.model import DemoArticle, DemoCategory
from tests.lab.options import SMALL, Faults, LabOptions
from tests.lab.portal import LabPortal
from tests.lab.server import LabRequest
from tests.lab.skin_shapes import SHAPES

__all__ = ["SHAPES", "SMALL", "DemoArticle", "DemoCategory", "Faults", "LabOptions", "LabPortal", "LabRequest"]
