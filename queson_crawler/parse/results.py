"""What a page can turn out to be."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from enum import StrEnum

from archive.records import Attachment, Entry, Image
from queson_crawler.parse.evidence import Sign


@dataclass(frozen=True, slots=True)
class PostBack:
    """An ASP.NET event: what `__doPostBack` would send, with every hidden field of the page it stands on."""

    target: str
    argument: str
    fields: tuple[tuple[str, str], ...] = ()
    multipart: bool = False


@dataclass(frozen=True, slots=True)
class PageLink:
    """One link of a pager: the page it leads to, by address, by postback to that address, or by a control that only a
    browser can press (`press` is a selector within the page as a browser shows it, "?" where it was not rendered)."""

    number: int
    url: str
    postback: PostBack | None = None
    press: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of a breadcrumb: the title and the address of a list above the page."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An article as the page shows it; text not yet normalised, dates as printed beside what was read of them."""

    title: str
    lead: str = ""
    body: str = ""
    author: str | None = None
    poster: str | None = None
    source: str | None = None
    published_at: str | None = None
    published_precision: str | None = None
    published_raw: str | None = None
    view_count: int | None = None
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    unreached: tuple[str, ...] = field(default=(), repr=False)
    """The words of what offers a file and leads to no address."""
    canonical: str | None = None
    further: tuple[PageLink, ...] = ()
    """The other pages of an article in several pages, by number; their texts belong to this one."""
    breadcrumb: tuple[Crumb, ...] = ()
    """The lists above the article as its page names them, from the outermost inwards, without the home page."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A legal document as a row of a list or a page of its own shows it; text not yet normalised, days as printed
    beside what was read of them (ISO 8601). `url` is its own page, "" where a row leads to none."""

    url: str = ""
    number: str = ""
    kind: str = ""
    issuer: str = ""
    signer: str = ""
    issued: str = ""
    issued_on: str | None = None
    effective: str = ""
    effective_on: str | None = None
    status: str = ""
    field: str = ""
    abstract: str = ""
    files: tuple[Attachment, ...] = ()
    unreached: tuple[str, ...] = dataclasses.field(default=(), compare=False, repr=False)
    """The words of what offers a file of it and leads to no address."""
    day: str = ""
    """A day beside its number (ISO 8601) of which nothing says what it is: it tells documents apart, and is no day of
    issue."""


@dataclass(frozen=True, slots=True)
class Way:
    """A control in or beside a list that may lead to its next page, with the evidence for and against it."""

    link: PageLink
    said: str
    signs: tuple[Sign, ...] = ()
    points: float = 0


@dataclass(frozen=True, slots=True)
class PageTemplate:
    """How addresses of list pages are made: `before` + (number - first) * step + `after`."""

    before: str
    after: str
    first: int = 0
    step: int = 1

    def url(self, number: int) -> str:
        """The address of page `number` (from 1)."""
        return f"{self.before}{(number - self.first) * self.step}{self.after}"

    def makes(self, url: str) -> bool:
        """Whether an address is one that this makes."""
        return self.digits_in(url).isdigit()

    def digits_in(self, url: str) -> str:
        """What stands in an address where this puts a number; "" in an address of another form."""
        digits = url[len(self.before) : len(url) - len(self.after)]
        if url != f"{self.before}{digits}{self.after}":
            return ""
        return digits


@dataclass(frozen=True, slots=True)
class Pager:
    """How the other pages of a list are reached: the links shown, how others are made, how many pages are declared;
    `following` is the next-link, whose number is a guess where the page does not tell its own."""

    links: tuple[PageLink, ...] = ()
    current: int | None = None
    last: int | None = None
    template: PageTemplate | None = None
    following: PageLink | None = None
    ways: tuple[Way, ...] = field(default=(), compare=False, repr=False)
    """Every control that may lead on, the likeliest first: to be tried where nothing known leads on."""

    @property
    def furthest(self) -> int:
        """The highest number among the links shown; 0 where none is."""
        return max((link.number for link in self.links), default=0)

    def link(self, number: int) -> PageLink | None:
        """The way to page `number`: as shown, or made by the template; None where neither knows it."""
        shown = next((link for link in self.links if link.number == number), None)
        if shown is None and self.template is not None and number >= 1:
            return PageLink(number, self.template.url(number))
        return shown


NO_PAGER = Pager()


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list of articles. `shape` is how its links stand on the page, where structure alone found them.
    In a list of legal documents the `documents` stand in the order of the entries."""

    title: str
    entries: tuple[Entry, ...]
    pager: Pager = NO_PAGER
    declared_total: int | None = None
    declared_range: tuple[int, int] | None = None
    shape: str = ""
    documents: tuple[RawDocument, ...] = field(default=(), repr=False)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the articles that it names, in its order."""
        return tuple(entry.native_id for entry in self.entries)


class Why(StrEnum):
    """Why a page is not content: the kinds of `problems`."""

    HTTP_ERROR = "http error"
    NOT_FOUND = "not found"
    SOFT_NOT_FOUND = "soft 404"
    REFUSED = "refused"
    FLOOD = "asked too fast"
    LOGIN = "login wall"
    CHALLENGE = "challenge"
    MAINTENANCE = "maintenance"
    EMPTY = "empty page"
    NOT_HTML = "not a page"
    NO_ARTICLE = "no article"
    NO_LIST = "no list"
    NO_MORE = "no more entries"
    NO_FEED = "no feed"
    NOTHING = "nothing to read"
    UNDATED = "no news"
    NO_ANSWER = "no answer"
    TOO_LARGE = "too large"
    FORBIDDEN = "forbidden by robots.txt"
    SCRIPTED = "needs a browser"
    LOOP = "redirect loop"
    SHOWN_ONLY = "shown only within its list"
    BROKEN = "not readable by this parser"
    OTHER_SITE = "another site"
    NOT_HELD = "not in the file"
    PART = "part of an article"
    UNREACHED = "file without an address"
    FOREIGN_FILE = "file on another host"


@dataclass(frozen=True, slots=True)
class Feed:
    """Articles as a sitemap, a feed or an API names them, and the further addresses of the same kind it leads to.
    `others` are addresses that carry no id: pages of any kind, articles among them."""

    entries: tuple[Entry, ...] = ()
    children: tuple[str, ...] = ()
    others: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class NotContent:
    """A page that holds neither a list nor an article, and what it is instead."""

    why: Why
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """The portal sends the asker on, to an address of its own."""

    target: str
