"""What pages are shown with and is still to be asked for, within bounds for each portal. Read only.

A style sheet that a page names is always needed. A picture may be layout, which all pages share, or belong to one
article: it counts as layout where the start page shows it, or many pages do. Scripts and sheets whose addresses differ
in their query alone are new at each visit on some portals: few of those are asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from archive.files import MAX_TRIES
from archive.records import Needed, Use
from archive.store import Archive

MAX_RESOURCES = 600
"""At most this many addresses of one portal are asked for, in all its crawls together."""
MAX_BYTES = 64 << 20
"""When so many bytes of a portal are stored, no more are asked for."""
MIN_PAGES = 3
"""A picture is layout where at least so many pages show it,"""
MIN_SHARE = 0.01
"""and this share of all of them,"""
MIN_PICTURES, MAX_PICTURES_SHARE = 20, 0.015
"""of which at most so many are asked for: the number, or the share of the portal's pages where that is more."""
MAX_VARIANTS = 3
"""Of addresses that differ in their query alone and stand on one page each, at most this many are asked for."""

_ORDER = {Use.SHEET: 0, Use.FONT: 1, Use.SCRIPT: 2, Use.ICON: 3, Use.PICTURE: 4}
_ROWS = """
select r.url, r.use, r.depth, r.pages, r.at_home, coalesce(r.state, ''), r.tries, r.bytes,
    r.state is null or r.observed_at < :before or r.state = 'no answer',
    exists (select 1 from images i join articles a on a.id = i.article_id where i.url = r.url and a.portal = r.portal)
from resources r where r.portal = :portal order by r.depth, r.pages desc, r.url
"""
_PAGES = """
select count(distinct c.url) from captures c join runs r on r.id = c.run_id
where r.portal = ? and c.status = 200 and c.role in ('page', 'list', 'article')
"""


@dataclass(frozen=True, slots=True)
class KnownResource:
    """An address that pages name: by how many, what became of it, whether it may be asked for now, and whether it is a
    picture of an article."""

    url: str
    use: Use
    depth: int
    pages: int
    at_home: bool
    state: str
    tries: int
    bytes: int
    is_due: bool
    is_of_article: bool

    @property
    def is_wanted(self) -> bool:
        """Whether it was not asked for, or is worth asking for once more."""
        if not self.state:
            return True
        return self.is_due and self.tries < MAX_TRIES.get(self.state, 0)

    @property
    def may_be_content(self) -> bool:
        """Whether it is a picture that a page itself shows."""
        return self.use is Use.PICTURE and self.depth == 0

    @property
    def is_solitary(self) -> bool:
        """Whether it is named by one page alone, under an address that may be made anew for each visit."""
        return self.depth == 0 and self.pages < 2 and "?" in self.url

    @property
    def path(self) -> str:
        """The address without its query."""
        return self.url.partition("?")[0]


def wanted_resources(
    archive: Archive, portal: str, before: str, asks: Callable[[str], bool], *, with_files: bool = True
) -> list[Needed]:
    """What is to be asked for next, what is needed first at the beginning. What did not come is asked for again where
    it was asked last before a time (UTC). `asks` says which addresses may be asked; `with_files` that the pictures of
    articles are fetched anyway."""
    known = _known(archive, portal, before)
    own = [each for each in known if asks(each.url)]
    wanted = chosen(own, _pages(archive, portal), with_files=with_files)
    return [Needed(each.url, each.use, each.depth) for each in wanted]


def _known(archive: Archive, portal: str, before: str) -> list[KnownResource]:
    found: list[KnownResource] = []
    for url, use, depth, pages, at_home, state, tries, size, is_due, is_of_article in archive.db.execute(
        _ROWS, {"portal": portal, "before": before}
    ):
        flags = (bool(is_due), bool(is_of_article))
        found.append(KnownResource(url, Use(use), depth, pages, bool(at_home), state, tries, size, *flags))
    return found


def _turn(one: KnownResource) -> tuple[int, int, int, str]:
    return _ORDER[one.use], one.depth, -one.pages, one.url


def _pages(archive: Archive, portal: str) -> int:
    """How many pages of a portal are kept."""
    (count,) = archive.db.execute(_PAGES, [portal]).fetchone()
    return int(count)


def chosen(known: Iterable[KnownResource], pages: int, *, with_files: bool) -> list[KnownResource]:
    """Of what is known of a portal with so many pages what is wanted, within the bounds; what is needed first stands
    first."""
    room = _Room(sorted(known, key=_turn), pages)
    found: list[KnownResource] = []
    for each in room.known:
        if each.is_of_article and with_files:
            continue
        if not each.is_wanted or not room.has_place(each):
            continue
        if not each.state:
            room.take(each)
        found.append(each)
    return found


class _Room:
    """How much more may be asked of a portal."""

    def __init__(self, known: Iterable[KnownResource], pages: int) -> None:
        self.known = list(known)
        self._least = max(MIN_PAGES, MIN_SHARE * pages)
        self._pictures = max(MIN_PICTURES, int(MAX_PICTURES_SHARE * pages))
        self._count, self._bytes = 0, 0
        self._variants: Counter[str] = Counter()
        for each in self.known:
            if each.state:
                self.take(each)

    def take(self, one: KnownResource) -> None:
        """Something is asked for, or was."""
        self._count += 1
        self._bytes += one.bytes
        self._pictures -= one.may_be_content
        if one.is_solitary:
            self._variants[one.path] += 1

    def has_place(self, one: KnownResource) -> bool:
        """Whether something may be asked for beside what was."""
        if one.state:
            return True
        if self._count >= MAX_RESOURCES or self._bytes >= MAX_BYTES:
            return False
        if one.may_be_content:
            return self._pictures > 0 and self._is_layout(one)
        return not one.is_solitary or self._variants[one.path] < MAX_VARIANTS

    def _is_layout(self, one: KnownResource) -> bool:
        return one.at_home or one.pages >= self._least
