"""One article of a run: where it was met, and whether a request for it may go out. Pure state."""

from __future__ import annotations

from dataclasses import dataclass

from queson_crawler.parse.results import Why


@dataclass(slots=True)
class ArticleState:
    """One article of a run: the addresses it was met under that wait to be asked, those already asked, whether a list
    names it, whether a request for it is out (`busy`) or it came (`done`), why the last request brought nothing, and
    whether one was repeated in vain (`is_tried`): each further address is asked once then."""

    waiting: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    listed: bool = False
    busy: bool = False
    done: bool = False
    why: Why | None = None
    is_tried: bool = False

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
