"""What is asked of a portal and why. A task travels with its request into the WARC, so that a rebuild knows it too.

Its note there is JSON: the role, and every field that is not at its default. Names of notes never change, whatever the
fields are called now, so that notes of every earlier version are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, fields, replace
from typing import Any, ClassVar, Self

from archive.checks import WebAddress
from archive.codec import field_value
from archive.records import DOCUMENT_ID, Needed, Use
from archive.records import RECORD as RECORD
from queson_crawler.parse.results import PostBack, Why
from queson_crawler.understand.asked import AGAIN as AGAIN
from queson_crawler.understand.asked import DOUBTFUL as DOUBTFUL
from queson_crawler.understand.asked import MAX_ATTEMPTS as MAX_ATTEMPTS
from queson_crawler.understand.asked import MAX_DEPTH as MAX_DEPTH
from queson_crawler.understand.asked import MAX_FLOODED as MAX_FLOODED
from queson_crawler.understand.asked import MAX_HOPS as MAX_HOPS
from queson_crawler.understand.asked import MAX_LIST_ATTEMPTS as MAX_LIST_ATTEMPTS
from queson_crawler.understand.asked import MOST_ATTEMPTS, NOT_NOTED, NOTED_AS, Asked
from queson_crawler.understand.asked import Role as Role

DOCUMENT = "document"
"""What the page of a legal document is read as, beside the roles."""


@dataclass(frozen=True, slots=True)
class PageTask(Asked):
    """Any page. `title` are the words that led to it, `parent` the page above it in a menu, `depth` the clicks from the
    start page; `category` is the list that it was at an earlier crawl; `start` says that it is the portal's first,
    `menu` that a menu leads to it, and `frame` that the first shows it in a frame. `shape` is that of other lists
    of the portal, where the page may be one that is too small to be seen as such without knowing it."""

    category: WebAddress = ""
    _: KW_ONLY
    title: str = ""
    parent: WebAddress | None = None
    depth: int = 0
    start: bool = False
    menu: bool = False
    frame: bool = False
    shape: str = ""

    role: ClassVar[Role] = Role.PAGE

    @property
    def is_start(self) -> bool:
        return self.start

    @property
    def is_list(self) -> bool:
        return bool(self.category)

    @property
    def only_may_be_list(self) -> bool:
        return not self.category

    @property
    def is_in_menu(self) -> bool:
        return self.menu

    @property
    def clicks(self) -> int:
        return self.depth


@dataclass(frozen=True, slots=True)
class ListTask(Asked):
    """Page `number` (from 1) of the list `category`, whose entries stand in a `shape`. A page may have to be posted for
    (`postback`) or reached by pressing a control (`press`, a selector).

    `is_guess` says that nothing tells the page exists, `counts_only` that it is only asked how many entries it has. A
    page that may belong to another list bears the title `heading`, or it is none of this one.
    """

    category: WebAddress = ""
    number: int = 0
    _: KW_ONLY
    shape: str = ""
    is_guess: bool = False
    counts_only: bool = False
    heading: str = ""
    postback: PostBack | None = None
    press: str = ""

    role: ClassVar[Role] = Role.LIST

    @property
    def is_list(self) -> bool:
        return True

    @property
    def is_promised(self) -> bool:
        return not self.is_guess

    @property
    def is_posted(self) -> bool:
        return self.postback is not None

    @property
    def is_trial(self) -> bool:
        return bool(self.heading)

    def redirected(self, target: str) -> Self:
        """As of every task; the form is not sent to another address."""
        return Asked.redirected(replace(self, postback=None), target)

    def may_repeat(self, why: Why) -> bool:
        """As of every task; a page that was only guessed is not asked twice because it is not there."""
        if self.is_guess and why not in MOST_ATTEMPTS:
            return False
        return Asked.may_repeat(self, why)


@dataclass(frozen=True, slots=True)
class ArticleTask(Asked):
    """One article. `listed` says that a list names it, `is_stored` that the archive has it already, `is_unlisted` that
    its lists no longer name it. `part` is the number of a further page of the article; 0 is the first."""

    native_id: str = ""
    _: KW_ONLY
    part: int = 0
    listed: bool = False
    is_stored: bool = False
    is_unlisted: bool = False

    role: ClassVar[Role] = Role.ARTICLE

    @property
    def parsed_as(self) -> str:
        if self.native_id.startswith(DOCUMENT_ID):
            return DOCUMENT
        return self.role

    @property
    def is_promised(self) -> bool:
        return True

    @property
    def is_part(self) -> bool:
        return self.part > 0

    def as_listed(self) -> Self:
        return replace(self, listed=True)

    def may_repeat(self, why: Why) -> bool:
        """As of every task; a page that a list promised as an article is asked again before it is believed to be
        none."""
        if self.listed and not self.is_stored and why in DOUBTFUL:
            return self.attempt < MAX_LIST_ATTEMPTS
        return Asked.may_repeat(self, why)


@dataclass(frozen=True, slots=True)
class FeedTask(Asked):
    """A sitemap, a feed or an API."""

    role: ClassVar[Role] = Role.FEED


@dataclass(frozen=True, slots=True)
class FileTask(Asked):
    """A file of an article; `image` where it is shown as a picture, `postback` where a form has to be sent for it."""

    _: KW_ONLY
    image: bool = False
    postback: PostBack | None = None

    role: ClassVar[Role] = Role.FILE

    @property
    def is_posted(self) -> bool:
        return self.postback is not None

    def redirected(self, target: str) -> Self:
        """As of every task; the form is not sent to another address."""
        return Asked.redirected(replace(self, postback=None), target)


@dataclass(frozen=True, slots=True)
class ResourceTask(Asked):
    """What pages are shown with: `use` says for what, `depth` how many style sheets lead there."""

    _: KW_ONLY
    use: Use = Use.PICTURE
    depth: int = 0

    role: ClassVar[Role] = Role.RESOURCE

    @property
    def needed(self) -> Needed:
        """What was needed, by the address that a page or style sheet gave."""
        return Needed(self.origin or self.url, self.use, self.depth)


@dataclass(frozen=True, slots=True)
class StandingTask(Asked):
    """A page that is neither a list nor an article, as far as is known. `depth` counts the clicks from the start page,
    `is_stored` says that the archive has an answer of the address already."""

    _: KW_ONLY
    depth: int = 0
    is_stored: bool = False

    role: ClassVar[Role] = Role.STANDING

    @property
    def clicks(self) -> int:
        return self.depth


Task = PageTask | ListTask | ArticleTask | FeedTask | FileTask | ResourceTask | StandingTask
_CLASSES: dict[str, type[PageTask | ListTask | ArticleTask | FeedTask | FileTask | ResourceTask | StandingTask]] = {
    Role.PAGE: PageTask,
    Role.LIST: ListTask,
    Role.ARTICLE: ArticleTask,
    Role.FEED: FeedTask,
    Role.FILE: FileTask,
    Role.RESOURCE: ResourceTask,
    Role.STANDING: StandingTask,
}


def task_of(url: str, note: Mapping[str, Any]) -> Task:
    """The task that a note was made of; what other versions noted and this one does not know is passed over.

    Raises:
        BadRecord: a field holds what it may not.
    """
    kind = _CLASSES.get(str(note.get("role", Role.PAGE)), PageTask)
    known: dict[str, Any] = {}
    for field in fields(kind):
        name = NOTED_AS.get(field.name, field.name)
        if field.name not in NOT_NOTED and name in note:
            known[field.name] = field_value(kind, field.name, note[name], "task")
    return kind(url, **known)
