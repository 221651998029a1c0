"""What a portal file changes: saved pages of a portal read once more through it, held against what is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from archive import captures, portals
from archive.records import Capture, Page
from archive.store import Archive
from archive.warc import Place, read_at
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.results import Listing, NotContent
from queson_crawler.portals import Portal
from queson_crawler.profile.profile import Profile
from queson_crawler.understand.reader import Reader, answer_of
from queson_crawler.understand.reading import Reading
from queson_crawler.understand.steps import normalised
from queson_crawler.understand.tasks import ArticleTask, ListTask, Role, Task, task_of
from queson_crawler.urls import host

FIELDS = ("title", "lead", "body", "author", "poster", "source", "published_at", "view_count")
COUNTED = ("images", "attachments", "entries")
SAMPLE, MAX_CHANGES, MAX_SHOWN = 200, 5, 90


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one page: what it was and what it is now, both cut short."""

    url: str
    field: str
    old: str
    new: str


@dataclass(slots=True)
class Effect:
    """What a portal file changes: how many pages have each field before and after, which were lost, examples."""

    pages: int = 0
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    examples: list[Change] = field(default_factory=list)

    @property
    def worse(self) -> bool:
        """Whether any page lost something."""
        return bool(self.lost)

    def add(self, url: str, old: dict[str, Any], new: dict[str, Any], most: int = MAX_CHANGES) -> None:
        """Take in one page: its fields before and after."""
        self.pages += 1
        for name in dict.fromkeys((*old, *new)):
            one, other = old.get(name), new.get(name)
            self.before[name] += bool(one)
            self.after[name] += bool(other)
            if name != "not content" and _is_less(name, one, other):
                self.lost[name] += 1
            if (one or None) != (other or None):
                self.changed[name] += 1
                if self.changed[name] <= most:
                    self.examples.append(Change(url, name, _short(one), _short(other)))

    def as_json(self) -> dict[str, Any]:
        """Everything as plain values."""
        return {
            "pages": self.pages,
            **{name: dict(getattr(self, name)) for name in ("before", "after", "changed", "lost")},
            "examples": [asdict(one) for one in self.examples],
            "worse": self.worse,
        }


def _is_less(name: str, old: Any, new: Any) -> bool:
    """Whether something was lost: a field that was there, or some of what is counted."""
    return (new or 0) < (old or 0) if name in COUNTED else bool(old) and not new


def _short(value: Any) -> str:
    text = " ".join(str("" if value is None else value).split())
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}… ({len(text):,} characters)"


def of_page(page: Page, reading: Reading) -> dict[str, Any]:
    """The fields of a page as it was read; `article` and `list` say what it is."""
    found: dict[str, Any] = {}
    if page.article is not None:
        found = {"article": "article", **{name: getattr(page.article, name) for name in FIELDS}}
        found |= {"images": len(page.article.images), "attachments": len(page.article.attachments)}
    elif page.listing is not None and isinstance(reading.result, Listing):
        found = {"list": "list", "entries": len(page.listing.entries)}
    elif isinstance(reading.result, NotContent):
        found = {"not content": str(reading.result.why)}
    return found


def check_archive(portal: Portal, archive: Archive, sample: int | None = SAMPLE, most: int = MAX_CHANGES) -> Effect:
    """Read the newest captures of a portal once more, at most `sample` of articles and as many of lists."""
    effect, reader = Effect(), Reader(portal, 0)
    slug = slug_in(portal, archive)
    _learn(reader, archive, slug)
    for capture in _captures(archive, slug, sample):
        place = Place(capture.warc_file, capture.warc_offset, capture.warc_length)
        exchange = read_at(archive.warc, place).exchange
        reading, page = reader.read(task_of(exchange.url, exchange.task), answer_of(exchange), capture)
        new, old = of_page(normalised(page), reading), _stored(archive, capture)
        if old or new.keys() & {"article", "list"}:
            effect.add(capture.url, old, new, most)
    return effect


def slug_in(portal: Portal, archive: Archive) -> str:
    """Under which slug an archive holds the portal: its own, else that of the portal with its host; "" for none."""
    rows = portals.stored(archive)
    if any(slug == portal.slug for slug, _ in rows):
        return portal.slug
    return next((str(slug) for slug, url in rows if host(url) == host(portal.start)), "")


def _learn(reader: Reader, archive: Archive, slug: str) -> None:
    """The platform that the crawl recognised, where the file names none: a page in the middle may not tell it."""
    platform = portals.platform_of(archive, slug)
    if platform and not reader.profile.is_recognised:
        reader.profile = Profile.of(reader.portal, platform)


def _captures(archive: Archive, slug: str, sample: int | None) -> Iterator[Capture]:
    """The newest captures of each address: articles, then lists and what may be lists; spread over the whole crawl."""
    for roles in ((Role.ARTICLE,), (Role.LIST, Role.PAGE)):
        yield from captures.newest(archive, slug, roles, sample)


def _stored(archive: Archive, capture: Capture) -> dict[str, Any]:
    """What is stored of a capture's page: the row of its article, or of its page of a list."""
    article = captures.article_of(archive, capture.id, FIELDS)
    if article is not None:
        return {"article": "article", **article}
    entries = captures.entries_of(archive, capture.id)
    return {} if entries is None else {"list": "list", "entries": entries}


def check_pages(portal: Portal, pages: Iterable[Path], most: int = MAX_CHANGES) -> Effect:
    """Read saved pages without and with what the file says; a page whose name holds `list` is asked as a list."""
    effect = Effect()
    plain = Portal(portal.slug, portal.start, platform=portal.platform)
    for path in pages:
        body = path.read_bytes()
        url = _address(portal, path, body)
        old, new = (_read(Reader(each, 0), path, url, body) for each in (plain, portal))
        effect.add(path.name, old, new, most)
    return effect


def _read(reader: Reader, path: Path, url: str, body: bytes) -> dict[str, Any]:
    task: Task = ArticleTask(url, listed=True)
    if "list" in path.name.lower():
        task = ListTask(url, url, 1)
    reading, page = reader.read(task, Answer(url, 200, body), None)
    return of_page(normalised(page), reading)


def _address(portal: Portal, path: Path, body: bytes) -> str:
    """The address a saved page gives itself, else one made of its name."""
    doc = Answer(portal.start, 200, body).document()
    said = [*doc.root.xpath("//link[@rel='canonical']/@href"), doc.metas.get("og:url", "")]
    return next((url for one in said if (url := doc.join(str(one))) and host(url)), doc.join(path.name))
