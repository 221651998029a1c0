"""The last items of a list where they stand otherwise than the rest: as mere titles, perhaps below words such as
`Các tin đã đưa`. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import html

from queson_crawler.parse.document import parent_of, text_of
from queson_crawler.parse.lines import day_in
from queson_crawler.parse.listing.candidate import Candidate
from queson_crawler.parse.listing.groups import Groups
from queson_crawler.parse.listing.heading import is_under_related
from queson_crawler.parse.listing.home import home_of_group
from queson_crawler.parse.listing.in_parts import goes_on
from queson_crawler.parse.listing.items import Links, firsts, is_aside, items_in
from queson_crawler.parse.listing.place import Place, enclosing
from queson_crawler.urls import local, without_language

MAX_AWAY, MAX_ITEM = 2, 400


def trailing_items(place: Place, groups: Groups, best: Candidate) -> Links:
    """The articles that go on where a list ends, at once or below a heading of other news: all of them older than those
    of the list, or below its own address as those are. Anything else there is of other lists."""
    around = [best.home, *enclosing(best.home, MAX_AWAY)][-1]
    trailing = (
        links for (stands, _), links in groups.items() if stands != best.shape and _trail(place, best, links, around)
    )
    return next(trailing, {})


def _trail(place: Place, best: Candidate, links: Links, around: html.HtmlElement) -> bool:
    """Whether links are the end of a list: behind it, and of the same list."""
    home = home_of_group(links)
    if around not in home.iterancestors() or min(map(place.at, firsts(links))) < best.end:
        return False
    if links.keys() & best.links.keys():
        return False
    if is_aside(home, around):
        return False
    if not all(place.fits(url, best.links) for url in links):
        return False
    return _goes_on(place, best, links, home)


def _goes_on(place: Place, best: Candidate, links: Links, home: html.HtmlElement) -> bool:
    """Whether links are of the same list as others: older and at once behind them, or below a heading of other news."""
    if not is_under_related(home):
        return goes_on(best.home, home) and _are_older(best, links, home)
    if _are_all_dated(best, links, home):
        return _are_older(best, links, home)
    if parent_of(best.home) not in home.iterancestors():
        return False  # a box of the column beside it
    return _are_below(place, links) and _are_below(place, best.links)


def _are_older(best: Candidate, links: Links, home: html.HtmlElement) -> bool:
    """Whether all links and all items of a list have a day, and no link a later one than an item."""
    if not _are_all_dated(best, links, home):
        return False
    return max(_days(links, home)) <= min(_days(best.links, best.home))


def _are_all_dated(best: Candidate, links: Links, home: html.HtmlElement) -> bool:
    """Whether all links and all items of a list show a day."""
    dated = [*_days(links, home), *_days(best.links, best.home)]
    return len(dated) == len(links) + len(best.links)


def _days(links: Links, home: html.HtmlElement) -> Iterator[str]:
    """The days that items show, ISO."""
    yield from filter(None, map(_day_of, items_in(links, home)))


def _day_of(item: html.HtmlElement) -> str | None:
    """The day that an item shows beside its title, which may end in a year."""
    said = text_of(item)[:MAX_ITEM]
    for title in item.iter("a"):
        said = said.replace(text_of(title), " ", 1)
    return day_in(said)


def _are_below(place: Place, links: Links) -> bool:
    """Whether all addresses stand below the page's own, where that is more than the portal's."""
    if place.path == "/":
        return False
    return all(without_language(local(url)).startswith(place.path) for url in links)
