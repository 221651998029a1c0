"""The place where the pages of a portal's articles have their titles. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from queson_crawler.parse.article.furniture import Part, RegionBlock
from queson_crawler.parse.flow import HEADINGS
from queson_crawler.parse.lines import SENTENCE
from queson_crawler.profile.counted import agreed
from queson_crawler.profile.regions import MIN_PAGES, NEARLY_ALL, Region, distinct_pages

MIN_ANEW = 4
"""Pages with texts of their own that tell that a place which is known is that of the titles no more."""


def learn_title(pages: Iterable[Region], known: str = "") -> str:
    """The place where nearly all pages show their title, before anything else that stands in such a place; "" where
    there is none. `known` is where they had it when that was learned last."""
    distinct = distinct_pages(pages)
    least = MIN_ANEW if known else MIN_PAGES
    if len(distinct) < least:
        return ""
    if _are_one(page[0].key.words for page in distinct):
        return _place_of_headings(distinct)
    if len(distinct) < MIN_PAGES:
        return ""
    first = [page[0].key.path for page in distinct if page[0].is_first]
    return agreed(first, len(distinct), NEARLY_ALL) or ""


def _are_one(titles: Iterable[str]) -> bool:
    """Whether nearly all pages bear the same title: the name of a category, or of the portal."""
    counted = Counter(titles)
    return max(counted.values()) >= NEARLY_ALL * counted.total()


def _place_of_headings(pages: Sequence[Region]) -> str:
    """The first place where nearly all pages have a heading of their own."""
    words: dict[str, set[str]] = {}
    for page in pages:
        for path, block in _first_headings(page).items():
            words.setdefault(path, set()).add(block.key.words)
    for path, different in words.items():
        if len(different) >= NEARLY_ALL * len(pages):
            return path
    return ""


def _first_headings(page: Region) -> dict[str, RegionBlock]:
    """The first heading at each place before the text, in order."""
    found: dict[str, RegionBlock] = {}
    for block in page:
        if block.part is Part.BODY and len(block.text) >= SENTENCE:
            break
        tag = block.key.path.rpartition(">")[2].partition(".")[0]
        if tag in HEADINGS:
            found.setdefault(block.key.path, block)
    return found
