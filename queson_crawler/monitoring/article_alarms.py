"""Pure: alarms about articles: fields filled less often; texts, titles and dates that change everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from archive.records import Alarm
from archive.signs import Alike, Count, RunSigns
from queson_crawler.monitoring.kinds import AlarmKind
from queson_crawler.monitoring.rates import count_of, drop, lost

MIN_LOST, LOST = 3, 0.2
"""Of articles read again, the least number and the share that must have lost a field."""
DATES_MOVED, TITLES_CHANGED = 0.5, 0.6
TEXTS_CHANGED, MIN_TEXTS = 0.85, 8
SHORTER = 0.6
"""Of articles read again, the share that must have lost a part of their text."""
MIN_GAINED, GAINED = 6, 0.5
"""An office may add one line to a few articles; to so many, and half of those read again, only a layout does."""
NEARLY_ALL, MIN_ALIKE = 0.8, 4
"""To nearly all that are new and nearly all that were read again, only a layout gives the same line or title."""
MAX_QUOTED = 100
_FIELDS = {
    "lead": "lead",
    "body": "body text",
    "author": "author",
    "poster": "name of who posted it",
    "source": "source",
    "published_at": "date",
    "view_count": "view count",
    "images": "picture",
    "long body": "text longer than a note",
    "end": "page that came to its end",
}
"""The signs of fields, and what people call them."""


@dataclass(frozen=True, slots=True)
class _Loss:
    """A sign that articles read again had: of at least such a `share` that has lost it, an alarm about a subject says
    in these words."""

    sign: str
    share: float
    kind: AlarmKind
    subject: str
    words: str

    def alarm(self, now: RunSigns) -> Iterator[Alarm]:
        """The alarm, where a run gives reason for it."""
        count = count_of(now, self.sign)
        missing = lost(count, MIN_LOST, self.share)
        if missing:
            detail = f"{missing} of {count.seen} articles read again {self.words}"
            yield Alarm(self.kind, self.subject, detail, count.example)


_BROKEN = _Loss("kept text", LOST, AlarmKind.TEXT, "text", "have lost half of their text, or gained as much")
_SHORTER = _Loss("kept most text", SHORTER, AlarmKind.TEXT, "text", "have lost a part of their text")
_TITLES = _Loss("same title", TITLES_CHANGED, AlarmKind.FIELD, "title", "bear another title")
_DATES = _Loss("same date", DATES_MOVED, AlarmKind.DATE, "date", "bear another date")


def article_alarms(now: RunSigns, before: tuple[RunSigns, ...]) -> Iterator[Alarm]:
    """The alarms about the articles of a run; `before` are earlier runs, newest first."""
    for name, plain in _FIELDS.items():
        yield from islice(_of_field(name, plain, now, before), 1)
    yield from islice(_of_texts(now), 1)
    if not now.unchanged_answers:
        yield from _TITLES.alarm(now)
    yield from _DATES.alarm(now)


def _of_field(name: str, plain: str, now: RunSigns, before: tuple[RunSigns, ...]) -> Iterator[Alarm]:
    """What is wrong with one field, the gravest first."""
    yield from _Loss(f"kept {name}", LOST, AlarmKind.FIELD, name, f"have lost their {plain}").alarm(now)
    rates = drop(f"has {name}", AlarmKind.FIELD, name, now, before)
    if rates is not None:
        recent, past = rates
        detail = f"{recent.held} of the last {recent.seen} articles have a {plain}; before, {_percent(past)} had"
        yield Alarm(AlarmKind.FIELD, name, detail, recent.example)


def _percent(count: Count) -> str:
    return f"{count.held / count.seen:.0%}"


def _of_texts(now: RunSigns) -> Iterator[Alarm]:
    """What is wrong with the texts of a run, the gravest first."""
    yield from _BROKEN.alarm(now)
    if not now.unchanged_answers:
        # Where unchanged pages are not sent again, those that are sent have all changed.
        yield from _same_line_gained(now)
        yield from _other_texts(now)
        yield from _SHORTER.alarm(now)
    yield from _alike(now)


def _same_line_gained(now: RunSigns) -> Iterator[Alarm]:
    gained = now.gained
    read_again = count_of(now, "same text").seen
    if gained is None:
        return
    if gained.articles < max(MIN_GAINED, GAINED * read_again):
        return
    detail = f"{gained.articles} articles read again have gained the same line: {gained.text[:MAX_QUOTED]!r}"
    yield Alarm(AlarmKind.TEXT, "text", detail, gained.example)


def _other_texts(now: RunSigns) -> Iterator[Alarm]:
    same = count_of(now, "same text")
    if same.seen < MIN_TEXTS:
        return
    changed = same.seen - same.held
    if changed >= TEXTS_CHANGED * same.seen:
        detail = f"{changed} of {same.seen} articles read again have another text: something strange has come into it"
        yield Alarm(AlarmKind.TEXT, "text", detail, same.example)


def _alike(now: RunSigns) -> Iterator[Alarm]:
    """One line, or one title, in nearly all texts that came."""
    kinds = (("line", now.line, "same text"), ("title", now.title, "same title"))
    for what, found, sign in kinds:
        if found is None or not _in_nearly_all(found, count_of(now, sign).seen):
            continue
        detail = f"{found.new + found.revised} articles, nearly all that were read, bear the same {what}"
        yield Alarm(AlarmKind.TEXT, what, f"{detail}: {found.text[:MAX_QUOTED]!r}", found.example)


def _in_nearly_all(found: Alike, read_again: int) -> bool:
    if found.new + found.revised < MIN_ALIKE:
        return False
    if found.new < NEARLY_ALL * found.all_new:
        return False
    if found.revised < NEARLY_ALL * read_again:
        return False
    return found.new > 1 or found.revised >= MIN_GAINED
