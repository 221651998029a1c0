"""What is kept of the pages of a portal that are neither lists nor news: addresses, and what came of asking for them.

Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from archive.file_records import Attachment

STEP = " › "
"""What parts the steps of a way."""
PAGE_ID = "tr:"
"""How the native ids of pages begin: no article and no document has such a one."""


class AskedFor(StrEnum):
    """What came of asking for the address of a page: the column `state`; null where it was not asked for yet. Where
    nothing came that could be kept, the state is a kind of `problems`."""

    KEPT = "kept"
    """A page that stands for itself."""
    LIST = "list"
    ARTICLE = "article"
    DOCUMENT = "document"


OTHERWISE_KEPT = frozenset((AskedFor.LIST, AskedFor.ARTICLE, AskedFor.DOCUMENT))
"""What is kept, in tables of its own."""


@dataclass(frozen=True, slots=True)
class PageLead:
    """An address to which a page leads. `way` are the words of the menu entries above the link and its own, from the
    outermost inwards; `depth` counts the clicks from the start page, as far as is known."""

    url: str
    way: tuple[str, ...]
    in_menu: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class StandingPage:
    """A page that is neither a list nor news, as one answer shows it. `way` are the steps of its breadcrumb; `marks`
    tell pages without much text apart: addresses of what they show. `files` are those to which it leads."""

    title: str
    text: str
    way: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """What came of asking for a page under one or more addresses (redirects): an `AskedFor`, or a kind of problem."""

    urls: tuple[str, ...]
    state: str
    shown: StandingPage | None = None


class Bound(StrEnum):
    """Why an address is left out by how much was asked for."""

    NUMBER = "more pages than the crawl may ask for"
    BYTES = "more bytes than the crawl may keep"
    CLICKS = "too many clicks from the start page"
    HOST = "more pages of one host than the crawl may ask for"
    SHAPE = "too many addresses of one shape"
    CALENDAR = "days of a calendar without end"
    FOLDER = "too many pages in one folder"
    IDLE = "addresses of a shape that told nothing new"
    NOTED = "more addresses than are noted"


OF_THE_KEEPER = frozenset((Bound.NUMBER, Bound.BYTES, Bound.HOST, Bound.NOTED))
"""The bounds behind which pages are missing, and not only noise."""


@dataclass(frozen=True, slots=True)
class PagesLeftOut:
    """How many addresses of a portal were not asked for, for one reason, and one of them."""

    reason: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class RestOfPortal:
    """The rest of a portal was asked for within these bounds: numbers of pages, bytes, clicks from the start page, and
    pages of one host; and what was left out."""

    max_pages: int
    max_bytes: int
    max_depth: int
    max_of_host: int
    left: tuple[PagesLeftOut, ...] = ()
