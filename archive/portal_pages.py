"""The addresses at which a portal may have pages that are neither lists nor news, and what came of them. Read only."""

from __future__ import annotations

from dataclasses import dataclass

from archive.page_records import OF_THE_KEEPER, OTHERWISE_KEPT, PagesLeftOut
from archive.rows import shaped
from archive.store import Archive
from archive.store.portal_pages import MAX_ROWS as MAX_ROWS

_ROWS = """
select u.url, u.in_menu, u.depth, coalesce(u.state, ''), u.tries, u.content_sha256 <> '',
    coalesce(u.capture_id, 0), coalesce(c.warc_length, 0), coalesce(u.observed_at < :before, false),
    coalesce(u.observed_at < :long_before, false),
    u.gist, coalesce(u.first_capture_id, u.capture_id, 0),
    exists (select 1 from captures k where k.url = u.url and k.role in ('list', 'article') and k.status = 200)
from page_urls u left join captures c on c.id = u.capture_id where u.portal = :portal
"""
_KEPT = """
select (select count(*) from pages where portal = :portal),
    count(*) filter (where u.content_sha256 <> '' and not exists
        (select 1 from pages p where p.portal = u.portal and p.url = u.url)),
    coalesce(sum(c.warc_length), 0), count(*) filter (where u.state is null)
from page_urls u left join captures c on c.id = u.capture_id where u.portal = :portal
"""
_NOT_KEPT = """
select state, count(*), min(url) from page_urls
where portal = ? and content_sha256 = '' and state not in ('kept', 'list', 'article', 'document')
group by state order by count(*) desc, state
"""
_BOUNDS = """
select w.run_id, w.max_pages, w.max_bytes, w.max_depth, w.max_of_host from whole_runs w
join runs r on r.id = w.run_id where r.portal = ? order by w.run_id desc limit 1
"""
_UNANSWERED = """
select u.state, count(*) from whole_runs w join runs r on r.id = w.run_id
join page_urls u on u.portal = r.portal and u.observed_at >= r.started_at
where w.run_id = ? and u.content_sha256 = '' and u.state in ('no answer', 'http error', 'challenge', 'maintenance')
group by u.state order by 2 desc, 1
"""
_LEFT = "select reason, count, example from pages_left_out where run_id = ? order by count desc, reason"


@dataclass(frozen=True, slots=True)
class KnownPage:
    """An address at which a portal may have a page. `state` is what came of asking, "" where nobody did; `is_kept` says
    that a page was stored, `capture` and `bytes` which answer holds it and its size in WARC; `is_due` and `is_old` that
    it was asked last before two given times; `is_new` that the page differed from all before in more than numbers;
    `is_other` that the address is that of a page of a list, or of an article."""

    url: str
    in_menu: bool
    depth: int
    state: str
    tries: int
    is_kept: bool
    capture: int
    bytes: int
    is_due: bool
    is_old: bool
    is_new: bool
    is_other: bool

    @property
    def is_asked(self) -> bool:
        """Whether it was asked for, and turned out to be nothing that is kept elsewhere."""
        return bool(self.state) and self.state not in OTHERWISE_KEPT

    @property
    def may_be_tried(self) -> bool:
        """Whether it did not come for a reason that may have passed, and was not asked for too often."""
        return self.is_due and not self.is_kept and self.tries < _TRIES.get(self.state, 0)


_TRIES = dict.fromkeys(("no answer", "http error", "challenge", "maintenance", "empty page"), 3)
"""How often a page is asked for at most, a day apart, that did not come for a reason that may pass."""


@dataclass(frozen=True, slots=True)
class PagesStatus:
    """The pages of a portal that are neither lists nor news: how many there are, how many further addresses show one of
    them, bytes in WARC, addresses that nobody asked for; the bounds of the last crawl that kept the whole portal (0:
    there was none), what it left out, and what did not come."""

    kept: int = 0
    aliases: int = 0
    bytes: int = 0
    not_asked: int = 0
    run_id: int = 0
    max_pages: int = 0
    max_bytes: int = 0
    max_depth: int = 0
    max_of_host: int = 0
    left: tuple[PagesLeftOut, ...] = ()
    not_kept: tuple[PagesLeftOut, ...] = ()


NO_PAGES = PagesStatus()


def known_pages(archive: Archive, portal: str, before: str, long_before: str) -> list[KnownPage]:
    """Every address of a portal that is known, in no order; the times are UTC."""
    values = {"portal": portal, "before": before, "long_before": long_before}
    rows = archive.db.execute(_ROWS, values).fetchall()
    firsts: dict[str, int] = {}
    for *_, gist, first, _ in rows:
        firsts[gist] = min(first, firsts.get(gist, first))
    found: list[KnownPage] = []
    for url, in_menu, depth, state, tries, is_kept, capture, size, is_due, is_old, gist, first, is_other in rows:
        is_new = is_kept and first == firsts[gist]
        flags = (bool(is_due), bool(is_old), bool(is_new), bool(is_other))
        found.append(KnownPage(url, bool(in_menu), depth, state, tries, bool(is_kept), capture, size, *flags))
    return found


def missing_pages(archive: Archive, run_id: int) -> tuple[tuple[str, int], ...]:
    """Why pages are missing in a run that kept the whole portal, and how many addresses: a bound was reached, or the
    portal did not answer."""
    found: list[tuple[str, int]] = []
    for reason, count, _ in archive.db.execute(_LEFT, [run_id]):
        if reason in OF_THE_KEEPER:
            found.append((reason, count))
    return (*found, *archive.db.execute(_UNANSWERED, [run_id]).fetchall())


def pages_status(archive: Archive, portal: str) -> PagesStatus:
    """What is kept of the rest of a portal."""
    kept, aliases, size, not_asked = archive.db.execute(_KEPT, {"portal": portal}).fetchone()
    not_kept = shaped(PagesLeftOut, archive.db.execute(_NOT_KEPT, [portal]))
    row = archive.db.execute(_BOUNDS, [portal]).fetchone()
    bounds: tuple[int, int, int, int, int] = row or (0, 0, 0, 0, 0)
    left = shaped(PagesLeftOut, archive.db.execute(_LEFT, [bounds[0]]))
    return PagesStatus(kept, aliases, size, not_asked, *bounds, left, not_kept)
