"""One function from the answer of a portal to what it is: the heart of the crawl, the rebuild and the tests."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from archive.records import Needed
from queson_crawler.parse.article.fallback import read_generally
from queson_crawler.parse.article.furniture import NO_TEMPLATE, Template
from queson_crawler.parse.article.protected import is_password_form
from queson_crawler.parse.article.reading import explain_article
from queson_crawler.parse.article.whole import whole_address
from queson_crawler.parse.document import Document
from queson_crawler.parse.evidence import LeftOut, Verdict
from queson_crawler.parse.feeds import read_feed
from queson_crawler.parse.flood import may_be_flood, too_fast
from queson_crawler.parse.json_list import is_json, read_json_list
from queson_crawler.parse.legal import reading as legal
from queson_crawler.parse.links import NO_LINKS, Links, read_filing, read_links
from queson_crawler.parse.listing.reading import read_listing
from queson_crawler.parse.notices import (
    SHORT_PAGE,
    named,
    notice_of,
    says_no_more,
    spoken,
    time_to_wait,
    visible,
)
from queson_crawler.parse.redirects import REDIRECTS, redirected, sent_on
from queson_crawler.parse.resources import needed_by
from queson_crawler.parse.results import Feed, Listing, NotContent, RawArticle, RawDocument, Redirect, Why
from queson_crawler.parse.scripted import Blank, blanks_of
from queson_crawler.parse.standing import says_enough, stands
from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.webcenter import loopback_address

_HTML_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "")
_MAGIC = (
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"%PDF",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"RIFF",
    b"7z\xbc",
)
BROKE_OFF = "the answer broke off within its encoding"
_STATUSES = {
    401: Why.REFUSED,
    403: Why.REFUSED,
    404: Why.NOT_FOUND,
    407: Why.REFUSED,
    410: Why.NOT_FOUND,
}
"""What a status says of a page, where it says more than that something failed."""
_OF_FLOODS = frozenset((200, 503))
"""The statuses under which a page may say in words that it was asked for too fast."""
_UNSEEN = (Why.NO_LIST, Why.NO_ARTICLE, Why.CHALLENGE)
"""What a page seems to be whose content only a browser would show."""
Result = Listing | RawArticle | RawDocument | Feed | NotContent | Redirect


@dataclass(frozen=True, slots=True)
class Answer:
    """What a portal sent for one request, its content encoding removed. `location` is where a redirect leads;
    `is_damaged` says that the body broke off within its encoding, so that only a part of it is here."""

    url: str
    status: int
    body: bytes
    media_type: str = "text/html"
    charset: str | None = None
    location: str = ""
    fetched_at: str = ""
    """When it was sent, ISO 8601; "" where that is not known. A page's clock tells the same, and is no publication."""
    is_damaged: bool = False

    @property
    def is_cut_off(self) -> bool:
        """Whether a part of the page is missing: a wrong checksum behind its end takes nothing away."""
        return self.is_damaged and self.body.rstrip()[-7:].lower() != b"</html>"

    def document(self) -> Document:
        """The answer as a page."""
        return Document.from_bytes(self.url, self.body, self.charset, _moment(self.fetched_at))


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


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
    """What an answer is, given what it was asked for: `page` (anything), `list` (of a `shape`), `article` or
    `document`.

    `template` is what the pages of the portal's articles are known to share.
    """
    data = _as_data(answer, platform, role)
    if data is not None:
        return Understood(data)
    refusal = _refusal(answer, platform)
    if refusal is not None:
        return Understood(refusal)
    doc = answer.document()
    further = _further(answer, doc, platform)
    if further is not None:
        return Understood(further)
    match role:
        case "list":
            return _understood(doc, _as_list_page(doc, platform, shape))
        case "article":
            whole = whole_address(doc, platform)
            return Understood(Redirect(whole)) if whole else _as_article(doc, platform, template)
        case "document":
            return _as_document(doc)
    if platform.ids_only and platform.native_id(answer.url):
        return _as_article(doc, platform, template)
    return _understood(doc, _as_any_list(doc, platform), read_links(doc, platform))


def _as_data(answer: Answer, platform: Platform, role: str) -> Result | None:
    """What a feed or a list of JSON says; None of an answer that is to be read as a page."""
    if answer.status != 200 or role not in ("feed", "list"):
        return None
    if answer.is_cut_off:
        return NotContent(Why.NO_ANSWER, BROKE_OFF)
    if role == "feed":
        return read_feed(answer.body, answer.url, platform) or NotContent(Why.NO_FEED, "names no articles")
    if not is_json(answer.body):
        return None
    listing = read_json_list(answer.body, answer.url, platform)
    return listing or NotContent(Why.NO_LIST, "JSON that cannot be read")


def _further(answer: Answer, doc: Document, platform: Platform) -> NotContent | Redirect | None:
    """Where a page that is none itself leads, and what it says instead of leading on."""
    if b"_afr" in answer.body:
        address = loopback_address(answer.body, answer.url)
        if address:
            return Redirect(address)
    return sent_on(doc, len(answer.body), platform)


def _understood(doc: Document, result: Result, links: Links = NO_LINKS) -> Understood:
    """A page as it was read, with what a browser might show in addition."""
    if not isinstance(result, NotContent):
        return Understood(result, links, blanks_of(doc), needs=needed_by(doc))
    if result.why not in _UNSEEN:
        return Understood(result, links)
    blanks = blanks_of(doc)
    enough = _is_known_whole(blanks) and says_enough(doc)
    stood = enough or stands(doc)
    return Understood(result, links, blanks, says_enough=enough, stands=stood, needs=needed_by(doc))


def _is_known_whole(blanks: tuple[Blank, ...]) -> bool:
    """Whether a page has empty places, and none of which it says that something is to come."""
    return bool(blanks) and not any(blank.is_sure for blank in blanks)


