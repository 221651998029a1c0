"""What a handful of a portal's pages let one believe about it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from queson_crawler.frontier.scout import Scout, Visit
from queson_crawler.parse.results import Listing, NotContent, Pager, RawArticle, Redirect, Why
from queson_crawler.platforms import Platform
from queson_crawler.understand.reader import shows_teasers
from queson_crawler.understand.tasks import LIST, PAGE
from queson_crawler.urls import canonical


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


def conclude(scout: Scout) -> Discovery:
    """What the pages that were looked at say together."""
    sample = next((v for v in scout.visits if isinstance(v.understood.result, RawArticle)), None)
    article = sample.understood.result if sample and isinstance(sample.understood.result, RawArticle) else None
    lists = _lists(scout)
    missing = (*_of_start(scout), *_of_lists(scout, lists), *_of_article(article))
    return Discovery(scout.platform.name, lists, sample.url if sample else "", article, missing)


def _lists(scout: Scout) -> tuple[FoundList, ...]:
    """The start page's menu and what lies below, in its order, looked at or not."""
    found: dict[str, FoundList] = {}
    for visit in scout.visits:
        if visit.task.role == PAGE and not isinstance(visit.understood.result, Redirect):
            home = canonical(visit.task.url)
            if not visit.task.start or isinstance(visit.understood.result, Listing):
                found[home] = _found(visit, scout.platform)
        for candidate in visit.understood.links.candidates:
            name = canonical(candidate.url)
            if name not in found and name != canonical(scout.portal.start):
                found[name] = FoundList(candidate.url, candidate.title, candidate.parent_url, "not looked at")
    order = {name: place for place, name in enumerate(found)}
    return tuple(sorted(found.values(), key=lambda one: order[canonical(one.url)]))


def _found(visit: Visit, platform: Platform) -> FoundList:
    task, result = visit.task, visit.understood.result
    one = FoundList(task.url, task.title, task.parent, "list")
    if not isinstance(result, Listing):
        return replace(one, kind=str(result.why) if isinstance(result, NotContent) else "an article")
    if shows_teasers(task, visit.url, result):
        return replace(one, kind="teasers", title=one.title or result.title, entries=len(result.entries))
    entries, pages = len(result.entries), result.pager.last
    articles = result.declared_total
    if articles is None:
        articles = entries * pages if pages else None if has_more(result.pager) else entries
    return replace(
        one, title=one.title or result.title, entries=entries, pages=pages, articles=articles,
        estimated=result.declared_total is None and bool(pages), pager=pager_in_words(result, platform),
    )  # fmt: skip


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
        return "buttons (script)"
    return "none"


def _of_start(scout: Scout) -> list[str]:
    first = next((visit for visit in scout.visits if not isinstance(visit.understood.result, Redirect)), None)
    if first is None:
        return ["The start page gave no answer."]
    result, links = first.understood.result, first.understood.links
    empty = not links.candidates and not links.mentions
    if isinstance(result, NotContent) and result.why is not Why.NO_LIST:
        return [f"The start page cannot be read: {' – '.join(filter(None, (str(result.why), result.detail)))}."]
    if empty and isinstance(result, NotContent):
        return ['The start page has no links: it is probably built by scripts and needs a browser (render = "always").']
    return []


def _of_lists(scout: Scout, lists: tuple[FoundList, ...]) -> list[str]:
    read = [one for one in lists if one.kind == "list"]
    left = sum(1 for one in lists if one.kind == "not looked at")
    said = []
    if not read:
        said.append(f"No list of articles found on {len(scout.visits)} page(s): name one under categories.")
    said += [
        f"{one.title or one.url}: further pages are declared, but only scripts lead to them; it needs a browser."
        for one in read
        if one.pager == "buttons (script)"
    ]
    said += [_second_page(visit, scout) for visit in scout.visits if visit.task.role == LIST and visit.task.number > 1]
    if left and scout.left <= 0:
        said.append(f"{left} page(s) of the menu were not looked at; queson crawl looks at them all.")
    return [one for one in said if one]


def _second_page(visit: Visit, scout: Scout) -> str:
    """What is wrong with the second page of a list."""
    walk, result = scout.lists.walks.get(visit.task.category), visit.understood.result
    name = f"{walk.title or walk.url}" if walk else visit.task.category
    if isinstance(result, NotContent):
        return f"{name}: page {visit.task.number} could not be read ({result.why})."
    first = next((v for v in scout.visits if canonical(v.task.url) == canonical(visit.task.category)), None)
    if isinstance(result, Listing) and first is not None and isinstance(first.understood.result, Listing):
        ids = {entry.native_id for entry in first.understood.result.entries}
        if {entry.native_id for entry in result.entries} <= ids:
            return f"{name}: page {visit.task.number} shows what page 1 shows; the pager is not understood."
    return ""


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
