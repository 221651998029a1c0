"""When an article was published: what readers see decides, what the page tells machines makes it more precise.

Three things look like a date of publication and are none: the clock of the page (it tells the day of fetching), the
date of an event in the text, and the dates of other articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from lxml import html

from queson_crawler.parse import labels, words
from queson_crawler.parse.article.machine_data import told
from queson_crawler.parse.document import Document, names_of, squeeze
from queson_crawler.parse.dress import around
from queson_crawler.parse.flow import Block, Flow
from queson_crawler.parse.lines import find_date, is_meta
from queson_crawler.text import HANOI, PublishedDate, read_date

_ZONE_FOR_T = re.compile(r"^(\d{4}-\d\d-\d\d)(?:\+07|ICT)(\d\d:\d\d(?::\d\d)?)$")
"""NukeViet writes `Y-m-dTH:i:s`, of which PHP makes the name of the zone where the T should stand."""
_META_NAMES = (
    *("article:published_time", "og:published_time", "og:article:published_time", "datepublished", "pubdate"),
    *("publishdate", "publish_date", "publish-date", "published_time", "article.published", "dc.date.issued"),
    *("dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date"),
)
_CLOCK_HINT = re.compile(r"clock|dong-?_?ho|today|hom-?nay|current|now|weather|thoi-?tiet", re.I)
_UPDATED_HINT, _PUBLISHED_HINT = re.compile(r"updat|modif|cap-?_?nhat", re.I), re.compile(r"\bpublish", re.I)
_ASIDE = frozenset(("li", "aside", "nav"))
MAX_MACHINE_TAGS = 40
MAX_ABOVE, MAX_BELOW = 3, 6
"""Blocks above and below the title among which a <time> is that of the article."""
CLOCK_ERROR, HANOI_AHEAD = timedelta(minutes=15), timedelta(hours=7)


@dataclass(frozen=True, slots=True)
class Shown:
    """A date that readers see, by its label or bare, and the line it stands in."""

    date: PublishedDate
    block: Block | None
    labelled: bool


def published(
    doc: Document,
    flow: Flow,
    title: Block,
    about: Sequence[Block],
    below: Sequence[Block],
    half_days: str,
) -> PublishedDate | None:
    """The date by its label, else the first on the lines by the title or below the text; machines' time fills in.

    `about` are the lines about the article, `below` the blocks that follow its text.
    """
    shown = next(_shown_dates(doc, title, about, below), None)
    line = shown.block if shown is not None else None
    stamps = _machine_dates(doc, flow, title, line)
    if shown is None:
        return next(stamps, None)
    date = shown.date
    if re.search(half_days, date.raw):
        date = PublishedDate(date.iso[:10], "day", date.raw)
    if _is_far(shown, title):
        return next(stamps, date)
    if date.precision == "minute":
        return date
    for stamp in stamps:
        if stamp.precision == "minute" and stamp.iso[:10] == date.iso[:10]:
            return stamp
    return date


def _is_far(shown: Shown, title: Block) -> bool:
    """Whether a bare date stands above the title, where a page shows its clock too: machines know better."""
    return not shown.labelled and shown.block is not None and shown.block.index < title.index


def _shown_dates(doc: Document, title: Block, about: Sequence[Block], below: Sequence[Block]) -> Iterator[Shown]:
    """What may be the date that readers see, the surest first."""
    lines = (*about, *below)
    yield from _labelled(lines, words.PUBLISHED)
    yield from _labelled(about, words.UPDATED)
    for bare in _bare(about):
        if not _is_clock(doc, bare, title):
            yield bare
    yield from _labelled(lines, words.UPDATED)
    yield from _bare(filter(is_meta, below))


def _labelled(blocks: Sequence[Block], field: str) -> Iterator[Shown]:
    """The date of a label: that of the first line which says anything for it."""
    for block in blocks:
        value = labels.fields_of([block.text]).get(field)
        if not value:
            continue
        date = find_date(value)
        if date is not None:
            yield Shown(date, block, labelled=True)
        return


def _bare(blocks: Iterable[Block]) -> Iterator[Shown]:
    """The dates that stand in lines without a label for them."""
    for block in blocks:
        date = find_date(block.text)
        if date is not None:
            yield Shown(date, block, labelled=False)


def _is_clock(doc: Document, shown: Shown, title: Block) -> bool:
    """Whether a bare date above the title is the page's clock: it tells the day, or the minute, of fetching."""
    block = shown.block
    if block is None or block.index > title.index or labels.cut(block.text):
        return False
    for step in around(block.element, 2):
        if _CLOCK_HINT.search(names_of(step)):
            return True
    if shown.date.precision == "minute":
        return _is_now(doc, shown.date)
    return shown.date.iso[:10] in _days_of_fetching(doc)


