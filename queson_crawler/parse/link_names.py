"""What the pages are called to which a page leads, where its links say the same of several. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain, islice

from lxml import html

from queson_crawler.parse.document import text_of, texts_of
from queson_crawler.parse.flow import HEADINGS

_MORE = re.compile(r"(?:view |see |read |show )?(?:more|all)|xem (?:thêm|tiếp|tất cả|toàn bộ)|tất cả", re.I)
"""What leads to the rest of anything."""
MAX_CARD = 4
"""Elements around a link of which one may be a card about the page it leads to."""


@dataclass(slots=True)
class LinkNames:
    """The words of the links of a page, by the address to which they lead, in the order of the page."""

    _said: dict[str, list[str]] = field(default_factory=dict)
    _links: dict[str, list[html.HtmlElement]] = field(default_factory=dict)
    _leads: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def note(self, url: str, link: html.HtmlElement, words: str) -> None:
        self._said.setdefault(url, []).append(words)
        self._links.setdefault(url, []).append(link)
        self._leads[words.casefold()].add(url)

    def name(self, url: str, words: str) -> str:
        """What a page is called to which `words` lead. Words that lead to several name none: those of another link to
        it do, or the heading of the card in which the link stands alone. `See all` is no name at all."""
        if self._is_name(words):
            return words
        headings = map(_heading_of_card, self._links.get(url, ()))
        for other in chain(self._said.get(url, ()), headings):
            if other and self._is_name(other):
                return other
        if is_more(words):
            return ""
        return words

    def _is_name(self, words: str) -> bool:
        return len(self._leads[words.casefold()]) < 2 and not is_more(words)


def is_more(words: str) -> bool:
    """Whether the words of a link lead to the rest of anything, and name nothing."""
    return _MORE.fullmatch(words.strip(" .…>»›→")) is not None


def _heading_of_card(link: html.HtmlElement) -> str:
    """The heading in the smallest element around a link that has one, where that element holds no other link."""
    for above in islice(link.iterancestors(), MAX_CARD):
        links = list(islice(above.iter("a"), 2))
        if links != [link]:
            return ""
        for heading in above.iter(*HEADINGS):
            *words, last = texts_of(heading) or [""]
            if words and last.isdigit():
                return " ".join(words)
            return text_of(heading)
    return ""
