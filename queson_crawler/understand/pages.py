"""What is stored of a reading: everything that one transaction keeps. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, filterfalse
from operator import attrgetter

from archive.records import (
    Absence,
    Article,
    Attachment,
    Capture,
    Category,
    Document,
    ListPage,
    Page,
    PageState,
    PortalRecord,
    Problem,
)
from archive.text import alike
from queson_crawler.parse.imprint import Imprint
from queson_crawler.parse.links import list_url
from queson_crawler.parse.results import Feed, Listing, NotContent, RawArticle, RawDocument, Why
from queson_crawler.profile.profile import Profile
from queson_crawler.understand.reading import SHOWN_WHOLE, Kind, Reading, identified
from queson_crawler.understand.standing import answer_of_page
from queson_crawler.understand.tasks import ArticleTask, Role
from queson_crawler.urls import clean

NOT_THERE = frozenset((Why.NOT_FOUND, Why.SOFT_NOT_FOUND))
"""What says that an article is not there, and not merely that it cannot be read now."""
WITHDRAWN = NOT_THERE | {Why.REFUSED, Why.LOGIN}
"""What says that an article which was there before is not shown any more."""
NOTHING_LISTED = frozenset((Why.NO_LIST, Why.NO_MORE, Why.EMPTY))

_EXPECTED_AT_START = frozenset((Why.NO_LIST, Why.NO_ARTICLE))
_EXPECTED_OF_FEEDS = frozenset((Why.NO_FEED, Why.NOT_FOUND, Why.REFUSED, Why.LOGIN, Why.FORBIDDEN))
_EXPECTED_OF_PAGES = _EXPECTED_AT_START | {Why.NOT_HTML, Why.LOGIN}
"""What pages that only may be lists turn out to be without anything being amiss."""
_PAGES_ALL_THE_SAME = _EXPECTED_AT_START | {Why.NOTHING, Why.UNDATED}
"""What pages are that belong to the portal, whatever they show."""
_EXPECTED = {Role.FEED: _EXPECTED_OF_FEEDS, Role.STANDING: frozenset(Why)}
"""What nothing is amiss with, by what was asked; of a standing page the state of its address tells all."""
_BARREN = "a menu leads there, and it shows neither a list nor an article nor a text"
_NO_SUCH_FEED = "answered 400"


def page_of(reading: Reading, run_id: int, capture: Capture | None, observed_at: str | None = None) -> Page:
    """Everything of a reading that is stored. `observed_at` is the time where no answer came."""
    page = Page(run_id, capture=capture, addresses=reading.links.mentions, observed_at=observed_at)
    if _is_shown(reading):
        page = replace(page, needs=reading.needs, is_home=reading.task.is_start)
    if reading.imprint is not None:
        page = replace(page, portal=_portal(reading.profile, reading.imprint))
    page = replace(page, leads=reading.leads)
    if reading.kind is Kind.UNRENDERED:
        # The frontier asks for it once more, in a browser, or says why not.
        return page
    if reading.task.is_start and page.addresses:
        page = replace(page, witness=clean(reading.url))
    return replace(_filled(page, reading), layout=reading.layout, answer=answer_of_page(reading))


def _is_shown(reading: Reading) -> bool:
    """Whether a page is one of the portal's own, and not what it answers in the place of one."""
    if reading.kind in (*SHOWN_WHOLE, Kind.DOCUMENT, Kind.UNRENDERED):
        return True
    return reading.refusal in _PAGES_ALL_THE_SAME


def named_anew(page: Page, profile: Profile) -> Page:
    """A page that was read before the profile was learned, with the native ids that the profile gives."""
    listing = page.listing
    if listing is not None:
        listing = replace(listing, entries=identified(listing.entries, listing.url, profile))
    return replace(page, listing=listing, addresses=profile.named(page.addresses))


def _portal(profile: Profile, said: Imprint) -> PortalRecord:
    """What is kept of the portal itself; a page that calls itself otherwise does not speak for it."""
    title = profile.portal.title
    if not alike(title, said.title):
        said = Imprint()
    return profile.portal.record(profile.platform.name, said)


def _filled(page: Page, reading: Reading) -> Page:
    match reading.result:
        case Listing() as listing:
            return _with_listing(page, reading, listing)
        case RawArticle() as raw:
            return _with_article(page, reading, raw)
        case RawDocument() as raw:
            own = replace(raw, url=clean(reading.task.first_url))
            document = _document(reading, own, reading.native_id)
            return replace(page, document=document, problems=_not_fetched(reading, [raw]))
        case NotContent() as refusal:
            return _refused(page, reading, refusal)
        case Feed():
            return replace(page, addresses=reading.entries, witness=clean(reading.url))
    return page


def _with_listing(page: Page, reading: Reading, listing: Listing) -> Page:
    place = reading.place
    if place is None or reading.kind is Kind.TEASERS or reading.is_only_counted:
        return page
    if place.begins:
        page = replace(page, category=Category(place.home, place.title, place.parent))
    lines = ListPage(
        place.home,
        place.number,
        reading.url,
        PageState.READ,
        listing.declared_total,
        listing.pager.last,
        listing.entries,
    )
    if listing.documents:
        page = replace(page, listing=lines, documents=_documents(reading, listing))
        return replace(page, problems=_not_fetched(reading, listing.documents))
    problems: list[Problem] = []
    for entry in reading.only_shown:
        problems.append(Problem(reading.url, Why.SHOWN_ONLY, f"{entry.native_id}: {entry.title}"))
    return replace(page, listing=lines, problems=tuple(problems))


