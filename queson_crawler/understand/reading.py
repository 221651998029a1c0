"""A reading: what one answer was understood as. Frontier, store, probe, import and rescue only use it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from archive.records import DOCUMENT_ID, Entry, Needed, PageLead, StandingPage
from queson_crawler.parse.article.furniture import NO_SIBLING, Sibling
from queson_crawler.parse.evidence import LeftOut
from queson_crawler.parse.imprint import Imprint
from queson_crawler.parse.links import NO_LINKS, Links
from queson_crawler.parse.results import Feed, Listing, NotContent, RawArticle, RawDocument, Redirect, Why
from queson_crawler.parse.scripted import Blank
from queson_crawler.profile.profile import Profile
from queson_crawler.understand.tasks import Task
from queson_crawler.urls import canonical

Result = Listing | RawArticle | RawDocument | Feed | NotContent | Redirect


class Kind(StrEnum):
    """What an answer can turn out to be."""

    LIST = "list"
    """A page of a list of articles."""
    TEASERS = "teasers"
    """A page that shows some articles of the portal's lists and is no list itself, such as a home page."""
    ARTICLE = "article"
    DOCUMENT = "document"
    """The own page of a legal document."""
    FEED = "feed"
    REDIRECT = "redirect"
    UNRENDERED = "unrendered"
    """No content as it was sent, and signs that a browser would see some."""
    NO_CONTENT = "no content"


SHOWN_WHOLE = (Kind.LIST, Kind.TEASERS, Kind.ARTICLE)
"""What a page is that the server sent with its content."""


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Which list a page belongs to: the address of the list (`home`), the number of the page in it (from 1), what the
    list is called, and the page above it in a menu. `begins` says that the answer was not asked as a page of that list:
    it is the first that is met of it."""

    home: str
    number: int
    title: str = ""
    parent: str | None = None
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer, understood with a `profile` as the answer to a `task`; `url` is where it came from.

    `native_id` names the article. `place` is the list that the page belongs to, also where the page itself could not be
    read. `entries` are the articles that the page names as a list, a home page or a feed does, each with an address of
    its own; `only_shown` those that it shows in full and gives no other address. `unlisted_article` is
    what would be an article if a list named it. `imprint` is what a start page says
    of its portal, `layout` the class names of a page with content.
    """

    task: Task
    url: str
    profile: Profile
    kind: Kind
    result: Result
    links: Links = NO_LINKS
    blanks: tuple[Blank, ...] = ()
    """The places that the page's scripts may fill, and that do not stay empty on pages which are shown whole."""
    says_enough: bool = False
    """Whether a page that is no content has a text of its own, and nothing in it says that more is to come."""
    stands: bool = True
    """Whether a page shows anything of its own; one that is no content may show nothing but what frames every page."""
    native_id: str = ""
    place: ListPlace | None = None
    entries: tuple[Entry, ...] = ()
    only_shown: tuple[Entry, ...] = ()
    unlisted_article: RawArticle | None = None
    imprint: Imprint | None = None
    layout: tuple[str, ...] = ()
    sibling: Sibling = field(default=NO_SIBLING, compare=False, repr=False)
    """The blocks, dates and counts of an article's page, where it is still to be learned what its portal's pages
    share."""
    needs: tuple[Needed, ...] = field(default=(), compare=False, repr=False)
    """What the page is shown with."""
    standing: StandingPage | None = field(default=None, compare=False, repr=False)
    """The page as one that stands for itself, in a crawl that keeps the whole portal."""
    leads: tuple[PageLead, ...] = field(default=(), compare=False, repr=False)
    """All that it leads to, in such a crawl."""
    left_out: tuple[LeftOut, ...] = field(default=(), compare=False, repr=False)
    """What stands in the region of an article without being part of it, for people: `queson portals check`."""

    @property
    def are_listed(self) -> bool:
        """Whether `entries` stand in a list, and are not merely mentioned."""
        return self.kind is Kind.LIST

    @property
    def are_documents(self) -> bool:
        """Whether `entries` and `only_shown` are legal documents."""
        return isinstance(self.result, Listing) and bool(self.result.documents)

    @property
    def is_only_counted(self) -> bool:
        """Whether the page was only asked for the number of its entries."""
        return self.task.counts_only

    @property
    def refusal(self) -> Why | None:
        """Why the page is no content; None where it is content."""
        if isinstance(self.result, NotContent):
            return self.result.why
        return None

    @property
    def is_asked_again(self) -> bool:
        """Whether the page is no content and is asked for once more."""
        return self.refusal is not None and self.task.may_repeat(self.refusal)

    @property
    def why(self) -> Why:
        """Why the page is no content.

        Raises:
            TypeError: it is content.
        """
        if self.refusal is None:
            raise TypeError(f"{self.url} is content: {self.kind}")
        return self.refusal


def told_apart(entries: Iterable[Entry], url: str) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Of the entries of a page those with an address of their own, and those that only the page at `url` shows."""
    here = canonical(url)
    named: list[Entry] = []
    shown: list[Entry] = []
    for entry in entries:
        if canonical(entry.url) == here:
            shown.append(entry)
        else:
            named.append(entry)
    return tuple(named), tuple(shown)


def identified(entries: Iterable[Entry], url: str, profile: Profile) -> tuple[Entry, ...]:
    """The entries of the list page at `url`, each article once. Those that only this page shows keep the ids that it
    gives them, as legal documents do."""
    articles: list[Entry] = []
    documents: list[Entry] = []
    for entry in entries:
        if entry.native_id.startswith(DOCUMENT_ID):
            documents.append(entry)
        else:
            articles.append(entry)
    named, shown = told_apart(articles, url)
    return (*profile.identified(named), *shown, *documents)
