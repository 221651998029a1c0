"""Where the pages of a portal show dates or numbers, and which of these places the pages take for their own. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
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


def first_at_each(page: Iterable[Thing]) -> dict[Place, Thing]:
    """The first of a page at each place."""
    firsts: dict[Place, Thing] = {}
    for seen in page:
        firsts.setdefault(place_of(seen), seen)
    return firsts


def by_place(pages: Iterable[Sequence[Thing]]) -> dict[Place, list[Thing]]:
    """The first of each page at each place, in the order of the pages."""
    found: dict[Place, list[Thing]] = {}
    for page in pages:
        for place, seen in first_at_each(page).items():
            found.setdefault(place, []).append(seen)
    return found


def outside(places: Collection[Place], page: Iterable[Thing]) -> Iterator[Thing]:
    """What a page shows at other places than these."""
    for seen in page:
        if place_of(seen) not in places:
            yield seen


def votes(pages: Iterable[Sequence[Thing]], none: Collection[Place]) -> list[Place]:
    """The place of what each page alone takes for its own, outside the places that are `none`; pages without it have
    no vote."""
    found: list[Place] = []
    for page in pages:
        for seen in outside(none, page):
            if seen.rank is not None:
                found.append(place_of(seen))
                break
    return found
