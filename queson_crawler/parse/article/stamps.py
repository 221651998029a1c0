"""What a page tells machines of the publication of its article: metadata, JSON-LD, `<time datetime>`, itemprop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from itertools import islice

from lxml import html

from queson_crawler.parse.article.field_places import FieldRole, Fields
from queson_crawler.parse.article.furniture import path_of
from queson_crawler.parse.article.machine_data import told
from queson_crawler.parse.article.sightings import MACHINE
from queson_crawler.parse.document import Document, attribute_of, names_of, squeeze
from queson_crawler.parse.flow import Block, Flow
from queson_crawler.platforms.selectors import is_any_of
from queson_crawler.text import PublishedDate, read_date

_ZONE_FOR_T = re.compile(r"^(\d{4}-\d\d-\d\d)(?:\+07|ICT)(\d\d:\d\d(?::\d\d)?)$")
"""NukeViet writes `Y-m-dTH:i:s`, of which PHP makes the name of the zone where the T should stand."""
_SUREST = ("article:published_time", "og:published_time")
_OTHERS = (
    *("og:article:published_time", "datepublished", "pubdate"),
    *("publishdate", "publish_date", "publish-date", "published_time", "article.published", "dc.date.issued"),
    *("article:published", "parsely-pub-date", "sailthru.date"),
    *("dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date"),
)
_UPDATED_HINT, _PUBLISHED_HINT = re.compile(r"updat|modif|cap-?_?nhat", re.I), re.compile(r"\bpublish", re.I)
_COMMENT_HINT = re.compile(r"comment|binh-?_?luan|phan-?_?hoi", re.I)
MAX_COMMENT_STEPS = 5
_ASIDE = frozenset(("li", "aside", "nav"))
MINUTE = "minute"
JSON_LD = "json-ld"
"""The place of a time that JSON-LD tells."""
MAX_MACHINE_TAGS = 40
MAX_ABOVE, MAX_BELOW = 3, 6
"""Blocks above and below the title among which a <time> is that of the article."""
CLOCK_ERROR, HANOI_AHEAD = timedelta(minutes=15), timedelta(hours=7)


class _Rank(IntEnum):
    """How surely a tag tells the time of publication, the surest first."""

    NAMED = 0
    IN_LINE = 1
    NEAR = 2


@dataclass(frozen=True, slots=True)
class _Stamp:
    """A tag that tells machines a time, and the block before which it stands."""

    element: html.HtmlElement
    at: int

    @property
    def value(self) -> str:
        return attribute_of(self.element, "datetime", "content", "title")

    @property
    def itemprop(self) -> str:
        return str(self.element.get("itemprop", ""))

    @property
    def is_named(self) -> bool:
        """Whether it is called the time of publication."""
        if "pubdate" in self.element.attrib:
            return True
        return self.itemprop.lower() == "datepublished"

    @property
    def is_of_update(self) -> bool:
        """Whether its names are those of a change alone: `entry-date published updated` is said of what was never
        changed."""
        names = f"{names_of(self.element)} {self.itemprop}"
        if _PUBLISHED_HINT.search(names):
            return False
        return _UPDATED_HINT.search(names) is not None

    @property
    def is_aside(self) -> bool:
        """Whether it stands in an item that links to another article."""
        return is_any_of(islice(self.element.iterancestors(), 3), _ASIDE)

    @property
    def is_of_comment(self) -> bool:
        """Whether it stands in a reader's comment."""
        near = islice(self.element.iterancestors(), MAX_COMMENT_STEPS)
        return any(_COMMENT_HINT.search(names_of(element)) for element in near)


def machine_dates(
    doc: Document, flow: Flow, title: Block, line: Block | None, known: Fields
) -> Iterator[PublishedDate]:
    """What the page tells machines of its publication, the surest first; the time of fetching is none, nor what
    sibling pages all tell. `line` is where readers see the date."""
    for place, date in machine_stamps(doc, flow, title, line):
        if not _is_minute_of_fetching(doc, date) and not known.has(FieldRole.NO_DATE, place, MACHINE):
            yield date


def machine_stamps(doc: Document, flow: Flow, title: Block, line: Block | None) -> Iterator[tuple[str, PublishedDate]]:
    """The times that the page tells machines, each with its place: the name of a tag, or where an element stands."""
    for place, said in _stamps(doc, flow, title, line):
        date = read_date(_ZONE_FOR_T.sub(r"\1T\2+07:00", squeeze(said)))
        if date is not None:
            yield place, date


def _is_minute_of_fetching(doc: Document, date: PublishedDate) -> bool:
    return date.precision == MINUTE and is_now(doc, date)


def is_now(doc: Document, date: PublishedDate) -> bool:
    """Whether a time is that of fetching, give or take a wrong clock; one that tells UTC is seven hours behind."""
    if doc.fetched_at is None:
        return False
    distance = abs(datetime.fromisoformat(date.iso) - doc.fetched_at)
    return min(distance, abs(distance - HANOI_AHEAD)) <= CLOCK_ERROR


def _stamps(doc: Document, flow: Flow, title: Block, line: Block | None) -> Iterator[tuple[str, str]]:
    """The times that a page tells machines, the surest first, each with its place."""
    for name in _SUREST:
        yield name, doc.metas.get(name, "")
    yield JSON_LD, told(doc).published
    yield from _tagged(flow, title, line)
    for name in _OTHERS:
        yield name, doc.metas.get(name, "")


def _tagged(flow: Flow, title: Block, line: Block | None) -> list[tuple[str, str]]:
    """The values of `<time datetime>` and `itemprop=datePublished` that stand by the article: what its publication is
    called first, then the <time> in the line of the date, and the first near its title."""
    ranked: dict[_Rank, list[tuple[str, str]]] = {rank: [] for rank in _Rank}
    for element, (at, _) in islice(flow.stamps(), MAX_MACHINE_TAGS):
        stamp = _Stamp(element, at)
        rank = _rank_of(stamp, title, line)
        if rank is not None and stamp.value and not stamp.is_of_update:
            ranked[rank].append((path_of(element), stamp.value))
    return [*ranked[_Rank.NAMED], *ranked[_Rank.IN_LINE], *ranked[_Rank.NEAR]]


def _rank_of(stamp: _Stamp, title: Block, line: Block | None) -> _Rank | None:
    """How surely a tag tells the time of publication; None where it stands elsewhere."""
    if stamp.is_of_comment:
        return None
    if stamp.is_named:
        return _Rank.NAMED
    if line is not None and stamp.at == line.index:
        return _Rank.IN_LINE
    if not title.index - MAX_ABOVE <= stamp.at <= title.index + MAX_BELOW:
        return None
    if stamp.itemprop or stamp.is_aside:
        return None
    return _Rank.NEAR
