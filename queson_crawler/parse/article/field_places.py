"""Where the pages of a portal have the fields of their articles, and in which form, as sibling pages told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MAX_PLACES = 50
"""Places that are kept of a portal."""


class FieldRole(StrEnum):
    """What stands at a place of nearly all articles' pages."""

    DATE = "date"
    MINUTES = "minutes"
    """A time of the same day that is more precise than the date."""
    NO_DATE = "no date"
    """A clock, or the date of a banner: never that of an article."""
    MONTH_FIRST = "month first"
    """A date whose first number is the month."""
    VIEWS = "views"
    NO_VIEWS = "no views"
    """The counter of the whole portal."""
    LEAD = "lead"
    AUTHOR = "author"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True, order=True)
class FieldPlace:
    """A place (`furniture.path_of`, or the name of a tag for machines) and what stands there.

    `form` is the field of a label (`published`), "" for a bare value, or the look of a block (`bold right`).
    """

    role: FieldRole
    path: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """The places that are known of a portal, the one that was learned first before others of its role."""

    places: tuple[FieldPlace, ...] = ()

    def of(self, role: FieldRole) -> tuple[FieldPlace, ...]:
        """The places of a role."""
        return tuple(place for place in self.places if place.role is role)

    def paths(self, role: FieldRole) -> frozenset[str]:
        """Where these places are."""
        return frozenset(place.path for place in self.of(role))

    def has(self, role: FieldRole, path: str, form: str = "") -> bool:
        """Whether something is known to stand at a place in a form."""
        return FieldPlace(role, path, form) in self.places

    def joined(self, found: Iterable[FieldPlace]) -> Fields:
        """These places, and behind them what else was found, MAX_PLACES at most."""
        return Fields(tuple(dict.fromkeys((*self.places, *found)))[:MAX_PLACES])


NO_FIELDS = Fields()
