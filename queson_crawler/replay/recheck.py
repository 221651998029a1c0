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
from archive.workers import Workers
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.article.furniture import RegionBlock
from queson_crawler.parse.article.reading import region_blocks
from queson_crawler.parse.results import Listing, NotContent, RawArticle
from queson_crawler.portals import Portal
from queson_crawler.profile.furniture import shared_in_text
from queson_crawler.profile.profile import Profile, template_of
from queson_crawler.replay.captures_again import in_order
from queson_crawler.replay.left_out import LeftOutBlocks
from queson_crawler.replay.working import work
from queson_crawler.understand.reader import Reader, answer_of
from queson_crawler.understand.reading import Reading
from queson_crawler.understand.steps import normalised
from queson_crawler.understand.tasks import ArticleTask, ListTask, Role, Task, task_of
from queson_crawler.urls import host

Value = str | int | None
Fields = dict[str, Value]
FIELDS = ("title", "lead", "body", "author", "poster", "source", "published_at", "view_count")
NOT_CONTENT = "not content"
COUNTED = ("images", "attachments", "entries")
SAMPLE, MAX_CHANGES, MAX_SHOWN = 200, 5, 90
MAX_COMPARED = 40
MIN_CAPTURES = 100
"""Fewer are read before another process has begun."""


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
    left_out: LeftOutBlocks = field(default_factory=LeftOutBlocks)
    compared: list[tuple[RegionBlock, ...]] = field(default_factory=list)
    """The blocks of the articles, at most MAX_COMPARED, that are compared with each other."""

    @property
    def worse(self) -> bool:
        """Whether any page lost something."""
        return bool(self.lost)

    def add(self, url: str, old: Fields, new: Fields, most: int = MAX_CHANGES) -> None:
        """Take in one page: its fields before and after."""
        self.pages += 1
        for name in dict.fromkeys((*old, *new)):
            self._add_field(url, name, old.get(name), new.get(name), most)

    def _add_field(self, url: str, name: str, old: Value, new: Value, most: int) -> None:
        self.before[name] += bool(old)
        self.after[name] += bool(new)
        if name != NOT_CONTENT and _is_less(name, old, new):
            self.lost[name] += 1
        if (old or None) == (new or None):
            return
        self.changed[name] += 1
        if self.changed[name] <= most:
            self.examples.append(Change(url, name, _short(old), _short(new)))

    def read(self, answer: Answer, reading: Reading) -> None:
        """Take in what a page was understood as."""
        self.left_out.add(reading.left_out)
        if isinstance(reading.result, RawArticle) and len(self.compared) < MAX_COMPARED:
            profile = reading.profile
            self.compared.append(region_blocks(answer.document(), profile.platform.article, profile.template))

    def shared(self) -> tuple[RegionBlock, ...]:
        """Blocks within the texts that nearly all articles show at the same place: they may be no part of them."""
        return shared_in_text(self.compared)

    def as_json(self) -> dict[str, Any]:
        """Everything as plain values."""
        return {
            "pages": self.pages,
            "before": dict(self.before),
            "after": dict(self.after),
            "changed": dict(self.changed),
            "lost": dict(self.lost),
            "examples": [asdict(one) for one in self.examples],
            "worse": self.worse,
            "left_out": self.left_out.as_json(),
            "shared": [{"text": block.text, "path": block.key.path} for block in self.shared()],
        }


def _is_less(name: str, old: Value, new: Value) -> bool:
    """Whether something was lost: a field that was there, or some of what is counted."""
    if name in COUNTED:
        return int(new or 0) < int(old or 0)
    if not old:
        return False
    return not new


def _short(value: Value) -> str:
    if value is None:
        return ""
    text = " ".join(str(value).split())
    if len(text) <= MAX_SHOWN:
        return text
    return f"{text[:MAX_SHOWN]}… ({len(text):,} characters)"


def of_page(page: Page, reading: Reading) -> Fields:
    """The fields of a page as it was read; `article` and `list` say what it is."""
    if page.article is not None:
        found: Fields = {"article": "article"}
        for name in FIELDS:
            found[name] = getattr(page.article, name)
        found["images"] = len(page.article.images)
        found["attachments"] = len(page.article.attachments)
        return found
    if page.listing is not None and isinstance(reading.result, Listing):
        return {"list": "list", "entries": len(page.listing.entries)}
    if isinstance(reading.result, NotContent):
        return {NOT_CONTENT: str(reading.result.why)}
    return {}


