"""The controls of a pager: the links whose words are a number or a step, and what these words say. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import filterfalse, islice

from lxml import etree, html

from queson_crawler.parse import words
from queson_crawler.parse.archives import is_archive_of_period
from queson_crawler.parse.document import (
    MAX_LINKS,
    Document,
    is_hidden,
    parent_of,
    squeeze,
    text_of,
)
from queson_crawler.parse.document import words_of as said_by
from queson_crawler.parse.link_addresses import address_of_link
from queson_crawler.parse.pager.calendars import calendars
from queson_crawler.parse.pager.years import years_among
from queson_crawler.parse.scripts import DATA_ADDRESSES
from queson_crawler.platforms.selectors import ancestors
from queson_crawler.urls import host

NUMBER = re.compile(r"^(?:(?:trang|page)\s)?\W{0,2}(\d{1,5})\W{0,2}$", re.I)
ARIA_CURRENT = ("aria-current", re.compile(r"^(?!false$)"))
"""How screen readers are told which page one is on."""
CELLS = frozenset(("li", "span", "td"))
"""What a pager may put around each of its controls."""
MORE_WORDS = frozenset(map(str.casefold, words.LOAD_MORE))
_LEADING = etree.XPath(
    "descendant::*[self::a[@href] or @onclick or " + " or ".join(f"@{name}" for name in DATA_ADDRESSES) + "]"
)
"""What leads to an address, or may by a script."""
_DOTS = ("…", "...")
_ARROWS = " ←→«»‹›<>|"
_FORWARD, _BACK = "⟩❯〉▶►▸➔➜⇒⇨", "⟨❮〈◀◄◂⇐⇦"
_PLAIN_MARKS = {
    **dict.fromkeys(map(ord, _FORWARD), "›"),
    **dict.fromkeys(map(ord, "⟫⇉⏩"), "»"),
    **dict.fromkeys(map(ord, _BACK), "‹"),
    **dict.fromkeys(map(ord, "⟪⇇⏪"), "«"),
    **dict.fromkeys(map(ord, "\ufe0e\ufe0f")),
}
"""The marks that stand for one of the usual arrows."""
_PLAIN_ADDRESS = re.compile(r"(?!#|javascript:)\S", re.I)
_NAMED_PLACE = re.compile(r"#\w")
_HOST = re.compile(r"^(?:https?:)?//[^/?#]*+", re.I)
_DIGIT = re.compile(r"\d")
MAX_SAID, MAX_PARTS, MIN_CONTROLS = 80, 20, 2


class Kind(Enum):
    """What a link of a pager leads to."""

    NUMBER = "number"
    NEXT = "next"
    PREVIOUS = "previous"
    LAST = "last"


STEPS: dict[str, Kind] = {
    **dict.fromkeys(map(str.casefold, words.NEXT_PAGE), Kind.NEXT),
    **dict.fromkeys(map(str.casefold, words.PREVIOUS_PAGE), Kind.PREVIOUS),
    **dict.fromkeys(map(str.casefold, words.LAST_PAGE), Kind.LAST),
}
"""What a control leads to by its words, in lower case."""
RELATIONS = {"next": Kind.NEXT, "prev": Kind.PREVIOUS, "previous": Kind.PREVIOUS}
"""What a link leads to by its `rel`."""


@dataclass(frozen=True, slots=True)
class Control:
    """A link of a pager: what it says, and what it leads to by that."""

    element: html.HtmlElement
    said: str
    kind: Kind


def controls(root: html.HtmlElement) -> list[Control]:
    """The links of `root`, by address or script, whose words are a number or a step, of the container that holds most
    of them."""
    found = _without_years(_all_controls(root))
    homes: Counter[html.HtmlElement] = Counter()
    for control in found:
        homes.update(islice(ancestors(control.element, root), 1, 6))
    # Of containers that hold equally many the innermost is the pager: it was met first.
    for pager, held in homes.most_common(1):
        if held >= MIN_CONTROLS:
            inside = set(_LEADING(pager))
            return [control for control in found if control.element in inside]
    return found


def _all_controls(root: html.HtmlElement) -> list[Control]:
    """The controls of a page. Where it shows numbers, a link is a step by its relation too, in whatever language it is
    worded: by that alone it may lead to another article."""
    found: list[Control] = []
    has_numbers = False
    for link in _leading(root):
        said = words_of(link)
        kind = kind_of(said)
        if _leads_to_no_page(link, said, kind):
            continue
        has_numbers |= kind is Kind.NUMBER
        kind = kind or RELATIONS.get(link.get("rel", "").strip().lower())
        if kind is not None:
            found.append(Control(link, said, kind))
    if has_numbers:
        return found
    return [control for control in found if kind_of(control.said) is not None]


def _leading(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """What may be a control of a pager, and neither stands in a calendar nor leads to the archive of a period."""
    months = calendars(root)
    for link in islice(_LEADING(root), MAX_LINKS):
        if is_archive_of_period(link.get("href", "").strip()):
            continue
        if _may_control(link) and months.isdisjoint(islice(link.iterancestors(), 4)):
            yield link


def _leads_to_no_page(link: html.HtmlElement, said: str, kind: Kind | None) -> bool:
    """Whether a number is a count, or a step stays on the page: as the arrows of a slide show do, `#show`."""
    if kind is Kind.NUMBER:
        return _is_count(link, said)
    return _NAMED_PLACE.match(address_of_link(link)) is not None


def _is_count(link: html.HtmlElement, said: str) -> bool:
    """Whether a number is no page: its link leads to an address without any, as the count of articles of a category
    does. The first page alone may have none."""
    href = link.get("href", "").strip()
    if number_in(said) < 2 or not _PLAIN_ADDRESS.match(href):
        return False
    return _DIGIT.search(_HOST.sub("", href)) is None


def _without_years(found: list[Control]) -> list[Control]:
    """The controls without links to the years of an archive."""
    addresses: dict[int, str] = {}
    has_steps = False
    for control in found:
        number = number_in(control.said)
        if number:
            addresses.setdefault(number, address_of_link(control.element).strip())
        has_steps |= control.kind is not Kind.NUMBER
    years = years_among(addresses, has_steps=has_steps)
    return [control for control in found if number_in(control.said) not in years]


def _may_control(link: html.HtmlElement) -> bool:
    """Whether an element leads somewhere, and says little enough to be one of a pager."""
    if not address_of_link(link):
        return False
    if link.get("title"):
        return True
    return len(link.text or "") <= MAX_SAID


def words_of(link: html.HtmlElement) -> str:
    """What a link says: a title such as `Trang sau` speaks plainer than the mark it stands on, and what only screen
    readers are told plainer than what is shown; but a number shown is a number."""
    title = squeeze(link.get("title"))
    if title.casefold() in STEPS:
        return title
    hidden = list(filter(is_hidden, islice(link.iterdescendants(), MAX_PARTS)))
    shown = _shown(link, hidden)
    if NUMBER.match(shown):
        return shown
    for part in hidden:
        told = text_of(part)
        if told.casefold() in STEPS:
            return told
    return shown or said_by(link, "title", "aria-label")


def _shown(link: html.HtmlElement, hidden: list[html.HtmlElement]) -> str:
    """The words of a link that everybody sees."""
    unseen: set[str] = set()
    for part in hidden:
        unseen.update(part.itertext())
    return squeeze("".join(filterfalse(unseen.__contains__, link.itertext())))


def kind_of(said: str) -> Kind | None:
    """What a control leads to by its words, or None where they are no control's."""
    if NUMBER.match(said) or said in _DOTS:
        return Kind.NUMBER
    word = said.casefold().translate(_PLAIN_MARKS)
    return STEPS.get(word, STEPS.get(word.strip(_ARROWS)))


def number_by(pattern: re.Pattern[str], text: str) -> int:
    """The number that an expression finds in a text as its first group, or 0."""
    match = pattern.search(text)
    return int(match.group(1)) if match else 0


def number_in(said: str) -> int:
    """The number of a page that the words of a control are, or 0."""
    return number_by(NUMBER, said)


def with_cell(element: html.HtmlElement, cells: frozenset[str] = CELLS) -> tuple[html.HtmlElement, ...]:
    """A control, and the item or cell of a pager in which it stands, if in any."""
    home = parent_of(element)
    if home.tag not in cells:
        return (element,)
    return element, home


def bears(element: html.HtmlElement, signs: Iterable[tuple[str, re.Pattern[str]]]) -> bool:
    """Whether one of some attributes of an element is as its expression says."""
    for name, pattern in signs:
        value = element.get(name)
        if value is not None and pattern.search(value):
            return True
    return False


def begins_after_first(numbers: Iterable[int]) -> bool:
    """Whether the second page is the first that a pager links: then the first is the page one is on."""
    return min(numbers, default=0) == 2


def own_address(doc: Document, href: str) -> str:
    """The whole address of a link to the page's own host, or ""."""
    url = doc.join(href)
    return url if host(url) == host(doc.url) else ""
