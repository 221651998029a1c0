"""What a handful of a portal's pages let one believe about it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from queson_crawler.frontier.probe_frontier import ProbeFrontier, article_in
from queson_crawler.parse.results import RawArticle
from queson_crawler.runs.found_lists import FoundList, lists_of
from queson_crawler.runs.not_found import not_found
from queson_crawler.understand.reading import Reading


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
    lists = lists_of(frontier)
    article_url, article = _sample(frontier.readings)
    missing = not_found(frontier, lists, article)
    identity = ""
    if frontier.lists.walks:
        identity = frontier.profile.identity.in_words()
    return Discovery(frontier.platform.name, lists, article_url, article, missing, identity)


def _sample(readings: Iterable[Reading]) -> tuple[str, RawArticle | None]:
    """The first article that was read, and its address."""
    for reading in readings:
        article = article_in(reading)
        if article is not None:
            return reading.url, article
    return "", None
