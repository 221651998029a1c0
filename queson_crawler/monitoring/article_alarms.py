"""Pure: alarms about articles: fields filled less often; texts, titles and dates that change everywhere."""

from __future__ import annotations

from collections.abc import Iterator

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


def article_alarms(now: RunSigns, before: tuple[RunSigns, ...]) -> Iterator[Alarm]:
    """The alarms about the articles of a run; `before` are earlier runs, newest first."""
    yield from _fields(now, before)
    text = _text(now)
    if text is not None:
        yield text
    yield from _titles(now)
    yield from _dates(now)


def _fields(now: RunSigns, before: tuple[RunSigns, ...]) -> Iterator[Alarm]:
    for name, plain in _FIELDS.items():
        kept = count_of(now, f"kept {name}")
        missing = lost(kept, MIN_LOST, LOST)
        if missing:
            detail = f"{missing} of {kept.seen} articles read again have lost their {plain}"
            yield Alarm(AlarmKind.FIELD, name, detail, kept.example)
            continue
        rates = drop(f"has {name}", AlarmKind.FIELD, name, now, before)
        if rates is not None:
            recent, past = rates
            detail = f"{recent.held} of the last {recent.seen} articles have a {plain}; before, {_percent(past)} had"
            yield Alarm(AlarmKind.FIELD, name, detail, recent.example)


def _percent(count: Count) -> str:
    return f"{count.held / count.seen:.0%}"


def _text(now: RunSigns) -> Alarm | None:
    """The first of these that is so: at most one alarm about the texts of a run."""
    checks = [_broken_texts, _same_line_gained, _other_texts, _shorter_texts, _alike]
    if now.unchanged_answers:
        # Where unchanged pages are not sent again, those that are sent have all changed.
        checks = [_broken_texts, _alike]
    for check in checks:
        alarm = check(now)
        if alarm is not None:
            return alarm
    return None


def _broken_texts(now: RunSigns) -> Alarm | None:
    kept = count_of(now, "kept text")
    broken = lost(kept, MIN_LOST, LOST)
    if not broken:
        return None
    detail = f"{broken} of {kept.seen} articles read again have lost half of their text, or gained as much"
    return Alarm(AlarmKind.TEXT, "text", detail, kept.example)


def _same_line_gained(now: RunSigns) -> Alarm | None:
    gained = now.gained
    read_again = count_of(now, "same text").seen
    if gained is None or gained.articles < max(MIN_GAINED, GAINED * read_again):
        return None
    detail = f"{gained.articles} articles read again have gained the same line: {gained.text[:MAX_QUOTED]!r}"
    return Alarm(AlarmKind.TEXT, "text", detail, gained.example)


def _other_texts(now: RunSigns) -> Alarm | None:
    same = count_of(now, "same text")
    changed = same.seen - same.held
    if same.seen < MIN_TEXTS or changed < TEXTS_CHANGED * same.seen:
        return None
    detail = f"{changed} of {same.seen} articles read again have another text: something strange has come into it"
    return Alarm(AlarmKind.TEXT, "text", detail, same.example)


def _shorter_texts(now: RunSigns) -> Alarm | None:
    most = count_of(now, "kept most text")
    shorter = lost(most, MIN_LOST, SHORTER)
    if not shorter:
        return None
    detail = f"{shorter} of {most.seen} articles read again have lost a part of their text"
    return Alarm(AlarmKind.TEXT, "text", detail, most.example)


def _alike(now: RunSigns) -> Alarm | None:
    """One line, or one title, in nearly all texts that came."""
    kinds = (("line", now.line, "same text"), ("title", now.title, "same title"))
    for what, found, sign in kinds:
        if found is None or not _in_nearly_all(found, count_of(now, sign).seen):
            continue
        detail = f"{found.new + found.revised} articles, nearly all that were read, bear the same {what}"
        return Alarm(AlarmKind.TEXT, what, f"{detail}: {found.text[:MAX_QUOTED]!r}", found.example)
    return None


def _in_nearly_all(found: Alike, read_again: int) -> bool:
    if found.new + found.revised < MIN_ALIKE:
        return False
    if found.new < NEARLY_ALL * found.all_new or found.revised < NEARLY_ALL * read_again:
        return False
    return found.new > 1 or found.revised >= MIN_GAINED


def _titles(now: RunSigns) -> Iterator[Alarm]:
    same = count_of(now, "same title")
    moved = lost(same, MIN_LOST, TITLES_CHANGED)
    if moved and not now.unchanged_answers:
        yield Alarm(
            AlarmKind.FIELD, "title", f"{moved} of {same.seen} articles read again bear another title", same.example
        )


def _dates(now: RunSigns) -> Iterator[Alarm]:
    same = count_of(now, "same date")
    moved = lost(same, MIN_LOST, DATES_MOVED)
    if moved:
        yield Alarm(
            AlarmKind.DATE, "date", f"{moved} of {same.seen} articles read again bear another date", same.example
        )
