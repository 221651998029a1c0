"""Reading the pager of a list: numbered links, next and last, postbacks, and how further addresses are made."""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from lxml import html

from queson_crawler.parse import words
from queson_crawler.parse.document import MOST_LINKS, Document, squeeze
from queson_crawler.parse.results import PageLink, Pager, PageTemplate, PostBack
from queson_crawler.parse.template import number_of, template_of
from queson_crawler.urls import host

_DO_POST_BACK = re.compile(r"""__doPostBack\(\s*['"]([^'"]+)['"]\s*,\s*['"]([^'"]*)['"]""")
_WITH_OPTIONS = re.compile(r"""WebForm_PostBackOptions\(\s*["']([^"']+)["']\s*,\s*["']([^"']*)["']""")
_NUMBER = re.compile(r"^\W{0,2}(\d{1,5})\W{0,2}$")
_PAGE_OF = re.compile(
    r"(?:trang|page)\s*:?\s*(\d+)\s*(?:/|of|trên|trong)\s*(?:tổng\s+số\s+)?(\d+)|(?<![\d/.-])(\d+)\s*/\s*(\d+)\s*trang",
    re.I,
)
_OPTION = re.compile(r"^(?:trang|page)?\s*(\d{1,5})(?:\s*/\s*\d{1,5})?$", re.I)
_DATA_ADDRESSES = ("data-url", "data-href", "data-next", "data-next-url", "data-link", "data-ajax-url", "hx-get")
_MORE_WORDS = frozenset(word.casefold() for word in words.LOAD_MORE)
_DIGITS = re.compile(r"\d+")
MOST_PAGES = 100_000


def postback(href: str) -> tuple[str, str] | None:
    """Target and argument of a `__doPostBack` address, or None."""
    if "PostBack" not in href:
        return None
    text = entities.unescape(href)
    match = _DO_POST_BACK.search(text) or _WITH_OPTIONS.search(text)
    return (match.group(1), match.group(2)) if match else None


_NOT_SENT = frozenset(("submit", "button", "image", "reset", "file"))
MOST_FIELDS = 2_000


