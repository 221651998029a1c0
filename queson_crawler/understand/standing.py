"""What a page is to a crawl that keeps the whole portal: its text if it stands for itself, and where it leads. Pure."""

from __future__ import annotations

from dataclasses import replace

from archive.records import AskedFor, PageAnswer
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.page_leads import leads_of
from queson_crawler.parse.results import Why
from queson_crawler.parse.standing_page import read_standing
from queson_crawler.understand.reading import SHOWN_WHOLE, Kind, Reading
from queson_crawler.understand.tasks import ArticleTask, PageTask, StandingTask, Task
from queson_crawler.urls import clean

STANDS = frozenset((Why.NO_LIST, Why.NO_ARTICLE, Why.NOTHING, Why.UNDATED))
"""What a page is called that is there and is neither a list nor an article."""
LEADS_ON = (PageTask, StandingTask, ArticleTask)
"""What is asked for of which the answers lead to pages: those of further pages of lists lead to articles alone."""
CLICKS_TO_ARTICLE = 2
"""From the start page to a list, and from there to an article."""
_STATES = {Kind.LIST: AskedFor.LIST, Kind.ARTICLE: AskedFor.ARTICLE, Kind.DOCUMENT: AskedFor.DOCUMENT}


def kept_whole(reading: Reading, answer: Answer) -> Reading:
    """The reading with what a crawl keeps that keeps the whole portal."""
    is_there = _stands(reading)
    if not is_there and reading.kind not in SHOWN_WHOLE:
        return reading
    doc, profile = answer.document(), reading.profile
    if is_there:
        shown = read_standing(doc, profile.platform.article, profile.template)
        reading = replace(reading, standing=shown)
    if isinstance(reading.task, LEADS_ON):
        leads = leads_of(doc, profile.platform, _clicks_to(reading.task) + 1)
        reading = replace(reading, leads=tuple(leads))
    if isinstance(reading.task, PageTask):  # articles that deeper pages name are asked within the bounds of pages
        articles = {mention.url for mention in reading.links.mentions}
        reading = replace(reading, leads=tuple(lead for lead in reading.leads if lead.url not in articles))
    return reading


def _clicks_to(task: Task) -> int:
    """How many clicks an answer is from the start page, as far as is known."""
    if isinstance(task, ArticleTask):
        return CLICKS_TO_ARTICLE
    return task.clicks


def _stands(reading: Reading) -> bool:
    """Whether a page is there, and neither a list nor an article nor a document."""
    if reading.kind is Kind.TEASERS:
        return True
    return reading.refusal in STANDS


def answer_of_page(reading: Reading) -> PageAnswer | None:
    """What came of asking for a page in such a crawl; None where it is asked again, or is an article that was sought as
    one."""
    task = reading.task
    if not task.kept or reading.kind is Kind.REDIRECT or reading.is_asked_again:
        return None
    if reading.standing is None and not isinstance(task, PageTask | StandingTask):
        return None
    urls = tuple(dict.fromkeys((clean(reading.url), clean(task.first_url))))
    return PageAnswer(urls, _state(reading), reading.standing)


def _state(reading: Reading) -> str:
    if reading.standing is not None:
        return AskedFor.KEPT
    return reading.refusal or _STATES.get(reading.kind, AskedFor.KEPT)
