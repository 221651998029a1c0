"""The shape of what is kept: frozen records that every part of the project may use. Standard library only.

Times of publication are ISO 8601 with ``+07:00``; times of observation are UTC with ``Z``. Text is NFC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from archive.file_records import NOT_STORED as NOT_STORED
from archive.file_records import POSTED as POSTED
from archive.file_records import Attachment as Attachment
from archive.file_records import File as File
from archive.file_records import FileState as FileState
from archive.file_records import Image as Image
from archive.file_records import Needed as Needed
from archive.file_records import Resource as Resource
from archive.file_records import Use as Use
from archive.list_records import Category as Category
from archive.list_records import Entry as Entry
from archive.list_records import Extent as Extent
from archive.list_records import Left as Left
from archive.list_records import ListPage as ListPage
from archive.list_records import PageState as PageState
from archive.list_records import Walked as Walked
from archive.page_records import AskedFor as AskedFor
from archive.page_records import PageAnswer as PageAnswer
from archive.page_records import PageLead as PageLead
from archive.page_records import RestOfPortal as RestOfPortal
from archive.page_records import StandingPage as StandingPage
from archive.trouble_records import Alarm as Alarm
from archive.trouble_records import EndedTrouble as EndedTrouble
from archive.trouble_records import ToldTrouble as ToldTrouble
from archive.trouble_records import Trouble as Trouble

POSITIONS = 1024
"""At most this many images or attachments of one capture have an id (capture id x POSITIONS + position)."""


RENDERED, RECORD = "rendered", "record"
"""The roles of captures that are no exchange: what a browser made of a page; what somebody wrote down."""


class Verdict(StrEnum):
    """What an article is to the archive, by what is stored under its key."""

    NEW = "new"
    REVISED = "revised"
    SAME = "same"


class Outcome(StrEnum):
    """How a run ended; `status` and the exit code speak of the last one."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    FAILED = "failed"
    OFFLINE = "offline"
    """No portal answered at all, so that the run says nothing about its own."""
    STOPPED = "stopped"
    CUT_OFF = "cut off"


@dataclass(frozen=True, slots=True)
class PortalRecord:
    """One site."""

    slug: str
    title: str = ""
    base_url: str = ""
    platform: str = ""
    owner: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class RunStart:
    """One crawl of one portal, as it began; ``target`` is what the keeper typed, ``round`` when the command began that
    crawls it, beside others or alone ("" in archives from before it was noted)."""

    portal: str
    started_at: str
    target: str = ""
    parser: str = ""
    round: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """The file an import read: its name, digest (hex) and size, and what it says of itself (its warcinfo)."""

    name: str
    sha256: str
    bytes: int
    about: str = ""


MERGED = "archive:"
"""How the name of an `Origin` begins that is a run of another archive; its digest is that of `merge.identity`."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One stored exchange and its place: file, offset and length of its response (or revisit) record.

    ``id`` counts the exchanges of an archive from 1 in the order in which they were written, so that a rebuild
    from the WARC files gives every row its old number. ``sha256`` is the hex digest of the payload as it is
    parsed (content encoding removed). ``role`` is what the exchange was asked for: robots, page, list, article.
    """

    id: int
    run_id: int
    url: str
    fetched_at: str
    status: int
    media_type: str
    sha256: str
    warc_file: str
    warc_offset: int
    warc_length: int
    role: str = ""


WHOLE = "</html>"
"""Among the names of a page's layout: it was sent to its end."""


@dataclass(frozen=True, slots=True)
class Absence:
    """An answer that an article is not there: `kind` as in `problems`; `left`, where its lists no longer name it."""

    native_id: str
    kind: str
    detail: str = ""
    left: bool = False


