"""What one answer is: the one judgement of the live crawl, the rebuild, the import, the rescue and the tests. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import singledispatch
from itertools import filterfalse
from urllib.parse import urljoin, urlsplit

from queson_crawler.parse import words
from queson_crawler.parse.answer import Answer, Understood, understand
from queson_crawler.parse.archives import is_category
from queson_crawler.parse.article.furniture import Sibling
from queson_crawler.parse.article.reading import sibling_of
from queson_crawler.parse.imprint import Imprint, read_imprint
from queson_crawler.parse.layout import layout_of
from queson_crawler.parse.legal.names import document_id
from queson_crawler.parse.links import Links, list_url
from queson_crawler.parse.listing.item_signs import LONG_TITLE
from queson_crawler.parse.pager.steps import is_second
from queson_crawler.parse.results import Feed, Listing, NotContent, RawArticle, RawDocument, Redirect, Why
from queson_crawler.profile.profile import Profile, is_readable
from queson_crawler.understand.reading import Kind, ListPlace, Reading, identified, told_apart
from queson_crawler.understand.standing import kept_whole
from queson_crawler.understand.tasks import MAX_HOPS, ArticleTask, ListTask, PageTask, Role, Task
from queson_crawler.urls import canonical, clean

MAX_START_DEPTH = 1
"""Slashes within the path of an address that may be a home page's."""
MAX_DETAIL = 300

_PAGE_NUMBER = re.compile(r"[\s(\[|,:–-]{0,9}\b(?:trang|page)\s{0,9}\d{1,5}(?:\s{0,9}/\s{0,9}\d{1,5})?\W{0,3}$", re.I)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page as it was parsed, with all of it that judging asks for: in this process or in another. `imprint` is told
    of a start page, `layout` of a list or an article, `sibling` where it was asked for."""

    understood: Understood
    imprint: Imprint | None = None
    layout: tuple[str, ...] = ()
    sibling: Sibling | None = None


def read(answer: Answer, task: Task, profile: Profile, parsed: Parsed | None = None) -> Reading:
    """What an answer is, read with a profile as the answer to a task. `parsed` is what `parse` made of it before, with
    a profile of the same portal, platform and template."""
    if parsed is None:
        parsed = parse(answer, task, profile)
    reading = replace(classified(parsed.understood, task, answer.url, profile), imprint=parsed.imprint)
    if _has_layout(reading):
        reading = replace(reading, layout=parsed.layout)
    if task.kept:
        reading = kept_whole(reading, answer)
    return reading


def parse(answer: Answer, task: Task, profile: Profile) -> Parsed:
    """All of reading a page that takes long. Of the profile only the portal, platform and template count."""
    understood = _understood(answer, task, profile)
    layout: tuple[str, ...] = ()
    if isinstance(understood.result, Listing | RawArticle):
        layout = layout_of(answer.body)
    return Parsed(understood, _imprint_of(answer, task), layout)


def compared(answer: Answer, profile: Profile) -> Sibling:
    """What is compared of an article's page with others of its portal."""
    return sibling_of(answer.document(), profile.platform.article, profile.template)


def _imprint_of(answer: Answer, task: Task) -> Imprint | None:
    """What a start page says of its portal."""
    if not task.is_start:
        return None
    if is_readable(answer):
        return read_imprint(answer.document())
    return Imprint()


def unanswered(task: Task, why: Why, detail: str, profile: Profile) -> Reading:
    """The reading of an answer that did not come."""
    return classified(Understood(NotContent(why, detail)), task, task.url, profile)


def classified(understood: Understood, task: Task, url: str, profile: Profile) -> Reading:
    """The reading of a page that was parsed: what its content is to the portal."""
    whole = Reading(
        task,
        url,
        profile,
        Kind.NO_CONTENT,
        understood.result,
        links=replace(understood.links, mentions=profile.named(understood.links.mentions)),
        blanks=profile.unexplained(understood.blanks),
        place=place_of(task, url, understood, profile),
        says_enough=understood.says_enough,
        left_out=understood.left_out,
        stands=understood.stands,
        needs=understood.needs,
    )
    return _judged(understood.result, whole)


@singledispatch
def _judged(result: object, whole: Reading) -> Reading:
    """The reading of a page by what it was parsed as, one function for each class of results; `whole` tells all of it
    but what it is to the portal."""
    raise TypeError(f"{whole.url} was parsed as {result!r}")


@_judged.register
def _not_content(refusal: NotContent, whole: Reading) -> Reading:
    kind = Kind.NO_CONTENT
    if whole.blanks and not whole.task.render:
        kind = Kind.UNRENDERED
    return replace(whole, kind=kind, native_id=whole.task.native_id)


@_judged.register
def _redirect(redirect: Redirect, whole: Reading) -> Reading:
    if whole.task.hops < MAX_HOPS:
        return replace(whole, kind=Kind.REDIRECT)
    return _refused(whole, Why.LOOP, f"leads on to {redirect.target}")


@_judged.register
def _feed(feed: Feed, whole: Reading) -> Reading:
    named = replace(feed, entries=whole.profile.identified(feed.entries))
    return replace(whole, kind=Kind.FEED, result=named, entries=named.entries)


def place_of(task: Task, url: str, understood: Understood, profile: Profile) -> ListPlace | None:
    """The list that a page belongs to: the one it was asked for, else the one that it turned out to begin."""
    if isinstance(task, ListTask):
        return ListPlace(task.category, task.number or 1)
    title, home, parent = task.title, task.category, task.parent
    if isinstance(understood.result, Listing):
        title = title or understood.result.title
        home = home or list_url(profile.platform, url)
    if not home:
        return None
    if parent == home:
        parent = None
    return ListPlace(home, 1, title, parent, begins=True)


