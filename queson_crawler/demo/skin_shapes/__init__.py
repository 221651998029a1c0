"""The demo portal in the shape of any other platform: one skin, and a table of shapes."""

from queson_crawler.demo.skin_shapes.shape import SHAPES
from queson_crawler.demo.skin_shapes.skin import ShapeSkin

__all__ = ["SHAPES", "ShapeSkin"]
