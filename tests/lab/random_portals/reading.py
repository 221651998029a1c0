"""Reads the pages of a drawn portal without a crawl: each list and each article as it is read when it was asked."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from random import Random

from queson_crawler.parse.answer import Answer
from queson_crawler.parse.article.furniture import NO_SIBLING
from queson_crawler.parse.results import Listing
from queson_crawler.portals import Portal as PortalFile
from queson_crawler.profile.profile import Profile
from queson_crawler.profile.siblings import Siblings
from queson_crawler.understand.reader import PARSER, Reader
from queson_crawler.understand.reading import Reading
from queson_crawler.understand.steps import normalised
from queson_crawler.understand.tasks import ArticleTask, ListTask, Task
from tests.lab.random_portals.grade import Grade, grade_fields, told
from tests.lab.random_portals.pagers import POSTED
from tests.lab.random_portals.site import Portal
from tests.lab.random_portals.truth import Article, Category
from tests.lab.random_portals.wire import encoded

BASE = "http://portal.example"


class ReadPortal:
    """A drawn portal, its reader, and what was wrong so far."""

    def __init__(self, seed: int) -> None:
        self.portal = Portal(seed)
        self.portal.base = BASE
        self.reader = Reader(PortalFile("drawn", f"{BASE}/"), 0, gathers=True)
        self.reader.begin(PARSER, None, is_known=False)
        self.found = Grade(seed, told(self.portal), len(self.portal.truth().open))

    def answer(self, address: str) -> Answer:
        said = self.portal.answer("GET", address, {})
        data, media = encoded(said.text, self.portal.traits["charset"])
        charset = "utf-8" if "utf-8" in media else ""
        return Answer(
            BASE + address.replace("\\", "/"),
            said.status,
            data,
            "text/html",
            charset,
            fetched_at=datetime.now(UTC).isoformat(),
        )

    def lists(self) -> None:
        """The entries of each page of each list, and the way to the next."""
        for category in self.portal.categories:
            shape = ""
            last = 1 if self.portal.pager.kind in POSTED else category.pages
            for page in range(1, last + 1):
                shape = self._list(category, page, shape)

    def _list(self, category: Category, page: int, shape: str) -> str:
        """One page; the shape of the first."""
        address = self.portal.pager.address(category, page)
        task = ListTask(BASE + address, BASE + category.address, page, shape=shape)
        reading, _ = self.reader.read(task, self.answer(address), None)
        listing = reading.result
        if not isinstance(listing, Listing):
            self.found.note("missing", f"{address}: no list, {reading.kind}")
            return shape
        numbers = [self.portal.article_at(entry.url) for entry in listing.entries]
        true = category.members[(page - 1) * category.size : page * category.size]
        extras = self.portal.traits["extras"] == "pinned"
        if None in numbers or set(true) - set(numbers) or (set(numbers) - set(true) and not extras):
            shown = [entry.url for entry in listing.entries if self.portal.article_at(entry.url) not in true]
            self.found.note("missing", f"{address}: {len(set(true) - set(numbers))} lost, others: {shown[:3]}")
        self._way_on(category, page, listing)
        return shape or listing.shape

    def _way_on(self, category: Category, page: int, listing: Listing) -> None:
        if self.portal.pager.kind in POSTED or page >= category.pages:
            return
        wanted = self.portal.pager.address(category, page + 1)
        offered = [link.url for link in listing.pager.links] + [way.link.url for way in listing.pager.ways]
        if listing.pager.following is not None:
            offered.append(listing.pager.following.url)
        if listing.pager.template is not None:
            return
        if not any(self._is_same(each, wanted) for each in offered):
            self.found.note("pager", f"{category.address} page {page}: {offered[:4]}")

    def _is_same(self, url: str, address: str) -> bool:
        from tests.lab.random_portals.addresses import key_of

        return key_of(url.removeprefix(BASE)) == key_of(address)

    def articles(self) -> None:
        """The fields of each article that stands on one page, read with what its siblings tell."""
        whole = [article for article in self.portal.truth().open if not article.second_page]
        Random(self.portal.seed).shuffle(whole)
        siblings = Siblings()
        for article in whole:
            reading = self._read(article)[0]
            if reading.sibling is not NO_SIBLING:
                siblings.take(reading.sibling)
        self._learn(siblings)
        for article in whole:
            _, row = self._read(article)
            if row is None:
                self.found.note("missing", f"{article.addresses[0]}: no article")
            else:
                grade_fields(self.portal, article, row, self.found)

    def _read(self, article: Article) -> tuple[Reading, dict[str, object] | None]:
        address = article.addresses[0]
        task: Task = ArticleTask(BASE + address.replace("\\", "/"), listed=True)
        reading, page = self.reader.read(task, self.answer(address), None)
        kept = normalised(page).article
        return reading, None if kept is None else asdict(kept)

    def _learn(self, siblings: Siblings) -> None:
        known: Profile = self.reader.profile
        learned = siblings.learned(known.template)
        if learned is not None:
            self.reader.profile = known.sharing(learned)


def read_portal(seed: int) -> Grade:
    """What is wrong with the pages of a portal, each read by itself."""
    one = ReadPortal(seed)
    one.lists()
    one.articles()
    one.found.stored = one.found.articles
    return one.found