def _days_of_fetching(doc: Document) -> tuple[str, ...]:
    """The day a page was fetched, in its own zone and in Hanoi's."""
    if doc.fetched_at is None:
        return ()
    return doc.fetched_at.date().isoformat(), doc.fetched_at.astimezone(HANOI).date().isoformat()


def _is_now(doc: Document, date: PublishedDate) -> bool:
    """Whether a time is that of fetching, give or take a wrong clock; one that tells UTC is seven hours behind."""
    if doc.fetched_at is None:
        return False
    distance = abs(datetime.fromisoformat(date.iso) - doc.fetched_at)
    return min(distance, abs(distance - HANOI_AHEAD)) <= CLOCK_ERROR


def _machine_dates(doc: Document, flow: Flow, title: Block, line: Block | None) -> Iterator[PublishedDate]:
    """What the page tells machines of its publication, the surest first; the time of fetching is none. `line` is where
    readers see the date."""
    for stamp in _stamps(doc, flow, title, line):
        date = read_date(_ZONE_FOR_T.sub(r"\1T\2+07:00", squeeze(stamp)))
        if date is None or (date.precision == "minute" and _is_now(doc, date)):
            continue
        yield date


def _stamps(doc: Document, flow: Flow, title: Block, line: Block | None) -> Iterator[str]:
    for name in _META_NAMES[:2]:
        yield doc.metas.get(name, "")
    yield told(doc).published
    yield from _tagged(flow, title, line)
    for name in _META_NAMES[2:]:
        yield doc.metas.get(name, "")


def _tagged(flow: Flow, title: Block, line: Block | None) -> Iterator[str]:
    """The values of `<time datetime>` and `itemprop=datePublished` that stand by the article: what its publication is
    called first, then the <time> in the line of the date, and the first near its title."""
    by_name: list[str] = []
    in_line: list[str] = []
    near: list[str] = []
    by_title = range(title.index - MAX_ABOVE, title.index + MAX_BELOW + 1)
    for element, (at, _) in islice(flow.stamps(), MAX_MACHINE_TAGS):
        value = element.get("datetime") or element.get("content")
        itemprop = element.get("itemprop", "")
        if not value or _is_of_update(f"{names_of(element)} {itemprop}"):
            continue
        if itemprop.lower() == "datepublished" or "pubdate" in element.attrib:
            by_name.append(value)
        elif line is not None and at == line.index:
            in_line.append(value)
        elif at in by_title and element.tag == "time" and not _in_link(element):
            near.append(value)
    yield from by_name
    yield from in_line
    yield from near


def _is_of_update(names: str) -> bool:
    """Whether names are those of a change alone: `entry-date published updated` is said of what was never changed."""
    return _UPDATED_HINT.search(names) is not None and _PUBLISHED_HINT.search(names) is None


def _in_link(element: html.HtmlElement) -> bool:
    """Whether an element stands in an item that links to another article."""
    near = {step.tag for step in islice(element.iterancestors(), 3)}
    return not near.isdisjoint(_ASIDE)
