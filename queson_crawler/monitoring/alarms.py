"""Pure: one run of a portal held against those before it. What is not as it was becomes an alarm.

That an office publishes nothing is no alarm: its lists are read and show what they showed. Broken is what can no longer
be read, and it shows by rates: a share that held before and now would come by chance in CHANCE of the runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import exp, lgamma
from statistics import median

from archive.records import Alarm
from archive.signs import Count, Head, Layout, RunSigns
from queson_crawler.parse.results import Why

CHANCE = 1e-5
WEIGHT = 40.0
"""Articles come in batches of one kind; a rate is trusted as if it were known from no more than so many."""
POOLED = 10
"""So many runs are taken together, where each read only a few articles."""
LOST, FEW = 0.2, 3
"""Of articles read again, the share and the least number that must have lost a field."""
DATES_MOVED, TITLES_CHANGED, TEXTS_CHANGED, MANY = 0.5, 0.6, 0.85, 8
ALIKE, LARGE = 6, 0.5
"""An office may add one line to a few articles; to so many, and half of those read again, only a layout does."""
NEARLY_ALL, MIN_ALIKE = 0.8, 4
"""To nearly all that are new and nearly all that were read again, only a layout gives the same line or title."""
SHORTER = 0.6
"""Of articles read again, the share that must have lost a part of their text."""
HEAD_SHRUNK, LIST_SHRUNK, MIN_HEAD, TOTAL_SHRUNK = 0.5, 0.7, 4, 0.1
FRAME, FRAME_KEPT = 0.9, 0.6
"""Class names on so many of the pages are their frame; of it so much must still be there."""
TROUBLED = 0.1
HEAVY, MIN_BYTES = 10, 50_000_000
_TROUBLE = (
    Why.LOGIN, Why.CHALLENGE, Why.MAINTENANCE, Why.NO_ARTICLE, Why.NO_LIST, Why.HTTP_ERROR, Why.NO_ANSWER,
    Why.EMPTY, Why.BROKEN, Why.REFUSED, Why.NOT_HTML, Why.OTHER_SITE, Why.SOFT_NOT_FOUND,
    Why.UNDATED,
)  # fmt: skip
_NAMES = {
    "lead": "lead", "body": "body text", "author": "author", "poster": "name of who posted it", "source": "source",
    "published_at": "date", "view_count": "view count", "images": "picture", "long body": "text longer than a note",
    "end": "page that came to its end",
}  # fmt: skip


def judge(now: RunSigns, before: tuple[RunSigns, ...]) -> tuple[Alarm, ...]:
    """The alarms of a run; `before` are earlier runs that came to their end, newest first. None without any."""
    if not before:
        return ()
    found = (*_fields(now, before), *_texts(now), *_titles(now), *_dates(now), *_lists(now, before),
             *_problems(now, before), *_layouts(now, before), *_size(now, before))  # fmt: skip
    return tuple(sorted((_since(alarm, now, before) for alarm in found), key=lambda each: (each.kind, each.subject)))


def _since(alarm: Alarm, now: RunSigns, before: tuple[RunSigns, ...]) -> Alarm:
    last = before[0].alarmed(alarm.kind, alarm.subject)
    return Alarm(alarm.kind, alarm.subject, alarm.detail, alarm.example, last.since if last else now.started_at)


def _healthy(before: Iterable[RunSigns], kind: str, subject: str) -> list[RunSigns]:
    """What a run is held against: runs without the same alarm, so that a fault does not become the rule."""
    return [run for run in before if run.alarmed(kind, subject) is None]


def _fields(now: RunSigns, before: tuple[RunSigns, ...]) -> Iterator[Alarm]:
    for name, plain in _NAMES.items():
        kept = now.counts.get(f"kept {name}", Count(0, 0))
        missing = kept.seen - kept.held
        if missing >= FEW and missing >= LOST * kept.seen:
            detail = f"{missing} of {kept.seen} articles read again have lost their {plain}"
            yield Alarm("field", name, detail, kept.example)
        elif (alarm := _rarer(name, plain, now, before)) is not None:
            yield alarm


def _rarer(name: str, plain: str, now: RunSigns, before: tuple[RunSigns, ...]) -> Alarm | None:
    """Whether a field is filled less often than it was, in this run or in the last few together."""
    sign = f"has {name}"
    runs = [now, *before]
    for size in range(1, min(POOLED, len(before)) + 1):
        recent = _sum(sign, runs[:size])
        past = _sum(sign, _healthy(runs[size:], "field", name))
        if now.counts.get(sign) and past.seen and _is_rarer(recent, past):
            detail = f"{recent.held} of the last {recent.seen} articles have a {plain}; before, {_percent(past)} had"
            return Alarm("field", name, detail, recent.example)
    return None


def _sum(sign: str, runs: Iterable[RunSigns]) -> Count:
    counts = [count for run in runs if (count := run.counts.get(sign))]
    example = next((count.example for count in counts if count.example), "")
    return Count(sum(count.seen for count in counts), sum(count.held for count in counts), example)


def _percent(count: Count) -> str:
    return f"{count.held / count.seen:.0%}"


def _is_rarer(recent: Count, past: Count) -> bool:
    """Whether `recent` would come by chance in fewer than CHANCE of the runs, were the rate still that of `past`."""
    rate = (past.held + 0.5) / (past.seen + 1)
    if recent.held >= 0.7 * rate * recent.seen:
        return False
    weight = min(WEIGHT, past.seen + 1)
    return sum(_chance(k, recent.seen, rate * weight, (1 - rate) * weight) for k in range(recent.held + 1)) < CHANCE


def _chance(k: int, n: int, a: float, b: float) -> float:
    """The beta-binomial probability of k in n."""
    choose = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return exp(choose + _log_beta(k + a, n - k + b) - _log_beta(a, b))


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _texts(now: RunSigns) -> Iterator[Alarm]:
    kept, same = now.counts.get("kept text", Count(0, 0)), now.counts.get("same text", Count(0, 0))
    broken, changed = kept.seen - kept.held, same.seen - same.held
    if broken >= FEW and broken >= LOST * kept.seen:
        detail = f"{broken} of {kept.seen} articles read again have lost half of their text, or gained as much"
        yield Alarm("text", "text", detail, kept.example)
    elif now.gained and now.gained.articles >= max(ALIKE, LARGE * same.seen) and not now.unchanged_answers:
        detail = f"{now.gained.articles} articles read again have gained the same line: {now.gained.text[:100]!r}"
        yield Alarm("text", "text", detail, now.gained.example)
    # Where unchanged pages are not sent again, those that are sent have all changed.
    elif same.seen >= MANY and changed >= TEXTS_CHANGED * same.seen and not now.unchanged_answers:
        detail = f"{changed} of {same.seen} articles read again have another text: something strange has come into it"
        yield Alarm("text", "text", detail, same.example)
    elif (alarm := _shorter(now)) or (alarm := _alike(now)):
        yield alarm


def _shorter(now: RunSigns) -> Alarm | None:
    most = now.counts.get("kept most text", Count(0, 0))
    lost = most.seen - most.held
    if lost < FEW or lost < SHORTER * most.seen or now.unchanged_answers:
        return None
    return Alarm(
        "text", "text", f"{lost} of {most.seen} articles read again have lost a part of their text", most.example
    )


def _alike(now: RunSigns) -> Alarm | None:
    """One line, or one title, in nearly all texts that came."""
    for what, found, seen in (("line", now.line, "same text"), ("title", now.title, "same title")):
        again = now.counts.get(seen, Count(0, 0)).seen
        if found is None or found.new + found.revised < MIN_ALIKE or found.new < NEARLY_ALL * found.all_new:
            continue
        if found.revised >= NEARLY_ALL * again and (found.new > 1 or found.revised >= ALIKE):
            detail = f"{found.new + found.revised} articles, nearly all that were read, bear the same {what}"
            return Alarm("text", what, f"{detail}: {found.text[:100]!r}", found.example)
    return None


def _titles(now: RunSigns) -> Iterator[Alarm]:
    same = now.counts.get("same title", Count(0, 0))
    moved = same.seen - same.held
    if moved >= FEW and moved >= TITLES_CHANGED * same.seen and not now.unchanged_answers:
        yield Alarm("field", "title", f"{moved} of {same.seen} articles read again bear another title", same.example)


def _dates(now: RunSigns) -> Iterator[Alarm]:
    same = now.counts.get("same date", Count(0, 0))
    moved = same.seen - same.held
    if moved >= FEW and moved >= DATES_MOVED * same.seen:
        yield Alarm("date", "date", f"{moved} of {same.seen} articles read again bear another date", same.example)


def _lists(now: RunSigns, before: tuple[RunSigns, ...]) -> Iterator[Alarm]:
    for url in sorted({url for run in before for url in run.heads} | now.heads.keys()):
        runs = [run.heads[url] for run in _healthy(before, "list", url) if url in run.heads and run.heads[url].read]
        if runs and (detail := _of_list(now.heads.get(url), runs)):
            yield Alarm("list", url, f"{runs[0].title or 'a list'}: {detail}", url)


def _of_list(head: Head | None, past: list[Head]) -> str:
    usual = int(median(each.entries for each in past))
    if head is None:
        return f"the portal shows it no more; it had {usual} articles on its first page"
    if not head.read:
        return f"its first page cannot be read; it had {usual} articles"
    if usual >= MIN_HEAD and head.entries <= HEAD_SHRUNK * usual:
        return f"its first page shows {head.entries} articles where there were {usual}"
    declared = next((each.declared for each in past if each.declared), 0)
    if declared and head.declared is not None and declared - head.declared > max(FEW, TOTAL_SHRUNK * declared):
        return f"the portal declares {head.declared} articles where it declared {declared}"
    if head.astray and not any(each.astray for each in past):
        return f"{head.astray} of its further pages show another page once more, or no way leads to them any more"
    stood = int(median(each.listed for each in past))
    if stood - head.listed > MIN_HEAD and head.listed <= LIST_SHRUNK * stood:
        return f"its pages name {head.listed} articles where they named {stood}"
    short = (head.declared or 0) - head.listed if head.pages > 1 or head.entries < usual else 0
    if head.declared and head.listed and short > max(FEW, TOTAL_SHRUNK * head.declared) and _added_up(past):
        return f"the portal declares {head.declared} articles in it, and its pages name {head.listed}"
    return ""


def _added_up(past: list[Head]) -> bool:
    """Whether a list named all that it declares before."""
    return all(each.declared is not None and each.declared <= each.listed + 1 for each in past)


def _problems(now: RunSigns, before: tuple[RunSigns, ...]) -> Iterator[Alarm]:
    for kind in _TROUBLE:
        count = now.problems.get(kind, Count(0, 0))
        runs = _healthy(before, "problem", kind)
        asked = sum(run.requests for run in runs)
        past = sum(run.problems[kind].seen for run in runs if kind in run.problems)
        share = count.seen / max(1, now.requests)
        if count.seen >= FEW and asked and share > TROUBLED and share > 5 * past / asked:
            detail = f"{count.seen} of {now.requests} requests ended in a new problem: {kind}"
            yield Alarm("problem", kind, detail, count.example)


def _layouts(now: RunSigns, before: tuple[RunSigns, ...]) -> Iterator[Alarm]:
    """A new layout is told once, in the run that first meets it: the next run is held against it."""
    for role, layout in now.layouts.items():
        past = next((run.layouts[role] for run in before if role in run.layouts), None)
        frame = _frame(past) if past else []
        if not frame:
            continue
        kept = sum(layout.tokens.get(name, 0) for name in frame) / (len(frame) * layout.pages)
        if kept < FRAME_KEPT:
            detail = f"the {role} pages look different: {kept:.0%} of the class names of their frame are left"
            yield Alarm("layout", role, f"{detail}; compare a sample with the portal")


def _frame(layout: Layout) -> list[str]:
    return [name for name, count in layout.tokens.items() if count >= FRAME * layout.pages]


def _size(now: RunSigns, before: tuple[RunSigns, ...]) -> Iterator[Alarm]:
    sizes = [run.warc_bytes / run.requests for run in _healthy(before, "size", "warc") if run.requests]
    if not sizes or not now.requests or now.warc_bytes < MIN_BYTES:
        return
    usual, size = median(sizes), now.warc_bytes / now.requests
    if size > HEAVY * usual:
        yield Alarm("size", "warc", f"{size / 1e3:,.0f} kB per request where {usual / 1e3:,.0f} kB were usual")
