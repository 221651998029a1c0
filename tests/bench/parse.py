"""How fast pages are understood on one core: from bytes to article or list, text as it is stored.

Pages are those of the demo portal and, where ../shared is present, real Liferay pages out of its recording. A figure is
CPU time of reading and normalising alone: no network, no database, nothing cached between pages.
"""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from time import process_time

from warcio.archiveiterator import ArchiveIterator

from archive.records import Capture
from queson_crawler.demo.content import build
from queson_crawler.demo.skin_dnn import DnnSkin
from queson_crawler.demo.wire import Request
from queson_crawler.frontier.run_state import MAX_SAMPLE
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.article.furniture import NO_TEMPLATE
from queson_crawler.parse.results import Listing, RawArticle
from queson_crawler.portals import Portal
from queson_crawler.profile.siblings import Siblings
from queson_crawler.understand.reader import Reader
from queson_crawler.understand.steps import normalised
from queson_crawler.understand.tasks import Role, Task, task_of
from tests.lab import LabOptions, LabPortal

RECORDED = Path(__file__).parent.parent.parent.parent / "shared" / "real" / "sotttt-hanoi-2022.warc.gz"
ARTICLES, LISTS = 300, 60
ROUNDS = 3

Asked = tuple[Task, bytes]


def run() -> list[tuple[str, float, str]]:
    """Articles and list pages per second, milliseconds per page, for each kind of page there is."""
    rows = _figures("demo", "dnn", _demo())
    return rows + (_figures("real Liferay", "liferay-6.2", _recorded()) if RECORDED.is_file() else [])


def _figures(kind: str, platform: str, asked: list[Asked]) -> list[tuple[str, float, str]]:
    rows = []
    for role, name, wanted in ((Role.ARTICLE, "articles (goal: 300)", RawArticle), (Role.LIST, "list pages", Listing)):
        pages = [(task, body) for task, body in asked if task.role == role]
        # The best of a few rounds of each page: other processes can only make a round slower.
        rounds = [[_seconds(platform, task, body, wanted) for task, body in pages] for _ in range(ROUNDS)]
        times = [min(each) for each in zip(*rounds, strict=True)]
        rows += [
            (f"{name}, {kind}", len(times) / sum(times), "1/s"),
            (f"{role} page, {kind}, p50", 1000 * median(times), "ms"),
            (f"{role} page, {kind}, p95", 1000 * quantiles(times, n=20)[-1], "ms"),
            (f"{role} page, {kind}, size", sum(len(body) for _, body in pages) / len(pages) / 1000, "KB"),
        ]
    rows.append((f"learning beside reading {len(asked)} pages, {kind}", _learning(platform, asked), "%"))
    return rows


def _learning(platform: str, asked: list[Asked]) -> float:
    """How much longer the pages are read where it is learned what they have in common, in per cent of reading alone."""
    taken = {}
    for learns in (True, False):
        taken[learns] = min(_reading(platform, asked, learns=learns) for _ in range(ROUNDS))
    return 100 * (taken[True] / taken[False] - 1)


def _reading(platform: str, asked: list[Asked], *, learns: bool) -> float:
    begun = process_time()
    reader, siblings = Reader(Portal("bench", asked[0][0].url, platform=platform), 1, gathers=learns), Siblings()
    for task, body in asked:
        understood, page = reader.read(task, Answer(task.url, 200, body), None)
        normalised(page)
        siblings.take(understood.sibling)
        if len(siblings.pages) == MAX_SAMPLE:
            found = siblings.learned(reader.profile.template)
            reader.profile = reader.profile.sharing(found or NO_TEMPLATE)
    return process_time() - begun


def _seconds(platform: str, task: Task, body: bytes, wanted: type) -> float:
    reader = Reader(Portal("bench", task.url, platform=platform), 1)
    capture = Capture(1, 1, task.url, "2026-01-01T00:00:00Z", 200, "text/html", "", "", 0, 0)
    begun = process_time()
    understood, page = reader.read(task, Answer(task.url, 200, body), capture)
    normalised(page)
    taken = process_time() - begun
    if not isinstance(understood.result, wanted):
        raise RuntimeError(f"{task.url} is no {wanted.__name__}: a figure would mean nothing")
    return taken


def _demo() -> list[Asked]:
    options = LabOptions(sizes=(200, 120, 60), per_page=5, pager="query", login_only=False)
    portal, skin = LabPortal(options), DnnSkin(build(options), options)
    base = "http://demo.example"
    paths = [(Role.ARTICLE, portal.article_paths(one.native_id)[0], one.native_id) for one in portal.truth()[:ARTICLES]]
    for each in portal.categories():
        paths += [(Role.LIST, f"{each.path}&currentpage={number}", "") for number in range(1, each.declared // 5 + 1)]
    made = []
    for role, path, native_id in paths:
        note = {"role": role, "category": base, "number": 1, "native_id": native_id, "listed": True}
        task = task_of(base + path, note)
        made.append((task, skin.answer(Request("GET", path, base)).body))
    return made[: ARTICLES + LISTS]


def _recorded() -> list[Asked]:
    return [*islice(_of_role(Role.ARTICLE), ARTICLES), *islice(_of_role(Role.LIST), LISTS)]


def _of_role(role: str) -> Iterator[Asked]:
    """The recording's pages that show an article, or those that show a list, in its order."""
    mark = b"asset-full-content-title" if role == Role.ARTICLE else b"asset-abstract"
    with RECORDED.open("rb") as file:
        for record in ArchiveIterator(file):
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            article = re.search(r"/-/view_content/(\d+)-", url)
            if (
                record.rec_type != "response"
                or role != (Role.ARTICLE if article else Role.LIST)
                or not (article or "_cur=" in url)
            ):
                continue
            body = record.content_stream().read()
            if mark in body:
                yield (
                    task_of(
                        url,
                        {
                            "role": role,
                            "category": url,
                            "number": 1,
                            "native_id": article[1] if article else "",
                            "listed": True,
                        },
                    ),
                    body,
                )
