"""What every task has in common: its address, how often it was asked, and what is known of the page it asks for."""

from __future__ import annotations

from dataclasses import KW_ONLY, asdict, dataclass, replace
from enum import StrEnum
from typing import Any, ClassVar, Self

from queson_crawler.parse.results import Why

AGAIN = frozenset((Why.HTTP_ERROR, Why.EMPTY, Why.CHALLENGE, Why.MAINTENANCE, Why.NO_ANSWER))
"""What may pass by itself, so that asking again helps."""
DOUBTFUL = frozenset((Why.NO_ARTICLE, Why.NO_LIST, Why.SOFT_NOT_FOUND, Why.NOT_HTML))
"""What may be a damaged answer, where a list promised an article."""
MAX_ATTEMPTS = 3
MAX_FLOODED = 12
"""A request that came too fast is no fault of what it asked for: it is repeated until the portal has calmed down."""
MOST_ATTEMPTS = {Why.LOOP: 1, Why.FLOOD: MAX_FLOODED, **dict.fromkeys(AGAIN, MAX_ATTEMPTS)}
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
    STANDING = "standing"
    """A page that is neither a list nor an article, in a crawl that keeps the whole portal."""
    RESOURCE = "resource"
    """A style sheet, script, font, icon or picture that pages are shown with."""


NOTED_AS = {"is_guess": "probe", "counts_only": "tail", "is_stored": "again", "is_unlisted": "left"}
"""Fields whose note has another name."""
NOT_NOTED = ("url", "postback")
"""What the record of the request holds anyway."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What every task has. `attempt` counts repetitions and `hops` redirects, of which `origin` is the first address;
    `render` says that a browser is to show the page; `kept` that the page is kept whatever it is, with where it leads:
    the crawl keeps the whole portal."""

    url: str
    _: KW_ONLY
    attempt: int = 1
    hops: int = 0
    origin: str = ""
    render: bool = False
    kept: bool = False

    role: ClassVar[Role]

    @property
    def parsed_as(self) -> str:
        """What the answer is read as."""
        return self.role

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
    def is_guess(self) -> bool:
        """Whether nothing tells that the page exists."""
        return False

    @property
    def category(self) -> str:
        """The address of the list that the page is known to belong to."""
        return ""

    @property
    def number(self) -> int:
        """The number of the page in its list; 0 where it is asked for as no page of a list."""
        return 0

    @property
    def is_further(self) -> bool:
        """Whether a further page of a list is asked for."""
        return self.number > 1

    @property
    def title(self) -> str:
        """The words that led to the page."""
        return ""

    @property
    def parent(self) -> str | None:
        """The page above it in a menu."""
        return None

    @property
    def counts_only(self) -> bool:
        """Whether a page is only asked for the number of its entries."""
        return False

    @property
    def shape(self) -> str:
        """The shape in which the entries of the list stand, where it is known."""
        return ""

    @property
    def press(self) -> str:
        """The control that a browser presses to reach the page: a selector."""
        return ""

    @property
    def has_state(self) -> bool:
        """Whether the page is reached from the state of a form, or of a page in a browser, which may be stale."""
        return self.is_posted or self.press != ""

    @property
    def native_id(self) -> str:
        """The id of the article that is asked for."""
        return ""

    @property
    def listed(self) -> bool:
        """Whether an article is asked for that a list names."""
        return False

    @property
    def is_stored(self) -> bool:
        """Whether an article is asked for that the archive has already."""
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
    def first_url(self) -> str:
        """The address that was asked for first: a redirect may have led elsewhere since."""
        return self.origin or self.url

    @property
    def is_repetition(self) -> bool:
        """Whether the same was asked before, here or at an address that led here."""
        return self.attempt > 1 or self.hops > 0

    def as_listed(self) -> Self:
        """The same task, if a list names the article that is asked for."""
        return self

    def again(self) -> Self:
        """The same task, once more."""
        return replace(self, attempt=self.attempt + 1)

    def redirected(self, target: str) -> Self:
        """The same task at the address to which the portal sends the asker on."""
        return replace(self, url=target, hops=self.hops + 1, origin=self.first_url)

    def may_repeat(self, why: Why) -> bool:
        """Whether the task is asked once more after an answer of this kind."""
        if why in MOST_ATTEMPTS:
            return self.attempt < MOST_ATTEMPTS[why]
        return self.is_list and self.attempt < MAX_LIST_ATTEMPTS

    def note(self) -> dict[str, Any]:
        """The task as JSON for the WARC, without what the request record holds anyway."""
        told: dict[str, Any] = {"role": str(self.role)}
        for name, value in asdict(self).items():
            if name not in NOT_NOTED and value not in ("", 0, None, False):
                told[NOTED_AS.get(name, name)] = value
        return told
