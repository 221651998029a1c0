"""The demo portal in the shape of any other platform: one skin, and a table of shapes."""

from tests.lab.skin_shapes.shape import SHAPES
from tests.lab.skin_shapes.skin import ShapeSkin

__all__ = ["SHAPES", "ShapeSkin"]
