"""What the links of a pager say and lead to, and which of them is the page one is on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from lxml import html

from queson_crawler.parse import words
from queson_crawler.parse.document import MAX_LINKS, Document, is_hidden, squeeze
from queson_crawler.parse.pager.template import number_of
from queson_crawler.parse.results import PageLink, PageTemplate

NUMBER = re.compile(r"^(?:(?:trang|page)\s)?\W{0,2}(\d{1,5})\W{0,2}$", re.I)
_HERE = re.compile(r"(?:^|[\s_-])(?:is-?)?(?:active|current|selected)|current(?:page)?\b|đang xem", re.I)
_DIGITS = re.compile(r"\d+")


class Kind(Enum):
    """What a link of a pager leads to."""

    NUMBER = "number"
    NEXT = "next"
    PREVIOUS = "previous"
    LAST = "last"


STEPS = {
    label.casefold(): kind
    for kind, labels in (
        (Kind.NEXT, words.NEXT_PAGE),
        (Kind.PREVIOUS, words.PREVIOUS_PAGE),
        (Kind.LAST, words.LAST_PAGE),
    )
    for label in labels
}


@dataclass(frozen=True, slots=True)
class PagerLink:
    kind: Kind
    way: PageLink


def words_of(link: html.HtmlElement) -> str:
    """What a link says: a title such as `Trang sau` speaks plainer than the mark it stands on, and what only screen
    readers are told plainer than what is shown; but a number shown is a number."""
    shown, title = _shown(link), squeeze(link.get("title"))
    if title.casefold() in STEPS:
        return title
    if NUMBER.match(shown):
        return shown
    text = squeeze("".join(link.itertext())) if len(link) else shown
    if text != shown and (told := next((word for word in _told_apart(link) if word.casefold() in STEPS), "")):
        return told
    return shown or text or title or squeeze(link.get("aria-label")) or squeeze(" ".join(link.xpath(".//img/@alt")))


def _shown(link: html.HtmlElement) -> str:
    """The words of a link that everybody sees."""
    if len(link) == 0:
        return squeeze(link.text)
    hidden = [child for child in islice(link.iterdescendants(), 20) if is_hidden(child)]
    if not hidden:
        return squeeze("".join(link.itertext()))
    unseen = {text for child in hidden for text in child.itertext()}
    return squeeze("".join(text for text in link.itertext() if text not in unseen))


def _told_apart(link: html.HtmlElement) -> Iterator[str]:
    """The words of the hidden parts of a link."""
    return (squeeze("".join(child.itertext())) for child in islice(link.iterdescendants(), 20) if is_hidden(child))


def kind_of(word: str) -> Kind | None:
    if NUMBER.match(word) or word in ("…", "..."):
        return Kind.NUMBER
    return STEPS.get(word.casefold()) or STEPS.get(word.strip(" ←→«»‹›<>|").casefold())


def current_page(
    doc: Document,
    root: html.HtmlElement,
    numbered: dict[int, PageLink],
    found: list[PagerLink],
    template: PageTemplate | None,
) -> int | None:
    """The number of the page itself: by its address, by the one number that is marked or is no link, by its
    neighbours; the first where a way on is shown and none back."""
    if template is not None and (by_address := number_of(doc.url, template)):
        return by_address
    if numbered and (marked := _marked(root, numbered)):
        return marked
    if numbered and (unlinked := _unlinked(root, numbered)):
        return unlinked
    steps = {link.kind: link.way for link in found}
    back, on = steps.get(Kind.PREVIOUS), steps.get(Kind.NEXT)
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


def _marked(root: html.HtmlElement, numbered: dict[int, PageLink]) -> int | None:
    """The one number among the links that is a link itself, marked as the page one is on."""
    found = {
        number
        for link in islice(root.iter("a"), MAX_LINKS)
        if (match := NUMBER.match(words_of(link))) and (number := int(match.group(1))) in numbered and _is_here(link)
    }
    return found.pop() if len(found) == 1 else None


def _is_here(link: html.HtmlElement) -> bool:
    home = link.getparent()
    around = (link, home) if home is not None and home.tag in ("li", "span", "td", "b", "strong") else (link,)
    return any(
        _HERE.search(step.get("class") or "") or step.get("aria-current") not in (None, "false") for step in around
    )


def _unlinked(root: html.HtmlElement, numbered: dict[int, PageLink]) -> int | None:
    """The number that stands among the numbered links without being one of them."""
    for link in root.iter("a"):
        match = NUMBER.match(words_of(link))
        if not match or int(match.group(1)) not in numbered:
            continue
        home = link.getparent()
        home = home.getparent() if home is not None and home.tag in ("li", "td", "span") else home
        for element in home.iter("span", "b", "strong", "li", "a", "td", "em", "font") if home is not None else ():
            match = NUMBER.match(squeeze("".join(element.itertext())))
            if match and int(match.group(1)) not in numbered:
                return int(match.group(1))
        return None
    return None
