"""One function from the answer of a portal to what it is: the heart of the crawl, the rebuild and the tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from archive.records import Needed
from queson_crawler.parse.article.fallback import read_generally
from queson_crawler.parse.article.furniture import NO_TEMPLATE, Template
from queson_crawler.parse.article.protected import is_password_form
from queson_crawler.parse.article.reading import explain_article
from queson_crawler.parse.article.whole import whole_address
from queson_crawler.parse.document import Document
from queson_crawler.parse.evidence import LeftOut, Verdict
from queson_crawler.parse.feeds import read_feed
from queson_crawler.parse.json_list import is_json, read_json_list
from queson_crawler.parse.legal.data_sources import sources_of
from queson_crawler.parse.legal.own_page import read_document, read_promised
from queson_crawler.parse.links import NO_LINKS, Links, read_filing, read_links
from queson_crawler.parse.listing.reading import read_listing
from queson_crawler.parse.lists import any_list, is_no_list, known_list
from queson_crawler.parse.notices import SHORT_PAGE, notice_of_article, notice_of_page
from queson_crawler.parse.redirects import sent_on
from queson_crawler.parse.refusals import BROKE_OFF, refusal_of
from queson_crawler.parse.resources import needed_by
from queson_crawler.parse.results import Feed, Listing, NotContent, RawArticle, RawDocument, Redirect, Why
from queson_crawler.parse.scripted import Blank, blanks_of, is_undrawn
from queson_crawler.parse.sent import Answer
from queson_crawler.parse.sibling_lists import with_sibling_lists
from queson_crawler.parse.standing import says_enough, stands
from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.webcenter import loopback_address

__all__ = ["Answer", "Understood", "understand"]

_UNSEEN = (Why.NO_LIST, Why.NO_ARTICLE, Why.CHALLENGE)
"""What a page seems to be whose content only a browser would show."""
Result = Listing | RawArticle | RawDocument | Feed | NotContent | Redirect


@dataclass(frozen=True, slots=True)
class Understood:
    """A page and where it leads."""

    result: Result
    links: Links = NO_LINKS
    blanks: tuple[Blank, ...] = ()
    """The places of the page that its scripts may fill."""
    says_enough: bool = False
    """Whether a page that is no content has a text of its own, and nothing in it says that more is to come."""
    stands: bool = True
    """Whether a page shows anything of its own; one that is no content may show nothing but what frames every page."""
    verdicts: tuple[Verdict, ...] = field(default=(), compare=False, repr=False)
    """Which evidence chose each part, for people: `queson probe --why`."""
    left_out: tuple[LeftOut, ...] = field(default=(), compare=False, repr=False)
    """What stands in the region of the article without being part of it."""
    needs: tuple[Needed, ...] = field(default=(), compare=False, repr=False)
    """What the page is shown with."""


def understand(
    answer: Answer,
    platform: Platform,
    role: str,
    shape: str = "",
    template: Template = NO_TEMPLATE,
) -> Understood:
    """What an answer is, given what it was asked for: `page` (anything, perhaps a list of a `shape`), `list` (of a
    `shape`), `article`, `document` or `standing` (neither a list nor an article).

    `template` is what the pages of the portal's articles are known to share.
    """
    data = _as_data(answer, platform, role)
    if data is not None:
        return Understood(data)
    refusal = refusal_of(answer, platform)
    if refusal is not None:
        return Understood(refusal)
    doc = answer.document()
    further = _further(answer, doc, platform)
    if further is not None:
        return Understood(further)
    read = _READERS.get(role, _read_page)
    return read(_Asked(doc, platform, shape, template))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A page that was asked for, with what is known of it beforehand."""

    doc: Document
    platform: Platform
    shape: str
    template: Template


def _read_page(asked: _Asked) -> Understood:
    """Any page: an article where the platform's addresses say so, else what may be a list."""
    doc, platform = asked.doc, asked.platform
    if platform.ids_only and platform.native_id(doc.url):
        return _as_article(asked)
    found, links = any_list(doc, platform, asked.shape), read_links(doc, platform)
    if isinstance(found, Listing):
        links = with_sibling_lists(links, found, doc.url, platform)
    if not is_no_list(found):
        return _understood(doc, found, links)
    sources = sources_of(doc, platform)
    if not sources:
        return _understood(doc, found, links)
    # What its scripts would show is asked for where they ask for it.
    links = replace(links, candidates=(*links.candidates, *sources))
    return Understood(found, links, says_enough=True, needs=needed_by(doc))


def _read_list(asked: _Asked) -> Understood:
    """A page of a list that is known."""
    return _understood(asked.doc, known_list(asked.doc, asked.platform, asked.shape))


def _read_article(asked: _Asked) -> Understood:
    """The page of an article, or the address at which all of it stands."""
    whole = whole_address(asked.doc, asked.platform)
    if whole:
        return Understood(Redirect(whole))
    return _as_article(asked)


def _read_document(asked: _Asked) -> Understood:
    """The page to which a list of legal documents leads."""
    document = read_promised(asked.doc)
    if document is not None:
        return Understood(document, needs=needed_by(asked.doc))
    notice = notice_of_page(asked.doc)
    return _understood(asked.doc, notice or NotContent(Why.NO_ARTICLE, "neither labels nor a file of a document"))


