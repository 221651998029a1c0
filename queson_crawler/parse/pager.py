"""Reading the pager of a list: numbered links, next and last, postbacks, and how further addresses are made."""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from lxml import html

from queson_crawler.parse import words
from queson_crawler.parse.document import Document, squeeze
from queson_crawler.parse.results import PageLink, Pager, PageTemplate, PostBack
from queson_crawler.urls import host, is_refused

_DO_POST_BACK = re.compile(r"""__doPostBack\(\s*['"]([^'"]+)['"]\s*,\s*['"]([^'"]*)['"]""")
_WITH_OPTIONS = re.compile(r"""WebForm_PostBackOptions\(\s*["']([^"']+)["']\s*,\s*["']([^"']*)["']""")
_NUMBER = re.compile(r"^\W{0,2}(\d{1,5})\W{0,2}$")
_PAGE_OF = re.compile(
    r"(?:trang|page)\s*:?\s*(\d+)\s*(?:/|of|trên|trong)\s*(?:tổng\s+số\s+)?(\d+)|(\d+)\s*/\s*(\d+)\s*trang", re.I
)
_LAST_WORDS = frozenset(label.casefold() for label in words.LAST_PAGE)
_NEXT_WORDS = frozenset(label.casefold() for label in words.NEXT_PAGE)
_DIGITS = re.compile(r"\d+")
MOST_PAGES = 100_000


def postback(href: str) -> tuple[str, str] | None:
    """Target and argument of a `__doPostBack` address, or None."""
    if "PostBack" not in href:
        return None
    text = entities.unescape(href)
    match = _DO_POST_BACK.search(text) or _WITH_OPTIONS.search(text)
    return (match.group(1), match.group(2)) if match else None


def form_of(doc: Document, element: html.HtmlElement) -> tuple[str, tuple[tuple[str, str], ...], bool]:
    """Address, hidden and text fields, and multipart or not, of the form around `element`: what a postback sends."""
    form = next(element.iterancestors("form"), None)
    if form is None:
        form = next(doc.root.iter("form"), None)
    if form is None:
        return doc.url, (), False
    fields: list[tuple[str, str]] = []
    for field in form.iter("input"):
        kind = (field.get("type") or "text").lower()
        name = field.get("name")
        if name and kind in ("hidden", "text"):
            fields.append((name, field.get("value") or ""))
    fields = [(name, value) for name, value in fields if name not in ("__EVENTTARGET", "__EVENTARGUMENT")]
    return doc.join(form.get("action") or doc.url), tuple(fields), "multipart" in (form.get("enctype") or "").lower()


def _words(link: html.HtmlElement) -> str:
    text = squeeze("".join(link.itertext())) or squeeze(link.get("title"))
    return text or squeeze(" ".join(link.xpath(".//img/@alt")))


def _is_step(word: str, words: frozenset[str]) -> bool:
    return word.casefold() in words or word.strip(" ←→«»‹›<>|").casefold() in words - {""}


def _candidates(root: html.HtmlElement) -> list[html.HtmlElement]:
    """The links of `root` whose words are a number or a step, of the container that holds most of them."""
    found = [link for link in root.iter("a") if link.get("href") and _is_pager_word(_words(link))]
    homes: Counter[html.HtmlElement] = Counter()
    for link in found:
        for depth, element in enumerate(link.iterancestors()):
            if depth > 4 or element is root:
                break
            homes[element] += 1
    if not homes:
        return found
    # Of containers that hold equally many the innermost is the pager; Counter keeps the order of meeting.
    best = max(homes.values())
    home = next(element for element, count in homes.items() if count == best)
    inside = set(home.iter("a"))
    return [link for link in found if link in inside] if best > 1 else found


def _is_pager_word(word: str) -> bool:
    return (
        bool(_NUMBER.match(word)) or word in ("…", "...") or _is_step(word, _NEXT_WORDS) or _is_step(word, _LAST_WORDS)
    )


def template_of(pairs: Iterable[tuple[int, str]], page: str = "", page_size: int = 0) -> PageTemplate | None:
    """The rule by which the addresses of numbered pages differ, or None.

    The one run of digits that changes with the number decides: equal to it, one less (pages counted from 0), or a
    multiple (offsets). One link alone is enough only where its digits equal its number in a query value or at the
    end of a path segment.
    """
    known = sorted({number: url for number, url in pairs if not url.startswith("javascript")}.items())
    if not known:
        return None
    votes: Counter[PageTemplate] = Counter()
    for number, url in known:
        for match in _DIGITS.finditer(url, len(url) - len(_local(url))):
            for first, step in _readings(number, int(match.group()), page_size):
                votes[PageTemplate(url[: match.start()], url[match.end() :], first, step)] += 1
    # A template read from one link must also make all other links: their addresses differ in nothing else.
    best = [rule for rule in votes if all(rule.url(number) == url for number, url in known)]
    best = [rule for rule in best if len(known) > 1 or _is_page_value(rule)]
    return min(best, key=lambda rule: (rule.first, rule.step), default=None) if best else None


