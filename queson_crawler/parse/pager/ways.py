"""Every control in or beside a list as a possible way on, judged by what it does before how it is worded. Pure.

Words, icons and class names differ from portal to portal; an address that is the list's own with the next number in it
says the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

from lxml import html

from queson_crawler.parse.document import MAX_LINKS, Document, names_of, squeeze
from queson_crawler.parse.evidence import Evidence, signs, weigh
from queson_crawler.parse.pager.controls import Kind, kind_of, words_of
from queson_crawler.parse.results import PageLink, Way
from queson_crawler.parse.scripts import address_in_script
from queson_crawler.urls import clean, host

_NEXT_WORDS = re.compile(
    r"cũ hơn|trước đó|kế tiếp|tiếp theo|trang (?:sau|tiếp|kế)|xem tiếp|\bsau\b|\btiếp\b|bài cũ|tin cũ"
    r"|\bnext\b|\bolder\b|\bmore\b|xem thêm|tải thêm|hiển thị thêm",
    re.I,
)
_BACK_WORDS = re.compile(
    r"mới hơn|sau đó|tin mới|bài mới|quay lại|trở (?:lại|về|lui)|kế trước|trang (?:trước|đầu)|\bprev|\bnewer\b|\bback\b"
    r"|\bfirst\b|^(?:đầu|trước)$",
    re.I,
)
_NEXT_NAME = re.compile(
    r"(?:^|[^a-z])(?:next|older|sau|tiep|forward|(?:angle|arrow|chevron|caret)-?right)(?![a-z])", re.I
)
_BACK_NAME = re.compile(r"(?:^|[^a-z])(?:prev\w*|newer|truoc|(?:angle|arrow|chevron|caret)-?left)(?![a-z])", re.I)
_NO_PAGE = re.compile(
    r"(?:ngay|thang|nam|date|day|month|year|lang|language|id|tag|sort|order|view|print|cat|category|type|tab|"
    r"font|size|limit|rating|itemid|tabid|mid)$",
    re.I,
)
"""Parameters that number something else than pages."""
_PATH_NUMBER = re.compile(r"^(?:(.*?[/-])?(?:page|trang|paged|pg|p)[-_/]?|(.*)/)(\d{1,5})(?:\.html?|\.aspx|/)?$", re.I)
_ENDING = re.compile(r"(?:\.html?|\.aspx|/)$", re.I)
ENOUGH = 3
"""Points of a control that is taken for the way on where nothing better is known."""
MAX_SAID, MAX_WORDS, MAX_WAYS = 60, 32, 30


_FOR, _AGAINST = 0, -3.5
"""Signs of more points lead on; signs of fewer lead back or elsewhere."""


@dataclass(frozen=True, slots=True)
class _Control:
    """A control of a page: where it leads, what it says and is called, and the step from this page to that, in pages: 1
    for the next, -1 for the one before, 0 where the addresses do not tell; whether it leads to the list's own path or
    below it, to an article, and to the folder in which the listed articles are."""

    url: str
    said: str
    names: str
    rel: str
    step: int
    is_below: bool
    is_article: bool
    is_beside_articles: bool


def _says_next(one: _Control) -> bool:
    if len(one.said) > MAX_WORDS:
        return False
    return _NEXT_WORDS.search(one.said) is not None or kind_of(one.said) is Kind.NEXT


def _says_back(one: _Control) -> bool:
    return _BACK_WORDS.search(one.said) is not None or kind_of(one.said) is Kind.PREVIOUS


NEXT: tuple[Evidence[_Control], ...] = (
    Evidence("the page calls it the next (rel)", 5, lambda one: "next" in one.rel.split()),
    Evidence("its address is the list's with the next number", 4, lambda one: one.step == 1),
    Evidence("its words lead on", 3, _says_next),
    Evidence("its class or picture leads on", 2, lambda one: _NEXT_NAME.search(one.names) is not None),
    Evidence("its address is not below the list's", -3, lambda one: one.step == 0 and not one.is_below),
    Evidence("its address is an article's", -4, lambda one: one.is_article and one.step == 0),
    Evidence("its address is in the folder of the articles", -3, lambda one: one.is_beside_articles and one.step == 0),
    Evidence("its address is the list's with an earlier number", -6, lambda one: one.step < 0),
    Evidence("its words lead back", -4, _says_back),
    Evidence("its class or picture leads back", -4, lambda one: _BACK_NAME.search(one.names) is not None),
    Evidence("the page calls it the one before (rel)", -6, lambda one: "prev" in one.rel.split()),
)
"""What makes a control lead to the next page of a list."""


def ways_on(
    doc: Document,
    root: html.HtmlElement,
    entries: Collection[str],
    is_article: Callable[[str], bool] = lambda url: False,
) -> tuple[Way, ...]:
    """The controls inside `root` that may lead to the next page, the likeliest first. `entries` are the addresses of
    the articles that the list names: no ways on."""
    taken = {clean(url) for url in entries}
    own = clean(doc.url)
    folders = {url.rpartition("/")[0] for url in taken if "?" not in url}
    found: dict[str, Way] = {}
    for element in _elements(doc, root):
        url = clean(doc.join(_address(element)))
        if not url or url == own or url in taken or host(url) != host(own):
            continue
        said = _said(element)
        if len(said) > MAX_SAID:
            continue
        one = _Control(
            url=url,
            said=said,
            names=_names(element),
            rel=(element.get("rel") or "").lower(),
            step=step_between(own, url, len(entries)),
            is_below=_is_below(own, url),
            is_article=is_article(url),
            is_beside_articles="?" not in url and url.rpartition("/")[0] in folders,
        )
        held = signs(NEXT, one)
        if not held:
            continue
        way = Way(PageLink(0, doc.join(_address(element))), said, held, weigh(NEXT, one))
        if url not in found or found[url].points < way.points:
            found[url] = way
    ordered = sorted(found.values(), key=lambda way: -way.points)
    return tuple(ordered[:MAX_WAYS])


def may_lead_on(way: Way) -> bool:
    """Whether something speaks for a control, and nothing says that it leads back, or to an article."""
    strongest = max((sign.points for sign in way.signs), default=0)
    weakest = min((sign.points for sign in way.signs), default=0)
    return strongest > _FOR and weakest > _AGAINST


def _is_below(own: str, url: str) -> bool:
    stem, number = _numbered(urlsplit(own).path)
    if number is None:
        stem = _ENDING.sub("", stem)
    path = urlsplit(url).path
    return path.startswith(stem) if stem.strip("/") else path == urlsplit(own).path


def _elements(doc: Document, root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    yield from islice(root.iter("a", "button", "input", "area"), MAX_LINKS)
    for link in islice(doc.root.iter("link"), MAX_LINKS):
        if "next" in (link.get("rel") or "").lower().split():
            yield link


def _address(element: html.HtmlElement) -> str:
    """Where an element leads, by its address or its script; "" where nowhere that can be asked for."""
    href = (element.get("href") or "").strip()
    if href and not href.startswith(("#", "javascript:", "mailto:", "tel:")):
        return href
    return address_in_script(element)


def _said(element: html.HtmlElement) -> str:
    if element.tag == "input":
        return squeeze(element.get("value"))
    told = squeeze(element.get("aria-label")) or squeeze(element.get("title"))
    return told if told and len(told) <= MAX_SAID else words_of(element)


def _names(element: html.HtmlElement) -> str:
    """What a control and the icon or picture in it are called."""
    names = [names_of(element)]
    for inner in islice(element.iterdescendants(), 6):
        if isinstance(inner.tag, str):
            source = (inner.get("src") or "").rpartition("/")[2]
            names.append(f"{names_of(inner)} {source}")
    return " ".join(names)


def step_between(own: str, url: str, page_size: int = 0) -> int:
    """How many pages lie between two addresses of one list: they are the same but for one number. 0 where they are not.

    The first page bears no number, 1, or 0 where pages are counted from 0; offsets count in steps of `page_size`.
    """
    mine, other = urlsplit(own), urlsplit(url)
    if mine.path == other.path:
        return _step_in_query(_pairs(mine.query), _pairs(other.query), page_size)
    if _pairs(mine.query) != _pairs(other.query):
        return 0
    stem, number = _numbered(mine.path)
    other_stem, other_number = _numbered(other.path)
    plain = _ENDING.sub("", mine.path)
    if number is not None and other_number is not None and stem == other_stem:
        return other_number - number
    if other_number is not None and other_stem == plain:
        return 1 if other_number == 2 else 0
    if number is not None and stem == _ENDING.sub("", other.path):
        return 1 - number if number > 1 else 0
    return 0


def _pairs(query: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(query, keep_blank_values=True, max_num_fields=50))
    except ValueError:
        return {}


def _numbered(path: str) -> tuple[str, int | None]:
    """A path without the number of a page, and that number."""
    match = _PATH_NUMBER.match(path)
    if match is None:
        return path, None
    return (match.group(1) or match.group(2) or "").rstrip("/-"), int(match.group(3))


def _step_in_query(own: dict[str, str], other: dict[str, str], page_size: int) -> int:
    changed = [name for name in {*own, *other} if own.get(name) != other.get(name)]
    if len(changed) != 1 or _NO_PAGE.search(changed[0]):
        return 0
    before, after = own.get(changed[0]), other.get(changed[0])
    if after is None:
        return -1 if before is not None and before.isdecimal() else 0
    if not after.isdecimal() or len(after) > 6:
        return 0
    number = int(after)
    if before is None or not before.isdecimal():
        return 1 if number in (1, 2) or (page_size > 2 and number == page_size) else 0
    distance = number - int(before)
    if page_size > 2 and distance and distance % page_size == 0 and number >= page_size:
        return distance // page_size
    return distance
