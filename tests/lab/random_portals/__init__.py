"""Whole portals drawn at random: ordinary in most traits, odd in one to four, served on loopback, with their truth.

`serve(seed)` serves one, `Portal(seed).truth()` is what a person would read there, `grade` compares an archive with it.
Nothing here knows how the crawler reads: a portal is drawn after facts about real ones, never after what works.
"""

from tests.lab.random_portals.grade import Grade, grade
from tests.lab.random_portals.site import Portal
from tests.lab.random_portals.wire import Served, serve

__all__ = ["Grade", "Portal", "Served", "grade", "serve"]