def _local(url: str) -> str:
    return url[len(urlsplit(url).scheme) + 3 + len(urlsplit(url).netloc) :]


def _readings(number: int, value: int, page_size: int) -> Iterator[tuple[int, int]]:
    if value == number:
        yield 0, 1
    if value == number - 1:
        yield 1, 1
    if (
        number > 1
        and value
        and value % (number - 1) == 0
        and value // (number - 1) in {page_size, 5, 10, 15, 20, 25, 30, 50}
    ):
        yield 1, value // (number - 1)


def _is_page_value(rule: PageTemplate) -> bool:
    return (
        bool(re.search(r"(?:page|trang|cur|p|pg|index|start|offset)\w*[=/-]$", rule.before, re.I)) and rule.first == 0
    )


def _links(doc: Document, root: html.HtmlElement) -> tuple[list[PageLink], int | None]:
    """The numbered links of the pager, and the number of the page that is shown, where its link is missing."""
    links: list[PageLink] = []
    form: tuple[str, tuple[tuple[str, str], ...], bool] | None = None
    for element in _candidates(root):
        href = element.get("href") or ""
        event = postback(href)
        word = _words(element)
        match = _NUMBER.match(word)
        number = int(match.group(1)) if match else 0
        if event:
            form = form or form_of(doc, element)
            number = number or _event_number(event[1])
            links.append(PageLink(number, form[0], PostBack(event[0], event[1], form[1], form[2])))
            continue
        url = doc.join(href)
        if href.lower().startswith("javascript") or not url or host(url) != host(doc.url) or href.strip() == "#":
            continue
        if not is_refused(url) or match:
            links.append(PageLink(number if match else _step(word), url))
    return links, None


def _event_number(argument: str) -> int:
    match = re.search(r"(\d+)$", argument)
    return int(match.group(1)) if match else 0


def _step(word: str) -> int:
    """0 for a next link, -1 for a last link: numbers that `read_pager` puts right."""
    return -1 if _is_step(word, _LAST_WORDS) else 0


def read_pager(doc: Document, root: html.HtmlElement, text: str, page_size: int = 0) -> Pager:
    """The pager inside `root`; `text` is what stands around it, with `trang 3/811` or the like."""
    raw, _ = _links(doc, root)
    said = _PAGE_OF.search(text)
    current = int(said.group(1) or said.group(3)) if said else None
    last = int(said.group(2) or said.group(4)) if said else None
    numbered = [link for link in raw if link.number > 0]
    template = template_of(((link.number, link.url) for link in numbered if link.postback is None), doc.url, page_size)
    current = current or _shown(doc, root, numbered, template)
    links = {link.number: link for link in numbered}
    for link in raw:
        if link.number == 0 and link.postback is None and current:
            links.setdefault(current + 1, PageLink(current + 1, link.url))
        elif link.number == -1 and template is not None:
            number = _number_of(link.url, template)
            last = max(last or 0, number) or last
    if not template:
        template = template_of(
            ((number, link.url) for number, link in links.items() if not link.postback), doc.url, page_size
        )
    if last is not None and not 1 <= last <= MOST_PAGES:
        last = None
    shown = tuple(link for number, link in sorted(links.items()) if number <= MOST_PAGES)
    return Pager(shown, current, last, template)


def _number_of(url: str, template: PageTemplate) -> int:
    if not (url.startswith(template.before) and url.endswith(template.after)):
        return 0
    digits = url[len(template.before) : len(url) - len(template.after)]
    return int(digits) // template.step + template.first if digits.isdigit() else 0


def _shown(
    doc: Document, root: html.HtmlElement, numbered: list[PageLink], template: PageTemplate | None
) -> int | None:
    """The number of the page itself: from its address, or the number that stands among the links without one."""
    if template is not None and (number := _number_of(doc.url, template)):
        return number
    have = {link.number for link in numbered}
    if not have:
        return None
    for link in root.iter("a"):
        if (match := _NUMBER.match(_words(link))) and int(match.group(1)) in have:
            home = link.getparent()
            home = home.getparent() if home is not None and home.tag in ("li", "td", "span") else home
            if home is None:
                continue
            for element in home.iter("span", "b", "strong", "li", "a", "td", "em", "font"):
                match = _NUMBER.match(squeeze("".join(element.itertext())))
                if match and int(match.group(1)) not in have:
                    return int(match.group(1))
    return 1 if 2 in have and 1 not in have else None
