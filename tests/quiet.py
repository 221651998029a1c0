"""A year of a sound office: it publishes rarely or in bursts, rests over Tết, edits a little, fails at times."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count
from typing import Any

from archive.records import Alarm, Outcome, Page, Problem, RunStart
from archive.signs import earlier, signs_of
from archive.store import Archive
from queson_crawler.monitoring.alarms import judge
from tests.archive.make import SITE, article, capture, listed, shown
from tests.crawl.tools import NAMES

KINDS = ("two a month", "usual", "bursts")
TET = range(25, 46)
LISTS = ("tin", "thong-bao", "van-ban")
END = "2025-12-31T00:00:00Z"


def year(archive: Archive, seed: int, kind: str) -> Iterator[tuple[Alarm, ...]]:
    """The alarms of each day."""
    chance, ids = random.Random(seed), count(1)
    texts: dict[str, dict[str, Any]] = {}
    lists: dict[str, list[str]] = {name: [] for name in LISTS}
    for day in range(1, 366):
        run = archive.begin_run(RunStart("queson", f"{_day(day)}T02:00:00Z"))
        for _ in range(_published(chance, day, kind)):
            key = str(1000 + len(texts))
            texts[key] = _written(chance, day)
            lists[chance.choice(LISTS)].insert(0, key)
            archive.store(shown(next(ids), article(key, view_count=1, **texts[key]), run))
        for name, keys in lists.items():
            archive.store(listed(next(ids), *keys[:10], run=run, url=f"{SITE}/{name}", declared_total=len(keys)))
        for key in chance.sample(sorted(texts), 5):
            if chance.random() < 0.05:
                texts[key]["body"] += f" (đã sửa ngày {day})"
            archive.store(shown(next(ids), article(key, view_count=day, **texts[key]), run))
        if chance.random() < 0.1:
            problem = Problem(f"{SITE}/{chance.randrange(999)}", "http error", "answered 500")
            archive.store(Page(run, capture(next(ids), run, status=500), problems=(problem,)))
        archive.finish_run(run, END, Outcome.COMPLETE)
        alarms = judge(signs_of(archive, run), earlier(archive, run))
        archive.finish_run(run, END, Outcome.COMPLETE, alarms)
        yield alarms


def _day(day: int) -> str:
    return f"2025-{(day - 1) // 31 + 1:02d}-{(day - 1) % 31 + 1:02d}"


def _published(chance: random.Random, day: int, kind: str) -> int:
    if day == 1:
        return 12 if kind == "two a month" else 40
    if day in TET:
        return 0
    if kind == "two a month":
        return int(chance.random() < 2 / 30)
    if kind == "bursts":
        return 25 if chance.random() < 0.03 else chance.choice((0, 0, 1))
    return chance.choice((0, 0, 0, 0, 0, 1, 2))


def _written(chance: random.Random, day: int) -> dict[str, Any]:
    """An article, or a notice that says little and is called as others are."""
    notice = chance.random() < 0.3
    text = " ".join(chance.choice(NAMES) for _ in range(chance.choice((6, 9, 14) if notice else (60, 150, 300))))
    alike = notice and chance.random() < 0.5
    return {
        "title": chance.choice(("Thông báo", "Lịch công tác tuần", "Giấy mời họp")) if alike else text[:40],
        "body": f"{text}\n\nChi tiết xem tại file đính kèm./." if notice else text,
        "lead": text[:80] if chance.random() < 0.7 else "",
        "author": "Ban Biên tập" if chance.random() < 0.5 else None,
        "published_at": f"{_day(day)}T08:00:00+07:00" if chance.random() < 0.97 else None,
    }
