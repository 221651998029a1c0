"""With what the pages of one portal are read: its file's rules, and what its own pages have told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from archive.errors import BadRecord
from archive.events import AddressPart, FurnitureBlock, IdentityAlias, IdentityChoice, LearnedField, ProfileLearned
from archive.records import Entry
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.article.field_places import FieldPlace, FieldRole, Fields
from queson_crawler.parse.article.furniture import NO_TEMPLATE, FurnitureKey, Template
from queson_crawler.parse.scripted import Blank
from queson_crawler.platforms import GENERIC, Platform, detect, named
from queson_crawler.portals import Portal
from queson_crawler.profile.address_parts import Part, PartKind
from queson_crawler.profile.identity import IdentityRule

VERSION = 3
"""The form of `ProfileLearned` that is written."""
BEFORE_PROFILES = IdentityRule(((Part(PartKind.PLATFORM),), (Part(PartKind.PATH),)))
"""The rule of archives from before profiles: the platform's own, else the path."""
BY_PORTAL_FILE = IdentityRule(((Part(PartKind.PLATFORM),), (Part(PartKind.ADDRESS),)))
"""The rule where a portal's file gives `ids`: what the keeper says is not judged."""
MAX_IDLE = 300
NOT_LEARNED = IdentityRule(((Part(PartKind.ADDRESS),),))
"""Until a rule is learned every address is an article of its own: nothing is merged that may be two."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a portal. It never changes: learning from an answer gives another profile, and the same answers
    in the same order give the same one.

    `platform` is the platform as this portal runs it; until `is_recognised` it is the generic one. `identity` tells
    articles apart; until it `is_identity_learned`, every address is an article of its own. `aliases` are ids that it
    gives to articles which were published under another one. `template` is what the pages of its articles have in
    common.
    """

    portal: Portal
    platform: Platform
    is_recognised: bool = False
    identity: IdentityRule = BEFORE_PROFILES
    is_identity_learned: bool = True
    aliases: Mapping[str, str] = field(default_factory=dict)
    template: Template = NO_TEMPLATE
    idle: frozenset[str] = frozenset()
    """Places that stay empty on pages which the server shows whole: nothing need be waited for there."""

    @classmethod
    def of(cls, portal: Portal, platform: str = "") -> Profile:
        """What is known before any page was read: the platform of that name, else the one that the portal's file names,
        else none."""
        name = platform or portal.platform
        if name:
            return cls(portal, portal.platform_of(named(name)), is_recognised=True)
        return cls(portal, portal.platform_of(GENERIC))

    def sharing(self, found: Template) -> Profile:
        """The profile with what more the pages of articles turned out to have in common; furniture stays furniture, and
        a field stays where it was found first."""
        known = self.template
        furniture, fields = known.furniture | found.furniture, known.fields.joined(found.fields.places)
        return replace(self, template=Template(furniture, found.title or known.title, fields))

    def native_id(self, url: str) -> str | None:
        """The article id that an address carries; None where it is no article's."""
        return self.platform.native_id(url)

    def learned(self, answer: Answer) -> Profile:
        """The profile after an answer: the first page that can be read tells the platform."""
        if self.is_recognised or not is_readable(answer):
            return self
        platform = self.portal.platform_of(detect(answer.document()))
        return replace(self, platform=platform, is_recognised=True)

    def unexplained(self, blanks: Iterable[Blank]) -> tuple[Blank, ...]:
        """The blanks of a page without those that stay empty on pages which are shown whole."""
        return tuple(blank for blank in blanks if blank.place not in self.idle)

    def shown_whole(self, blanks: Iterable[Blank]) -> Profile:
        """The profile after a page that was sent with its content, and with these blanks."""
        fresh = {blank.place for blank in blanks} - self.idle
        if not fresh or len(self.idle) >= MAX_IDLE:
            return self
        return replace(self, idle=self.idle | fresh)

    def without_identity(self) -> Profile:
        """The profile of a portal of which nothing was learned yet."""
        return replace(self, identity=NOT_LEARNED, is_identity_learned=False)

    def identify(self, url: str) -> str:
        """The native id of an article's address."""
        found = _native_id(self.identity, self.platform, url)
        return self.aliases.get(found, found)

    def named(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """The entries under their native ids, each address of an article by itself."""
        return tuple(replace(entry, native_id=self.identify(entry.url)) for entry in entries)

    def identified(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """The entries under their native ids, each article once."""
        found: dict[str, Entry] = {}
        for entry in entries:
            native_id = self.identify(entry.url)
            known = found.get(native_id)
            if known is None or (entry.title and not known.title):
                found[native_id] = replace(entry, native_id=native_id)
        return tuple(found.values())

    def taken_up(self, learned: ProfileLearned) -> Profile:
        """The profile with what is kept of an earlier one. Raises BadRecord where that is none of this version."""
        aliases = {alias.native_id: alias.published for alias in learned.aliases}
        taken_up = replace(self, identity=identity_of(learned), aliases=aliases, is_identity_learned=True)
        return taken_up.sharing(template_of(learned))

    def kept(self) -> ProfileLearned:
        """What is kept of the profile."""
        choices = []
        for parts in self.identity.choices:
            choices.append(IdentityChoice(tuple(AddressPart(part.kind.value, part.name) for part in parts)))
        aliases = [IdentityAlias(native_id, published) for native_id, published in sorted(self.aliases.items())]
        furniture = [FurnitureBlock(block.path, block.words) for block in sorted(self.template.furniture)]
        fields = [LearnedField(place.role.value, place.path, place.form) for place in self.template.fields.places]
        return ProfileLearned(
            VERSION, tuple(choices), tuple(aliases), tuple(furniture), self.template.title, tuple(fields)
        )


def identity_of(learned: ProfileLearned) -> IdentityRule:
    """What tells articles apart, as it was learned. Raises BadRecord where a part of an address is none that is known
    here."""
    choices = [tuple(map(_part_of, choice.parts)) for choice in learned.choices]
    return IdentityRule(tuple(choices))


def _part_of(kept: AddressPart) -> Part:
    try:
        return Part(PartKind(kept.kind), kept.name)
    except ValueError as error:
        raise BadRecord(f"{kept.kind!r} is no part of an address that is known here") from error


def template_of(learned: ProfileLearned) -> Template:
    """What the pages of articles have in common, as it was learned. Raises BadRecord where a field is none that is
    known here."""
    furniture = frozenset(FurnitureKey(block.path, block.words) for block in learned.furniture)
    places = [_place_of(field) for field in learned.fields]
    return Template(furniture, learned.title_place, Fields(tuple(places)))


def _place_of(kept: LearnedField) -> FieldPlace:
    try:
        return FieldPlace(FieldRole(kept.role), kept.path, kept.form)
    except ValueError as error:
        raise BadRecord(f"{kept.role!r} is no field of an article that is known here") from error


@lru_cache(maxsize=1 << 14)
def _native_id(rule: IdentityRule, platform: Platform, url: str) -> str:
    return rule.native_id(url, platform.native_id)


def is_readable(answer: Answer) -> bool:
    """Whether an answer is a page that can be read at all."""
    return answer.status == 200 and bool(answer.body)
