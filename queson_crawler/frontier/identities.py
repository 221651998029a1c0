"""What lists have shown of a portal's articles: from it is learned what tells these apart. Pure state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from itertools import chain

from archive.records import Entry
from queson_crawler.frontier.page_shapes import folder_of
from queson_crawler.profile.identity import IdentityRule, Shown, differ, form_of, learn_identity
from queson_crawler.profile.profile import BY_PORTAL_FILE, NOT_LEARNED, Profile
from queson_crawler.understand.reading import Reading

MAX_SHOWN = 20_000
"""Entries from which the rule is learned; of a portal with more the first tell it."""
RULE_AGAIN = 1.2
"""The rule is looked at again when this many times the entries are known from which it was learned."""
MIN_OF_FORM = 5
"""Entries of lists that have a form before an address of that form is taken for an article's."""


@dataclass(slots=True)
class IdentityLearner:
    """The entries that a run was shown, each address of a page once. `known` are stored articles by address."""

    known: dict[str, str] = field(default_factory=dict)
    shown: dict[tuple[str, str], Shown] = field(default_factory=dict)
    has_lists: bool = False
    """Whether a list is among what was shown: the few articles of a home page do not tell what tells all apart."""
    learned_from: int = 0

    def came(self, url: str, native_id: str) -> None:
        """An article is stored, or came: its id stays."""
        self.known[url] = native_id

    def meet(self, reading: Reading) -> None:
        """Take in the entries of a page: of a list as lines of that page, of any other as addresses with titles."""
        page = ""
        if reading.are_listed and reading.place is not None:
            page = f"{reading.place.home} {reading.place.number}"
            self.has_lists = True
        self._add(reading.entries, page)

    def _add(self, entries: Iterable[Entry], page: str) -> None:
        for entry in entries:
            if len(self.shown) >= MAX_SHOWN:
                return
            self.shown.setdefault((entry.url, page), Shown(entry.url, entry.title, page=page))

    @property
    def is_enough(self) -> bool:
        """Whether so much was shown that a rule is learned before the lists have come to their ends."""
        return len(self.shown) >= MAX_SHOWN

    def learned(self, profile: Profile) -> Profile | None:
        """The profile with the rule that the entries support; None where it stays as it is.

        Articles that are known keep the ids under which they are known.
        """
        if profile.is_identity_learned and (profile.portal.ids or not self._is_refuted(profile)):
            return None
        rule = self._rule(profile)
        if profile.is_identity_learned and rule == profile.identity:
            return None
        fresh = replace(profile, identity=rule, is_identity_learned=True, aliases={})
        aliases: dict[str, str] = {}
        for url, native_id in self.known.items():
            found = fresh.identify(url)
            if found != native_id:
                aliases.setdefault(found, native_id)
        return replace(fresh, aliases=aliases)

    def listed(self) -> list[Shown]:
        """The lines of lists that were shown."""
        return [entry for entry in self.shown.values() if entry.page]

    def like_listed(self, urls: Collection[str], lists: Iterable[str], profile: Profile) -> list[str]:
        """Of addresses those that have the form in which lists name articles, and no list has; or else that form in the
        same folder, where no list stands."""
        if not urls:
            return []

        def forms(url: str) -> tuple[str, str]:
            form = form_of(url, profile.platform.native_id)
            return form, f"{form} {folder_of(url)}"

        counted = Counter(chain.from_iterable(forms(entry.url) for entry in self.listed()))
        usual = {form for form, number in counted.items() if number >= MIN_OF_FORM}
        usual.difference_update(*map(forms, lists))
        return [url for url in urls if not usual.isdisjoint(forms(url))]

    def _rule(self, profile: Profile) -> IdentityRule:
        """The rule that the keeper's own file gives, else the one that the entries support."""
        if profile.portal.ids:
            return BY_PORTAL_FILE
        return learn_identity(self.shown.values(), profile.platform.native_id)

    def _is_refuted(self, profile: Profile) -> bool:
        """Whether the profile's rule makes one article of several that lists show; not asked again before there is
        clearly more to see."""
        if len(self.shown) <= RULE_AGAIN * self.learned_from:
            return False
        self.learned_from = len(self.shown)
        titles: dict[str, Shown] = {}
        for entry in self.shown.values():
            native_id = profile.identify(entry.url)
            before = titles.setdefault(native_id, entry)
            if before.url != entry.url and differ(before, entry):
                return True
        return False

    def renamed(self, profile: Profile) -> dict[str, str]:
        """The ids that addresses had before a rule was learned → those that they have now."""
        names = {}
        for entry in self.shown.values():
            names[NOT_LEARNED.native_id(entry.url)] = profile.identify(entry.url)
        return names
