"""How the addresses of a list's pages are made: what changes from one to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from urllib.parse import urlsplit

from queson_crawler.parse.results import PageTemplate

_DIGITS = re.compile(r"\d+")
_PAGE_WORD = re.compile(r"(?:page|trang|cur|p|pg|index|start|offset)\w{0,20}[=/-]$", re.I)
_USUAL_SIZES = frozenset((5, 10, 12, 15, 20, 25, 30, 50))
_NO_SIZES = frozenset((0, 1))
_PAGE_COUNTS = ((0, 1), (1, 1))
"""First and step of the rules that count pages, from 1 and from 0; those that count articles have a page's size."""
_NUMBER = re.compile(r"\d{1,9}")


def template_of(urls: Mapping[int, str], page_size: int = 0) -> PageTemplate | None:
    """The rule by which the addresses of numbered pages differ, or None.

    One run of digits must follow the number in all of them: equal to it, one less (pages counted from 0), or a
    multiple of the page size (offsets). Page 1 may stand aside, since its address often bears no number. One link
    alone is enough only where its digits equal its number after a word for page.
    """
    further = {number: url for number, url in urls.items() if number > 1}
    if not further:
        return None
    least = min(further)
    fitting = [rule for rule in _rules(least, further[least], page_size) if _makes_all(rule, further)]
    if len(further) == 1 and urls.get(1) not in [rule.url(1) for rule in fitting]:
        fitting = list(filter(_counts_by_word, fitting))
    return min(fitting, key=_simplicity, default=None)


def _simplicity(rule: PageTemplate) -> tuple[int, int, int]:
    return rule.first, rule.step, len(rule.after)


def _makes_all(rule: PageTemplate, urls: Mapping[int, str]) -> bool:
    return list(map(rule.url, urls)) == list(urls.values())


def _counts_by_word(rule: PageTemplate) -> bool:
    """Whether a rule puts the number of the page itself after a word for page."""
    return rule.first == 0 and _PAGE_WORD.search(rule.before) is not None


def _rules(number: int, url: str, page_size: int) -> Iterator[PageTemplate]:
    """The rules that put a run of digits of an address where page `number`, which is beyond 1, has them."""
    sizes = (_USUAL_SIZES | {page_size}) - _NO_SIZES
    counts = (*_PAGE_COUNTS, *product((1,), sizes))
    parts = urlsplit(url)
    path_at = len(parts.scheme) + 3 + len(parts.netloc)
    for match in _DIGITS.finditer(url, path_at):
        for first, step in counts:
            if match.group() == str((number - first) * step):
                yield PageTemplate(url[: match.start()], url[match.end() :], first, step)


def number_of(url: str, rule: PageTemplate | None) -> int:
    """The number of the page at an address that a rule makes; 0 for other addresses, and where there is no rule."""
    if rule is None:
        return 0
    digits = rule.digits_in(url)
    if not _NUMBER.fullmatch(digits):
        return 0
    return int(digits) // rule.step + rule.first