@_judged.register
def _listing(listing: Listing, whole: Reading) -> Reading:
    if _is_of_another(whole.task, listing):
        return _refused(whole, Why.NO_LIST, f"a page of another list, {listing.title}")
    kind = Kind.LIST
    if _shows_teasers(whole, listing):
        kind = Kind.TEASERS
        listing = _without_menu(listing, whole.links)
    named = replace(listing, entries=identified(listing.entries, whole.url, whole.profile))
    entries, only_shown = told_apart(named.entries, whole.url)
    whole = replace(whole, kind=kind, result=named, native_id=whole.task.native_id)
    return replace(whole, entries=entries, only_shown=only_shown)


def _without_menu(listing: Listing, links: Links) -> Listing:
    """Teasers without what the menu names in few words: those are the headings of the boxes in which articles stand."""
    menu = {each.url for each in links.candidates if each.menu and len(each.title) < LONG_TITLE}
    return replace(listing, entries=tuple(filterfalse(lambda entry: entry.url in menu, listing.entries)))


def _shows_teasers(whole: Reading, listing: Listing) -> bool:
    """Whether what a page lists is no category of its own: a home page shows teasers of the lists."""
    task, url = whole.task, whole.url
    if not isinstance(task, PageTask):
        return False
    names = {task.title.casefold(), listing.title.casefold()}
    if listing.declared_total:
        return False
    if not task.start and not words.HOME.isdisjoint(names):
        return True
    if listing.pager.links or _is_the_only_list(whole, listing):
        return False
    if task.frame:
        return True
    return task.start and urlsplit(url).path.strip("/").count("/") <= MAX_START_DEPTH


def _is_the_only_list(whole: Reading, listing: Listing) -> bool:
    """Whether a list leads on to the second page of the page's own address, and the page names no category."""
    following = listing.pager.following
    if following is None or not is_second(clean(whole.url), clean(following.url)):
        return False
    return not any(is_category(candidate.url, "") for candidate in whole.links.candidates)


@_judged.register
def _article(article: RawArticle, whole: Reading) -> Reading:
    platform, task = whole.profile.platform, whole.task
    own_id = whole.profile.native_id(whole.url)
    if not (task.listed or article.published_at or platform.ids_only):
        # A page that no list names and that bears no date is a standing page, not news.
        refused = _refused(whole, Why.UNDATED, "no list names it and it bears no date")
        return replace(refused, unlisted_article=article)
    if task.role is Role.PAGE and not (own_id and whole.profile.is_identity_learned):
        return _refused(whole, Why.NO_LIST, "an article, whose address has no id and which no list names")
    native_id = task.native_id or whole.profile.identify(whole.url)
    return replace(whole, kind=Kind.ARTICLE, native_id=native_id)


@_judged.register
def _document(document: RawDocument, whole: Reading) -> Reading:
    """A document's own page: that it was asked for, by whatever list or address, names it."""
    task = whole.task
    if not isinstance(task, ArticleTask):
        return _refused(whole, Why.NO_LIST, "the page of a legal document")
    return replace(whole, kind=Kind.DOCUMENT, native_id=document_id(task.first_url))


def _is_of_another(task: Task, listing: Listing) -> bool:
    """Whether a page that was tried as a further one of a list bears another list's title."""
    if not isinstance(task, ListTask) or not task.heading:
        return False
    return bare_title(listing.title) != bare_title(task.heading)


def bare_title(title: str) -> str:
    """The title of a list without the number of its page."""
    return _PAGE_NUMBER.sub("", title).strip().casefold()


def _refused(whole: Reading, why: Why, detail: str) -> Reading:
    native_id = whole.task.native_id
    return replace(whole, kind=Kind.NO_CONTENT, result=NotContent(why, detail), native_id=native_id)


def _has_layout(reading: Reading) -> bool:
    if reading.is_only_counted:
        return False
    return reading.kind in (Kind.LIST, Kind.ARTICLE)


def _understood(answer: Answer, task: Task, profile: Profile) -> Understood:
    """The page as it was parsed, unless its address led astray."""
    try:
        understood = understand(answer, profile.platform, task.parsed_as, task.shape, profile.template)
        return _astray(task, answer, profile) or understood
    except Exception as error:  # noqa: BLE001 (one page that breaks the parser must not take the crawl along)
        return Understood(NotContent(Why.BROKEN, f"{type(error).__name__}: {error}"[:MAX_DETAIL]))


def _astray(task: Task, answer: Answer, profile: Profile) -> Understood | None:
    """An article whose address now leads to the home page, or to a list, is not there any more; nor is a list whose
    address leads home."""
    if not task.hops or answer.status != 200:
        return None
    if task.is_start or profile.native_id(answer.url):
        return None
    homes = (canonical(profile.portal.start), canonical(urljoin(answer.url, "/")))
    is_astray = canonical(answer.url) in homes
    if isinstance(task, ArticleTask):
        is_astray = is_astray or _is_list(answer, profile)
    elif not task.is_list or canonical(task.category) in homes:
        return None
    if not is_astray:
        return None
    return Understood(NotContent(Why.SOFT_NOT_FOUND, f"leads to {answer.url}"))


def _is_list(answer: Answer, profile: Profile) -> bool:
    """Whether an answer is a list, whatever was asked for."""
    return isinstance(understand(answer, profile.platform, Role.LIST).result, Listing)
