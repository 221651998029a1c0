"""The whole flow beside a bare Scrapy spider, on the same pages and in one run; memory; and where the time goes.

The pages come from a server in a process of its own: a large demo portal (its answers are made once and then repeated,
so that the server is no brake) and, where ../shared is present, the recorded portal in it. `queson crawl` goes first,
without files, and says which pages there are; the bare spider then asks for exactly those pages and keeps nothing, at
the same concurrency and without delay: it follows links, and what no link leads to (sitemaps, feeds) it is told. Their
turns are interleaved, so that a machine that slows down hurts both.

The recorded portal misses some pages of its lists, for which the flow asks twice with a pause between; there only CPU
seconds compare.
"""

import gc
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial, wraps
from http.server import ThreadingHTTPServer
from pathlib import Path
from statistics import median
from time import monotonic, process_time
from typing import Any

ROOT = Path(__file__).parent.parent.parent
SHARED = ROOT.parent / "shared"
RECORDED, REPLAY = SHARED / "real" / "sotttt-hanoi-2022.warc.gz", SHARED / "tools" / "replay.py"
ROUNDS = 2
COMPARED = 1000
"""So many articles are crawled in each turn of the comparison."""
PORTAL = (1500, 1000, 500)
SMALLER, LARGER = (150, 100, 50), (300, 200, 100)
"""Articles in each list of the portal that is crawled, and of those whose crawls show how memory grows; `make bench
ONLY=memory` shows it over many more."""
AT_ONCE = 4
BESIDE_READING, LEARNING = "blocks of pages", "learning what pages share (goal: 5)"


def run() -> list[tuple[str, float, str]]:
    """Comparison, shares of the time, memory."""
    demo = ["demo", *map(str, PORTAL)]
    real = ["replay", str(RECORDED)] if RECORDED.is_file() and REPLAY.is_file() else []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = _compared(folder / "demo", demo, ROUNDS)
        if real:
            rows += _compared(folder / "real", real, 1)
        return rows + _shares(folder / "shares", real or demo) + _memory(folder)


def _compared(folder: Path, served: list[str], rounds: int) -> list[tuple[str, float, str]]:
    folder.mkdir()
    flows, bares, pages, kind = [], [], folder / "pages.txt", served[0]
    with _serving(served) as url:
        for turn in range(rounds):
            flows.append(_crawl(url, folder / f"{turn}", COMPARED))
            pages.write_text("\n".join(_asked(folder / f"{turn}")), "utf-8")
            bares.append(_measured(["-m", __name__, "bare", url, str(pages)]))
    wall = [median(each["pages"] / each["seconds"] for each in side) for side in (bares, flows)]
    cpu = [median(each["pages"] / each["cpu"] for each in side) for side in (bares, flows)]
    megabytes = sum(file.stat().st_size for file in (folder / "0" / "warc").iterdir()) / 1e6
    return [
        (f"pages of a turn, flow and bare ({kind})", flows[0]["pages"], f"and {bares[0]['pages']:.0f}"),
        (f"bare spider ({kind})", wall[0], "pages/s"),
        (f"whole flow ({kind})", wall[1], "pages/s"),
        *([(f"whole flow / bare spider ({kind}; goal: 0.8)", wall[1] / wall[0], "")] if kind == "demo" else []),
        (f"whole flow / bare spider, by CPU time ({kind})", cpu[1] / cpu[0], ""),
        (f"WARC written ({kind})", megabytes / flows[0]["cpu"], "MB per CPU s"),
    ]


def _shares(archive: Path, served: list[str]) -> list[tuple[str, float, str]]:
    with _serving(served) as url:
        found = _measured(["-m", __name__, "shares", url, str(archive), str(COMPARED)])
    measured = ("seconds", "rss", "cpu")
    return [
        (f"share of {part} ({served[0]})", share, "% of CPU") for part, share in found.items() if part not in measured
    ]


def _memory(folder: Path) -> list[tuple[str, float, str]]:
    rows, peaks = [], []
    for sizes in (SMALLER, LARGER):
        with _serving(["demo", *map(str, sizes)]) as url:
            flow = _crawl(url, folder / f"memory-{sum(sizes)}")
        rows += [
            (f"whole flow, {sum(sizes)} articles (demo)", flow["pages"] / flow["seconds"], "pages/s"),
            (f"peak memory, {sum(sizes)} articles (demo)", flow["rss"], "MB"),
        ]
        peaks.append(flow["rss"])
    return [*rows, ("peak memory, twice the articles / once", peaks[1] / peaks[0], "")]


