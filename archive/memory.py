"""What an archive knows of one portal when it is crawled again: its articles, its lists, and what was no list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.records import Entry, Outcome
from archive.store import Archive


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """One stored article.

    `checked_at` and `checked_run` are the time and run of the last answer about it, whatever it was; `edited_at` is
    when its text was last seen changed, "" where it never was. `absent_at` is the first believed answer since it was
    last seen that it is not there. `unlisted` means that lists named it and none does any more; `asked_since`, that
    it was asked since; `doubted`, that it was not there at the last answer, and that this was not believed.
    """

    native_id: str
    url: str
    published_at: str
    checked_at: str
    checked_run: int
    edited_at: str = ""
    absent_at: str = ""
    gone: bool = False
    unlisted: bool = False
    asked_since: bool = False
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class KnownList:
    """One list as it was last read. `order` are the ids that stand in it, as far as no gap is between them, in its
    order; `titles` what it calls them. `whole` says whether it was ever read to its end without a gap.

    `declared` and `last` are the totals of articles and pages that it declared then. `tried` is (declared, listed) of
    a last reading that came to an end and found fewer than declared.
    """

    url: str
    title: str
    parent_url: str | None
    asked: str
    same_as: str | None = None
    whole: bool = False
    whole_at: str = ""
    order: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    declared: int | None = None
    last: int | None = None
    tried: tuple[int | None, int] | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """Everything a second crawl leans on.

    `unread` are entries of lists whose articles are not stored and were not asked for, `tried` those that were asked
    for in vain, the longest ago first; `looked` are addresses that turned out to be no lists, and when. `changed` is
    what each feed last said of when an article was changed, by (feed, native id); `feeds` are those that named
    articles, the most telling first. `cost` is how many requests a full crawl takes, as far as is known.
    `broken_off` says that the last crawl did not come to its end.
    """

    title: str = ""
    articles: Mapping[str, KnownArticle] = field(default_factory=dict)
    lists: Mapping[str, KnownList] = field(default_factory=dict)
    unread: tuple[Entry, ...] = ()
    tried: tuple[Entry, ...] = ()
    looked: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[tuple[str, str], str] = field(default_factory=dict)
    feeds: tuple[str, ...] = ()
    cost: int = 0
    broken_off: bool = False


NOTHING = Memory()

_ARTICLES = """
select a.native_id, a.url, coalesce(a.published_at, ''), max(c.fetched_at), max(c.run_id), a.gone_at is not null,
    coalesce((select max(captured_at) from revisions v where v.article_id = a.id and v.number > 1), '')
from articles a join captures c on c.article_id = a.id where a.portal = ? group by a.id
"""
_ABSENCES = """
select native_id, run_id, observed_at, counts from absences where portal = ? order by observed_at, run_id
"""
_LISTS = """
select k.id, k.url, k.title, k.parent_url, k.same_as_url,
    (select max(run_id) from walks w where w.category_id = k.id and w.extent = 'whole'),
    (select max(run_id) from walks w where w.category_id = k.id),
    coalesce((select max(r.started_at) from walks w join runs r on r.id = w.run_id
        where w.category_id = k.id and w.extent = 'whole'), ''),
    (select url from list_pages p where p.category_id = k.id and p.number = 1 and p.state = 'read'
        order by run_id desc limit 1)
from categories k where k.portal = ?
"""
_ENTRIES = """
select e.category_id, e.native_id, e.url, e.title, e.first_run_id, e.last_run_id, coalesce(e.left_run_id, 0), a.id
from list_entries e join categories k on k.id = e.category_id
left join articles a on a.portal = k.portal and a.native_id = e.native_id
where k.portal = ? order by e.category_id, e.last_run_id desc, e.page, e.position
"""
_DECLARED = """
select declared_total,
    (select max(declared_pages) from list_pages where run_id = p.run_id and category_id = p.category_id)
from list_pages p where run_id = ? and category_id = ? and state = 'read'
order by declared_total is null, coalesce(capture_id, 0) desc limit 1
"""
_TRIED = """
select declared, listed from coverage where category_id = ? and gaps = 0 order by run_id desc limit 1
"""
_IN_VAIN = """
select p.url, max(p.run_id) from problems p join runs r on r.id = p.run_id where r.portal = ? group by p.url
"""
_LOOKED = """
select c.url, max(c.fetched_at) from captures c join runs r on r.id = c.run_id
where r.portal = ? and c.role = 'page' and c.status in (200, 301, 302, 404) group by c.url
having not exists (select 1 from list_pages p join captures o on o.id = p.capture_id
    join categories k on k.id = p.category_id where k.portal = r.portal and o.url = c.url)
"""
_CHANGED = """
select source, native_id, changed from witnesses w join runs r on r.id = w.run_id
where r.portal = ? and changed <> '' order by run_id
"""
_FEEDS = """
select w.source from witnesses w join captures c on c.url = w.source and c.run_id = w.run_id
where c.role = 'feed' and w.run_id = (select max(o.run_id) from witnesses o join runs r on r.id = o.run_id
    join captures f on f.url = o.source and f.run_id = o.run_id and f.role = 'feed' where r.portal = ?)