def _read_standing(asked: _Asked) -> Understood:
    """A page of which nobody knows that it is a list or an article: what is sought is only where it leads."""
    doc = asked.doc
    result = notice_of_page(doc) or NotContent(Why.NO_LIST, "a page of the portal that stands for itself")
    return Understood(result, read_links(doc, asked.platform), needs=needed_by(doc))


_READERS: Mapping[str, Callable[[_Asked], Understood]] = {
    "list": _read_list,
    "article": _read_article,
    "document": _read_document,
    "standing": _read_standing,
}
"""How a page is read, by what it was asked for."""


def _as_data(answer: Answer, platform: Platform, role: str) -> Result | None:
    """What a feed or a list of JSON says; None of an answer that is to be read as a page."""
    read = _READERS_OF_DATA.get(role)
    if read is None or answer.status != 200:
        return None
    return read(answer, platform)


def _read_feed(answer: Answer, platform: Platform) -> Result:
    """What a feed names."""
    if answer.is_cut_off:
        return _BROKEN_OFF
    return read_feed(answer.body, answer.url, platform) or NotContent(Why.NO_FEED, "names no articles")


def _listed(answer: Answer, platform: Platform) -> Result | None:
    """A page of a list in JSON."""
    if answer.is_cut_off:
        return _BROKEN_OFF
    if not is_json(answer.body):
        return None
    listing = read_json_list(answer.body, answer.url, platform)
    return listing or NotContent(Why.NO_LIST, "JSON that cannot be read")


def _listed_documents(answer: Answer, platform: Platform) -> Listing | None:
    """The legal documents that an answer lists which is no page but data."""
    if answer.is_cut_off or not is_json(answer.body):
        return None
    listing = read_json_list(answer.body, answer.url, platform)
    if listing is None or not listing.documents:
        return None
    return listing


_BROKEN_OFF = NotContent(Why.NO_ANSWER, BROKE_OFF)
_READERS_OF_DATA: Mapping[str, Callable[[Answer, Platform], Result | None]] = {
    "page": _listed_documents,
    "feed": _read_feed,
    "list": _listed,
}
"""How an answer is read that is data and no page, by what it was asked for."""


def _further(answer: Answer, doc: Document, platform: Platform) -> NotContent | Redirect | None:
    """Where a page that is none itself leads, and what it says instead of leading on."""
    if b"_afr" in answer.body:
        address = loopback_address(answer.body, answer.url)
        if address:
            return Redirect(address)
    return sent_on(doc, len(answer.body), platform)


def _understood(doc: Document, result: Result, links: Links = NO_LINKS) -> Understood:
    """A page as it was read, with what a browser might show in addition; what stands on a page that a program is yet to
    draw is no article."""
    if isinstance(result, RawArticle) and is_undrawn(doc):
        result = NotContent(Why.NO_ARTICLE, "a program draws this page in a browser")
    if not isinstance(result, NotContent):
        return Understood(result, links, blanks_of(doc), needs=needed_by(doc))
    if result.why not in _UNSEEN:
        return Understood(result, links)
    return _unseen(doc, result, links)


def _unseen(doc: Document, result: NotContent, links: Links) -> Understood:
    """A page that shows no content, with all that tells whether a browser would show some."""
    blanks = blanks_of(doc)
    enough = _is_known_whole(blanks) and says_enough(doc)
    stood = enough or stands(doc)
    return Understood(result, links, blanks, says_enough=enough, stands=stood, needs=needed_by(doc))


def _is_known_whole(blanks: tuple[Blank, ...]) -> bool:
    """Whether a page has empty places, and none of which it says that something is to come."""
    return bool(blanks) and not any(blank.is_sure for blank in blanks)


def _as_article(asked: _Asked) -> Understood:
    doc, platform = asked.doc, asked.platform
    read = explain_article(doc, platform.article, asked.template)
    document = read_document(doc)
    if document is not None and _is_document(document, read.result):
        return Understood(document, needs=needed_by(doc))
    result = _article_or_notice(doc, platform, read.result)
    understood = _understood(doc, result)
    if not isinstance(result, RawArticle):
        return understood
    links = read_filing(doc, platform)
    return replace(understood, links=links, verdicts=read.verdicts, left_out=read.left_out)


def _is_document(document: RawDocument, found: RawArticle | NotContent) -> bool:
    """Whether a page is that of a legal document: news may quote what such a page says, and has a date and a text of
    its own."""
    if isinstance(found, NotContent) or found.published_at is None:
        return True
    if found.published_at[:10] in (document.issued_on, document.effective_on):
        return True
    return _is_short(found)


def _is_short(article: RawArticle) -> bool:
    return len(article.body) + len(article.lead) <= SHORT_PAGE


def _article_or_notice(doc: Document, platform: Platform, found: RawArticle | NotContent) -> Result:
    """What was found, unless a page with little text says that it is something else."""
    if isinstance(found, NotContent):
        return _instead_of_article(doc, platform, found)
    if _is_short(found):
        return notice_of_article(found) or found
    return found


def _instead_of_article(doc: Document, platform: Platform, found: NotContent) -> Result:
    """What a page is on which no article was found."""
    notice = notice_of_page(doc)
    if notice is not None:
        return notice
    if is_password_form(doc.body):
        return NotContent(Why.LOGIN, "asks for a password")
    if found.why is Why.LOGIN or platform.article.required:
        return found
    return read_listing(doc, platform) or read_generally(doc) or found
