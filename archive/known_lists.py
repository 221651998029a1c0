"""The lists of a portal as an archive knows them: what stands in each without a gap, and what has left it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import starmap
from typing import NamedTuple

from archive.known import KnownList
from archive.records import Entry
from archive.store import Archive
from archive.store.standing import document_of

_LISTS = """
select k.id, k.url, k.title, k.parent_url, k.same_as_url,
    coalesce((select max(run_id) from walks w where w.category_id = k.id and w.extent = 'whole'), 0),
    coalesce((select max(run_id) from walks w where w.category_id = k.id), 0),
    coalesce((select max(r.started_at) from walks w join runs r on r.id = w.run_id
        where w.category_id = k.id and w.extent = 'whole'), ''),
    (select url from list_pages p where p.category_id = k.id and p.number = 1 and p.state = 'read'
        order by run_id desc limit 1)
from categories k where k.portal = ?
"""
_ENTRIES = f"""
select e.category_id, e.native_id, e.url, e.title, e.first_run_id, e.last_run_id, coalesce(e.left_run_id, 0),
    coalesce(a.id, {document_of("k", "e")})
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


class _List(NamedTuple):
    """A row of `_LISTS`: `whole` and `closed` are the last runs that read it whole, and that read it to where it was
    known (0: none)."""

    id: int
    url: str
    title: str
    parent_url: str | None
    same_as: str | None
    whole: int
    closed: int
    whole_at: str
    asked: str | None


@dataclass(frozen=True, slots=True)
class _Entry:
    """An article in a list: the runs that saw it first and last, the run that found it to have left (0: none), and the
    id of the article where that is stored."""

    native_id: str
    url: str
    title: str
    first: int
    last: int
    left: int
    article: int | None

    def stands_in(self, found: _List) -> bool:
        """Whether it belongs to what of a list is known without a gap, and has not left it."""
        if not found.whole or self.first > found.closed:
            return False
        return not self.gone_from(found.whole)

    def gone_from(self, whole: int) -> int:
        """The run that found it to have left the list, whose last whole reading was the run `whole`; else 0."""
        if self.left > self.last:
            return self.left
        if self.last < whole:
            return whole
        return 0


@dataclass(slots=True)
class Places:
    """Where an article stands in lists: in how many, and in which run it was last found to have left one."""

    standing: int = 0
    left: int = 0

    def note(self, left: int) -> None:
        """One more list: the run that found the article to have left it, 0 where it stands there."""
        if left:
            self.left = max(self.left, left)
        else:
            self.standing += 1


@dataclass(slots=True)
class KnownLists:
    """The lists of a portal by address; `unread`: entries whose articles are not stored, by id of the article;
    `places`: where each article stands."""

    lists: dict[str, KnownList] = field(default_factory=dict)
    unread: dict[str, Entry] = field(default_factory=dict)
    places: dict[str, Places] = field(default_factory=lambda: defaultdict(Places))

    def note(self, found: _List, entries: list[_Entry]) -> None:
        """What stands in a list, and what left it."""
        for entry in entries:
            self.places[entry.native_id].note(entry.gone_from(found.whole))
            if entry.article is None and entry.stands_in(found):
                self.unread[entry.native_id] = Entry(entry.native_id, entry.url, entry.title)


def known_lists(archive: Archive, portal: str) -> KnownLists:
    """The lists of a portal; of one that is the same as another only that."""
    entries: dict[int, list[_Entry]] = defaultdict(list)
    for category, *values in archive.db.execute(_ENTRIES, [portal]):
        entries[category].append(_Entry(*values))
    all_lists = KnownLists()
    for found in starmap(_List, archive.db.execute(_LISTS, [portal]).fetchall()):
        known = _known_list(archive, found, entries[found.id])
        all_lists.lists[known.url] = known
        if not known.same_as:
            all_lists.note(found, entries[found.id])
    return all_lists


def _known_list(archive: Archive, found: _List, entries: list[_Entry]) -> KnownList:
    titles: dict[str, str] = {}
    for entry in entries:
        if entry.stands_in(found):
            titles[entry.native_id] = entry.title
    totals = None
    if found.closed:
        totals = archive.db.execute(_DECLARED, [found.closed, found.id]).fetchone()
    declared, last = totals or (None, None)
    return KnownList(
        url=found.url,
        title=found.title,
        parent_url=found.parent_url or None,
        asked=found.asked or found.url,
        same_as=found.same_as or None,
        whole=found.whole > 0,
        whole_at=found.whole_at,
        order=tuple(titles),
        titles=titles,
        declared=declared,
        last=last,
        tried=archive.db.execute(_TRIED, [found.id]).fetchone(),
    )
