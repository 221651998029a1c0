"""What a look at a portal could not find, in sentences for the one who writes its portal file. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from operator import attrgetter

from queson_crawler.frontier.pagination import Walk
from queson_crawler.frontier.probe_frontier import ProbeFrontier
from queson_crawler.parse.results import Listing, NotContent, RawArticle, Why
from queson_crawler.runs.found_lists import A_LIST, BUTTONS, NOT_LOOKED_AT, FoundList
from queson_crawler.understand.reading import Kind, Reading, Result
from queson_crawler.understand.tasks import ListTask
from queson_crawler.urls import canonical

_FIELDS = ("lead", "body", "author", "poster", "source", "view_count")
"""The fields of an article that are told where the sample has none."""
_NO_ANSWER = "The start page gave no answer."
_NO_LINKS = 'The start page has no links: it is probably built by scripts and needs a browser (render = "always").'


def not_found(frontier: ProbeFrontier, lists: tuple[FoundList, ...], article: RawArticle | None) -> tuple[str, ...]:
    """A sentence for each thing that is missing or wrong. `lists` and `article` are what was found."""
    kinds = Counter(map(attrgetter("kind"), lists))
    return (
        *_of_start(frontier),
        *_of_lists(frontier, lists, kinds[A_LIST]),
        *_of_second_pages(frontier),
        *_of_rest(frontier, kinds[NOT_LOOKED_AT]),
        *_of_article(article),
    )


def _of_start(frontier: ProbeFrontier) -> Iterator[str]:
    first = _first_page(frontier)
    if first is None:
        yield _NO_ANSWER
        return
    if not isinstance(first.result, NotContent):
        return
    why, detail = first.result.why, first.result.detail
    if why is not Why.NO_LIST:
        reasons = " – ".join(filter(None, (why, detail)))
        yield f"The start page cannot be read: {reasons}."
    elif not (first.links.candidates or first.links.mentions):
        yield _NO_LINKS


def _first_page(frontier: ProbeFrontier) -> Reading | None:
    """The page that came in the end when the start page was asked for."""
    for reading in frontier.readings:
        if reading.kind is not Kind.REDIRECT:
            return reading
    return None


def _of_lists(frontier: ProbeFrontier, lists: tuple[FoundList, ...], found: int) -> Iterator[str]:
    if not found:
        yield f"No list of articles found on {len(frontier.readings)} page(s): name one under categories."
    for one in lists:
        if one.pager == BUTTONS:
            yield f"{one.name}: further pages are declared, but only scripts lead to them; it needs a browser."


def _of_second_pages(frontier: ProbeFrontier) -> Iterator[str]:
    """What is wrong with the further pages that were asked for."""
    for reading in frontier.readings:
        task = reading.task
        if not isinstance(task, ListTask) or task.number == 1:
            continue
        name = frontier.lists.walks.get(task.category, Walk(task.category)).name
        if isinstance(reading.result, NotContent):
            yield f"{name}: page {task.number} could not be read ({reading.result.why})."
        elif isinstance(reading.result, Listing) and _repeats_first(frontier, reading.result, task.category):
            yield f"{name}: page {task.number} shows what page 1 shows; the pager is not understood."


def _repeats_first(frontier: ProbeFrontier, page: Listing, home: str) -> bool:
    """Whether a page names no article that the first page of its list, at `home`, does not name."""
    first = _came_from(frontier, home)
    return isinstance(first, Listing) and set(page.ids).issubset(first.ids)


def _came_from(frontier: ProbeFrontier, url: str) -> Result | None:
    """What came first from an address; None where it was not asked."""
    name = canonical(url)
    for reading in frontier.readings:
        if canonical(reading.task.url) == name:
            return reading.result
    return None


def _of_rest(frontier: ProbeFrontier, count: int) -> Iterator[str]:
    """What there was no time for."""
    if count and frontier.requests_left <= 0:
        yield f"{count} page(s) of the menu were not looked at; queson crawl looks at them all."


def _of_article(article: RawArticle | None) -> Iterator[str]:
    if article is None:
        yield "No article could be read."
        return
    if article.published_at is None:
        yield "No date found in the article: only articles that a list names are then stored."
    empty: list[str] = []
    for name in _FIELDS:
        if not getattr(article, name):
            empty.append(name.replace("_", " "))
    if empty:
        yield f"In the sample article no {', '.join(empty)} found: perhaps it has none."
