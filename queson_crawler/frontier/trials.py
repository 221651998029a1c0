"""Controls beside lists that nothing known follows: each is tried once where a list seems to end. Pure state.

That they are worded or drawn as no other portal does it says nothing of what they do. A page that such a control leads
to belongs to the list if it bears the list's title and names other articles.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from queson_crawler.parse.pager.ways import may_lead_on
from queson_crawler.parse.results import Way

MAX_TRIALS = 3
"""Controls of one list that are tried in vain."""
MIN_FRUITLESS = 2
"""A control that led on in no list of the portal, and not from so many, is tried no more."""
Look = tuple[str, ...]
"""What a control says and looks like: the same on every list of a portal."""


@dataclass(slots=True)
class Trials:
    """What was tried on one portal: by its address, and how often a control of some look led nowhere."""

    _tried: dict[str, Look] = field(default_factory=dict)
    _fruitless: Counter[Look] = field(default_factory=Counter)
    _fruitful: set[Look] = field(default_factory=set)

    def next_of(self, ways: tuple[Way, ...]) -> Way | None:
        """The likeliest control that was not tried, which is then tried."""
        way = next(filter(self._is_open, ways), None)
        if way is not None:
            self._tried[way.link.url] = _look(way)
        return way

    def are_left(self, ways: tuple[Way, ...]) -> bool:
        """Whether a control is left that was not tried."""
        return any(map(self._is_open, ways))

    def led_on(self, url: str) -> None:
        """What was tried showed more of the list."""
        if url in self._tried:
            self._fruitful.add(self._tried[url])

    def led_nowhere(self, url: str) -> None:
        """What was tried did not."""
        if url in self._tried:
            self._fruitless[self._tried[url]] += 1

    def _is_open(self, way: Way) -> bool:
        if way.link.url in self._tried:
            return False
        if not may_lead_on(way):
            return False
        look = _look(way)
        if look in self._fruitful:
            return True
        return self._fruitless[look] < MIN_FRUITLESS


def _look(way: Way) -> Look:
    return (way.said.casefold(), *(sign.name for sign in way.signs))
