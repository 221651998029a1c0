"""One more visit to a portal: what need not be asked, what has changed, and what is asked at the end. Pure state."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from archive.memory import NOTHING, KnownArticle, KnownList, Memory
from archive.records import Entry
from archive.text import alike
from queson_crawler.frontier.revisit_plan import CHANGED, FLOOR, Spent, allowance, in_order, moment

ENOUGH_MET = 2
"""Known articles that a portal names before it is believed to be the one that is known."""
MIN_KNOWN = 5
"""Of fewer articles a portal is not known well enough to be told from another."""
MAX_FEEDS_AGAIN = 2
MAX_CHANGED, FEW_CHANGED = 0.2, 5
"""A feed in which more articles have changed than that writes the time of asking, not of a change."""
LOOK_AGAIN = timedelta(days=7)
OF_LOOKS = 0.01
WHOLE_AGAIN = timedelta(days=30)
"""After that time a list is read to its end once more, one list in a crawl."""
MAX_TRIED, OF_TRIED = 10, 0.02
"""So many articles that could not be read are tried once more in one crawl."""
A_DAY = timedelta(days=1)
BATCH = 5
"""So many articles are asked again before it is seen whether any has changed."""


@dataclass(slots=True)
class Visit:
    """What is known of a portal (`memory`, at the time `now`) and what this visit has met of it.

    On a first visit nothing is known; a `full` one asks for everything, known or not.
    """

    memory: Memory = NOTHING
    full: bool = False
    now: datetime = field(default_factory=lambda: datetime(1900, 1, 1, tzinfo=UTC))
    title: str = ""
    """What the start page calls the site."""
    met: set[str] = field(default_factory=set)
    revisited: int = 0
    _names: dict[str, KnownList] = field(default_factory=dict)
    _no_lists: dict[str, str] = field(default_factory=dict)
    _plans: dict[bool, list[KnownArticle]] = field(default_factory=dict)
    _ready: bool = False

    @property
    def again(self) -> bool:
        """Whether this is a further visit that leaves out what is known."""
        return bool(self.memory.articles or self.memory.lists) and not self.full

    @property
    def held(self) -> bool:
        """Whether it is not known yet that the portal is the one that is known."""
        return len(self.memory.articles) >= MIN_KNOWN and len(self.met) < ENOUGH_MET

    @property
    def is_another(self) -> bool:
        """Whether another site seems to answer: it names no known article, and itself otherwise."""
        return self.held and not (self.title and self.memory.title and alike(self.title, self.memory.title))

    def meet(self, entries: Iterable[Entry]) -> None:
        """Note which known articles the portal names."""
        if self.held:
            self.met.update(one.native_id for one in entries if one.native_id in self.memory.articles)

    def prepare(self, name_of: Callable[[str], str]) -> None:
        """Look up what is known by the names that the platform gives addresses; once, when the platform is known."""
        if self._ready:
            return
        self._ready = True
        for known in self.memory.lists.values():
            self._names.update({name_of(known.asked): known, name_of(known.url): known})
        self._no_lists = {name_of(url): url for url in self.memory.looked}

    def home_of(self, url: str) -> str:
        """The address under which a list is known that a portal file names; "" where it is not."""
        lists = self.memory.lists.values()
        return next((known.url for known in lists if url in (known.asked, known.url) and not known.same_as), "")

    def list_at(self, name: str) -> KnownList | None:
        """The list that is known under the name of its address."""
        return self._names.get(name)

    def is_superfluous(self, name: str) -> bool:
        """Whether a page need not be asked: it was no list before, or only repeats one that is known."""
        if not self.again:
            return False
        known = self._names.get(name)
        if known is None:
            return name in self._no_lists
        main = self.memory.lists.get(known.same_as or "")
        return main is not None and main.whole

    def returned(self, native_ids: Iterable[str]) -> set[str]:
        """Articles that are gone, where a list names them again."""
        known = self.memory.articles
        return {one for one in native_ids if one in known and known[one].gone}

    def told_changed(self, source: str, entries: Iterable[Entry]) -> list[KnownArticle]:
        """The known articles of which a feed says another time of change than at the last visit."""
        asked = [(one, self.memory.changed.get((source, one.native_id), "")) for one in entries]
        known = [(one, before) for one, before in asked if before and one.changed]
        changed = [one for one, before in known if one.changed != before]
        if len(changed) > max(FEW_CHANGED, MAX_CHANGED * len(known)):
            return []
        return [self.memory.articles[one.native_id] for one in changed if one.native_id in self.memory.articles]

    def missing(self) -> list[Entry]:
        """Entries of lists that are not stored: all that were never asked for, and a few of those asked in vain."""
        return [*self.memory.unread, *self.memory.tried[: self._few]]

    @property
    def _few(self) -> int:
        return max(MAX_TRIED, int(OF_TRIED * self.memory.cost))

    def due(self) -> list[KnownArticle]:
        """What is asked directly: articles that no list names any more, those that were not there a day ago, and a few
        of those of which that was not believed."""
        doubted = sorted(
            (one for one in self.memory.articles.values() if one.doubted and not one.gone),
            key=lambda one: (one.checked_at, one.native_id),
        )
        return doubted[: self._few] + [
            one
            for one in self.memory.articles.values()
            if not one.gone
            and (
                (one.unlisted and not one.asked_since) or (one.absent_at and self.now - moment(one.absent_at) >= A_DAY)
            )
        ]

    def revisits(self, spent: Spent, is_met: Callable[[str], bool]) -> list[KnownArticle]:
        """The next articles to ask again, a few at a time; all that are left on a full visit."""
        eager = spent.changed or self.full
        if eager not in self._plans:
            most = len(self.memory.articles) if self.full else int(CHANGED * self.memory.cost) + FLOOR
            self._plans[eager] = in_order(self.memory.articles.values(), self.now, most, eager=eager)
        left = [one for one in self._plans[eager] if not is_met(one.native_id)]
        if not self.full:
            left = left[: max(min(BATCH, self.left_over(spent)), 0)]
        self.revisited += len(left)
        return left

    def left_over(self, spent: Spent) -> int:
        """How many more requests may be made in search of changes."""
        return allowance(self.memory.cost, spent, self._idle())

    def lists_anew(self) -> frozenset[str]:
        """A list that is read to its end though its head may be enough: the one that was not for longest."""
        due = [
            (known.whole_at, known.url)
            for known in self.memory.lists.values()
            if known.whole and not known.same_as and self.now - moment(known.whole_at) >= WHOLE_AGAIN
        ]
        return frozenset(url for _, url in sorted(due)[:1])

    def looks(self) -> list[str]:
        """A few pages that were no lists long ago: they may have become some."""
        most = max(1, int(OF_LOOKS * self.memory.cost))
        due = [(at, url) for url, at in self.memory.looked.items() if self.now - moment(at) >= LOOK_AGAIN]
        return [url for _, url in sorted(due)[:most]]

    def _idle(self) -> timedelta:
        """How long ago any article was asked for."""
        last = max((one.checked_at for one in self.memory.articles.values()), default="")
        return self.now - moment(last)
