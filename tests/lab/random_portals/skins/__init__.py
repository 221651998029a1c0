"""Skins after facts about real portals: layouts, addresses and pagers beyond those of the first drawn portals."""

from tests.lab.random_portals.skins.drawn import FIRST_SKIN, Skin, drawn_traits
from tests.lab.random_portals.skins.real import Real

__all__ = ["FIRST_SKIN", "Real", "Skin", "drawn_traits"]
