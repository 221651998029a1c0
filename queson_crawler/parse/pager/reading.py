"""Reading the pager of a list: numbered links, next and last, postbacks, and how further addresses are made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection
from itertools import islice

from lxml import html

from queson_crawler.parse import words
from queson_crawler.parse.document import MAX_LINKS, Document, squeeze
from queson_crawler.parse.pager.controls import NUMBER, Kind, PagerLink, current_page, kind_of, words_of
from queson_crawler.parse.pager.forms import FormPages, form_pages
from queson_crawler.parse.pager.postback import form_of, postback
from queson_crawler.parse.pager.template import number_of, template_of
from queson_crawler.parse.pager.ways import ENOUGH, ways_on
from queson_crawler.parse.results import PageLink, Pager, PageTemplate, PostBack, Way
from queson_crawler.parse.scripts import address_in_script
from queson_crawler.urls import host

_PAGE_OF = re.compile(
    r"(?:trang|page)\s{0,9}:?\s{0,9}(\d{1,9})\s{0,9}(?:/|of|trên|trong)\s{0,9}(?:tổng\s{1,9}số\s{1,9})?"
    r"(\d{1,9})(?![\d./-])"
    r"|(?<![\d/.-])(\d{1,9})\s{0,9}/\s{0,9}(\d{1,9})\s{0,9}trang",
    re.I,
)
_OPTION = re.compile(r"^(?:trang|page)?\s*(\d{1,5})(?:\s*/\s*\d{1,5})?$", re.I)
_DATA_ADDRESSES = ("data-url", "data-href", "data-next", "data-next-url", "data-link", "data-ajax-url", "hx-get")
_MORE_WORDS = frozenset(word.casefold() for word in words.LOAD_MORE)
MAX_PAGES, MAX_SAID = 100_000, 80


def controls(root: html.HtmlElement) -> list[html.HtmlElement]:
    """The links of `root` whose words are a number or a step, of the container that holds most of them."""
    found = [link for link in islice(root.iter("a"), MAX_LINKS) if _may_control(link) and kind_of(words_of(link))]
    homes: Counter[html.HtmlElement] = Counter()
    for link in found:
        for depth, element in enumerate(link.iterancestors()):
            if depth > 4 or element is root:
                break
            homes[element] += 1
    best = max(homes.values(), default=0)
    if best < 2:
        return found
    # Of containers that hold equally many the innermost is the pager; Counter keeps the order of meeting.
    inside = set(next(element for element, count in homes.items() if count == best).iter("a"))
    return [link for link in found if link in inside]


def _may_control(link: html.HtmlElement) -> bool:
    """Whether a link says little enough to be one of a pager."""
    return bool(link.get("href")) and (link.text is None or len(link.text) <= MAX_SAID or bool(link.get("title")))


def _links(doc: Document, root: html.HtmlElement) -> list[PagerLink]:
    links: list[PagerLink] = []
    form: tuple[str, tuple[tuple[str, str], ...], bool] | None = None
    for element in controls(root):
        href, word = (element.get("href") or "").strip(), words_of(element)
        if href.startswith(("#", "javascript:")) and (leads := address_in_script(element)):
            href = leads
        kind, event, match = kind_of(word), postback(href), NUMBER.match(word)
        if kind is None:
            continue
        number = int(match.group(1)) if match else 0
        if event:
            form = form or form_of(doc, element)
            way = PageLink(number or _event_number(event[1]), form[0], PostBack(*event, form[1], form[2]))
            links.append(PagerLink(kind, way))
        elif (url := doc.join(href)) and host(url) == host(doc.url) and not href.startswith(("#", "javascript")):
            links.append(PagerLink(kind, PageLink(number, url)))
    return links


def _options(doc: Document, root: html.HtmlElement) -> dict[int, PageLink]:
    """The pages that a <select> leads to: its values are addresses, its words numbers."""
    for select in islice(root.iter("select"), MAX_LINKS):
        ways: dict[int, PageLink] = {}
        for option in islice(select.iter("option"), MAX_LINKS):
            match = _OPTION.match(squeeze("".join(option.itertext())))
            value = (option.get("value") or "").strip()
            if match and ("/" in value or "?" in value) and host(url := doc.join(value)) == host(doc.url):
                ways.setdefault(int(match.group(1)), PageLink(int(match.group(1)), url))
        if len(ways) > 1 and 2 in ways:
            return ways
    return {}


def _more(doc: Document, root: html.HtmlElement) -> PageLink | None:
    """The address that a `load more` control bears as data, where the page names it."""
    for element in islice(root.iter("button", "a", "div", "span"), 4 * MAX_LINKS):
        if (name := next((name for name in _DATA_ADDRESSES if element.get(name)), None)) is None:
            continue
        word = squeeze("".join(islice(element.itertext(), 20)))[:40].casefold()
        if word in _MORE_WORDS or kind_of(word) is Kind.NEXT:
            url = doc.join(element.get(name) or "")
            if host(url) == host(doc.url):
                return PageLink(0, url)
    return None


def _event_number(argument: str) -> int:
    match = re.search(r"(\d{1,6})$", argument)
    return int(match.group(1)) if match else 0


def read_pager(
    doc: Document,
    root: html.HtmlElement,
    text: str,
    page_size: int = 0,
    current: int | None = None,
    entries: Collection[str] = (),
    is_article: Callable[[str], bool] = lambda url: False,
) -> Pager:
    """The pager inside `root`; `text` is what stands around it, with `trang 3/811` or the like.

    `current` is the number of the page where something else tells it; `entries` are the addresses of the articles
    listed, `is_article` tells those of any article.
    """
    found = _links(doc, root)
    numbered = {link.way.number: link.way for link in found if link.kind is Kind.NUMBER and link.way.number}
    if not found:
        numbered = _options(doc, root)
    last: int | None = None
    if said := _PAGE_OF.search(text):
        current, last = (int(group) for group in said.groups() if group)
    following = next((link.way for link in found if link.kind is Kind.NEXT), None)
    ways = ways_on(doc, root, entries, is_article)
    forms = form_pages(doc, root) if not numbered and following is None else FormPages({})
    numbered = numbered or forms.numbered
    current = current or forms.current
    if following is None and not numbered:
        following = forms.following or _likeliest(ways) or _more(doc, root)
    template = _template(numbered, page_size)
    current = current or current_page(doc, root, numbered, found, template)
    if following is None and (window := _next_window(found)) is not None:
        beyond = max([*numbered, current or 0]) + 1
        numbered[beyond] = PageLink(beyond, window.url, window.postback)
    if following is not None:
        following = PageLink((current or 0) + 1, following.url, following.postback)
        if current:
            numbered.setdefault(following.number, following)
            template = template or _template(numbered, page_size)
    last = last or _last(numbered, current, found, template)
    shown = tuple(link for number, link in sorted(numbered.items()) if number <= MAX_PAGES)
    return Pager(shown, current, last if last and last <= MAX_PAGES else None, template, following, ways)


def _next_window(found: list[PagerLink]) -> PageLink | None:
    """The way to the pages behind those shown: an event under the marks `…` that end a pager."""
    if len(found) < 2 or found[-1].kind is not Kind.NUMBER:
        return None
    way = found[-1].way
    return way if way.postback is not None and not way.number else None


def _likeliest(ways: tuple[Way, ...]) -> PageLink | None:
    """The way on that the evidence speaks for, where any does enough."""
    return ways[0].link if ways and ways[0].points >= ENOUGH else None


def _template(numbered: dict[int, PageLink], page_size: int) -> PageTemplate | None:
    return template_of(((number, way.url) for number, way in numbered.items() if not way.postback), page_size)


def _last(
    numbered: dict[int, PageLink], current: int | None, found: list[PagerLink], template: PageTemplate | None
) -> int | None:
    """The number the last-link leads to, or the highest number shown where it stands apart from its window."""
    numbers = sorted({*numbered, current or 1})
    apart = numbers[-1] if len(numbers) > 2 and numbers[-1] - numbers[-2] > 1 else 0
    leads = [link.way for link in found if link.kind is Kind.LAST]
    by_link = max((number_of(way.url, template) if template else 0 for way in leads if not way.postback), default=0)
    by_event = max((way.number for way in leads if way.postback), default=0)
    return max(apart, by_link, by_event) or None