def check_archive(
    portal: Portal, archive: Archive, sample: int | None = SAMPLE, most: int = MAX_CHANGES, jobs: int = 1
) -> Effect:
    """Read the newest captures of a portal once more, at most `sample` of articles and as many of lists, in so many
    processes."""
    several = list(_captures(archive, slug_in(portal, archive), sample))
    if len(several) < MIN_CAPTURES:
        jobs = 1
    with Workers(work, jobs) as workers:
        return _checked(portal, archive, several, most, workers)


def _checked(portal: Portal, archive: Archive, several: list[Capture], most: int, workers: Workers) -> Effect:
    effect, reader = Effect(), Reader(portal, 0)
    _learn(reader, archive, slug_in(portal, archive))
    for again in in_order(archive.warc, several, reader.profile, workers, explained=True):
        capture, exchange = again.capture, again.exchange
        task, answer = task_of(exchange.url, exchange.task), answer_of(exchange)
        reading, page = reader.read(task, answer, capture, again.ahead)
        new, old = of_page(normalised(page), reading), _stored(archive, capture)
        if old or new.keys() & {"article", "list"}:
            effect.add(capture.url, old, new, most)
            effect.read(answer, reading)
    return effect


def slug_in(portal: Portal, archive: Archive) -> str:
    """Under which slug an archive holds the portal: its own, else that of the portal with its host; "" for none."""
    with_its_host = ""
    for slug, url in portals.stored(archive):
        if slug == portal.slug:
            return slug
        if not with_its_host and host(url) == host(portal.start):
            with_its_host = slug
    return with_its_host


def _learn(reader: Reader, archive: Archive, slug: str) -> None:
    """The platform that the crawl recognised, where the file names none: a page in the middle may not tell it. And what
    the pages of articles have in common: what is stored was read with it."""
    platform = portals.platform_of(archive, slug)
    if platform and not reader.profile.is_recognised:
        reader.profile = Profile.of(reader.portal, platform)
    learned = archive.profile_of(slug)
    if learned is not None:
        reader.profile = reader.profile.sharing(template_of(learned))


def _captures(archive: Archive, slug: str, sample: int | None) -> Iterator[Capture]:
    """The newest captures of each address: articles, then lists and what may be lists; spread over the whole crawl."""
    for roles in ((Role.ARTICLE,), (Role.LIST, Role.PAGE)):
        yield from captures.newest(archive, slug, roles, sample)


def _stored(archive: Archive, capture: Capture) -> Fields:
    """What is stored of a capture's page: the row of its article, or of its page of a list."""
    article = captures.article_of(archive, capture.id, FIELDS)
    if article is not None:
        return {"article": "article", **article}
    entries = captures.entries_of(archive, capture.id)
    if entries is not None:
        return {"list": "list", "entries": entries}
    return {}


def check_pages(portal: Portal, pages: Iterable[Path], most: int = MAX_CHANGES) -> Effect:
    """Read saved pages without and with what the file says; a page whose name holds `list` is asked as a list."""
    effect = Effect()
    plain = Portal(portal.slug, portal.start, platform=portal.platform)
    for path in pages:
        body = path.read_bytes()
        url = _address(portal, path, body)
        old, _ = _read(Reader(plain, 0), path, url, body)
        new, reading = _read(Reader(portal, 0), path, url, body)
        effect.add(path.name, old, new, most)
        effect.read(Answer(url, 200, body), reading)
    return effect


def _read(reader: Reader, path: Path, url: str, body: bytes) -> tuple[Fields, Reading]:
    """The fields of a saved page, and what it was understood as."""
    task: Task = ArticleTask(url, listed=True)
    if "list" in path.name.lower():
        task = ListTask(url, url, 1)
    reading, page = reader.read(task, Answer(url, 200, body), None)
    return of_page(normalised(page), reading), reading


def _address(portal: Portal, path: Path, body: bytes) -> str:
    """The address a saved page gives itself, else one made of its name."""
    doc = Answer(portal.start, 200, body).document()
    said = [*doc.root.xpath("//link[@rel='canonical']/@href"), doc.metas.get("og:url", "")]
    for one in said:
        url = doc.join(str(one))
        if url and host(url):
            return url
    return doc.join(path.name)
