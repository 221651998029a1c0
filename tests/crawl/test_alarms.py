"""A portal that breaks raises an alarm; an office that is quiet does not."""

from __future__ import annotations

import random
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from archive.events import RunStarted
from archive.records import Alarm, Outcome, Page, Problem, RunStart
from archive.signs import earlier, signs_of
from archive.store import Archive
from archive.warc import StoredEvent, StoredExchange, read_all
from queson_crawler.monitoring.alarms import judge
from queson_crawler.replay.feeding import Replay
from tests.archive.make import SITE, article, capture, listed, shown
from tests.crawl.tools import NAMES, Told, assert_equal_tables, crawl, news, page, queson, site, value
from tests.lab import DemoArticle, LabOptions, LabPortal

REFUSAL = "<html><head><title>Đăng nhập</title></head><body><p>Bạn cần đăng nhập để xem nội dung này.</p></body></html>"
READ_AGAIN = 12
"""Articles of a later run, beside the lists: it does not fetch everything."""

Mutation = Callable[[str, str, DemoArticle | None, random.Random], str]
"""A page as HTML, what it was asked for, the article on it, a source of chance -> the page as it is now."""


def renamed(share: float, html: str, role: str, article: DemoArticle | None, chance: random.Random) -> str:
    """A share of the class names is another, the same on all pages."""
    salt = chance.random()

    def other(name: str) -> str:
        its_own = random.Random(f"{salt} {name}")
        return f"n{its_own.randrange(10**6)}" if its_own.random() < share else name

    def attribute(match: re.Match[str]) -> str:
        return match[1] + " ".join(map(other, match[2].split())) + match[3]

    return re.sub(r"""(\sclass\s*=\s*["'])([^"']*)(["'])""", attribute, html)


def lost(field: str, html: str, role: str, article: DemoArticle | None, chance: random.Random) -> str:
    """A field stands on the pages of articles no more."""
    if article is None:
        return html
    if field == "date":
        return re.sub(r"\d{1,2}:\d\d(:\d\d)?( [AP]M)?|\d{1,2}[/.-]\d{1,2}[/.-]20\d\d|20\d\d-\d\d-\d\d\S*", "", html)
    if field == "body":
        return re.sub(r"(?s)<p\b.*?</p>|<table\b.*?</table>", "", html)
    text, html = str(getattr(article, field) or ""), unicodedata.normalize("NFC", html).replace("\xa0", " ")
    return html.replace(text, "") if text else html


def cut(html: str, role: str, article: DemoArticle | None, chance: random.Random) -> str:
    """Only the first paragraph of an article is sent; the rest comes by script."""
    for paragraph in re.findall(r"(?s)<p\b.*?</p>", html)[1:] if article else ():
        html = html.replace(paragraph, "", 1)
    return html


def dated_today(html: str, role: str, article: DemoArticle | None, chance: random.Random) -> str:
    """Every article bears the date of the day on which its page was made."""
    day = chance.randrange(1, 29)
    html = re.sub(r"20\d\d-\d\d-\d\d", f"2025-08-{day:02d}", html) if article else html
    return re.sub(r"\d{1,2}/\d{1,2}/20\d\d", f"{day:02d}/08/2025", html) if article else html


def emptied(html: str, role: str, article: DemoArticle | None, chance: random.Random) -> str:
    """Lists lead nowhere."""
    return html if article else re.sub(r"(?s)<a\b[^>]*>.*?</a>", "", html)


def walled(of_articles: bool, html: str, role: str, article: DemoArticle | None, chance: random.Random) -> str:
    return REFUSAL if bool(article) is of_articles else html


def interspersed(html: str, role: str, article: DemoArticle | None, chance: random.Random) -> str:
    """Every paragraph is followed by an advertisement."""
    ad = f"<p>Quảng cáo: mua một tặng một tại cửa hàng số {chance.randrange(99)}, gọi ngay hôm nay!</p>"
    return html.replace("</p>", f"</p>{ad}") if article else html


MUTATIONS: dict[str, Mutation] = {
    "all classes renamed": partial(renamed, 1.0),
    "most classes renamed": partial(renamed, 0.7),
    "no author": partial(lost, "author"),
    "no date": partial(lost, "date"),
    "no lead": partial(lost, "lead"),
    "no body": partial(lost, "body"),
    "only the first paragraph": cut,
    "the date of today": dated_today,
    "emptied lists": emptied,
    "articles behind a login": partial(walled, True),
    "lists behind a login": partial(walled, False),
    "advertisements in the text": interspersed,
}
SHAPES = ("dnn", "nukeviet", "sharepoint-nid")
CASES = [(shape, name, seed) for seed in range(3) for shape in SHAPES for name in MUTATIONS][:100]


@dataclass(frozen=True)
class Kept:
    """A portal that was crawled once, and what was exchanged."""

    folder: Path
    stored: tuple[StoredExchange | StoredEvent, ...]
    truth: dict[str, DemoArticle]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Kept]:
    found = {}
    for shape in SHAPES:
        folder = tmp_path_factory.mktemp(shape) / "data"
        with LabPortal(LabOptions(shape=shape, sizes=(24, 10, 6), login_only=False)) as portal:
            assert crawl(portal.base_url, folder).code in (0, 3)  # one category may be members only
            truth = {article.native_id: article for article in portal.truth()}
        found[shape] = Kept(folder, tuple(read_all(folder / "warc")), truth)
    return found