def _refusal(answer: Answer, platform: Platform) -> NotContent | Redirect | None:
    """What can be told without reading the page."""
    if answer.status in REDIRECTS:
        return redirected(answer.status, answer.url, answer.location, platform)
    flood = _flood(answer)
    if flood is not None:
        return flood
    if answer.status != 200:
        return NotContent(_STATUSES.get(answer.status, Why.HTTP_ERROR), f"answered {answer.status}")
    return _not_a_page(answer)


def _flood(answer: Answer) -> NotContent | None:
    """What a portal says that was asked too fast, with the time to wait; None where it says nothing of the kind."""
    said = ""
    if answer.status == 429:
        said = "answered 429"
    elif answer.status in _OF_FLOODS and may_be_flood(answer.body):
        said = too_fast(answer.document())
    if not said:
        return None
    return NotContent(Why.FLOOD, said + time_to_wait(visible(answer.document())))


def _not_a_page(answer: Answer) -> NotContent | None:
    """What the bytes of an answer are if they are no whole page."""
    if answer.is_cut_off:
        return NotContent(Why.NO_ANSWER, BROKE_OFF)
    begin = answer.body.lstrip()[:8]
    if not begin:
        return NotContent(Why.EMPTY, "no bytes in the answer")
    if answer.media_type.lower() not in _HTML_TYPES or begin.startswith(_MAGIC):
        return NotContent(Why.NOT_HTML, f"sent as {answer.media_type or 'no type'}, begins {answer.body[:8]!r}")
    if b"<" not in answer.body:
        return NotContent(Why.NOT_HTML, "no markup in it")
    return None


def _as_article(doc: Document, platform: Platform, template: Template) -> Understood:
    read = explain_article(doc, platform.article, template)
    document = legal.read_document(doc)
    if document is not None and _is_document(document, read.result):
        return Understood(document, needs=needed_by(doc))
    result = _article_or_notice(doc, platform, read.result)
    understood = _understood(doc, result)
    if isinstance(result, RawArticle):
        understood = replace(understood, links=read_filing(doc, platform))
        return replace(understood, verdicts=read.verdicts, left_out=read.left_out)
    return understood


def _as_document(doc: Document) -> Understood:
    """The page to which a list of legal documents leads."""
    document = legal.read_document(doc, is_promised=True)
    if document is not None:
        return Understood(document, needs=needed_by(doc))
    found = NotContent(Why.NO_ARTICLE, "neither labels nor a file of a document")
    return _understood(doc, notice_of(doc, found) or found)


def _is_document(document: RawDocument, found: RawArticle | NotContent) -> bool:
    """Whether a page is that of a legal document: news may quote what such a page says, and has a date and a text of
    its own."""
    if isinstance(found, NotContent) or found.published_at is None:
        return True
    if found.published_at[:10] in (document.issued_on, document.effective_on):
        return True
    return len(found.body) + len(found.lead) <= SHORT_PAGE


def _article_or_notice(doc: Document, platform: Platform, found: RawArticle | NotContent) -> Result:
    """What was found, unless a page with little text says that it is something else."""
    if isinstance(found, NotContent):
        return _instead_of_article(doc, platform, found)
    if len(found.body) + len(found.lead) > SHORT_PAGE:
        return found
    return notice_of(doc, found) or found


def _instead_of_article(doc: Document, platform: Platform, found: NotContent) -> Result:
    """What a page is on which no article was found."""
    notice = notice_of(doc, found)
    if notice is not None:
        return notice
    if is_password_form(doc.body):
        return NotContent(Why.LOGIN, "asks for a password")
    if found.why is Why.LOGIN or platform.article.required:
        return found
    return read_listing(doc, platform) or read_generally(doc) or found


def _as_list_page(doc: Document, platform: Platform, shape: str) -> Result:
    """A page of a list that is known: one behind the last may say so itself."""
    found = _as_documents(doc, platform) if shape == legal.SHAPE else _as_list(doc, platform, shape)
    if isinstance(found, NotContent) and found.why is Why.NO_LIST and says_no_more(doc):
        return NotContent(Why.NO_MORE, "the page says that there is nothing more")
    return found


def _as_documents(doc: Document, platform: Platform) -> Result:
    """A further page of a list of legal documents."""
    found = legal.read_documents(doc, platform, is_known=True)
    return found or NotContent(Why.NO_LIST, "no list of documents on the page")


def _as_any_list(doc: Document, platform: Platform) -> Result:
    """A list of articles or of legal documents: the one that shows more, where a page seems to show both."""
    documents = legal.read_documents(doc, platform)
    if documents is None:
        if legal.read_document(doc) is not None:
            return NotContent(Why.NO_LIST, "the page of a legal document")
        return _as_list(doc, platform)
    found = _as_list(doc, platform)
    if not isinstance(found, Listing) or _is_of_documents(found, documents):
        return documents
    return found


def _is_of_documents(found: Listing, documents: Listing) -> bool:
    """Whether what looks like a list of articles only names the documents of a page, or less than these."""
    if len(documents.entries) >= len(found.entries):
        return True
    if documents.pager.links and not found.pager.links:
        return True
    addresses = {entry.url for entry in documents.entries}
    named = [entry for entry in found.entries if entry.url in addresses]
    return 2 * len(named) >= len(found.entries)


def _as_list(doc: Document, platform: Platform, shape: str = "") -> Result:
    listing = read_listing(doc, platform, shape)
    if listing is not None and listing.entries:
        return listing
    notice = named(spoken(doc, visible(doc)[: 2 * SHORT_PAGE]))
    return notice or NotContent(Why.NO_LIST, "no list of articles on the page")
