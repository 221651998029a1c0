"""One function from the answer of a portal to what it is: the heart of the crawl, the rebuild and the tests."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from queson_crawler.parse.article.fallback import read_generally
from queson_crawler.parse.article.furniture import NO_FURNITURE, FurnitureKey
from queson_crawler.parse.article.protected import is_password_form
from queson_crawler.parse.article.reading import explain_article
from queson_crawler.parse.article.whole import whole_address
from queson_crawler.parse.document import Document
from queson_crawler.parse.evidence import LeftOut, Verdict
from queson_crawler.parse.feeds import read_feed
from queson_crawler.parse.flood import may_be_flood, too_fast
from queson_crawler.parse.json_list import is_json, read_json_list
from queson_crawler.parse.links import NO_LINKS, Links, read_links
from queson_crawler.parse.listing.reading import read_listing
from queson_crawler.parse.notices import (
    SHORT_PAGE,
    TINY_PAGE,
    named,
    notice_of,
    time_to_wait,
    visible,
)
from queson_crawler.parse.results import Feed, Listing, NotContent, RawArticle, Redirect, Why
from queson_crawler.parse.scripted import Blank, blanks_of
from queson_crawler.parse.standing import says_enough, stands
from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.webcenter import loopback_address
from queson_crawler.urls import is_login, is_refused

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
_REDIRECTS = (301, 302, 303, 307, 308)
_REFRESH = re.compile(r"""^\s{0,50}+\d{0,3}\s{0,50}+[;,]\s{0,50}+url\s{0,50}+=\s{0,50}+['"]?([^'"\s]{1,5000})""", re.I)
_SENDS_ON = re.compile(
    r"\s{0,99}(?:<!--)?\s{0,99}(?:(?:window|top|self|document|parent)\.){0,2}location"
    r"""(?:\.href\s{0,9}=|\s{0,9}=|\.(?:replace|assign)\s{0,9}\()\s{0,9}["']([^"'<>\s]{1,2000})["']"""
)
MAX_BESIDE_SCRIPT = 120
"""Characters of a page whose script sends its reader on at once."""
MAX_REFRESH_PAGE = 20_000
"""Bytes of a page that only sends its reader on."""
BROKE_OFF = "the answer broke off within its encoding"
_UNSEEN = (Why.NO_LIST, Why.NO_ARTICLE, Why.CHALLENGE)
"""What a page seems to be whose content only a browser would show."""
Result = Listing | RawArticle | Feed | NotContent | Redirect


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


def understand(
    answer: Answer,
    platform: Platform,
    role: str,
    shape: str = "",
    furniture: frozenset[FurnitureKey] = NO_FURNITURE,
) -> Understood:
    """What an answer is, given what it was asked for: `page` (anything), `list` (of a `shape`) or `article`.

    `furniture` are blocks that sibling pages are known to share: no part of an article.
    """
    if role in ("feed", "list") and answer.status == 200 and answer.is_damaged and not _has_end(answer.body):
        return Understood(NotContent(Why.NO_ANSWER, BROKE_OFF))
    if role == "feed" and answer.status == 200:
        return Understood(read_feed(answer.body, answer.url, platform) or NotContent(Why.NO_FEED, "names no articles"))
    if role == "list" and answer.status == 200 and is_json(answer.body):
        listing = read_json_list(answer.body, answer.url, platform)
        return Understood(listing or NotContent(Why.NO_LIST, "JSON that cannot be read"))
    refusal = _refusal(answer, platform)
    if refusal is not None:
        return Understood(refusal)
    return _read(answer, answer.document(), platform, role, shape, furniture)


def _read(
    answer: Answer, doc: Document, platform: Platform, role: str, shape: str, furniture: frozenset[FurnitureKey]
) -> Understood:
    if b"_afr" in answer.body and (further := loopback_address(answer.body, answer.url)):
        return Understood(Redirect(further))
    if (on := _sent_on(answer, doc, platform)) is not None:
        return Understood(on)
    if role == "article":
        if whole := whole_address(doc, platform):
            return Understood(Redirect(whole))
        return _as_article(doc, platform, furniture)
    if role == "list":
        return _understood(doc, _as_list(doc, platform, shape))
    if platform.native_id(answer.url) and platform.ids_only:
        return _as_article(doc, platform, furniture)
    return _understood(doc, _as_list(doc, platform), read_links(doc, platform))


def _understood(doc: Document, result: Result, links: Links = NO_LINKS) -> Understood:
    if isinstance(result, NotContent) and result.why not in _UNSEEN:
        return Understood(result, links)
    blanks = blanks_of(doc)
    if not isinstance(result, NotContent):
        return Understood(result, links, blanks)
    is_sure = any(blank.is_sure for blank in blanks)
    enough = bool(blanks) and not is_sure and says_enough(doc)
    return Understood(result, links, blanks, says_enough=enough, stands=enough or stands(doc))


