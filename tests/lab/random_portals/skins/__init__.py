"""Skins after facts about real portals: layouts, addresses and pagers beyond those of the first drawn portals."""

from tests.lab.random_portals.skins.drawn import FIRST_SKIN, Skin, drawn_traits

__all__ = ["FIRST_SKIN", "Skin", "drawn_traits"]
