"""What follows from several pages and stands in none: a frozen class for each conclusion that a crawl draws."""

from __future__ import annotations

from dataclasses import dataclass

from archive.checks import WebAddress
from archive.page_records import RestOfPortal as RestOfPortal
from archive.records import Extent


@dataclass(frozen=True, slots=True)
class ListRepeats:
    """The list ``category`` shows the list ``original`` again, under another address."""

    category: WebAddress
    original: WebAddress


@dataclass(frozen=True, slots=True)
class ListPageMissing:
    """A list declares a page to which no way leads."""

    category: WebAddress
    number: int


@dataclass(frozen=True, slots=True)
class ListPageRepeated:
    """A page of a list only showed another of its pages once more."""

    category: WebAddress
    number: int


@dataclass(frozen=True, slots=True)
class PageNotRendered:
    """A page that needs a browser was not shown by one; ``reason`` says why."""

    url: WebAddress
    reason: str


@dataclass(frozen=True, slots=True)
class ListWalked:
    """A list was read as far as it had to be, and no longer names the articles ``unlisted`` (native ids)."""

    category: WebAddress
    extent: Extent
    unlisted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnotherSite:
    """At the portal's address another site answers, which calls itself ``name``."""

    url: WebAddress
    name: str


@dataclass(frozen=True, slots=True)
class AddressPart:
    """A part of an address: ``kind`` as in `queson_crawler.profile.address_parts`, and which one of that kind."""

    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class IdentityChoice:
    """The parts of an address that make a native id together."""

    parts: tuple[AddressPart, ...]


@dataclass(frozen=True, slots=True)
class IdentityAlias:
    """A native id that the rule gives and the one under which the article was published first: that one stays."""

    native_id: str
    published: str


@dataclass(frozen=True, slots=True)
class FurnitureBlock:
    """A block that the pages of articles share: where it stands, and its words as they are compared."""

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class LearnedField:
    """Where the pages of articles have a field: ``role`` as in `queson_crawler.parse.article.field_places`, its place,
    and in which ``form`` (the field of a label, or the look of a block)."""

    role: str
    path: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class ProfileLearned:
    """What the pages of the run's portal told together. Of the ``choices`` the first whose parts an address has makes
    its native id; ``furniture`` is part of no article; ``title_place`` is where the titles of articles stand,
    ``fields`` where their other fields do; ``version`` counts the forms of this record.

    Where more comes in than was known before, the articles that are stored by then are read once more.
    """

    version: int
    choices: tuple[IdentityChoice, ...]
    aliases: tuple[IdentityAlias, ...] = ()
    furniture: tuple[FurnitureBlock, ...] = ()
    title_place: str = ""
    fields: tuple[LearnedField, ...] = ()


Conclusion = (
    ListRepeats
    | ListPageMissing
    | ListPageRepeated
    | PageNotRendered
    | ListWalked
    | AnotherSite
    | ProfileLearned
    | RestOfPortal
)
"""What follows from several pages and stands in none: the frontier draws it."""