def _refusal(answer: Answer, platform: Platform) -> NotContent | Redirect | None:
    """What can be told without reading the page."""
    if answer.status in _REDIRECTS:
        target = _target(answer)
        if not target:
            return NotContent(Why.HTTP_ERROR, f"{answer.status} without an address to go to")
        return _leads_to(target, answer, platform)
    if answer.status in (404, 410):
        return NotContent(Why.NOT_FOUND, f"answered {answer.status}")
    if answer.status in (401, 403, 407):
        return NotContent(Why.REFUSED, f"answered {answer.status}")
    if answer.status == 429:
        return NotContent(Why.FLOOD, "answered 429" + time_to_wait(visible(answer.document())))
    if answer.status in (200, 503) and may_be_flood(answer.body) and (said := too_fast(answer.document())):
        return NotContent(Why.FLOOD, said + time_to_wait(visible(answer.document())))
    if answer.status != 200:
        return NotContent(Why.HTTP_ERROR, f"answered {answer.status}")
    if answer.is_damaged and not _has_end(answer.body):
        return NotContent(Why.NO_ANSWER, BROKE_OFF)
    if not answer.body.strip():
        return NotContent(Why.EMPTY, "no bytes in the answer")
    if answer.media_type.lower() not in _HTML_TYPES or answer.body.lstrip()[:8].startswith(_MAGIC):
        return NotContent(Why.NOT_HTML, f"sent as {answer.media_type or 'no type'}, begins {answer.body[:8]!r}")
    if b"<" not in answer.body:
        return NotContent(Why.NOT_HTML, "no markup in it")
    return None


def _has_end(body: bytes) -> bool:
    """Whether a page comes to its end: a wrong checksum behind it takes nothing away."""
    return body.rstrip()[-7:].lower() == b"</html>"


def _leads_to(target: str, answer: Answer, platform: Platform) -> NotContent | Redirect:
    if not platform.same_site(target, answer.url):
        return NotContent(Why.OTHER_SITE, f"leads to {target}")
    if is_login(target):
        return NotContent(Why.LOGIN, f"leads to {target}")
    return NotContent(Why.REFUSED, f"leads to {target}") if is_refused(target) else Redirect(target)


def _sent_on(answer: Answer, doc: Document, platform: Platform) -> NotContent | Redirect | None:
    """Where a page that says nothing itself sends its reader: <meta http-equiv="refresh">."""
    if len(answer.body) > MAX_REFRESH_PAGE:
        return None
    text = visible(doc)
    if len(text) > SHORT_PAGE:
        return None
    target = _refreshed(doc) or (_scripted(doc) if len(text) < MAX_BESIDE_SCRIPT else "")
    if not target or target == answer.url:
        return None
    return named(f"{doc.title} {text}") or _leads_to(target, answer, platform)


def _refreshed(doc: Document) -> str:
    for meta in doc.root.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh":
            match = _REFRESH.search(meta.get("content") or "")
            if match is not None:
                return doc.join(match.group(1))
    return ""


def _scripted(doc: Document) -> str:
    """Where a script sends the reader at once, of a page that shows next to nothing."""
    for script in doc.root.iter("script"):
        match = _SENDS_ON.match(script.text or "")
        if match is not None:
            return doc.join(match.group(1))
    return ""


def _target(answer: Answer) -> str:
    try:
        target = urljoin(answer.url, answer.location.strip())
        return target if answer.location and urlsplit(target).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _as_article(doc: Document, platform: Platform, furniture: frozenset[FurnitureKey]) -> Understood:
    read = explain_article(doc, platform.article, furniture)
    found = read.result
    result: Result = found
    if not isinstance(found, RawArticle) or len(found.body) + len(found.lead) <= SHORT_PAGE:
        named_so = notice_of(doc, found)
        if named_so is not None:
            result = named_so
        elif isinstance(found, NotContent) and is_password_form(doc.body):
            result = NotContent(Why.LOGIN, "asks for a password")
        elif isinstance(found, NotContent) and found.why is not Why.LOGIN and not platform.article.required:
            result = read_listing(doc, platform) or read_generally(doc) or found
    understood = _understood(doc, result)
    if isinstance(result, RawArticle):
        return replace(understood, verdicts=read.verdicts, left_out=read.left_out)
    return understood


def _as_list(doc: Document, platform: Platform, shape: str = "") -> Result:
    listing = read_listing(doc, platform, shape)
    if listing is not None and listing.entries:
        return listing
    text = visible(doc)
    notice = named(text[: 2 * SHORT_PAGE] if len(text) >= TINY_PAGE else doc.text)
    return notice or NotContent(Why.NO_LIST, "no list of articles on the page")
