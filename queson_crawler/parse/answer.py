"""One function from the answer of a portal to what it is: the heart of the crawl, the rebuild and the tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from queson_crawler.parse import words
from queson_crawler.parse.article import read_article
from queson_crawler.parse.document import Document, squeeze
from queson_crawler.parse.general import read_generally
from queson_crawler.parse.links import NO_LINKS, Links, read_links
from queson_crawler.parse.listing import read_listing
from queson_crawler.parse.results import Listing, NotContent, RawArticle, Redirect, Why
from queson_crawler.platforms.base import Platform
from queson_crawler.urls import is_refused

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
_NAMED = tuple(
    (why, re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, marks))})"))
    for why, marks in (
        (Why.CHALLENGE, words.CHALLENGE),
        (Why.LOGIN, words.REFUSAL),
        (Why.MAINTENANCE, words.MAINTENANCE),
        (Why.SOFT_NOT_FOUND, words.NOT_FOUND),
    )
)
TINY_PAGE, MOST_NOTICE, OPENING = 200, 300, 45
SHORT_PAGE = 1500
"""A page that says it is missing or closed says little else: at most this many characters of text beside its frame."""

Result = Listing | RawArticle | NotContent | Redirect


@dataclass(frozen=True, slots=True)
class Answer:
    """What a portal sent for one request, its content encoding removed. `location` is where a redirect leads."""

    url: str
    status: int
    body: bytes
    media_type: str = "text/html"
    charset: str | None = None
    location: str = ""

    def document(self) -> Document:
        """The answer as a page."""
        return Document.from_bytes(self.url, self.body, self.charset)


@dataclass(frozen=True, slots=True)
class Understood:
    """A page and where it leads."""

    result: Result
    links: Links = NO_LINKS


def understand(answer: Answer, platform: Platform, role: str, shape: str = "") -> Understood:
    """What an answer is, given what it was asked for: `page` (anything), `list` (of a `shape`) or `article`."""
    refusal = _refusal(answer, platform)
    if refusal is not None:
        return Understood(refusal)
    doc = answer.document()
    if role == "article":
        return Understood(_as_article(doc, platform))
    if role == "list":
        return Understood(_as_list(doc, platform, shape))
    if platform.native_id(answer.url) and platform.ids_only:
        return Understood(_as_article(doc, platform))
    return Understood(_as_list(doc, platform), read_links(doc, platform))


def _refusal(answer: Answer, platform: Platform) -> NotContent | Redirect | None:
    """What can be told without reading the page."""
    if answer.status in _REDIRECTS:
        target = _target(answer)
        if not target:
            return NotContent(Why.HTTP_ERROR, f"{answer.status} without an address to go to")
        if not platform.same_site(target, answer.url):
            return NotContent(Why.OTHER_SITE, f"leads to {target}")
        return NotContent(Why.REFUSED, f"leads to {target}") if is_refused(target) else Redirect(target)
    if answer.status in (404, 410):
        return NotContent(Why.NOT_FOUND, f"answered {answer.status}")
    if answer.status in (401, 403, 407):
        return NotContent(Why.REFUSED, f"answered {answer.status}")
    if answer.status != 200:
        return NotContent(Why.HTTP_ERROR, f"answered {answer.status}")
    if not answer.body.strip():
        return NotContent(Why.EMPTY, "no bytes in the answer")
    if answer.media_type.lower() not in _HTML_TYPES or answer.body.lstrip()[:8].startswith(_MAGIC):
        return NotContent(Why.NOT_HTML, f"sent as {answer.media_type or 'no type'}, begins {answer.body[:8]!r}")
    if b"<" not in answer.body:
        return NotContent(Why.NOT_HTML, "no markup in it")
    return None


def _target(answer: Answer) -> str:
    try:
        target = urljoin(answer.url, answer.location.strip())
        return target if answer.location and urlsplit(target).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _as_article(doc: Document, platform: Platform) -> Result:
    found = read_article(doc, platform.article)
    if isinstance(found, RawArticle) and len(found.body) + len(found.lead) > SHORT_PAGE:
        return found
    if (named := _notice(doc, found)) is not None:
        return named
    if isinstance(found, NotContent) and not platform.article.required:
        return read_listing(doc, platform) or read_generally(doc) or found
    return found


def _notice(doc: Document, found: RawArticle | NotContent) -> NotContent | None:
    """What a short page says it is instead of an article. News with a date may speak of repairs and searches, so
    there only a body that refuses to be read counts."""
    if isinstance(found, NotContent):
        text = _visible(doc)
        return _named(text if len(text) >= TINY_PAGE else doc.text) if len(text) < 4 * SHORT_PAGE else None
    if found.published_at is None:
        return _named(f"{found.title} {found.lead} {found.body}")
    refusal = _named(found.body[:OPENING]) if len(found.body) < MOST_NOTICE and not found.lead else None
    return refusal if refusal is not None and refusal.why is Why.LOGIN else None


def _as_list(doc: Document, platform: Platform, shape: str = "") -> Result:
    listing = read_listing(doc, platform, shape)
    if listing is not None and listing.entries:
        return listing
    text = _visible(doc)
    notice = _named(text[: 2 * SHORT_PAGE] if len(text) >= TINY_PAGE else doc.text)
    return notice or NotContent(Why.NO_LIST, "no list of articles on the page")


def _visible(doc: Document) -> str:
    return squeeze(" ".join(_texts(doc)))


def _texts(doc: Document) -> Iterator[str]:
    # Not by XPath: sorting a large set of text nodes takes time by the square of their number.
    for element in doc.root.iter():
        if element.text and element.tag not in ("script", "style"):
            yield element.text
        if element.tail:
            yield element.tail


def _named(text: str) -> NotContent | None:
    lowered = text.casefold()
    found = ((why, pattern.search(lowered)) for why, pattern in _NAMED)
    return next((NotContent(why, match.group()) for why, match in found if match), None)