def _not_fetched(reading: Reading, documents: Sequence[RawDocument]) -> tuple[Problem, ...]:
    """The files of documents that are seen and not fetched."""
    files = chain.from_iterable(map(attrgetter("files"), documents))
    return (*_unreached(reading, documents), *_foreign(reading, files))


def _foreign(reading: Reading, files: Iterable[Attachment]) -> tuple[Problem, ...]:
    """The files on hosts that are not the portal's: one problem of a page, with how many there are."""
    urls = map(attrgetter("url"), files)
    foreign = list(filterfalse(reading.profile.portal.owns, urls))
    if not foreign:
        return ()
    return (Problem(reading.url, Why.FOREIGN_FILE, _and_more(foreign[0], foreign, "{} more")),)


def _and_more(first: str, all_of_them: Sequence[object], more: str) -> str:
    """What is said of the first of some, and `more` with how many others there are."""
    if len(all_of_them) == 1:
        return first
    return f"{first}, and {more.format(len(all_of_them) - 1)}"


def _unreached(reading: Reading, documents: Sequence[RawDocument]) -> tuple[Problem, ...]:
    """The files of documents to which no address leads: one problem of a page, with how many rows have one."""
    lacking = [each for each in documents if each.unreached]
    if not lacking:
        return ()
    first = f"{lacking[0].number or lacking[0].abstract}: {lacking[0].unreached[0]}"
    return (Problem(reading.url, Why.UNREACHED, _and_more(first, lacking, "of {} more documents")),)


def _documents(reading: Reading, listing: Listing) -> tuple[Document, ...]:
    """The legal documents that a page of a list shows."""
    found: list[Document] = []
    for entry, raw in zip(listing.entries, listing.documents, strict=True):
        found.append(_document(reading, replace(raw, url=entry.url), entry.native_id))
    return tuple(found)


def _document(reading: Reading, raw: RawDocument, native_id: str) -> Document:
    return Document(
        portal=reading.profile.portal.slug,
        native_id=native_id,
        url=raw.url,
        number=raw.number,
        kind=raw.kind,
        issuer=raw.issuer,
        signer=raw.signer,
        issued=raw.issued,
        issued_on=raw.issued_on,
        effective=raw.effective,
        effective_on=raw.effective_on,
        status=raw.status,
        field=raw.field,
        abstract=raw.abstract,
        files=raw.files,
    )


def _with_article(page: Page, reading: Reading, raw: RawArticle) -> Page:
    problems = [Problem(reading.url, Why.UNREACHED, words) for words in raw.unreached]
    problems += _foreign(reading, raw.attachments)
    page = replace(page, article=_article(reading, raw), problems=tuple(problems))
    if reading.task.listed:
        return page
    if not raw.breadcrumb:
        return replace(page, is_unlisted=True)
    nearest = raw.breadcrumb[-1]
    above = Category(list_url(reading.profile.platform, nearest.url), nearest.title)
    return replace(page, is_unlisted=True, above=above)


def _article(reading: Reading, raw: RawArticle) -> Article:
    addresses = [clean(reading.url), clean(reading.task.url)]
    if raw.canonical and reading.profile.identify(raw.canonical) == reading.native_id:
        addresses.append(clean(raw.canonical))
    return Article(
        portal=reading.profile.portal.slug,
        native_id=reading.native_id,
        url=reading.url,
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
        urls=tuple(dict.fromkeys(addresses)),
    )


def _refused(page: Page, reading: Reading, refusal: NotContent) -> Page:
    """A page that is no content: nothing while it will be asked again, then a problem, and a gap in its list."""
    task = reading.task
    if task.is_guess or reading.is_asked_again:
        return page
    if refusal.why is Why.NO_MORE and task.is_further:
        return page  # whether its list should go on here, the walk of the list knows
    if _is_barren(reading, refusal):
        return replace(page, problems=(Problem(reading.url, Why.NOTHING, _BARREN),))
    if _is_expected(reading, refusal):
        return page
    if isinstance(task, ArticleTask):
        return _no_article(page, task, reading.url, refusal)
    page = replace(page, problems=(Problem(reading.url, refusal.why, refusal.detail),))
    if not task.is_list or reading.place is None:
        return page
    state = PageState.MISSING
    if refusal.why in NOTHING_LISTED:
        state = PageState.EMPTY
    return replace(page, listing=ListPage(reading.place.home, reading.place.number, reading.url, state))


def _is_barren(reading: Reading, refusal: NotContent) -> bool:
    """Whether a page to which a menu leads shows nothing that one could read."""
    task = reading.task
    if reading.stands or refusal.why not in _EXPECTED_AT_START:
        return False
    if reading.standing is not None and reading.standing.text:
        return False
    return task.is_in_menu and not task.is_list and not task.is_start


def _is_expected(reading: Reading, refusal: NotContent) -> bool:
    """Whether nothing is amiss with a page that is no content: it only might have been a list, or a feed."""
    task = reading.task
    if task.only_may_be_list:
        expected = _EXPECTED_AT_START if task.is_start else _EXPECTED_OF_PAGES
        return refusal.why in expected
    if task.role is Role.FEED and refusal.detail == _NO_SUCH_FEED:
        return True
    return refusal.why in _EXPECTED.get(task.role, ())


def _no_article(page: Page, task: ArticleTask, url: str, refusal: NotContent) -> Page:
    problem = Problem(task.origin or url, refusal.why, refusal.detail)
    absence = Absence(task.native_id, refusal.why, refusal.detail, task.is_unlisted)
    if task.is_stored and refusal.why in WITHDRAWN:
        return replace(page, absence=absence)  # it is understood, and the text is kept
    if refusal.why in NOT_THERE:
        return replace(page, absence=absence, problems=(problem,))
    return replace(page, problems=(problem,))
