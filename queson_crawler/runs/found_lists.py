"""The lists of a portal as a look at it shows them: the pages of its menu, and what each turned out to be. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from queson_crawler.frontier.probe_frontier import ProbeFrontier
from queson_crawler.parse.results import Listing, NotContent, Pager, PageTemplate
from queson_crawler.understand.reading import Kind, Reading
from queson_crawler.understand.tasks import PageTask
from queson_crawler.urls import canonical

A_LIST, NOT_LOOKED_AT = "list", "not looked at"
BUTTONS = "buttons (script)"
_KINDS = {Kind.LIST: A_LIST, Kind.TEASERS: "teasers"}
_PARAMETER = re.compile(r"[?&]([^?&=]+)=$")


@dataclass(frozen=True, slots=True)
class FoundList:
    """A page of the menu. `kind` is list, or what else it is, or "not looked at"; `articles` is what the list declares,
    else an estimate (`estimated`) from its pages; `pager` tells in words how the other pages are reached."""

    url: str
    title: str
    parent: str | None
    kind: str
    entries: int = 0
    pages: int | None = None
    articles: int | None = None
    estimated: bool = False
    pager: str = ""

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.url

    @property
    def is_list(self) -> bool:
        """Whether it was looked at, and is a list of articles."""
        return self.kind == A_LIST


def lists_of(frontier: ProbeFrontier) -> tuple[FoundList, ...]:
    """The start page's menu and what lies below, in its order, looked at or not."""
    found: dict[str, FoundList] = {}
    start = canonical(frontier.portal.start)
    for reading in frontier.readings:
        task = reading.task
        if isinstance(task, PageTask) and _is_of_menu(reading):
            found[canonical(task.url)] = _found(reading, task)
        for candidate in reading.links.candidates:
            name = canonical(candidate.url)
            if name != start:
                unseen = FoundList(candidate.url, candidate.title, candidate.parent_url, NOT_LOOKED_AT)
                found.setdefault(name, unseen)
    return tuple(found.values())


def _is_of_menu(reading: Reading) -> bool:
    """Whether a page counts as one of the menu: the start page only does where it is a list itself."""
    if reading.kind is Kind.REDIRECT:
        return False
    return isinstance(reading.result, Listing) or not reading.task.is_start


def _found(reading: Reading, task: PageTask) -> FoundList:
    one = FoundList(task.url, task.title, task.parent, _kind_of(reading))
    listing = reading.result
    if not isinstance(listing, Listing):
        return one
    one = replace(one, title=one.title or listing.title, entries=len(listing.entries))
    if not one.is_list:
        return one
    articles, is_estimated = _total(listing)
    pages, pager = listing.pager.last, pager_in_words(listing)
    return replace(one, pages=pages, articles=articles, estimated=is_estimated, pager=pager)


def _kind_of(reading: Reading) -> str:
    if isinstance(reading.result, NotContent):
        return str(reading.result.why)
    return _KINDS.get(reading.kind, "an article")


def _total(listing: Listing) -> tuple[int | None, bool]:
    """How many articles a list holds (None where nothing tells), and whether that is an estimate from its pages."""
    shown = len(listing.entries)
    if listing.declared_total is not None:
        return listing.declared_total, False
    if listing.pager.last:
        return shown * listing.pager.last, True
    if _leads_on(listing.pager):
        return None, False
    return shown, False


def _leads_on(pager: Pager) -> bool:
    return bool(pager.links or pager.following or pager.template)


def pager_in_words(listing: Listing) -> str:
    """How the other pages of a list are reached, for people."""
    pager = listing.pager
    if _is_posted(pager):
        return "postback"
    if pager.template is not None:
        return _template_in_words(pager.template)
    if pager.links:
        return "numbered links"
    if pager.following is not None:
        return "next link only"
    if _declares_more(listing):
        return BUTTONS
    return "none"


def _is_posted(pager: Pager) -> bool:
    """Whether any way to another page is a form that is sent."""
    ways = list(pager.links)
    if pager.following is not None:
        ways.append(pager.following)
    return any(way.postback is not None for way in ways)


def _template_in_words(template: PageTemplate) -> str:
    name = _PARAMETER.search(template.before)
    if name is None:
        return "path segment"
    return f"query parameter {name.group(1)}"


def _declares_more(listing: Listing) -> bool:
    """Whether a list declares more pages, or more articles, than this page shows."""
    pages = listing.pager.last or 1
    articles = listing.declared_total or 0
    return pages > 1 or articles > len(listing.entries)
