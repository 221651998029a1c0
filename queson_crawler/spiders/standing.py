"""The rest of a portal, when its lists and articles were read: pages asked one by one in the same lane."""

from __future__ import annotations

from datetime import timedelta

from archive.clock import moment
from archive.portal_pages import KnownPage, known_pages
from queson_crawler.frontier.page_choice import Bounds, PageChoice
from queson_crawler.spiders.attached import LATER
from queson_crawler.spiders.session import CrawlSession
from queson_crawler.understand.tasks import StandingTask

AGAIN = timedelta(days=30)
"""A page that is kept is asked for again after this time, with what its last answer said of itself."""


class RestOfPortalPages:
    """The pages of one portal that are still to be asked for in a crawl that keeps all of it."""

    def __init__(self, session: CrawlSession, bounds: Bounds | None) -> None:
        self._session = session
        self._bounds = bounds
        self._asked: set[str] = set()
        self._may_be_more = bounds is not None

    def look_again(self) -> None:
        """More may lead on than was known: pages came."""
        self._may_be_more = True

    def next(self) -> list[StandingTask]:
        """Some more to ask for; none when all were."""
        if self._bounds is None or not self._may_be_more or self._session.frontier.articles.limited:
            return []
        choice = self._choice(self._bounds)
        chosen = choice.next()
        self._may_be_more = bool(chosen)
        if not chosen:
            self._session.recorder.decided(choice.left_out())
        return [self._task(each) for each in chosen]

    def _choice(self, bounds: Bounds) -> PageChoice:
        session = self._session
        times = []
        for distance in (LATER, AGAIN):
            times.append((moment() - distance).strftime("%Y-%m-%dT%H:%M:%SZ"))
        known = known_pages(session.recorder.archive, session.portal.slug, *times)
        return PageChoice(bounds, known, session.frontier.is_kept_elsewhere, self._asked, session.full)

    def _task(self, known: KnownPage) -> StandingTask:
        self._asked.add(known.url)
        return StandingTask(known.url, depth=known.depth, is_stored=known.is_kept, kept=True)