@dataclass(frozen=True, slots=True)
class Handshake:
    """How a host was spoken to by TLS. `wrong` is what is wrong with its certificate, in words; "" where nothing is."""

    host: str
    protocol: str
    cipher: str = ""
    wrong: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One news item by its native id. ``body`` is plain text, paragraphs separated by a blank line."""

    portal: str
    native_id: str
    url: str
    title: str
    lead: str = ""
    body: str = ""
    author: str | None = None
    poster: str | None = None
    source: str | None = None
    published_at: str | None = None
    published_precision: str | None = None
    published_raw: str | None = None
    view_count: int | None = None
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    urls: tuple[str, ...] = ()
    """Every address this page shows itself under: the one asked, those redirected from, the canonical one."""
    content_sha256: str = ""

    @property
    def key(self) -> str:
        """``portal/native-id``: unique in an archive, never changes."""
        return f"{self.portal}/{self.native_id}"


@dataclass(frozen=True, slots=True)
class Document:
    """One legal document (văn bản), as a row of a list or a page of its own shows it.

    `number`, `issued` and `effective` are as printed; the days that were read of them (ISO 8601) stand in `issued_on`
    and `effective_on`, None where they tell none. `field` is the field of law (lĩnh vực).
    """

    portal: str
    native_id: str
    url: str
    number: str = ""
    kind: str = ""
    issuer: str = ""
    signer: str = ""
    issued: str = ""
    issued_on: str | None = None
    effective: str = ""
    effective_on: str | None = None
    status: str = ""
    field: str = ""
    abstract: str = ""
    files: tuple[Attachment, ...] = ()

    @property
    def key(self) -> str:
        """``portal/native-id``: unique in an archive, never changes."""
        return f"{self.portal}/{self.native_id}"


DOCUMENT_ID = "vb:"
"""How the native ids of documents begin: no article has such a one."""
DOCUMENTS = 1 << 16
"""At most this many documents of one page of a list have an id (capture id x DOCUMENTS + position)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was asked for and not understood, by its kind's name."""

    url: str
    kind: str
    detail: str = ""


NEEDS_BROWSER, ANOTHER_SITE = "needs a browser", "another site"
"""The kinds of problems that are concluded from several pages."""


@dataclass(frozen=True, slots=True)
class Page:
    """Everything one exchange brought: what one transaction stores.

    ``capture`` is None when the portal gave no answer at all (then ``problems`` says why, and ``observed_at`` when).
    """

    run_id: int
    capture: Capture | None = None
    portal: PortalRecord | None = None
    category: Category | None = None
    listing: ListPage | None = None
    article: Article | None = None
    document: Document | None = None
    """The document whose own page this is."""
    documents: tuple[Document, ...] = ()
    """The documents that a page of a list shows, in their order."""
    shown_by: Capture | None = None
    """The capture of the article's first page, where this one is a further page of it."""
    is_unlisted: bool = False
    """Whether no list names the article: it belongs to the category `above` it, or to the one above its address."""
    above: Category | None = None
    """The category that the article's page names as the one above it."""
    verdict: Verdict | None = None
    problems: tuple[Problem, ...] = field(default=())
    addresses: tuple[Entry, ...] = field(default=())
    """Articles the page links to beside its list: addresses under which they were met."""
    file: File | None = None
    needs: tuple[Needed, ...] = ()
    """What the page, or the style sheet, is shown with."""
    resource: Resource | None = None
    is_home: bool = False
    """Whether it is the portal's start page."""
    witness: str = ""
    """Where the page is another account of what the portal holds (home page, sitemap, feed): its address."""
    observed_at: str | None = None
    again: bool = False
    """Whether the capture is stored already and was only read once more."""
    layout: tuple[str, ...] = ()
    """The class names of a page that holds an article or a list: how a change of layout shows; and WHOLE where the page
    came to its end."""
    absence: Absence | None = None
    walked: Walked | None = None
    left: tuple[Left, ...] = ()
    leads: tuple[PageLead, ...] = ()
    """Where the page leads, in a crawl that keeps the whole portal."""
    answer: PageAnswer | None = None
    """What it is in such a crawl."""
    rest: RestOfPortal | None = None
