"""What is kept of the lists of a portal: their pages, what these name, and how far a run read them.

Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Category:
    """One list of a portal. ``url`` is its canonical address and its identity within the portal.

    ``same_as`` is the address of the category whose list this one shows again under another address.
    """

    url: str
    title: str = ""
    parent_url: str | None = None
    same_as: str | None = None


class PageState(StrEnum):
    """What one page of a list turned out to be."""

    READ = "read"
    MISSING = "missing"
    EMPTY = "empty"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: an article the portal says it has."""

    native_id: str
    url: str
    title: str = ""
    changed: str = ""
    """When it was last changed, as a feed writes it: what counts is only whether the same feed wrote it before."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a category (numbered from 1) as it was read, or could not be (``state``)."""

    category_url: str
    number: int
    url: str
    state: PageState = PageState.READ
    declared_total: int | None = None
    declared_pages: int | None = None
    entries: tuple[Entry, ...] = ()


class Extent(StrEnum):
    """How far a run read a list: to its end, from its head until everything was known, or to where nothing leads on
    and nothing shows that it ends."""

    WHOLE = "whole"
    HEAD = "head"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class Walked:
    """A list that a run read as far as it had to: it left no unknown entry between what it read and what was known."""

    category_url: str
    extent: Extent


@dataclass(frozen=True, slots=True)
class Left:
    """An article that a list no longer names, where it was read past the place at which the article stood."""

    category_url: str
    native_id: str
