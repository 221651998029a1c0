"""What is asked of a portal and why. A task travels with its request into the WARC, so that a rebuild knows it too.

Its note there is JSON: the role, and every field that is not at its default. Names of notes never change, whatever the
fields are called now, so that notes of every earlier version are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any, ClassVar, Self

from archive.checks import WebAddress
from archive.codec import field_value
from archive.records import RECORD as RECORD
from queson_crawler.parse.results import PostBack, Why

AGAIN = frozenset((Why.HTTP_ERROR, Why.EMPTY, Why.CHALLENGE, Why.MAINTENANCE, Why.NO_ANSWER))
"""What may pass by itself, so that asking again helps."""
DOUBTFUL = frozenset((Why.NO_ARTICLE, Why.NO_LIST, Why.SOFT_NOT_FOUND, Why.NOT_HTML))
"""What may be a damaged answer, where a list promised an article."""
MAX_ATTEMPTS = 3
MAX_FLOODED = 12
"""A request that came too fast is no fault of what it asked for: it is repeated until the portal has calmed down."""
_MOST_ATTEMPTS = {Why.LOOP: 1, Why.FLOOD: MAX_FLOODED, **dict.fromkeys(AGAIN, MAX_ATTEMPTS)}
"""How often the same is asked at most after such answers, whatever it is."""
MAX_HOPS = 5
MAX_DEPTH = 4
"""Clicks from the start page; what lies deeper is not looked at in search of lists."""
MAX_LIST_ATTEMPTS = 2
"""A list page that is missing or empty in the middle is asked at most this often before it counts as a gap."""


class Role(StrEnum):
    """What a request is for."""

    PAGE = "page"
    """Anything; perhaps a list."""
    LIST = "list"
    """One page of a list."""
    ARTICLE = "article"
    FEED = "feed"
    """A sitemap, a feed or an API, which names articles once more."""
    FILE = "file"
    """A file or picture of an article."""


_NOTED_AS = {"is_guess": "probe", "counts_only": "tail", "is_stored": "again", "is_unlisted": "left"}
"""Fields whose note has another name."""
_NOT_NOTED = ("url", "postback")
"""What the record of the request holds anyway."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What every task has. `attempt` counts repetitions and `hops` redirects, of which `origin` is the first address;
    `render` says that a browser is to show the page."""

    url: str
    _: KW_ONLY
    attempt: int = 1
    hops: int = 0
    origin: str = ""
    render: bool = False

    role: ClassVar[Role]

    @property
    def is_start(self) -> bool:
        """Whether the portal's start page is asked for."""
        return False

    @property
    def is_list(self) -> bool:
        """Whether the page is known to belong to a list."""
        return False

    @property
    def is_promised(self) -> bool:
        """Whether something says that the page holds an article, or belongs to a list."""
        return self.is_list

    @property
    def only_may_be_list(self) -> bool:
        """Whether nothing is known of the page but that it may be a list."""
        return False

    @property
    def is_in_menu(self) -> bool:
        """Whether a menu leads to the page."""
        return False

    @property
    def is_posted(self) -> bool:
        """Whether a form is sent to reach the page."""
        return False

    @property
    def is_trial(self) -> bool:
        """Whether a control is tried of which nobody knows whether it leads on in a list."""
        return False

    @property
    def is_part(self) -> bool:
        """Whether a further page of an article is asked for."""
        return False

    @property
    def clicks(self) -> int:
        """How many clicks the page is from the start page, as far as menus tell."""
        return 0

    @property
    def is_repetition(self) -> bool:
        """Whether the same was asked before, here or at an address that led here."""
        return self.attempt > 1 or self.hops > 0

    def again(self) -> Self:
        """The same task, once more."""
        return replace(self, attempt=self.attempt + 1)

    def redirected(self, target: str) -> Self:
        """The same task at the address to which the portal sends the asker on."""
        return replace(self, url=target, hops=self.hops + 1, origin=self.origin or self.url)

    def may_repeat(self, why: Why) -> bool:
        """Whether the task is asked once more after an answer of this kind."""
        if why in _MOST_ATTEMPTS:
            return self.attempt < _MOST_ATTEMPTS[why]
        return self.is_list and self.attempt < MAX_LIST_ATTEMPTS

    def note(self) -> dict[str, Any]:
        """The task as JSON for the WARC, without what the request record holds anyway."""
        told: dict[str, Any] = {"role": str(self.role)}
        for name, value in asdict(self).items():
            if name not in _NOT_NOTED and value not in ("", 0, None, False):
                told[_NOTED_AS.get(name, name)] = value
        return told


@dataclass(frozen=True, slots=True)
class PageTask(Asked):
    """Any page. `title` are the words that led to it, `parent` the page above it in a menu, `depth` the clicks from the
    start page; `category` is the list that it was at an earlier crawl; `start` says that it is the portal's first,
    `menu` that a menu leads to it, and `frame` that the first shows it in a frame."""

    category: WebAddress = ""
    _: KW_ONLY
    title: str = ""
    parent: WebAddress | None = None
    depth: int = 0
    start: bool = False
    menu: bool = False
    frame: bool = False

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
        if self.is_guess and why not in _MOST_ATTEMPTS:
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
    def is_promised(self) -> bool:
        return True

    @property
    def is_part(self) -> bool:
        return self.part > 0

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
    """A file of an article; `image` where it is shown as a picture."""

    _: KW_ONLY
    image: bool = False

    role: ClassVar[Role] = Role.FILE


Task = PageTask | ListTask | ArticleTask | FeedTask | FileTask
_CLASSES: dict[str, type[PageTask | ListTask | ArticleTask | FeedTask | FileTask]] = {
    Role.PAGE: PageTask,
    Role.LIST: ListTask,
    Role.ARTICLE: ArticleTask,
    Role.FEED: FeedTask,
    Role.FILE: FileTask,
}


def task_of(url: str, note: Mapping[str, Any]) -> Task:
    """The task that a note was made of; what other versions noted and this one does not know is passed over.

    Raises:
        BadRecord: a field holds what it may not.
    """
    kind = _CLASSES.get(str(note.get("role", Role.PAGE)), PageTask)
    known: dict[str, Any] = {}
    for field in fields(kind):
        name = _NOTED_AS.get(field.name, field.name)
        if field.name not in _NOT_NOTED and name in note:
            known[field.name] = field_value(kind, field.name, note[name], "task")
    return kind(url, **known)


def asked_id(task: Task) -> str:
    """The id of the article that is asked for; "" where none is."""
    if isinstance(task, ArticleTask):
        return task.native_id
    return ""
