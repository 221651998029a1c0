"""Which part of an address tells one article of a portal from another, learned from what its lists show. Pure.

Lists give many (address, title, day) before the first article is read. A rule is refuted by a *collision*: one id for
two entries that are different articles (another title, another day). *Doubles* speak against it: one title and day met
in several lists under several ids; *joins* speak for it: the same under one id. A few doubles are no proof, since an
office gives one title to many notices, and to merge articles is worse than to keep one twice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from urllib.parse import urlsplit

from archive.text import fold
from queson_crawler.profile.address_parts import Address, Part, PartKind, common_parts, own_name, taken_apart

MAX_PARTS = 2
"""Parts of an address that one rule joins; beyond that the whole path or address tells articles apart."""
MAX_PAIRED = 12
"""Parts that are tried in pairs."""
MIN_STEM = 20
"""Characters that a shortened title must have in common with the whole."""
FEW_DOUBLES, SHARE_OF_DOUBLES, DOUBLES_PER_JOIN = 2, 0.03, 0.5
"""Doubles that say nothing: a few, or few beside the entries, or few beside the joins."""
MAX_COLLISIONS = 50
"""A rule with more is refuted; how many more does not matter."""
MAX_OF_TITLE = 2
"""Doubles of one title that count: what an office calls so again and again is no article under several ids."""
MAX_SAME_TITLE = 3
"""A title that more addresses of one page have is no title: `Xem tiếp`, `Chi tiết`."""
_WHOLE = (PartKind.PATH, PartKind.ADDRESS)
_WHOLE_ADDRESS = (Part(PartKind.ADDRESS),)
_WORD = re.compile(r"\w+")

_NAME_THEMSELVES = (PartKind.PLATFORM, PartKind.GUID, *_WHOLE)
"""Kinds of parts whose ids cannot be taken for those of another choice."""

PlatformRule = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry as a page shows it: `day` is its date (ISO, to the day) or "", `page` names the page it stands on."""

    url: str
    title: str = ""
    day: str = ""
    page: str = ""

    @property
    def of_list(self) -> str:
        """The list to which the page belongs: its number stands behind a space."""
        return self.page.partition(" ")[0]


@dataclass(frozen=True, slots=True)
class IdentityRule:
    """How an address becomes a native id. Of several `choices` the first whose parts an address all has is taken.

    A choice that is not the first has its parts' names before its values, so that the ids of two kinds of address do
    not meet.
    """

    choices: tuple[tuple[Part, ...], ...] = ((Part(PartKind.PLATFORM),), (Part(PartKind.PATH),))

    def native_id(self, url: str, platform_id: PlatformRule | None = None) -> str:
        """The native id of an address; "" only where the address is empty."""
        address = taken_apart(url, platform_id)
        for parts in self.choices:
            if not address.parts.keys() >= set(parts):
                continue
            found = _id(parts, address)
            if parts == self.choices[0] or parts[0].kind in _NAME_THEMSELVES:
                return found
            return f"{_label(parts)}:{found}"
        return address.parts[Part(PartKind.ADDRESS)]

    def in_words(self) -> str:
        """What tells articles apart, for people."""
        told = []
        for parts in self.choices:
            told.append(" and ".join(part.in_words() for part in parts))
        return "; else ".join(told)


@dataclass(frozen=True, slots=True)
class Trial:
    """One rule held against the entries: how many articles it would merge, store twice, and rightly join."""

    parts: tuple[Part, ...]
    entries: int
    collisions: int
    doubles: int
    joins: int

    @property
    def doubtful(self) -> bool:
        """Whether the rule seems to give one article several ids."""
        few = max(FEW_DOUBLES, SHARE_OF_DOUBLES * self.entries, DOUBLES_PER_JOIN * self.joins)
        return self.doubles > few

    @property
    def cost(self) -> tuple[int, int, int, list[int], list[str]]:
        """The lower, the better."""
        doubles = 0
        if self.doubtful:
            doubles = self.doubles
        ranks = [part.rank for part in self.parts]
        names = [part.name for part in self.parts]
        return self.collisions, doubles, len(self.parts), ranks, names


def learn_identity(entries: Iterable[Shown], platform_id: PlatformRule | None = None) -> IdentityRule:
    """The rule that the entries of a portal's lists support.

    Addresses of different form (other parameters, another ending) are judged apart, the most frequent form first.
    """
    addresses: dict[str, Address] = {}
    groups: dict[str, list[Shown]] = defaultdict(list)
    for entry in without_common_titles(entries):
        if entry.url not in addresses:
            addresses[entry.url] = taken_apart(entry.url, platform_id)
        groups[_form(addresses[entry.url])].append(entry)
    ranked = sorted(groups.values(), key=len, reverse=True)
    choices = dict.fromkeys(best(group, addresses).parts for group in ranked)
    if not choices:
        return IdentityRule()
    return IdentityRule(tuple(choices))


def best(group: Sequence[Shown], addresses: dict[str, Address]) -> Trial:
    """The best rule for entries whose addresses have one form."""
    return min(trials(group, addresses), key=lambda trial: trial.cost)


