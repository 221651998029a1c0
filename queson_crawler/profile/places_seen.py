"""Where the pages of a portal show dates or numbers, and which of these places the pages take for their own. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple, Protocol, TypeVar

from queson_crawler.parse.article.field_places import FieldRole, Fields


class Place(NamedTuple):
    """A path, and the form of what stands there."""

    path: str
    form: str


class Seen(Protocol):
    """Something seen on a page; `rank` is None where the page alone would never take it for its own."""

    @property
    def path(self) -> str: ...
    @property
    def form(self) -> str: ...
    @property
    def rank(self) -> int | None: ...


Thing = TypeVar("Thing", bound=Seen)


def place_of(seen: Seen) -> Place:
    """Where something stands."""
    return Place(seen.path, seen.form)


def known_places(known: Fields, role: FieldRole) -> set[Place]:
    """The places that are known of a role."""
    return {Place(each.path, each.form) for each in known.of(role)}


def by_place(pages: Iterable[Iterable[Thing]]) -> dict[Place, dict[int, Thing]]:
    """The first of each page at each place, by the number of the page, in the order of the pages."""
    found: dict[Place, dict[int, Thing]] = {}
    for number, page in enumerate(pages):
        for seen in page:
            found.setdefault(place_of(seen), {}).setdefault(number, seen)
    return found


def outside(places: Collection[Place], pages: Iterable[Iterable[Thing]]) -> list[list[Thing]]:
    """What the pages show at other places than these."""
    kept = []
    for page in pages:
        kept.append([seen for seen in page if place_of(seen) not in places])
    return kept


def votes(pages: Iterable[Iterable[Thing]]) -> list[Place]:
    """The place of what each page alone takes for its own; pages without it have no vote."""
    found: list[Place] = []
    for page in pages:
        for seen in page:
            if seen.rank is not None:
                found.append(place_of(seen))
                break
    return found
