"""When an article was published: what readers see decides, what the page tells machines makes it more precise.

Three things look like a date of publication and are none: the clock of the page (it tells the day of fetching), the
date of an event in the text, and the dates of other articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from lxml import html

from queson_crawler.parse import labels, words
from queson_crawler.parse.article.machine_data import told
from queson_crawler.parse.document import Document, names_of, squeeze
from queson_crawler.parse.flow import Block, Flow
from queson_crawler.parse.lines import find_date, is_meta
from queson_crawler.platforms.selectors import ancestors
from queson_crawler.text import HANOI, PublishedDate, read_date

_ZONE_FOR_T = re.compile(r"^(\d{4}-\d\d-\d\d)(?:\+07|ICT)(\d\d:\d\d(?::\d\d)?)$")
"""NukeViet writes `Y-m-dTH:i:s`, of which PHP makes the name of the zone where the T should stand."""
_META_NAMES = (
    *("article:published_time", "og:published_time", "og:article:published_time", "datepublished", "pubdate"),
    *("publishdate", "publish_date", "publish-date", "published_time", "article.published", "dc.date.issued"),
    *("dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date"),
)
_CLOCK_HINT = re.compile(r"clock|dong-?_?ho|today|hom-?nay|current|now|weather|thoi-?tiet", re.I)
_UPDATED_HINT = re.compile(r"updat|modif|cap-?_?nhat", re.I)
MAX_MACHINE_TAGS = 40
CLOCK_ERROR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Shown:
    """A date that readers see: by its label, or bare; `block` is the line it stands in."""

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
    shown = _shown_date(doc, flow, title, about, below)
    date = shown.date if shown is not None else None
    if date is not None and re.search(half_days, date.raw):
        date = PublishedDate(date.iso[:10], "day", date.raw)
    if date is not None and date.precision == "minute" and shown is not None and not _is_far(shown, title):
        return date
    for stamp in _machine_dates(doc, flow, title):
        if date is None or (shown is not None and _is_far(shown, title)):
            return stamp
        if stamp.precision == "minute" and stamp.iso[:10] == date.iso[:10]:
            return stamp
    return date


def _is_far(shown: Shown, title: Block) -> bool:
    """Whether a bare date stands above the title, where a page shows its clock too: machines know better."""
    return not shown.labelled and shown.block is not None and shown.block.index < title.index


def _shown_date(
    doc: Document, flow: Flow, title: Block, about: Sequence[Block], below: Sequence[Block]
) -> Shown | None:
    after = [block for block in below if is_meta(block)]
    by_label = labels.fields_of(block.text for block in (*about, *below))
    updated = labels.fields_of(block.text for block in about).get(words.UPDATED, "")
    for value in (by_label.get(words.PUBLISHED, ""), updated):
        if value and (date := find_date(value)):
            return Shown(date, None, labelled=True)
    for block in about:
        date = find_date(block.text)
        if date is not None and not _is_clock(doc, block, date, title):
            return Shown(date, block, labelled=False)
    if (value := by_label.get(words.UPDATED, "")) and (date := find_date(value)):
        return Shown(date, None, labelled=True)
    for block in after:
        if (date := find_date(block.text)) is not None:
            return Shown(date, block, labelled=False)
    return None


def _is_clock(doc: Document, block: Block, date: PublishedDate, title: Block) -> bool:
    """Whether a bare date above the title is the page's clock: it tells the day, or the minute, of fetching."""
    if block.index > title.index or labels.cut(block.text):
        return False
    root = block.element.getroottree().getroot()
    if any(_CLOCK_HINT.search(names_of(step)) for step in islice(ancestors(block.element, root), 2)):
        return True
    if doc.fetched_at is None:
        return False
    if date.precision != "minute":
        days = (doc.fetched_at.date(), doc.fetched_at.astimezone(HANOI).date())
        return date.iso[:10] in [day.isoformat() for day in days]
    return _is_now(doc, date)


def _is_now(doc: Document, date: PublishedDate) -> bool:
    """Whether a time is that of fetching, give or take a wrong clock; one that tells UTC is seven hours behind."""
    if doc.fetched_at is None:
        return False
    distance = abs(datetime.fromisoformat(date.iso) - doc.fetched_at)
    return distance <= CLOCK_ERROR or abs(distance - timedelta(hours=7)) <= CLOCK_ERROR


def _machine_dates(doc: Document, flow: Flow, title: Block) -> Iterator[PublishedDate]:
    """What the page tells machines of its publication, the surest first."""
    for stamp in _stamps(doc, flow, title):
        date = read_date(_ZONE_FOR_T.sub(r"\1T\2+07:00", squeeze(stamp)))
        if date is not None and not (date.precision == "minute" and _is_now(doc, date)):
            yield date


def _stamps(doc: Document, flow: Flow, title: Block) -> Iterator[str]:
    for name in _META_NAMES[:2]:
        yield doc.metas.get(name, "")
    yield told(doc).published
    yield from _tagged(flow, title)
    for name in _META_NAMES[2:]:
        yield doc.metas.get(name, "")


def _tagged(flow: Flow, title: Block) -> Iterator[str]:
    """The values of `<time datetime>` and `itemprop=datePublished` that stand by the article: what its publication is
    called first, then the first <time> near its title."""
    by_name: list[str] = []
    near: list[str] = []
    for element, (at, _) in islice(flow.stamps(), MAX_MACHINE_TAGS):
        value = element.get("datetime") or element.get("content") or ""
        if not value or _UPDATED_HINT.search(f"{names_of(element)} {element.get('itemprop', '')}"):
            continue
        if (element.get("itemprop") or "").lower() == "datepublished" or element.get("pubdate") is not None:
            by_name.append(value)
        elif element.tag == "time" and title.index - 3 <= at <= title.index + 6 and not _in_link(element):
            near.append(value)
    yield from by_name
    yield from near


def _in_link(element: html.HtmlElement) -> bool:
    """Whether an element stands in an item that links to another article."""
    for step in islice(element.iterancestors(), 3):
        if step.tag in ("li", "aside", "nav"):
            return True
    return False
