"""One article of a run: where it was met, and whether a request for it may go out. Pure state."""

from __future__ import annotations

from dataclasses import dataclass

from queson_crawler.parse.results import Why
from queson_crawler.understand.tasks import MAX_ATTEMPTS


@dataclass(slots=True)
class ArticleState:
    """One article of a run: the addresses it was met under that wait to be asked, those already asked, whether a list
    names it, whether a request for it is out (`busy`) or it came (`done`), and why the last request brought nothing.

    `attempt` is how the next request for it counts: where one was repeated in vain, each further address is asked once.
    """

    waiting: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    listed: bool = False
    busy: bool = False
    done: bool = False
    why: Why | None = None
    attempt: int = 1

    @property
    def was_asked(self) -> bool:
        """Whether it was asked for, or came without that."""
        return self.done or bool(self.asked)

    @property
    def is_ready(self) -> bool:
        """Whether a request for it may go out: it did not come, none is out, and an address waits that may help."""
        if self.done or self.busy:
            return False
        if self.must_be_listed:
            return False
        return bool(self.waiting)

    def meet(self, url: str) -> None:
        """It was met under an address."""
        if url not in (*self.asked, *self.waiting):
            self.waiting += (url,)

    def take_address(self) -> str:
        """The next address, for which a request goes out now."""
        url, *rest = self.waiting
        self.waiting = tuple(rest)
        self.asked += (url,)
        self.busy = True
        return url

    def refuse(self, why: Why, attempt: int) -> None:
        """A request for it, in so many attempts, brought nothing."""
        self.busy = False
        self.why = why
        if attempt > 1:
            self.attempt = MAX_ATTEMPTS

    def name_in_list(self) -> None:
        """A list names it: where it was refused for want of that, its addresses may be asked again."""
        if self.must_be_listed:
            self.asked = ()
        self.listed = True

    @property
    def must_be_listed(self) -> bool:
        """Whether the article was refused because no list names it: no other address of it will do."""
        if self.listed:
            return False
        return self.why is Why.UNDATED


DONE = ArticleState(done=True)
"""What stands for every article that came: nothing more is remembered of it."""
