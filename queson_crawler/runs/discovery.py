"""What a handful of a portal's pages let one believe about it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from queson_crawler.frontier.probe_frontier import ProbeFrontier, article_in
from queson_crawler.parse.results import Listing, NotContent, Pager, RawArticle, Redirect, Why
from queson_crawler.platforms import Platform
from queson_crawler.understand.reading import Kind, Reading
from queson_crawler.understand.tasks import ListTask, PageTask
from queson_crawler.urls import canonical

A_LIST, NOT_LOOKED_AT = "list", "not looked at"
BUTTONS = "buttons (script)"


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


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a look at a portal lets one believe. `missing` says in sentences what could not be found."""

    platform: str
    lists: tuple[FoundList, ...]
    article_url: str
    article: RawArticle | None
    missing: tuple[str, ...]
    identity: str = ""
    """What tells its articles apart, in words."""


def conclude(frontier: ProbeFrontier) -> Discovery:
    """What the pages that were looked at say together."""
    article_url, article = "", None
    for reading in frontier.readings:
        article = article_in(reading)
        if article is not None:
            article_url = reading.url
            break
    lists = _lists(frontier)
    missing = (*_of_start(frontier), *_of_lists(frontier, lists), *_of_article(article))
    identity = ""
    if frontier.lists.walks:
        identity = frontier.profile.identity.in_words()
    return Discovery(frontier.platform.name, lists, article_url, article, missing, identity)


def _lists(frontier: ProbeFrontier) -> tuple[FoundList, ...]:
    """The start page's menu and what lies below, in its order, looked at or not."""
    found: dict[str, FoundList] = {}
    start = canonical(frontier.portal.start)
    for reading in frontier.readings:
        task = reading.task
        if isinstance(task, PageTask) and not isinstance(reading.result, Redirect):
            if not task.start or isinstance(reading.result, Listing):
                found[canonical(task.url)] = _found(reading, task, frontier.platform)
        for candidate in reading.links.candidates:
            name = canonical(candidate.url)
            if name not in found and name != start:
                found[name] = FoundList(candidate.url, candidate.title, candidate.parent_url, NOT_LOOKED_AT)
    places = {name: place for place, name in enumerate(found)}
    return tuple(sorted(found.values(), key=lambda one: places[canonical(one.url)]))


def _found(reading: Reading, task: PageTask, platform: Platform) -> FoundList:
    result = reading.result
    one = FoundList(task.url, task.title, task.parent, A_LIST)
    if not isinstance(result, Listing):
        return replace(one, kind=str(result.why) if isinstance(result, NotContent) else "an article")
    one = replace(one, title=one.title or result.title, entries=len(result.entries))
    if reading.kind is Kind.TEASERS:
        return replace(one, kind="teasers")
    pages, articles = result.pager.last, result.declared_total
    is_estimated = articles is None and bool(pages)
    if articles is None and pages:
        articles = len(result.entries) * pages
    elif articles is None and not has_more(result.pager):
        articles = len(result.entries)
    pager = pager_in_words(result, platform)
    return replace(one, pages=pages, articles=articles, estimated=is_estimated, pager=pager)


def has_more(pager: Pager) -> bool:
    """Whether a pager leads anywhere."""
    return bool(pager.links or pager.following or pager.template)


def pager_in_words(listing: Listing, platform: Platform) -> str:
    """How the other pages of a list are reached, for people."""
    pager = listing.pager
    ways = [*pager.links, *([pager.following] if pager.following else [])]
    if any(way.postback for way in ways):
        return "postback"
    if pager.template is not None:
        name = re.search(r"[?&]([^?&=]+)=$", pager.template.before)
        return f"query parameter {name.group(1)}" if name else "path segment"
    if pager.links:
        return "numbered links"
    if pager.following is not None:
        return "next link only"
    if (pager.last or 1) > 1 or (listing.declared_total or 0) > len(listing.entries):
        return BUTTONS
    return "none"


def _of_start(frontier: ProbeFrontier) -> list[str]:
    first = None
    for reading in frontier.readings:
        if not isinstance(reading.result, Redirect):
            first = reading
            break
    if first is None:
        return ["The start page gave no answer."]
    result, links = first.result, first.links
    if not isinstance(result, NotContent):
        return []
    if result.why is not Why.NO_LIST:
        return [f"The start page cannot be read: {' – '.join(filter(None, (str(result.why), result.detail)))}."]
    if not links.candidates and not links.mentions:
        return ['The start page has no links: it is probably built by scripts and needs a browser (render = "always").']
    return []


def _of_lists(frontier: ProbeFrontier, lists: tuple[FoundList, ...]) -> list[str]:
    said: list[str] = []
    if not any(one.kind == A_LIST for one in lists):
        said.append(f"No list of articles found on {len(frontier.readings)} page(s): name one under categories.")
    for one in lists:
        if one.kind == A_LIST and one.pager == BUTTONS:
            name = one.title or one.url
            said.append(f"{name}: further pages are declared, but only scripts lead to them; it needs a browser.")
    for reading in frontier.readings:
        if isinstance(reading.task, ListTask) and reading.task.number > 1:
            said.append(_second_page(reading, reading.task, frontier))
    not_looked_at = sum(1 for one in lists if one.kind == NOT_LOOKED_AT)
    if not_looked_at and frontier.requests_left <= 0:
        said.append(f"{not_looked_at} page(s) of the menu were not looked at; queson crawl looks at them all.")
    return [one for one in said if one]


def _second_page(reading: Reading, task: ListTask, frontier: ProbeFrontier) -> str:
    """What is wrong with the second page of a list."""
    walk = frontier.lists.walks.get(task.category)
    name = (walk.title or walk.url) if walk else task.category
    if isinstance(reading.result, NotContent):
        return f"{name}: page {task.number} could not be read ({reading.result.why})."
    first = _ids_at(frontier, task.category)
    if first is not None and isinstance(reading.result, Listing) and _ids(reading.result) <= first:
        return f"{name}: page {task.number} shows what page 1 shows; the pager is not understood."
    return ""


def _ids_at(frontier: ProbeFrontier, url: str) -> set[str] | None:
    """The articles that the page at an address lists; None where it is no list."""
    for reading in frontier.readings:
        if canonical(reading.task.url) == canonical(url):
            return _ids(reading.result) if isinstance(reading.result, Listing) else None
    return None


def _ids(listing: Listing) -> set[str]:
    return {entry.native_id for entry in listing.entries}


def _of_article(article: RawArticle | None) -> list[str]:
    if article is None:
        return ["No article could be read."]
    said = []
    if article.published_at is None:
        said.append("No date found in the article: only articles that a list names are then stored.")
    names = ("lead", "body", "author", "poster", "source", "view_count")
    empty = [name.replace("_", " ") for name in names if not getattr(article, name)]
    if empty:
        said.append(f"In the sample article no {', '.join(empty)} found: perhaps it has none.")
    return said
