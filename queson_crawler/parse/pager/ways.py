"""Every control in or beside a list as a possible way on, judged by what it does before how it is worded. Pure.

Words, icons and class names differ from portal to portal; an address that is the list's own with the next number in it
says the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from lxml import etree, html

from queson_crawler.parse.document import MAX_LINKS, Document, attribute_of, names_of, squeeze
from queson_crawler.parse.evidence import Evidence, signs, weigh
from queson_crawler.parse.link_addresses import address_of_link
from queson_crawler.parse.only import only
from queson_crawler.parse.pager.controls import Kind, kind_of, words_of
from queson_crawler.parse.pager.postback import form_of, postback
from queson_crawler.parse.pager.steps import is_below, step_between
from queson_crawler.parse.results import PageLink, Way
from queson_crawler.parse.scripts import address_in_script
from queson_crawler.urls import clean, host

_NEXT_WORDS = re.compile(
    r"cũ hơn|trước (?:đó|đây)|kế tiếp|tiếp theo|trang (?:sau|tiếp|kế)|xem tiếp|\bsau\b|\btiếp\b|bài cũ|tin cũ"
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
ENOUGH = 3
"""Points of a control that is taken for the way on where nothing better is known."""
MAX_SAID, MAX_WORDS, MAX_WAYS = 60, 32, 30
_NEXT_LINKS = etree.XPath(
    "//link[contains(concat(' ', normalize-space(translate(@rel, 'NEXT', 'next')), ' '), ' next ')]"
)
_NOWHERE = ("#", "javascript:", "mailto:", "tel:")
_FOR, _AGAINST = 0, -3.5
"""Signs of more points lead on; signs of fewer lead back or elsewhere."""


@dataclass(frozen=True)
class Listed:
    """What is known of a list before its pager is read: the addresses of the articles it names, how those of any
    article are told, and the number of its page where something else than the pager tells it."""

    entries: tuple[str, ...] = ()
    is_article: Callable[[str], bool] = lambda url: False
    current: int = 0

    @property
    def page_size(self) -> int:
        return len(self.entries)

    @cached_property
    def urls(self) -> frozenset[str]:
        """The addresses of the articles, cleaned."""
        return frozenset(map(clean, self.entries))

    @cached_property
    def folders(self) -> frozenset[str]:
        """The folders in which the articles are."""
        return frozenset(map(_folder, self.urls)) - {""}


NOTHING_LISTED = Listed()


@dataclass(frozen=True, slots=True)
class _Control:
    """A control of a page: what it says and is called, and the step from this page to that it leads to, in pages: 1 for
    the next, -1 for the one before. Where the addresses do not tell (0), whether it leads neither to the list's own
    path nor below it, to an article, or to the folder in which the listed articles are."""

    said: str
    names: str
    rel: tuple[str, ...]
    step: int
    is_outside: bool = False
    is_article: bool = False
    is_beside_articles: bool = False


def _says_next(one: _Control) -> bool:
    if len(one.said) > MAX_WORDS:
        return False
    return _NEXT_WORDS.search(one.said) is not None or kind_of(one.said) is Kind.NEXT


def _says_back(one: _Control) -> bool:
    return _BACK_WORDS.search(one.said) is not None or kind_of(one.said) is Kind.PREVIOUS


def _is_called_back(one: _Control) -> bool:
    """Whether its class says so. Authors call older news both "next" and "previous": the number in the address is
    believed before."""
    return one.step != 1 and _BACK_NAME.search(one.names) is not None


def _counts_back(one: _Control) -> bool:
    """Whether its number is an earlier one. Where the oldest page is number 1, the page itself calls that the next."""
    return one.step < 0 and "next" not in one.rel


NEXT: tuple[Evidence[_Control], ...] = (
    Evidence("the page calls it the next (rel)", 5, lambda one: "next" in one.rel),
    Evidence("its address is the list's with the next number", 4, lambda one: one.step == 1),
    Evidence("its words lead on", 3, _says_next),
    Evidence("its class or picture leads on", 2, lambda one: _NEXT_NAME.search(one.names) is not None),
    Evidence("its address is not below the list's", -3, lambda one: one.is_outside),
    Evidence("its address is an article's", -4, lambda one: one.is_article),
    Evidence("its address is in the folder of the articles", -3, lambda one: one.is_beside_articles),
    Evidence("its address is the list's with an earlier number", -6, _counts_back),
    Evidence("its words lead back", -4, _says_back),
    Evidence("its class or picture leads back", -4, _is_called_back),
    Evidence("the page calls it the one before (rel)", -6, lambda one: "prev" in one.rel),
)
"""What makes a control lead to the next page of a list."""


def ways_on(doc: Document, root: html.HtmlElement, listed: Listed = NOTHING_LISTED) -> tuple[Way, ...]:
    """The controls inside `root` that may lead to the next page, the likeliest first; what the list names is no way
    on."""
    own = clean(doc.url)
    known = listed.urls | {"", own}
    found: dict[str, Way] = {}
    for element in _elements(doc, root):
        address = doc.join(_address(element))
        url = clean(address)
        if url in known or host(url) != host(own):
            continue
        said = _said(element)
        if len(said) > MAX_SAID:
            continue
        control = _control(element, said, own, url, listed)
        held = signs(NEXT, control)
        if held:
            way = Way(PageLink(0, address), said, held, weigh(NEXT, control))
            found[url] = max(found.get(url, way), way, key=_points)
    ordered = sorted(found.values(), key=_points, reverse=True)
    return tuple(ordered[:MAX_WAYS])


def event_on(doc: Document, root: html.HtmlElement) -> PageLink | None:
    """The event of a form that one link alone causes, and whose words lead on: `Xem tin tiếp theo...`. Where several
    say so, each goes on with the text of an entry."""
    found: list[PageLink] = []
    for element in islice(root.iter("a"), MAX_LINKS):
        event = postback(address_of_link(element))
        control = _Control(_said(element), _names(element), (), 0)
        if event is not None and _says_next(control) and not _says_back(control):
            form = form_of(doc, element)
            found.append(PageLink(0, form.address, form.event(*event)))
    return only(found, None)


def may_lead_on(way: Way) -> bool:
    """Whether something speaks for a control, and nothing says that it leads back, or to an article."""
    points = [0.0, *(sign.points for sign in way.signs)]
    return max(points) > _FOR and min(points) > _AGAINST


def _points(way: Way) -> float:
    return way.points


def _control(element: html.HtmlElement, said: str, own: str, url: str, listed: Listed) -> _Control:
    rel = element.get("rel", "").lower().split()
    step = step_between(own, url, listed.page_size)
    control = _Control(said, _names(element), tuple(rel), step)
    if step:
        return control
    return replace(
        control,
        is_outside=not is_below(own, url),
        is_article=listed.is_article(url),
        is_beside_articles=_folder(url) in listed.folders,
    )


def _folder(url: str) -> str:
    """What an address without a query stands in; "" for one with a query."""
    return "" if "?" in url else url.rpartition("/")[0]


def _elements(doc: Document, root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    yield from islice(root.iter("a", "button", "input", "area"), MAX_LINKS)
    yield from _NEXT_LINKS(doc.root)[:MAX_LINKS]


def _address(element: html.HtmlElement) -> str:
    """Where an element leads, by its address or its script; "" where nowhere that can be asked for."""
    href = element.get("href", "").strip()
    if href and not href.startswith(_NOWHERE):
        return href
    return address_in_script(element)


def _said(element: html.HtmlElement) -> str:
    if element.tag == "input":
        return squeeze(element.get("value"))
    told = attribute_of(element, "aria-label", "title")
    return told if 0 < len(told) <= MAX_SAID else words_of(element)


def _names(element: html.HtmlElement) -> str:
    """What a control and the icon or picture in it are called."""
    names = [names_of(element)]
    for inner in islice(element.iterdescendants("*"), 6):
        source = inner.get("src", "").rpartition("/")[2]
        names.append(f"{names_of(inner)} {source}")
    return " ".join(names)
