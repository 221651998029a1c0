"""The pages of articles that a run reads, until they have told what they share. Pure state."""

from __future__ import annotations

from dataclasses import dataclass, field

from queson_crawler.parse.article.field_places import FieldPlace, Fields
from queson_crawler.parse.article.furniture import NO_FURNITURE, FurnitureKey, Sibling, Template, changing_places
from queson_crawler.parse.article.sightings import NOTHING_SEEN, Sightings
from queson_crawler.profile.changes import learn_changes
from queson_crawler.profile.fields import learn_fields
from queson_crawler.profile.furniture import learn_furniture
from queson_crawler.profile.regions import TEXT, Region, keys_of, layouts
from queson_crawler.profile.titles import learn_title

MAX_COMPARED, MAX_COMPARED_AGAIN = 40, 30
"""Pages of a run whose blocks are compared: where nothing is known yet, and where something is. Each is read twice."""
MAX_FURNITURE = 300
"""Blocks that are kept of a portal."""


@dataclass(slots=True)
class Siblings:
    """The pages of the articles that a run read, until they have told what they share."""

    pages: list[Region] = field(default_factory=list)
    seen: list[Sightings] = field(default_factory=list)
    """The dates and counts of each of the pages."""
    compared: int = 0
    """How many of them were compared when furniture was sought last."""

    @property
    def is_enough(self) -> bool:
        """Whether as many pages were read as are compared at most."""
        return len(self.pages) >= MAX_COMPARED

    def take(self, sibling: Sibling) -> None:
        """Take in an article's page."""
        if sibling.region and not self.is_enough:
            self.pages.append(sibling.region)
            self.seen.append(sibling.seen)

    def learned(self, known: Template) -> Template | None:
        """What the pages tell beyond what is known; None where that is nothing.

        Where something is known already, furniture counts only if a text holds it: what merely stands beside texts
        changes from day to day.
        """
        if len(self.pages) == self.compared:
            return None
        self.compared = len(self.pages)
        furniture = learn_furniture(self.pages) - known.furniture
        within = keys_of(self.pages, TEXT)
        if known.furniture:
            changes = self._changes(known.furniture)
            places = changing_places(known.furniture | changes)
            furniture = frozenset(key for key in furniture & within if key.path not in places) | changes
        room = max(0, MAX_FURNITURE - len(known.furniture))
        ranked = sorted(furniture, key=lambda key: (key not in within, key))
        furniture = frozenset(ranked[:room])
        title = learn_title(self.pages, known.title)
        fields = self._fields(known.furniture | furniture, known.fields)
        if not furniture and title in ("", known.title) and not fields:
            return None
        return Template(furniture, title, Fields(fields))

    def _changes(self, known: frozenset[FurnitureKey]) -> frozenset[FurnitureKey]:
        """What stands now in the place of furniture that is known, in any template."""
        changes: frozenset[FurnitureKey] = NO_FURNITURE
        for several in layouts(self.pages):
            changes |= learn_changes(several, known)
        return changes

    def _fields(self, furniture: frozenset[FurnitureKey], known: Fields) -> tuple[FieldPlace, ...]:
        """The places of fields that all pages tell, and those of each template, beyond what is known."""
        seen = {id(page): each for page, each in zip(self.pages, self.seen, strict=False)}
        found: list[FieldPlace] = []
        for several in layouts(self.pages):
            own = [seen.get(id(page), NOTHING_SEEN) for page in several]
            found += learn_fields(several, own, furniture, known.joined(found))
        return tuple(found)
