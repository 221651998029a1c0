"""How the addresses of a list's pages are made: what changes from one to the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from queson_crawler.parse.results import PageTemplate

_DIGITS = re.compile(r"\d+")
_PAGE_WORD = re.compile(r"(?:page|trang|cur|p|pg|index|start|offset)\w{0,20}[=/-]$", re.I)
_USUAL_SIZES = frozenset((5, 10, 12, 15, 20, 25, 30, 50))


def template_of(pairs: Iterable[tuple[int, str]], page_size: int = 0) -> PageTemplate | None:
    """The rule by which the addresses of numbered pages differ, or None.

    One run of digits must follow the number in all of them: equal to it, one less (pages counted from 0), or a
    multiple of the page size (offsets). Page 1 may stand aside, since its address often bears no number. One link
    alone is enough only where its digits equal its number after a word for page.
    """
    known = sorted({number: url for number, url in pairs if not url.startswith("javascript")}.items())
    further = [(number, url) for number, url in known if number > 1]
    if not further:
        return None
    rules = {rule for number, url in further[:1] for rule in _rules(number, url, page_size)}
    fitting = [rule for rule in rules if all(rule.url(number) == url for number, url in further)]
    if len(further) == 1 and not any(
        rule.url(number) == url for rule in fitting for number, url in known[:1] if number == 1
    ):
        fitting = [rule for rule in fitting if rule.first == 0 and _PAGE_WORD.search(rule.before)]
    return min(fitting, key=lambda rule: (rule.first, rule.step, len(rule.after)), default=None)


def _rules(number: int, url: str, page_size: int) -> Iterator[PageTemplate]:
    start = len(urlsplit(url).scheme) + 3 + len(urlsplit(url).netloc)
    for match in _DIGITS.finditer(url, start):
        value = int(match.group()) if len(match.group()) < 10 else -1
        for first, step in _readings(number, value, page_size):
            yield PageTemplate(url[: match.start()], url[match.end() :], first, step)


def _readings(number: int, value: int, page_size: int) -> Iterator[tuple[int, int]]:
    """(first, step) of the rules that give `value` for page `number`, which is beyond 1."""
    if value == number:
        yield 0, 1
    if value == number - 1:
        yield 1, 1
    if value > 0 and value % (number - 1) == 0 and value // (number - 1) in _USUAL_SIZES | {page_size} - {0, 1}:
        yield 1, value // (number - 1)


def number_of(url: str, rule: PageTemplate) -> int:
    """The number of the page at an address that a rule makes; 0 for other addresses."""
    if not (url.startswith(rule.before) and url.endswith(rule.after)):
        return 0
    digits = url[len(rule.before) : len(url) - len(rule.after)]
    return int(digits) // rule.step + rule.first if digits.isdecimal() and len(digits) < 10 else 0
