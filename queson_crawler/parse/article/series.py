"""The other pages of an article in several pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from urllib.parse import SplitResult, parse_qsl, urlsplit

from queson_crawler.parse.document import MAX_LINKS, Document, text_of
from queson_crawler.parse.flow import Flow
from queson_crawler.parse.pager.controls import number_by
from queson_crawler.parse.pager.steps import only_change
from queson_crawler.parse.results import PageLink
from queson_crawler.urls import clean, host

_NUMBER = re.compile(r"^(?:(?:trang|phần|page|part)\s*)?(\d{1,2})$", re.I)
_PART_NAME = re.compile(r"p|pg|page|paged|trang|part|phan|pageno|page_no|pagenumber|start|limitstart", re.I)
_OTHER_NUMBER = re.compile(
    r"rat(?:e|ing)|vote|star|sao|size|co-?_?chu|font|lang|id$|tab|nam|thang|ngay|year|month|day", re.I
)
"""Parameters that number something else than pages."""
_SHORT_NUMBER = re.compile(r"\d{1,2}")
_PATH_PART = re.compile(
    r"/(?:(?:page|trang|part|phan|p)[-/]?)?\d{1,2}$|[-_](?:page|trang|part|phan|p)[-_]?\d{1,2}(?=\.html?$|$)", re.I
)
MAX_PARTS = 50
MAX_FIRST, MAX_MISSING = 2, 1
"""The first number of a page that is named, at most, and how many are not: the page itself."""


def further_parts(links: Iterable[tuple[int, PageLink]], title: int) -> tuple[PageLink, ...]:
    """The other pages of an article in several pages, by number, of its `part_links` below the title. () where the
    article is whole."""
    found: dict[int, PageLink] = {}
    for at, link in links:
        if at >= title:
            found.setdefault(link.number, link)
    numbers = sorted(found)
    if not _are_all(numbers):
        return ()
    return tuple(found[number] for number in numbers)


def part_links(doc: Document, flow: Flow) -> list[tuple[int, PageLink]]:
    """The links whose words are numbers, and whose addresses are this page's own with that number added or changed,
    each with its block."""
    own = clean(doc.url)
    found: list[tuple[int, PageLink]] = []
    for at, link in islice(flow.links, MAX_LINKS):
        number = number_by(_NUMBER, text_of(link))
        if not 0 < number <= MAX_PARTS:
            continue
        url = clean(doc.join(link.get("href", "")))
        if url != own and is_part(own, url, number):
            found.append((at, PageLink(number, url)))
    return found


def _are_all(numbers: list[int]) -> bool:
    """Whether the numbers are those of one article: they run from 1 or 2 without a gap but for the page itself."""
    if not numbers or numbers[0] > MAX_FIRST:
        return False
    return numbers[-1] - len(numbers) <= MAX_MISSING


def is_part(own: str, url: str, number: int) -> bool:
    """Whether an address is that of page `number` of the article at `own`: the same but for that number at its end or
    in one parameter; page 1 may bear none."""
    if _without_part(own) == _without_part(url):
        return True
    if host(own) != host(url):
        return False
    return _differ_by(number, urlsplit(own), urlsplit(url))


def _differ_by(number: int, own: SplitResult, other: SplitResult) -> bool:
    """Whether two addresses differ in one parameter alone, whatever it is called, and the other's is that number."""
    if own.path != other.path:
        return False
    mine, theirs = dict(parse_qsl(own.query)), dict(parse_qsl(other.query))
    name = only_change(mine, theirs)
    if not name or _OTHER_NUMBER.search(name):
        return False
    before, after = mine.get(name, "1"), theirs.get(name, "1")
    if after != str(number):
        return False
    return _SHORT_NUMBER.fullmatch(before) is not None


def _numbers_part(name: str, value: str) -> bool:
    """Whether a parameter numbers a page of an article."""
    return _PART_NAME.fullmatch(name) is not None and _SHORT_NUMBER.fullmatch(value) is not None


def _without_part(url: str) -> str:
    """An address without what numbers a page of an article."""
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _numbers_part(*pair)]
    path = _PATH_PART.sub("", parts.path.rstrip("/"))
    return f"{parts.netloc}{path}?{kept}"
