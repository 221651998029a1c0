"""A further crawl of a portal: what need not be asked, what has changed, and what is asked at the end. Pure state."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import nsmallest
from operator import attrgetter

from archive.memory import NOTHING, KnownArticle, KnownList, Memory
from archive.records import Entry
from archive.text import alike
from queson_crawler.frontier.revisit_plan import CHANGED, FLOOR, Spent, allowance, in_order, moment, round_of
from queson_crawler.urls import canonical, host, page_name

MIN_MET = 2
"""Known articles that a portal names before it is believed to be the one that is known."""
MIN_KNOWN = 5
"""Of fewer articles a portal is not known well enough to be told from another."""
MAX_FEEDS_AGAIN = 2
LOOK_AGAIN = timedelta(days=7)
MAX_LOOKS_SHARE = 0.01
WHOLE_AGAIN = timedelta(days=30)
"""Within that time every list is read to its end once more."""
MAX_TRIED, MAX_TRIED_SHARE = 10, 0.02
"""At most MAX_TRIED articles that could not be read are tried once more in one crawl, or that share of a full crawl's
requests where it is more."""
A_DAY = timedelta(days=1)
BATCH = 5
"""Articles that are asked again before it is seen whether any has changed."""

_NO_LIST = KnownList("", "", None, "")
"""What stands for a list that is not known."""


@dataclass(slots=True)
class Revisit:
    """What is known of a portal (`memory`, at the time `now`) and what this crawl has met of it.

    At the first crawl nothing is known; a `full` one asks for everything, known or not.
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
    _round: list[KnownArticle] | None = None
    _plans: dict[bool, list[KnownArticle]] = field(default_factory=dict)
    _ready: bool = False
    _moved: dict[str, str] = field(default_factory=dict)
    """The host at which the portal is now, and the one at which its lists are known."""

    @property
    def again(self) -> bool:
        """Whether this is a further crawl that leaves out what is known."""
        if self.full:
            return False
        return bool(self.memory.articles or self.memory.lists)

    @property
    def held(self) -> bool:
        """Whether it is not known yet that the portal is the one that is known."""
        if len(self.memory.articles) < MIN_KNOWN:
            return False
        return len(self.met) < MIN_MET

    @property
    def is_another(self) -> bool:
        """Whether another site seems to answer: it names no known article, and itself otherwise."""
        if not self.held:
            return False
        names = (self.title, self.memory.title)
        return "" in names or not alike(*names)

    def meet(self, entries: Iterable[Entry]) -> None:
        """Note which known articles the portal names."""
        if not self.held:
            return
        named = map(attrgetter("native_id"), entries)
        self.met |= self.memory.articles.keys() & named

    def main_lists(self) -> list[KnownList]:
        """The lists that are known, without those that only repeat another."""
        return [known for known in self.memory.lists.values() if not known.same_as]

    def prepare(self, name_of: Callable[[str], str]) -> None:
        """Look up what is known by the names that the platform gives addresses; once, when the platform is known."""
        if self._ready:
            return
        self._ready = True
        for known in self.memory.lists.values():
            self._names.update({name_of(known.asked): known, name_of(known.url): known})
        self._no_lists = {name_of(url): url for url in self.memory.looked}

    def note_move(self, start: str) -> None:
        """Note where the portal's start page is: where all its lists are known at another host, it has moved."""
        hosts = {host(known.url) for known in self.main_lists()}
        here = host(start)
        if len(hosts) == 1 and here not in hosts:
            self._moved[here] = hosts.pop()

    def _before_the_move(self, name: str) -> str:
        """The name that a page had before its portal moved."""
        for here, before in self._moved.items():
            if name.startswith(f"//{here}/"):
                return f"//{before}{name.removeprefix(f'//{here}')}"
        return name

    def home_of(self, url: str) -> str:
        """The address under which a list is known that a portal file names; "" where it is not."""
        name = self._before_the_move(page_name(canonical(url)))
        for known in self.main_lists():
            if name in (page_name(canonical(known.asked)), page_name(canonical(known.url))):
                return known.url
        return ""

    def home_elsewhere(self, url: str) -> str:
        """The other address under which a list is known that is at an address now; "" where it is known under this
        one, or not at all."""
        home = self.home_of(url)
        if canonical(home) == canonical(url):
            return ""
        return home

    def home_named(self, name: str) -> str:
        """The address of the list that is known under a name; "" where none is, or only one that repeats another."""
        known = self._names.get(self._before_the_move(name), _NO_LIST)
        if known.same_as:
            return ""
        return known.url

    def is_superfluous(self, name: str) -> bool:
        """Whether a page need not be asked: it was no list before, or only repeats one that is known."""
        if not self.again:
            return False
        name = self._before_the_move(name)
        if name not in self._names:
            return name in self._no_lists
        main = self._names[name].same_as or ""
        return self.memory.lists.get(main, _NO_LIST).whole

    def returned(self, native_ids: Iterable[str]) -> set[str]:
        """Articles that are gone, where a list names them again."""
        articles = self.memory.articles
        return {native_id for native_id in articles.keys() & native_ids if articles[native_id].gone}

    def missing(self) -> list[Entry]:
        """Entries of lists that are not stored: all that were never asked for, and a few of those asked in vain; all of
        them after a crawl that was broken off, which had no time to ask twice."""
        tried = self.memory.tried
        if not self.memory.broken_off:
            tried = tried[: self._few]
        return [*self.memory.unread, *tried]

    @property
    def _few(self) -> int:
        return max(MAX_TRIED, int(MAX_TRIED_SHARE * self.memory.cost))

    def due(self) -> list[KnownArticle]:
        """What is asked directly: articles that no list names any more, those that were not there a day ago, and a few
        of those of which that was not believed."""
        there = [known for known in self.memory.articles.values() if not known.gone]
        doubted = filter(attrgetter("doubted"), there)
        longest_ago = nsmallest(self._few, doubted, key=attrgetter("checked_at", "native_id"))
        return [*longest_ago, *filter(self._is_due, there)]

    def _is_due(self, known: KnownArticle) -> bool:
        """Whether an article was not there a day ago, or no list names it and it was not asked since."""
        if known.absent_at and self._is_past(known.absent_at, A_DAY):
            return True
        return known.unlisted and not known.asked_since

    def _is_past(self, time: str, distance: timedelta) -> bool:
        """Whether a stored time lies at least so far back."""
        return self.now - moment(time) >= distance

    def revisits(self, spent: Spent, is_met: Callable[[str], bool]) -> list[KnownArticle]:
        """The next articles to ask again, a few at a time; all that remain where everything is asked anew."""
        eager = spent.changed or self.full
        if eager not in self._plans:
            self._plans[eager] = self._plan(eager=eager)
        remaining = [one for one in self._plans[eager] if not is_met(one.native_id)]
        if not self.full:
            budget = min(BATCH, self.requests_left(spent))
            remaining = remaining[: max(budget, 0)]
        self.revisited += len(remaining)
        return remaining

    def _plan(self, *, eager: bool) -> list[KnownArticle]:
        """All that may be asked again in this crawl, in its order."""
        most = int(CHANGED * self.memory.cost) + FLOOR
        if self.full:
            most = len(self.memory.articles)
        owed = self._owed()
        plan = in_order(self.memory.articles.values(), self.now, most, eager=eager)
        return list(dict.fromkeys((*owed, *plan)))

    def _owed(self) -> list[KnownArticle]:
        """The articles that the round asks for in this crawl."""
        if self._round is None:
            self._round = round_of(self.memory.articles.values(), self.now)
        return self._round

    def requests_left(self, spent: Spent) -> int:
        """How many more requests may be made in search of changes."""
        return allowance(self.memory.cost, spent, self._idle(), len(self._owed()))

    def lists_anew(self) -> frozenset[str]:
        """Lists that are read to their ends though their heads may be enough: each once in WHOLE_AGAIN, spread evenly
        over that time, those first that were not for longest."""
        read_whole = filter(attrgetter("whole"), self.main_lists())
        lists = sorted(read_whole, key=attrgetter("whole_at", "url"))
        if not lists:
            return frozenset()
        times = [known.whole_at for known in lists]
        oldest = times[0]
        read_since = len(times) - times.count(oldest)
        overdue = sum(self._is_past(time, WHOLE_AGAIN) for time in times)
        owed = int(len(lists) * (self.now - moment(oldest)) / WHOLE_AGAIN) - read_since
        due = lists[: max(overdue, owed, 0)]
        return frozenset(map(attrgetter("url"), due))

    def looks(self) -> list[str]:
        """A few pages that were no lists long ago: they may have become some."""
        times = self.memory.looked
        due = [url for url, looked_at in times.items() if self._is_past(looked_at, LOOK_AGAIN)]
        most = max(1, int(MAX_LOOKS_SHARE * self.memory.cost))
        return nsmallest(most, due, key=lambda url: (times[url], url))

    def _idle(self) -> timedelta:
        """How long ago any article was asked for."""
        last = max(map(attrgetter("checked_at"), self.memory.articles.values()), default="")
        return self.now - moment(last)
