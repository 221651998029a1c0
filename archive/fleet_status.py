"""How all portals of an archive stand, in one look: what is kept of each, how its last crawl went, and whether it is
due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection

from archive import troubles
from archive.clock import moment
from archive.fleet import Listed, everything_in
from archive.fleet_records import CrawlRecord, PortalState
from archive.records import Outcome
from archive.store import Archive

MAX_LATE = 2.0
"""A portal is late when this many times the interval between its crawls has passed."""
_CRAWLED = """
select p.slug, p.title, p.base_url,
    (select coalesce(sum(articles), 0) from month_counts m where m.portal = p.slug),
    r.requests, r.new, r.revised, r.gone, r.failed
from portals p left join fleet f on f.slug = p.slug left join runs r on r.id = f.last_run
"""
_NOT_LISTED = CrawlRecord("")


@dataclass(frozen=True, slots=True)
class PortalLine:
    """One portal. ``listed`` is its row in the keeper's list, None of one that came by an import alone; the counters
    are of its last crawl, None where there was none or it goes on. ``wrong`` counts what is wrong and not accepted."""

    slug: str
    title: str
    base_url: str
    articles: int
    listed: Listed | None
    requests: int | None = None
    new: int | None = None
    revised: int | None = None
    gone: int | None = None
    failed: int | None = None
    wrong: int = 0
    accepted: int = 0
    late: bool = False

    @property
    def name(self) -> str:
        """What the keeper calls it, else what it calls itself."""
        if self.listed is not None and self.listed.portal.name:
            return self.listed.portal.name
        return self.title

    @property
    def crawls(self) -> CrawlRecord:
        """How its crawls stand; of one that is not on the keeper's list nothing is known."""
        return self.listed.crawls if self.listed else _NOT_LISTED

    @property
    def group(self) -> str:
        return self.listed.portal.group if self.listed else ""

    @property
    def state(self) -> str:
        """As in the keeper's list; `imported` where it is not on it."""
        return self.listed.portal.state.value if self.listed else "imported"

    @property
    def verdict(self) -> str:
        """How its last crawl ended, in a word or two."""
        if self.listed is None:
            return "imported"
        if self.crawls.last_begun is None:
            return "never crawled"
        return self.crawls.last_outcome or "running, or killed"

    @property
    def is_failing(self) -> bool:
        """Whether its keeper has to look at it: something is wrong, its last crawl did not bring all, or it is late."""
        if self.listed is None or self.listed.portal.state != PortalState.ACTIVE:
            return False
        if self.wrong or self.late:
            return True
        has_ended_well = self.verdict in (Outcome.COMPLETE, Outcome.OFFLINE, "never crawled")
        return not has_ended_well and not self.accepted


def lines(archive: Archive) -> list[PortalLine]:
    """Every portal of the archive and of the keeper's list, by slug."""
    return lines_in(archive.db.conn)


def lines_in(connection: Connection) -> list[PortalLine]:
    """The same, of a plain connection."""
    now = moment()
    listed = {each.portal.slug: each for each in everything_in(connection)}
    wrong, accepted = _troubles(connection)
    found: dict[str, PortalLine] = {}
    for row in connection.execute(_CRAWLED):
        slug, title, base_url, articles, requests, new, revised, gone, failed = row
        found[slug] = PortalLine(
            slug, title, base_url, articles, listed.get(slug), requests, new, revised, gone, failed,
            wrong.get(slug, 0), accepted.get(slug, 0), _is_late(listed.get(slug), now),
        )  # fmt: skip
    for slug, each in listed.items():
        if slug not in found:
            found[slug] = PortalLine(slug, "", "", 0, each, wrong=wrong.get(slug, 0), late=_is_late(each, now))
    return [found[slug] for slug in sorted(found)]


def _troubles(connection: Connection) -> tuple[dict[str, int], dict[str, int]]:
    """How many things are wrong with each portal, and how many of those that are were accepted."""
    wrong: dict[str, int] = {}
    accepted: dict[str, int] = {}
    for each in troubles.troubles_in(connection):
        if each.is_over:
            continue
        counts = accepted if each.is_accepted else wrong
        counts[each.portal] = counts.get(each.portal, 0) + 1
    return wrong, accepted


def _is_late(listed: Listed | None, now: datetime) -> bool:
    """Whether an active portal should have been crawled long since."""
    if listed is None or listed.portal.state != PortalState.ACTIVE:
        return False
    every = listed.portal.every
    overdue = (now - listed.due_at).total_seconds()
    if listed.crawls.last_begun is None:
        return overdue > MAX_LATE * every
    return overdue > (MAX_LATE - 1) * every
