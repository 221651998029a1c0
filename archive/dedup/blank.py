"""Whether two texts have filled in a blank of one form otherwise: another number, another name. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import filterfalse

from archive.dedup.reading import Reading, is_number

EDGE = 8
"""Names within this many tokens of the end of a text are those of who wrote or signed it."""


class Side:
    """One text's side of a gap, with the numbers and names in it, in order (``values``)."""

    def __init__(self, text: Reading, places: range) -> None:
        self.text, self.places = text, places
        self.values: list[str] = []
        for place in places:
            token = text.tokens[place]
            if place in text.names or token[0].isdecimal():
                self.values.append(token)

    @property
    def is_value(self) -> bool:
        """Whether it is mostly numbers and names."""
        values, size = len(self.values), len(self.places)
        if values >= 3:
            return 3 * values >= size
        return 2 * values >= size

    @property
    def begins_with_name(self) -> bool:
        """Whether it begins with a name of two words."""
        return self.text.names.issuperset((self.places.start, self.places.start + 1))

    @property
    def is_at_end(self) -> bool:
        return len(self.text) - self.places.stop < EDGE

    @property
    def numbers(self) -> list[str]:
        return list(filter(is_number, self.values))

    @property
    def names(self) -> list[str]:
        return list(filterfalse(is_number, self.values))


def is_blank(mine: Side, theirs: Side) -> bool:
    """Whether a gap is filled in: mostly numbers and names on both sides, and others on each."""
    if not _are_values(mine, theirs):
        return False
    if _differ(mine.numbers, theirs.numbers):
        return True
    is_signature = mine.is_at_end and theirs.is_at_end
    return not is_signature and _differ(mine.names, theirs.names)


def _are_values(mine: Side, theirs: Side) -> bool:
    """Whether both sides are values; where one alone is, both have to begin with a name."""
    sides = {mine.is_value, theirs.is_value}
    if len(sides) == 1:
        return mine.is_value
    return mine.begins_with_name and theirs.begins_with_name


def _differ(one: list[str], other: list[str]) -> bool:
    """Whether each has something that the other has not, or both the same in another order."""
    one, other = spelled(one), spelled(other)
    first, second = Counter(one), Counter(other)
    if first == second:
        return one != other
    only, others_only = first - second, second - first
    only, others_only = _without_initials(only, others_only)
    others_only, only = _without_initials(others_only, only)
    return bool(only and others_only)


def spelled(words: Iterable[str]) -> list[str]:
    """Lý and Lí, Quý and Quí are one name."""
    return [word.replace("y", "i") for word in words]


def _without_initials(some: Counter[str], others: Counter[str]) -> tuple[Counter[str], Counter[str]]:
    """Both without the initials among the first, and the names that these stand for among the others: Nguyễn T. Lan is
    Nguyễn Thị Lan."""
    initials: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for initial in filter(_is_letter, some):
        begun = [name for name in others if name[0] == initial]
        meant = begun[: some[initial]]
        initials[initial] = len(meant)
        names.update(meant)
    return some - initials, others - names


def _is_letter(token: str) -> bool:
    return len(token) == 1 and token.isalpha()