def _asked(archive: Path) -> list[str]:
    """The addresses of the pages an archive was answered with."""
    from archive.store import Archive

    with Archive.open(archive, create=False) as opened:
        rows = opened.db.execute("select distinct url from captures where status = 200 and role <> 'robots'")
        return [url for (url,) in rows]


def _crawl(url: str, archive: Path, most: int | None = None) -> dict[str, float]:
    limit = ["--max-articles", str(most)] if most else []
    command = [
        "-m",
        "queson_crawler.cli",
        "crawl",
        url,
        "--archive",
        str(archive),
        "--no-files",
        "--delay",
        "0",
        *limit,
    ]
    measured = _measured(command)
    return measured | {"pages": len(_asked(archive))}


def _measured(command: list[str]) -> dict[str, float]:
    """Seconds, CPU seconds and peak memory (MB) of one process, and what it printed last."""
    begun = monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=said, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        last = (said.read().decode().strip().splitlines() or [""])[-1]
    if process.returncode not in (0, 3):  # 3: done, but something was missing
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    found = json.loads(last) if last.startswith("{") else {}
    unit = 1 if sys.platform == "darwin" else 1024
    taken = {
        "seconds": monotonic() - begun,
        "cpu": usage.ru_utime + usage.ru_stime,
        "rss": usage.ru_maxrss * unit / 1e6,
    }
    return taken | found


@contextmanager
def _serving(served: list[str]) -> Iterator[str]:
    """A server in a process of its own, at the address given."""
    command = [sys.executable, "-m", __name__, "serve", *served]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def serve(kind: str, *what: str) -> None:
    """Serve the recorded portal, or a demo portal of these sizes; print the address."""
    server = _replay(what[0]) if kind == "replay" else _demo(tuple(map(int, what)))
    print(f"http://127.0.0.1:{server.server_address[1]}/", flush=True)
    server.serve_forever()


def _replay(warc: str) -> ThreadingHTTPServer:
    spec = importlib.util.spec_from_file_location("replay", REPLAY)
    assert spec is not None
    assert spec.loader is not None
    replay = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(replay)
    handler = replay.handler(warc, Whole(replay.index(warc)), 0)
    handler.disable_nagle_algorithm = True  # head and body are two writes: else each answer waits 40 ms
    return ThreadingHTTPServer(("127.0.0.1", 0), handler)


class Whole(dict[str, tuple[int, int]]):
    """The recorded pages by address; an article recorded under one address answers under all, as it did live."""

    def __init__(self, recorded: dict[str, tuple[int, int]]) -> None:
        super().__init__(recorded)
        found = ((self._article(key), place) for key, place in recorded.items())
        self._articles = {article: place for article, place in found if article}

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key) or self._articles.get(self._article(key), default)

    @staticmethod
    def _article(key: str) -> str:
        match = re.match(r"[^?]*/-/view_content/(\d+)-[^?/]*$", key)
        return match[1] if match else ""


def _demo(sizes: tuple[int, ...]) -> ThreadingHTTPServer:
    from queson_crawler.demo import DemoOptions
    from queson_crawler.demo.content import build
    from queson_crawler.demo.server import DemoServer
    from queson_crawler.demo.skin_dnn import DnnSkin

    options = DemoOptions(sizes=sizes, per_page=20, pager="query")
    skin, made = DnnSkin(build(options), options), {}

    class Repeating:
        """Makes each answer once."""

        def answer(self, request: Any) -> Any:
            if request.target not in made:
                made[request.target] = skin.answer(request)
            return made[request.target]

        def __getattr__(self, name: str) -> Any:
            return getattr(skin, name)

    return DemoServer(0, Repeating())