group by w.source order by sum(w.changed <> '') desc, count(*) desc, w.source
"""
_LAST = "select outcome from runs where portal = ? and outcome is not null order by id desc limit 1"
_COST = """
select (select count(*) from articles where portal = :portal and gone_at is null)
    + (select count(*) from (select distinct category_id, number from list_pages p join runs r on r.id = p.run_id
        where r.portal = :portal and state = 'read'))
    + (select count(distinct url) from captures c join runs r on r.id = c.run_id
        where r.portal = :portal and role in ('robots', 'page', 'feed')
        and not exists (select 1 from list_pages where capture_id = c.id))
"""


def memory_of(archive: Archive, portal: str) -> Memory:
    """What is known of a portal; NOTHING of one that was never crawled."""
    db = archive.db
    row = db.execute("select title from portals where slug = ?", [portal]).fetchone()
    if row is None:
        return NOTHING
    entries: dict[int, list[_Entry]] = defaultdict(list)
    for category, *values in db.execute(_ENTRIES, [portal]):
        entries[category].append(_Entry(*values))
    places: dict[str, _Places] = defaultdict(_Places)
    lists, unread = {}, {}
    for category, *found in db.execute(_LISTS, [portal]).fetchall():
        known = _known_list(archive, category, found, entries[category], places)
        lists[known.url] = known
        for entry in entries[category]:
            if entry.article is None and entry.native_id in known.titles and not known.same_as:
                unread[entry.native_id] = Entry(entry.native_id, entry.url, entry.title)
    tried = dict(db.execute(_IN_VAIN, [portal]).fetchall())
    last = db.execute(_LAST, [portal]).fetchone()
    return Memory(
        title=row[0],
        articles=_articles(archive, portal, places),
        lists=lists,
        unread=tuple(entry for entry in unread.values() if entry.url not in tried),
        tried=tuple(sorted((e for e in unread.values() if e.url in tried), key=lambda e: (tried[e.url], e.native_id))),
        looked=dict(db.execute(_LOOKED, [portal]).fetchall()),
        changed={(source, native_id): at for source, native_id, at in db.execute(_CHANGED, [portal])},
        feeds=tuple(source for (source,) in db.execute(_FEEDS, [portal])),
        broken_off=bool(last) and last[0] in (Outcome.CUT_OFF, Outcome.STOPPED),
        cost=db.execute(_COST, {"portal": portal}).fetchone()[0],
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    native_id: str
    url: str
    title: str
    first: int
    last: int
    left: int
    article: int | None

    def stands(self, whole: int, closed: int) -> bool:
        """Whether it belongs to what is known without a gap, and has not left it."""
        return self.first <= closed and not self.gone_from(whole)

    def gone_from(self, whole: int) -> int:
        """The run that found it to have left the list, whose last whole reading was the run `whole`; else 0."""
        return self.left if self.left > self.last else whole if self.last < whole else 0


@dataclass(slots=True)
class _Places:
    """Where an article stands in lists: in how many, and in which run it was last found to have left one."""

    standing: int = 0
    left: int = 0


def _known_list(
    archive: Archive, category: int, found: list[object], entries: list[_Entry], places: dict[str, _Places]
) -> KnownList:
    url, title, parent, same_as, whole, closed, whole_at, asked = found
    standing = [each for each in entries if whole and each.stands(int(str(whole)), int(str(closed)))]
    for each in () if same_as else entries:
        if left := each.gone_from(int(str(whole or 0))):
            places[each.native_id].left = max(places[each.native_id].left, left)
        else:
            places[each.native_id].standing += 1
    declared, last = (None, None)
    if closed and (row := archive.db.execute(_DECLARED, [closed, category]).fetchone()):
        declared, last = row
    tried = archive.db.execute(_TRIED, [category]).fetchone()
    return KnownList(
        url=str(url),
        title=str(title),
        parent_url=str(parent) if parent else None,
        asked=str(asked or url),
        same_as=str(same_as) if same_as else None,
        whole=bool(whole),
        whole_at=str(whole_at),
        order=tuple(each.native_id for each in standing),
        titles={each.native_id: each.title for each in standing},
        declared=declared,
        last=last,
        tried=tried,
    )


def _articles(archive: Archive, portal: str, places: Mapping[str, _Places]) -> dict[str, KnownArticle]:
    absences: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
    for native_id, *told in archive.db.execute(_ABSENCES, [portal]):
        absences[native_id].append((told[0], told[1], told[2]))
    found = {}
    for native_id, url, published_at, seen_at, seen_run, gone, edited_at in archive.db.execute(_ARTICLES, [portal]):
        since = [told for told in absences.get(native_id, ()) if told[0] > seen_run]
        place = places.get(native_id, _Places())
        run = max([seen_run, *(told[0] for told in since)])
        unlisted = not place.standing and place.left > 0
        found[native_id] = KnownArticle(
            native_id, url, published_at, max([seen_at, *(told[1] for told in since)]), run, edited_at,
            next((at for _, at, counts in since if counts), ""), bool(gone), unlisted, unlisted and run >= place.left,
            bool(since) and not any(counts for *_, counts in since),
        )  # fmt: skip
    return found