def _values(field: html.HtmlElement) -> list[str]:
    """What a browser sends for a form's field that nobody touched; nothing for buttons and for what is disabled."""
    if field.get("disabled") is not None:
        return []
    if field.tag == "textarea":
        return [field.text or ""]
    if field.tag == "select":
        options = [option for option in field.iter("option") if option.get("disabled") is None]
        chosen = [option for option in options if option.get("selected") is not None]
        if field.get("multiple") is None:
            chosen = chosen[-1:] or options[:1]
        return [text if (text := option.get("value")) is not None else squeeze(option.text) for option in chosen]
    kind = (field.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return [field.get("value") or "on"] if field.get("checked") is not None else []
    return [] if kind in _NOT_SENT else [field.get("value") or ""]


def form_of(doc: Document, element: html.HtmlElement) -> tuple[str, tuple[tuple[str, str], ...], bool]:
    """Address, fields, and multipart or not, of the form around `element`: what a postback sends."""
    form = next(element.iterancestors("form"), None)
    if form is None:
        form = next(doc.root.iter("form"), None)
    if form is None:
        return doc.url, (), False
    fields = [
        (name, value)
        for field in islice(form.iter("input", "select", "textarea"), MOST_FIELDS)
        if (name := field.get("name")) and name not in ("__EVENTTARGET", "__EVENTARGUMENT")
        for value in _values(field)
    ]
    return doc.join(form.get("action") or doc.url), tuple(fields), "multipart" in (form.get("enctype") or "").lower()


class _Kind(Enum):
    """What a link of a pager leads to."""

    NUMBER = "number"
    NEXT = "next"
    PREVIOUS = "previous"
    LAST = "last"


_STEPS = {
    label.casefold(): kind
    for kind, labels in (
        (_Kind.NEXT, words.NEXT_PAGE),
        (_Kind.PREVIOUS, words.PREVIOUS_PAGE),
        (_Kind.LAST, words.LAST_PAGE),
    )
    for label in labels
}


@dataclass(frozen=True, slots=True)
class _Link:
    kind: _Kind
    way: PageLink


def _words(link: html.HtmlElement) -> str:
    """What a link says: a title such as `Trang sau` speaks plainer than the mark it stands on."""
    text, title = squeeze("".join(link.itertext())), squeeze(link.get("title"))
    if title.casefold() in _STEPS:
        return title
    return text or title or squeeze(" ".join(link.xpath(".//img/@alt")))


def _kind(word: str) -> _Kind | None:
    if _NUMBER.match(word) or word in ("…", "..."):
        return _Kind.NUMBER
    return _STEPS.get(word.casefold()) or _STEPS.get(word.strip(" ←→«»‹›<>|").casefold())


def _candidates(root: html.HtmlElement) -> list[html.HtmlElement]:
    """The links of `root` whose words are a number or a step, of the container that holds most of them."""
    found = [link for link in islice(root.iter("a"), MOST_LINKS) if link.get("href") and _kind(_words(link))]
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


def _links(doc: Document, root: html.HtmlElement) -> list[_Link]:
    links: list[_Link] = []
    form: tuple[str, tuple[tuple[str, str], ...], bool] | None = None
    for element in _candidates(root):
        href, word = (element.get("href") or "").strip(), _words(element)
        kind, event, match = _kind(word), postback(href), _NUMBER.match(word)
        if kind is None:
            continue
        number = int(match.group(1)) if match else 0
        if event:
            form = form or form_of(doc, element)
            way = PageLink(number or _event_number(event[1]), form[0], PostBack(*event, form[1], form[2]))
            links.append(_Link(kind, way))
        elif (url := doc.join(href)) and host(url) == host(doc.url) and not href.startswith(("#", "javascript")):
            links.append(_Link(kind, PageLink(number, url)))
    return links


def _options(doc: Document, root: html.HtmlElement) -> dict[int, PageLink]:
    """The pages that a <select> leads to: its values are addresses, its words numbers."""
    for select in islice(root.iter("select"), MOST_LINKS):
        ways: dict[int, PageLink] = {}
        for option in islice(select.iter("option"), MOST_LINKS):
            match = _OPTION.match(squeeze("".join(option.itertext())))
            value = (option.get("value") or "").strip()
            if match and ("/" in value or "?" in value) and host(url := doc.join(value)) == host(doc.url):
                ways.setdefault(int(match.group(1)), PageLink(int(match.group(1)), url))
        if len(ways) > 1 and 2 in ways:
            return ways
    return {}


def _more(doc: Document, root: html.HtmlElement) -> PageLink | None:
    """The address that a `load more` control bears as data, where the page names it."""
    for element in islice(root.iter("button", "a", "div", "span"), 4 * MOST_LINKS):
        if (name := next((name for name in _DATA_ADDRESSES if element.get(name)), None)) is None:
            continue
        word = squeeze("".join(islice(element.itertext(), 20)))[:40].casefold()
        if word in _MORE_WORDS or _kind(word) is _Kind.NEXT:
            url = doc.join(element.get(name) or "")
            if host(url) == host(doc.url):
                return PageLink(0, url)
    return None


def _event_number(argument: str) -> int:
    match = re.search(r"(\d{1,6})$", argument)
    return int(match.group(1)) if match else 0


def read_pager(
    doc: Document, root: html.HtmlElement, text: str, page_size: int = 0, current: int | None = None
) -> Pager:
    """The pager inside `root`; `text` is what stands around it, with `trang 3/811` or the like; `current` is the
    number of the page where something else tells it."""
    found = _links(doc, root)
    numbered = {link.way.number: link.way for link in found if link.kind is _Kind.NUMBER and link.way.number}
    if not found:
        numbered = _options(doc, root)
    last: int | None = None
    if said := _PAGE_OF.search(text):
        current, last = (int(group) for group in said.groups() if group)
    following = next((link.way for link in found if link.kind is _Kind.NEXT), None)
    if not found and not numbered:
        following = _more(doc, root)
    template = _template(numbered, page_size)
    current = current or _current(doc, root, numbered, found, template)
    if following is not None:
        following = PageLink((current or 0) + 1, following.url, following.postback)
        if current:
            numbered.setdefault(following.number, following)
            template = template or _template(numbered, page_size)
    last = last or _last(numbered, current, found, template)
    shown = tuple(link for number, link in sorted(numbered.items()) if number <= MOST_PAGES)
    return Pager(shown, current, last if last and last <= MOST_PAGES else None, template, following)


def _template(numbered: dict[int, PageLink], page_size: int) -> PageTemplate | None:
    return template_of(((number, way.url) for number, way in numbered.items() if not way.postback), page_size)


def _last(
    numbered: dict[int, PageLink], current: int | None, found: list[_Link], template: PageTemplate | None
) -> int | None:
    """The number the last-link leads to, or the highest number shown where it stands apart from its window."""
    numbers = sorted({*numbered, current or 1})
    apart = numbers[-1] if len(numbers) > 2 and numbers[-1] - numbers[-2] > 1 else 0
    leads = [link.way for link in found if link.kind is _Kind.LAST]
    by_link = max((number_of(way.url, template) if template else 0 for way in leads if not way.postback), default=0)
    by_event = max((way.number for way in leads if way.postback), default=0)
    return max(apart, by_link, by_event) or None


def _current(
    doc: Document,
    root: html.HtmlElement,
    numbered: dict[int, PageLink],
    found: list[_Link],
    template: PageTemplate | None,
) -> int | None:
    """The number of the page itself: by its address, by the one number among the links that is no link, by its
    neighbours; the first where a way on is shown and none back."""
    if template is not None and (by_address := number_of(doc.url, template)):
        return by_address
    if numbered and (unlinked := _unlinked(root, numbered)):
        return unlinked
    steps = {link.kind: link.way for link in found}
    back, on = steps.get(_Kind.PREVIOUS), steps.get(_Kind.NEXT)
    if on is not None and back is not None:
        return _between(back.url, on.url)
    return 1 if on is not None or (2 in numbered and 1 not in numbered) else None


def _between(back: str, on: str) -> int | None:
    """The page between two addresses that differ in one number by two."""
    first, second = _DIGITS.findall(back), _DIGITS.findall(on)
    if _DIGITS.sub("", back) != _DIGITS.sub("", on):
        return None
    differing = [(int(a), int(b)) for a, b in zip(first, second, strict=True) if a != b]
    return differing[0][0] + 1 if len(differing) == 1 and differing[0][1] - differing[0][0] == 2 else None


def _unlinked(root: html.HtmlElement, numbered: dict[int, PageLink]) -> int | None:
    """The number that stands among the numbered links without being one of them."""
    for link in root.iter("a"):
        match = _NUMBER.match(_words(link))
        if not match or int(match.group(1)) not in numbered:
            continue
        home = link.getparent()
        home = home.getparent() if home is not None and home.tag in ("li", "td", "span") else home
        for element in home.iter("span", "b", "strong", "li", "a", "td", "em", "font") if home is not None else ():
            match = _NUMBER.match(squeeze("".join(element.itertext())))
            if match and int(match.group(1)) not in numbered:
                return int(match.group(1))
        return None
    return None