def come_again(kept: Kept, folder: Path, mutate: Mutation, seed: int) -> tuple[Alarm, ...]:
    """The alarms of a second run, which meets the lists and some of the articles changed."""
    (folder / "warc").mkdir(parents=True)
    shutil.copy(kept.folder / "archive.db", folder)
    with Archive.open(folder) as archive:
        replay, ids = Replay(archive), count(archive.db.execute("select max(id) + 1 from captures").fetchone()[0])
        for stored in _shown_again(kept, mutate, seed):
            if isinstance(stored, StoredExchange):
                note = replace(stored.exchange.note, run=2, id=next(ids)) if stored.exchange.note else None
                stored = replace(stored, exchange=replace(stored.exchange, note=note))
            replay.feed(stored)
        archive.finish_run(2, "2026-02-01T00:00:00Z", Outcome.INCOMPLETE)
        return judge(signs_of(archive, 2), earlier(archive, 2))


def _shown_again(kept: Kept, mutate: Mutation, seed: int) -> Iterator[StoredExchange | StoredEvent]:
    articles = 0
    for stored in kept.stored:
        if isinstance(stored, StoredEvent):
            if isinstance(stored.event.what, RunStarted):
                yield stored
            continue
        article = kept.truth.get(stored.exchange.task.get("native_id", ""))
        articles += article is not None
        if article is not None and articles > READ_AGAIN:
            continue
        html = stored.exchange.content.decode("utf-8", "replace")
        body = mutate(html, stored.exchange.task.get("role", ""), article, random.Random(seed)).encode()
        yield replace(stored, exchange=replace(stored.exchange, body=body))


@pytest.mark.slow
def test_of_a_hundred_broken_layouts_ninety_five_raise_an_alarm(kept: dict[str, Kept], tmp_path: Path) -> None:
    silent = []
    for number, (shape, name, seed) in enumerate(CASES):
        if not come_again(kept[shape], tmp_path / str(number), MUTATIONS[name], seed):
            silent.append(f"{shape}: {name}")
    assert len(CASES) == 100
    assert len(silent) <= 5, silent


@pytest.mark.parametrize("shape", SHAPES)
def test_a_portal_that_did_not_change_raises_none(shape: str, kept: dict[str, Kept], tmp_path: Path) -> None:
    assert come_again(kept[shape], tmp_path / "again", lambda html, *_: html, 0) == ()


def quiet_year(archive: Archive, seed: int) -> Iterator[tuple[Alarm, ...]]:
    """The alarms of each day of an office that publishes rarely: notes without an author, edits, passing failures."""
    chance, ids, articles = random.Random(seed), count(1), list[tuple[str, dict[str, object]]]()
    declared = dict.fromkeys(("tin", "thong-bao", "van-ban"), 0)
    for day in range(1, 366):
        run = archive.begin_run(RunStart("queson", f"2025-{day // 31 + 1:02d}-{day % 31 + 1:02d}T02:00:00Z"))
        for _ in range(40 if day == 1 else chance.choice((0, 0, 0, 0, 0, 1, 2))):
            key = str(1000 + len(articles))
            text = " ".join(chance.choice(NAMES) for _ in range(chance.choice((9, 60, 150))))
            articles.append(
                (
                    key,
                    {
                        "body": text,
                        "lead": text[:80] if chance.random() < 0.7 else "",
                        "author": "Ban Biên tập" if chance.random() < 0.5 else None,
                        "published_at": f"2025-01-{chance.randrange(1, 29):02d}T08:00:00+07:00",
                    },
                )
            )
            declared[chance.choice(list(declared))] += 1
            archive.store(shown(next(ids), article(key, **articles[-1][1]), run))
        for place, total in declared.items():
            entries = [key for key, _ in articles[-10:]]
            archive.store(listed(next(ids), *entries, run=run, url=f"{SITE}/{place}", declared_total=total))
        for key, values in chance.sample(articles, 5):
            if chance.random() < 0.05:
                values["body"] = f"{values['body']} (đã sửa ngày {day})"
            archive.store(shown(next(ids), article(key, view_count=day, **values), run))
        if chance.random() < 0.1:
            problem = Problem(f"{SITE}/{chance.randrange(99)}", "http error", "answered 500")
            archive.store(Page(run, capture(next(ids), run, status=500), problems=(problem,)))
        archive.finish_run(run, "2025-12-31T00:00:00Z", Outcome.COMPLETE)
        alarms = judge(signs_of(archive, run), earlier(archive, run))
        archive.finish_run(run, "2025-12-31T00:00:00Z", Outcome.COMPLETE, alarms)
        yield alarms


def test_a_quiet_office_raises_no_alarm_in_a_year(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "data") as archive:
        days = list(quiet_year(archive, 1))
    assert len(days) == 365
    assert [alarms for alarms in days if alarms] == []


BROKEN: dict[str, Callable[[dict[str, Told]], None]] = {
    "every article asks to log in": lambda told: told.update(
        {path: Told(REFUSAL.encode()) for path in told if path.startswith("/tin-tuc/")}
    ),
    "the list is empty": lambda told: told.update({"/tin-tuc": page("Tin tức", "<h2>Tin tức</h2><p>Chưa có tin.</p>")}),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_the_keeper_hears_of_it(broken: Callable[[dict[str, Told]], None], tmp_path: Path) -> None:
    told, folder = news(12), tmp_path / "data"
    with site(told) as running:
        assert crawl(running.base, folder).code == 0
        assert crawl(running.base, folder, "--full").code == 0
        broken(told)
        ran = crawl(running.base, folder, "--full")
    assert ran.code == 3
    assert "alarm: " in ran.out
    assert value(folder, "select count(*) from alarms where run_id = 3") >= 1
    status = queson("status", "--archive", folder)
    assert "alarm: " in status.out
    assert "(since 20" in status.out
    assert "accepted" in queson("portals", "accept", value(folder, "select slug from portals"), "--archive", folder).out
    assert "alarm: " not in queson("status", "--archive", folder).out
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")
