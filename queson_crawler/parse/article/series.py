"""The other pages of an article in several pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeAlias
from urllib.parse import SplitResult, parse_qsl, urlsplit

from lxml import etree

from queson_crawler.parse.document import MAX_LINKS, Document, text_of
from queson_crawler.parse.flow import Flow
from queson_crawler.parse.pager.steps import only_change
from queson_crawler.parse.results import PageLink
from queson_crawler.urls import clean, host

_NUMBER = re.compile(r"^(?:(?:trang|phần|page|part)\s*)?(\d{1,2})$", re.I)
_PART_NAMES = "p|pg|page|paged|trang|part|phan|pageno|page_no|pagenumber|start|limitstart"
_PART_NAME = re.compile(_PART_NAMES, re.I)
_NAMED_PARAMETER = re.compile(rf"[?&](?:{_PART_NAMES})=(\d{{1,2}})(?=&|$)", re.I)
_OTHER_NUMBER = re.compile(
    r"rat(?:e|ing)|vote|star|sao|size|co-?_?chu|font|lang|id$|tab|nam|thang|ngay|year|month|day", re.I
)
"""Parameters that number something else than pages."""
_SHORT_NUMBER = re.compile(r"\d{1,2}")
_PATH_PART = re.compile(
    r"/(?:(?:page|trang|part|phan|p)[-/]?)?\d{1,2}$|[-_](?:page|trang|part|phan|p)[-_]?\d{1,2}(?=\.html?$|$)", re.I
)
_NAMED_PATH_PART = re.compile(r"[-_/](?:page|trang|part|phan|p)[-_/]?(\d{1,2})(?=\.html?$|$)", re.I)
_LEADS_ON = re.compile(
    r"[\W_]{0,5}(?:(?:(?:xem|đọc)\s)?(?:tiếp(?: theo| tục)?|trang (?:sau|trước|tiếp(?: theo)?|kế(?: tiếp)?))"
    r"(?: trang (\d{1,2}))?|next(?: page)?|previous(?: page)?|trước|sau)?[\W_]{0,5}",
    re.I,
)
"""The words of a link, or marks such as `»`, that lead on or back among the pages of an article."""
_CHOICES = etree.XPath("descendant::option[contains(@value, '/')]")
_Way: TypeAlias = tuple[int, str, str]
"""The block of a link, its words and its address."""
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
    each with its block, and the choices of a menu of such pages, behind all blocks; where there are none, the links
    that lead on or back by one."""
    ways = [*_links(flow), *_choices(doc, len(flow.blocks))]
    numbered = list(_parts(doc, ways, _NUMBER, is_part))
    return numbered or list(_parts(doc, ways, _LEADS_ON, _is_next_part))


def _parts(
    doc: Document, ways: Iterable[_Way], words: re.Pattern[str], fits: Callable[[str, str, int], bool]
) -> Iterator[tuple[int, PageLink]]:
    """The ways in such words to other pages of the article that fit, by the number in their words, or else by the one
    that their address bears by name."""
    own = clean(doc.url)
    for at, said, address in ways:
        match = words.fullmatch(said)
        if match is None:
            continue
        url = clean(doc.join(address))
        number = int(match[1] or _number_named(url))
        if url != own and 0 < number <= MAX_PARTS and fits(own, url, number):
            yield at, PageLink(number, url)


def _is_next_part(own: str, url: str, number: int) -> bool:
    """Whether an address is this page's own but for the number of a page that it bears by name, the next or the one
    before: `-p2` is such a name, `/2` is none."""
    if abs(number - _number_named(own)) != 1:
        return False
    return _without(_NAMED_PATH_PART, own) == _without(_NAMED_PATH_PART, url)


def _number_named(url: str) -> int:
    """The number that an address bears by name as that of a page, 1 where it bears none."""
    path = urlsplit(url).path.rstrip("/")
    numbers = _NAMED_PARAMETER.findall(url) + _NAMED_PATH_PART.findall(path)
    return int([*numbers, "1"][0])


def _links(flow: Flow) -> Iterator[_Way]:
    """The block, the words and the address of each link."""
    for at, link in islice(flow.links, MAX_LINKS):
        yield at, text_of(link), link.get("href", "")


def _choices(doc: Document, at: int) -> Iterator[_Way]:
    """The same of each choice of a menu that leads to pages, all `at` one block."""
    for choice in _CHOICES(doc.body)[:MAX_LINKS]:
        yield at, text_of(choice), choice.get("value")


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
    return _without(_PATH_PART, url)


def _without(in_path: re.Pattern[str], url: str) -> str:
    """An address without a part of its path, and without the parameters that number pages."""
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _numbers_part(*pair)]
    path = in_path.sub("", parts.path.rstrip("/"))
    return f"{parts.netloc}{path}?{kept}"
