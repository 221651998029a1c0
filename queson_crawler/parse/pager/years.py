"""Links to the years of an archive are no pages of a list, although they say a number. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from queson_crawler.parse.pager.template import template_of

FIRST_YEAR, LAST_YEAR = 1990, 2100
_BEHIND_YEAR = r"(?:[/-]\d{1,2})?(?:/|\.html?|\.aspx)?(?:#.*)?$"


def years_among(addresses: Mapping[int, str], *, has_steps: bool) -> Sequence[int]:
    """Of the numbers that links say and their addresses those that are years.

    An address of a year ends in it (`/archives/2025/`). It is that of page 2025 all the same where the addresses of the
    lower numbers are made like it; and where none is lower, beside a step to the next or the last page.
    """
    years = [number for number, address in addresses.items() if _may_be_year(number, address)]
    lower = {number: address for number, address in addresses.items() if number < FIRST_YEAR}
    if not lower:
        return [] if has_steps else years
    rule = template_of(lower)
    if rule is None:
        return years
    return [year for year in years if rule.url(year) != addresses[year]]


def _may_be_year(number: int, address: str) -> bool:
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return False
    return re.search(rf"[/=-]{number}{_BEHIND_YEAR}", address) is not None
