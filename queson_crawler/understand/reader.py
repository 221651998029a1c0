"""From an answer to what is stored of it: the one path of the live crawl, the rebuild and the tests. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from archive.records import (
    Absence,
    Article,
    Capture,
    Category,
    Entry,
    ListPage,
    Page,
    PageState,
    Problem,
)
from archive.text import alike
from archive.warc import Exchange
from queson_crawler.parse import words
from queson_crawler.parse.answer import Answer, Result, Understood, understand
from queson_crawler.parse.headers import NOT_MODIFIED, location_of, media_type
from queson_crawler.parse.imprint import Imprint, read_imprint
from queson_crawler.parse.layout import layout_of
from queson_crawler.parse.links import list_url
from queson_crawler.parse.results import Feed, Listing, NotContent, RawArticle, Redirect, Why
from queson_crawler.platforms import GENERIC, Platform, detect, named
from queson_crawler.platforms.base import path_id
from queson_crawler.portals import Portal
from queson_crawler.understand.tasks import ARTICLE, FEED, LIST, MAX_ATTEMPTS, MAX_HOPS, PAGE, Task
from queson_crawler.urls import canonical, clean

PARSER = "3"
"""Counts the versions of parsing: one more whenever the same bytes may give another article."""

NOT_THERE = frozenset((Why.NOT_FOUND, Why.SOFT_NOT_FOUND))
"""What says that an article is not there, and not merely that it cannot be read now."""

_EXPECTED_AT_START = frozenset((Why.NO_LIST, Why.NO_ARTICLE))
_EXPECTED_OF_FEEDS = frozenset((Why.NO_FEED, Why.NOT_FOUND, Why.REFUSED, Why.LOGIN, Why.FORBIDDEN))
_EXPECTED_OF_PAGES = _EXPECTED_AT_START | {Why.NOT_HTML, Why.LOGIN}
"""What pages that only may be lists turn out to be without anything being amiss."""


def answer_of(exchange: Exchange) -> Answer:
    """A stored exchange as it is read. An answer that nothing was modified is read as what it refers to."""
    kind, charset = media_type(exchange.response_headers)
    status = 200 if exchange.status == NOT_MODIFIED and exchange.body else exchange.status
    return Answer(exchange.url, status, exchange.content, kind, charset, location_of(exchange.response_headers))


@dataclass(slots=True)
class Reader:
    """Reads the answers of one run. The platform is that of the portal file, or what the first page shows."""

    portal: Portal
    run_id: int
    platform: Platform | None = None

    def __post_init__(self) -> None:
        if self.portal.platform:
            self.set_platform(self.portal.platform)

    def set_platform(self, name: str) -> None:
        """The platform of that name, as this portal runs it."""
        self.platform = self.portal.platform_of(named(name))

    def read(self, task: Task, answer: Answer, capture: Capture) -> tuple[Understood, Page]:
        """What an answer is, and everything of it that is stored."""
        readable = answer.status == 200 and bool(answer.body)
        if self.platform is None and readable:
            self.platform = self.portal.platform_of(detect(answer.document()))
        platform = self.platform or self.portal.platform_of(GENERIC)
        record = None
        if task.start:
            said = read_imprint(answer.document()) if readable else Imprint()
            same = not self.portal.title or not said.title or alike(self.portal.title, said.title)
            record = self.portal.record(platform.name, said if same else Imprint())
        understood = self._understand(task, answer, platform)
        if understood.scripted and not task.render:
            # The frontier asks for it once more, in a browser, or says why not.
            return understood, Page(self.run_id, capture=capture, portal=record, addresses=understood.links.mentions)
        page = Page(self.run_id, capture=capture, portal=record, addresses=understood.links.mentions)
        if task.start and page.addresses:
            page = replace(page, witness=clean(answer.url))
        filled = _fill(page, self.portal, platform, task, answer.url, understood.result)
        if filled.article is not None or (filled.listing is not None and filled.listing.state is PageState.READ):
            filled = replace(filled, layout=layout_of(answer.body))
        return understood, filled

    def _understand(self, task: Task, answer: Answer, platform: Platform) -> Understood:
        try:
            understood = understand(answer, platform, task.role, task.shape)
            return self._astray(task, answer, platform) or understood
        except Exception as error:  # noqa: BLE001 (one page that breaks the parser must not take the crawl along)
            return Understood(NotContent(Why.BROKEN, f"{type(error).__name__}: {error}"[:300]))

    def _astray(self, task: Task, answer: Answer, platform: Platform) -> Understood | None:
        """An article whose address now leads to the home page, or to a list, is not there any more; nor is a list whose
        address leads home."""
        if not task.hops or answer.status != 200 or task.start or platform.native_id(answer.url):
            return None
        homes = (canonical(self.portal.start), canonical(urljoin(answer.url, "/")))
        home = canonical(answer.url) in homes
        if task.is_list and home and canonical(task.category) not in homes:
            return Understood(NotContent(Why.SOFT_NOT_FOUND, f"leads to {answer.url}"))
        if task.role != ARTICLE:
            return None
        if home or isinstance(understand(answer, platform, LIST).result, Listing):
            return Understood(NotContent(Why.SOFT_NOT_FOUND, f"leads to {answer.url}"))
        return None

    def unanswered(self, task: Task, why: Why, detail: str, observed_at: str) -> Page:
        """What is stored when no answer came."""
        return _refused(Page(self.run_id, observed_at=observed_at), task, task.url, NotContent(why, detail))


def _fill(
    page: Page,
    portal: Portal,
    platform: Platform,
    task: Task,
    url: str,
    result: Result,
) -> Page:
    match result:
        case Listing():
            return _with_listing(page, platform, task, url, result)
        case RawArticle():
            return _with_article(page, portal, platform, task, url, result)
        case Feed():
            return replace(page, addresses=result.entries, witness=clean(url))
        case NotContent():
            return _refused(page, task, url, result)
        case Redirect() if task.hops >= MAX_HOPS:
            return _refused(
                page, replace(task, attempt=MAX_ATTEMPTS), url, NotContent(Why.LOOP, f"leads on to {result.target}")
            )
        case Redirect():
            return page


def _with_listing(page: Page, platform: Platform, task: Task, url: str, listing: Listing) -> Page:
    if task.tail or shows_teasers(task, url, listing):
        return page
    number = task.number or 1
    home = task.category or list_url(platform, url)
    category = None
    if number == 1 and task.role != LIST:
        category = Category(home, task.title or listing.title, task.parent if task.parent != home else None)
    lines = ListPage(home, number, url, PageState.READ, listing.declared_total, listing.pager.last, listing.entries)
    problems = tuple(
        Problem(url, Why.SHOWN_ONLY, f"{entry.native_id}: {entry.title}")
        for entry in listing.entries
        if shown_only(entry, url)
    )
    return replace(page, category=category, listing=lines, problems=problems)


def shown_only(entry: Entry, url: str) -> bool:
    """Whether a list shows this article in full and gives it no address of its own."""
    return canonical(entry.url) == canonical(url)


def shows_teasers(task: Task, url: str, listing: Listing) -> bool:
    """Whether what a page lists is no category of its own: a home page shows teasers of the lists."""
    names = {task.title.casefold(), listing.title.casefold()}
    if task.role == PAGE and not task.start and not words.HOME.isdisjoint(names):
        return not listing.declared_total
    if listing.declared_total or listing.pager.links:
        return False
    return task.start and urlsplit(url).path.strip("/").count("/") <= 1


def _with_article(page: Page, portal: Portal, platform: Platform, task: Task, url: str, raw: RawArticle) -> Page:
    native_id = platform.native_id(url) or task.native_id or path_id(url)
    if not (task.listed or raw.published_at or platform.ids_only):
        # A page that no list names and that bears no date is a standing page, not news.
        return _refused(page, task, url, NotContent(Why.UNDATED, "no list names it and it bears no date"))
    if task.role == PAGE and not platform.native_id(url):
        return page
    addresses = [
        url,
        task.url,
        *([raw.canonical] if raw.canonical and platform.native_id(raw.canonical) == native_id else []),
    ]
    article = Article(
        portal=portal.slug,
        native_id=native_id,
        url=url,
        title=raw.title,
        lead=raw.lead,
        body=raw.body,
        author=raw.author,
        poster=raw.poster,
        source=raw.source,
        published_at=raw.published_at,
        published_precision=raw.published_precision,
        published_raw=raw.published_raw,
        view_count=raw.view_count,
        images=raw.images,
        attachments=raw.attachments,
        urls=tuple(dict.fromkeys(clean(address) for address in addresses)),
    )
    return replace(page, article=article)


def _refused(page: Page, task: Task, url: str, refusal: NotContent) -> Page:
    """A page that is no content: nothing while it will be asked again, then a problem, and a gap in its list."""
    if task.may_repeat(refusal.why) or task.probe:
        return page
    expected = _EXPECTED_AT_START if task.start else _EXPECTED_OF_PAGES
    if task.role == PAGE and not task.is_list and refusal.why in expected:
        return page
    if task.role == FEED and (refusal.why in _EXPECTED_OF_FEEDS or refusal.detail == "answered 400"):
        return page
    listing = absence = None
    if task.is_list:
        state = PageState.EMPTY if refusal.why in (Why.NO_LIST, Why.EMPTY) else PageState.MISSING
        listing = ListPage(task.category, task.number or 1, url, state)
    if task.role == ARTICLE and refusal.why in NOT_THERE:
        absence = Absence(task.native_id, refusal.why, refusal.detail, task.left)
        if task.again:  # it is understood, and the text is kept
            return replace(page, absence=absence)
    asked = task.origin if task.role == ARTICLE and task.origin else url
    problems = (Problem(asked, refusal.why, refusal.detail),)
    return replace(page, listing=listing, absence=absence, problems=problems)
