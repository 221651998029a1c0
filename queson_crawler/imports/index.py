"""What a file holds, by address: what each answered, and when. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import filterfalse
from operator import attrgetter
from urllib.parse import unquote, urlsplit

from archive.warc.dates import moment
from archive.warc.foreign import Found
from queson_crawler.imports.held import ANSWERS, REVISIT, Held
from queson_crawler.imports.segments import grouped
from queson_crawler.parse.headers import NOT_MODIFIED
from queson_crawler.urls import canonical, clean, host

Elsewhere = Callable[[Found], str]


def nowhere(revisit: Found) -> str:
    """Where nothing is known but the file."""
    return ""


@dataclass(slots=True)
class Index:
    """The records of a file. `lookup` finds answers by address, whatever its scheme and spelling; `elsewhere` says what
    the archive has of what a revisit refers to: its media type, "" where it has nothing."""

    held: Sequence[Held]
    elsewhere: Elsewhere = nowhere
    exact: dict[str, list[Held]] = field(default_factory=dict)
    loose: dict[str, str] = field(default_factory=dict)
    requests: dict[str, Held] = field(default_factory=dict)
    by_digest: dict[str, Held] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.held = grouped(self.held)
        self._pair()
        self._add_all(filterfalse(_is_revisit, self.held))
        self.held = list(map(self._described, self.held))
        self._add_all(filter(_is_revisit, self.held))
        for url, several in self.exact.items():
            several.sort(key=attrgetter("order"))
            key = loosely(url)
            # An address that only leads to itself with another scheme is no page.
            if key not in self.loose or _has_page(several):
                self.loose[key] = url

    def _pair(self) -> None:
        """Which request belongs to which answer: either of them may name the other."""
        asked = {one.found.record_id: one for one in self.held if one.found.kind == "request"}
        for one in self.held:
            found = one.found
            if found.kind == "request" and found.concurrent_to:
                self.requests.setdefault(found.concurrent_to, one)
            elif found.kind in ANSWERS and found.concurrent_to in asked:
                self.requests.setdefault(found.record_id, asked[found.concurrent_to])

    def _add_all(self, several: Iterable[Held]) -> None:
        for one in several:
            if one.is_answer and not self._is_of_a_form(one):
                self._add(one)

    def _described(self, one: Held) -> Held:
        """A revisit that does not repeat the media type, with that of its original."""
        found = one.found
        if not _is_revisit(one) or (found.media_type and found.status != NOT_MODIFIED):
            return one
        original = self.original(found)
        kind = self.elsewhere(found) if original is None else original.found.media_type
        if not kind:
            return one
        status = 0 if found.status == NOT_MODIFIED else found.status
        return replace(one, found=replace(found, media_type=kind, status=status))

    def _is_of_a_form(self, answer: Held) -> bool:
        """Whether a form brought an answer: it is no page of its address."""
        asked = self.requests.get(answer.found.record_id)
        return asked is not None and asked.found.method not in ("GET", "")

    def _add(self, answer: Held) -> None:
        found = answer.found
        if found.kind == "response" and found.payload_digest:
            self.by_digest.setdefault(found.payload_digest, answer)
        url = clean(found.url)
        if url:
            self.exact.setdefault(url, []).append(answer)

    def lookup(self, url: str) -> list[Held]:
        """The answers of an address, oldest first."""
        several = self.exact.get(clean(url), [])
        if _has_page(several):
            return several
        return self.exact.get(self.loose.get(loosely(url), ""), several)

    def original(self, revisit: Found) -> Held | None:
        """The record whose payload a revisit repeats."""
        url = clean(revisit.refers_to_url or revisit.url)
        sought = ("response", moment(revisit.refers_to_date), revisit.payload_digest)
        for one in self.exact.get(url, []):
            if (one.found.kind, one.when, one.found.payload_digest) == sought:
                return one
        return self.by_digest.get(revisit.payload_digest)


def _is_revisit(one: Held) -> bool:
    return one.found.kind == REVISIT


def _has_page(several: Iterable[Held]) -> bool:
    return any(map(attrgetter("is_page"), several))


def loosely(url: str) -> str:
    """An address without scheme and `www.`, its path and query unquoted."""
    whole = canonical(url)
    parts = urlsplit(whole)
    place = host(whole) + unquote(parts.path)
    if parts.query:
        place += f"?{unquote(parts.query)}"
    return place