def trials(group: Sequence[Shown], addresses: dict[str, Address]) -> list[Trial]:
    """Every rule that can be made of the parts that all the addresses have, held against the entries."""
    urls = {entry.url for entry in group}
    common = common_parts(map(addresses.__getitem__, urls))
    tried = [_tried((part,), group, addresses) for part in common]
    standing = [trial.parts for trial in tried if trial.collisions == 0]
    if standing in ([], [_WHOLE_ADDRESS]):
        pairable = [part for part in common if part.kind not in _WHOLE]
        for pair in combinations(pairable[:MAX_PAIRED], MAX_PARTS):
            tried.append(_tried(pair, group, addresses))
    return tried


def _tried(parts: tuple[Part, ...], group: Sequence[Shown], addresses: dict[str, Address]) -> Trial:
    by_id: dict[str, list[Shown]] = defaultdict(list)
    for entry in group:
        by_id[_id(parts, addresses[entry.url])].append(entry)
    collisions = joins = 0
    for entries in by_id.values():
        apart = _by_address(entries)
        distinct = _distinct(apart)
        collisions += len(distinct) - 1
        joins += len(apart) - len(distinct)
        if collisions > MAX_COLLISIONS:
            break
    return Trial(parts, len(group), collisions, _doubles(by_id), joins)


def _distinct(entries: Iterable[Shown]) -> list[Shown]:
    """One entry for each article that the entries of one id show."""
    distinct: list[Shown] = []
    for entry in entries:
        if all(differ(entry, other) for other in distinct):
            distinct.append(entry)
        if len(distinct) > MAX_COLLISIONS:
            break
    return distinct


def _by_address(entries: Iterable[Shown]) -> list[Shown]:
    """One entry for each address, the one with the longest title: the same address is the same article."""
    longest: dict[str, Shown] = {}
    for entry in entries:
        known = longest.setdefault(entry.url, entry)
        if len(entry.title) > len(known.title):
            longest[entry.url] = entry
    return list(longest.values())


def differ(one: Shown, other: Shown) -> bool:
    """Whether two entries with different addresses show different articles."""
    days = {one.day, other.day} - {""}
    if len(days) > 1:
        return True
    if one.title and other.title:
        return not same_title(one.title, other.title)
    return bool(one.page) and one.page == other.page


def same_title(one: str, other: str) -> bool:
    """Whether two titles are the same, or one is the other cut short."""
    shorter, longer = sorted((title_key(one), title_key(other)), key=len)
    if len(shorter) < MIN_STEM:
        return shorter == longer
    return longer.startswith(shorter)


@lru_cache(maxsize=1 << 15)
def title_key(title: str) -> str:
    """The words of a title, by which it is compared."""
    return " ".join(_WORD.findall(fold(title)))


def without_common_titles(entries: Iterable[Shown]) -> list[Shown]:
    """The entries that have an address; a title that many addresses of one page have is left out."""
    shown = []
    addresses: dict[tuple[str, str], set[str]] = defaultdict(set)
    common = set()
    for entry in entries:
        if not entry.url:
            continue
        shown.append(entry)
        key = title_key(entry.title)
        same = addresses[entry.page, key]
        same.add(entry.url)
        if len(same) > MAX_SAME_TITLE:
            common.add(key)
    for place, entry in enumerate(shown):
        if title_key(entry.title) in common:
            shown[place] = replace(entry, title="")
    return shown


def _doubles(by_id: dict[str, list[Shown]]) -> int:
    """Ids beyond the first that show one title on one day, in different lists; of any title only a few."""
    lists: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for native_id, entries in by_id.items():
        for entry in entries:
            if entry.title:
                lists[title_key(entry.title), entry.day][native_id].add(entry.of_list)
    doubles = 0
    for lists_of_one in lists.values():
        doubles += min(_apart(lists_of_one.values()), MAX_OF_TITLE)
    return doubles


def _apart(lists_of_ids: Iterable[set[str]]) -> int:
    """How many sets of lists beyond the first have none in common with those before them."""
    taken: set[str] = set()
    alone = 0
    for lists in lists_of_ids:
        if taken.isdisjoint(lists):
            alone += 1
        taken |= lists
    return alone - 1


def _form(address: Address) -> str:
    """What addresses of one form have in common: their ending and the names of their parameters."""
    path = address.url.split("?", 1)[0]
    _, dot, ending = path.rstrip("/").rpartition("/")[2].rpartition(".")
    if not dot:
        ending = ""
    names = {own_name(part.name) for part in address.parts if part.kind is PartKind.PARAMETER}
    flag = Part(PartKind.FLAG) in address.parts
    known = Part(PartKind.PLATFORM) in address.parts
    return f"{ending} {' '.join(sorted(names))} {flag} {known}"


def form_of(url: str, platform_id: PlatformRule | None = None) -> str:
    """The form of an address: how deep it lies, its ending, and the names of its parameters."""
    address = taken_apart(url, platform_id)
    return f"{urlsplit(url).path.rstrip('/').count('/')} {_form(address)}"


def _id(parts: tuple[Part, ...], address: Address) -> str:
    """What all of these parts say in an address that has them."""
    return ":".join(address.parts[part] for part in parts)


def _label(parts: tuple[Part, ...]) -> str:
    return "+".join(part.name or part.kind.value.replace(" ", "-") for part in parts)