def bare(url: str, pages: str) -> None:
    """Ask for `url` and the pages listed in a file, by following links where they lead there; keep nothing, and print
    how many came."""
    from scrapy import signals
    from scrapy.crawler import AsyncCrawlerProcess

    from queson_crawler.urls import canonical

    wanted = {canonical(line): line for line in Path(pages).read_text("utf-8").splitlines()}
    wanted.pop(canonical(url), None)
    came: list[int] = []
    process = AsyncCrawlerProcess(
        {
            "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE,
            "DOWNLOAD_DELAY": 0,
            "ROBOTSTXT_OBEY": True,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_ENABLED": False,
        }
    )
    crawler = process.create_crawler(_bare_spider(url, wanted, came))
    process.crawl(crawler)
    crawler.signals.connect(lambda spider: spider.ask_rest(), signal=signals.spider_idle, weak=False)
    process.start()
    print(json.dumps({"pages": len(came)}))


def _bare_spider(url: str, wanted: dict[str, str], came: list[int]) -> Any:
    """A spider that asks for `url` and then for what is `wanted`, and notes what `came`."""
    import scrapy
    from scrapy.exceptions import DontCloseSpider

    from queson_crawler.urls import canonical

    met = set()

    class Bare(scrapy.Spider):
        name = "bare"
        start_urls = (url,)

        def parse(self, response: scrapy.http.Response) -> Iterator[scrapy.Request]:
            came.append(1)
            hrefs = response.xpath("//a/@href").getall() if isinstance(response, scrapy.http.HtmlResponse) else []
            for href in hrefs:
                try:
                    link = response.urljoin(href)
                except ValueError:
                    continue
                if link in met:
                    continue
                met.add(link)
                if wanted.pop(canonical(link), None):
                    yield scrapy.Request(link, dont_filter=True)

        def ask_rest(self) -> None:
            """Ask for what no link led to."""
            if not wanted:
                return
            for address in sorted(wanted.values()):
                self.crawler.engine.crawl(scrapy.Request(address, dont_filter=True, callback=self.parse))
            wanted.clear()
            raise DontCloseSpider

    return Bare


def _time_calls(spent: dict[str, float], owner: Any, name: str, part: str) -> None:
    """Add to a part of what was `spent` the CPU seconds of each call of a method from now on."""
    work: Callable[..., Any] = getattr(owner, name)

    @wraps(work)
    def wrapper(*arguments: Any, **named: Any) -> Any:
        begun = process_time()
        try:
            return work(*arguments, **named)
        finally:
            spent[part] = spent.get(part, 0.0) + process_time() - begun

    setattr(owner, name, wrapper)


def shares(url: str, archive: str, most: str) -> None:
    """Crawl in this process with the parts of the flow timed; print what share of the CPU time each took.

    A part's time is that of its own function calls, on the one thread that does all the work; what is left over is
    Scrapy, Twisted and the spider between them.
    """
    from archive.warc import WarcWriter
    from queson_crawler.frontier.frontier import Frontier
    from queson_crawler.portals import resolve
    from queson_crawler.recording import pipelines
    from queson_crawler.recording.recorder import Recorder
    from queson_crawler.runs import crawl
    from queson_crawler.understand import judge, reader

    spent: dict[str, float] = {}
    timed = partial(_time_calls, spent)
    timed(WarcWriter, "write", "capture")
    timed(reader.Reader, "read", "parse")
    timed(Frontier, "take", "frontier")
    timed(pipelines.Normalise, "process_item", "normalise and deduplicate")
    timed(pipelines.Deduplicate, "process_item", "normalise and deduplicate")
    timed(Recorder, "store", "store")
    timed(judge, "compared", BESIDE_READING)
    timed(Frontier, "learn_template", LEARNING)
    timed(Recorder, "learned", LEARNING)
    gc.collect()
    begun = process_time()
    crawl.FIRST_HERE = sys.maxsize  # all pages: what other processes parse is not timed here
    crawl.crawl(resolve(url), url, Path(archive), crawl.Options(delay=0, max_articles=int(most)))
    whole = process_time() - begun
    spent["parse"] -= spent.get(BESIDE_READING, 0.0)
    spent[LEARNING] = spent.get(LEARNING, 0.0) + spent.pop(BESIDE_READING, 0.0)
    spent["download and engine"] = whole - sum(spent.values())
    print(json.dumps({part: 100 * seconds / whole for part, seconds in sorted(spent.items())}))


if __name__ == "__main__":
    {"serve": serve, "bare": bare, "shares": shares}[sys.argv[1]](*sys.argv[2:])
