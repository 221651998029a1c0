"""What is asked of a portal and why. A task travels with its request into the WARC, so that a rebuild knows it too."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from archive.records import RECORD as RECORD
from queson_crawler.parse.results import PostBack, Why

PAGE, LIST, ARTICLE, FEED, FILE = "page", "list", "article", "feed", "file"

AGAIN = frozenset((Why.HTTP_ERROR, Why.EMPTY, Why.CHALLENGE, Why.MAINTENANCE, Why.NO_ANSWER))
"""What may pass by itself, so that asking again helps."""
MAX_ATTEMPTS = 3
MAX_FLOODED = 12
"""A request that came too fast is no fault of what it asked for: it is repeated until the portal has calmed down."""
MAX_HOPS = 5
MAX_DEPTH = 4
"""Clicks from the start page; what lies deeper is not looked at in search of lists."""
LIST_ATTEMPTS = 2
"""A list page that is missing or empty in the middle is asked this often before it counts as a gap."""


@dataclass(frozen=True, slots=True)
class Task:
    """One request and what it is for.

    `role` is PAGE (anything: perhaps a list), LIST (page `number` of the list `category`), ARTICLE (`native_id`),
    FEED (a sitemap or the like, which names articles once more) or FILE (of an article; `image` where it is shown).
    `listed` says that a list named the article; `probe` that nothing says the page exists; `shape`
    how the entries of the list stand; `attempt` and `hops` count
    repetitions and redirects, of which `origin` is the first address; `render` that a
    browser is to show the page, after a press on the control `press`; `depth` the clicks from the start page.
    A PAGE with a `category` was that list at an earlier crawl. `again` says that the article is stored already, `left`
    that its lists no longer name it; `tail` that a page of a list is only asked to count its entries.
    """

    role: str
    url: str
    category: str = ""
    number: int = 0
    native_id: str = ""
    title: str = ""
    shape: str = ""
    parent: str | None = None
    listed: bool = False
    probe: bool = False
    attempt: int = 1
    hops: int = 0
    depth: int = 0
    start: bool = False
    origin: str = ""
    render: bool = False
    image: bool = False
    press: str = ""
    postback: PostBack | None = None
    again: bool = False
    left: bool = False
    tail: bool = False

    @property
    def is_list(self) -> bool:
        """Whether the page is known to belong to a list."""
        return self.role == LIST or (self.role == PAGE and bool(self.category))

    def note(self) -> dict[str, Any]:
        """The task as JSON for the WARC, without what the request record holds anyway."""
        whole = asdict(self)
        del whole["url"], whole["postback"]
        return {name: value for name, value in whole.items() if value not in ("", 0, None, False)}

    @classmethod
    def from_note(cls, url: str, note: dict[str, Any]) -> Task:
        """The task that a note was made of; unknown entries of newer versions are passed over."""
        known = {
            name: value for name, value in note.items() if name in cls.__slots__ and name not in ("url", "postback")
        }
        return cls(url=url, **{"role": PAGE, **known})

    def may_repeat(self, why: Why) -> bool:
        """Whether the task is asked once more after an answer of this kind."""
        if why is Why.FLOOD:
            return self.attempt < MAX_FLOODED
        if why in AGAIN:
            return self.attempt < MAX_ATTEMPTS
        return self.is_list and not self.probe and self.attempt < LIST_ATTEMPTS
