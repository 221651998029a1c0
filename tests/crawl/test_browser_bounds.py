"""What a page can make a real browser do: fill the memory, ask too fast, send what goes past the proxy."""

from __future__ import annotations

import json
import os
import re
import socket
import time
from pathlib import Path

import pytest

from queson_crawler.fetch.browser import browser
from tests.crawl.test_render import COUNT, FETCHED, PAGES, SCROLLED, SIZE, Answers, portal
from tests.crawl.tools import Told, assert_equal_tables, assert_sound, crawl, page, queson, rows, site, value
from tests.harness.processes import python, run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(browser() is None and "CI" not in os.environ, reason="no chromium: apt-get install chromium"),
]
LIST = FETCHED.format(pages=PAGES, tag="button", end="button")
MAX_MEGABYTES = 500
GREEDY = """<div id="ds"></div><script>
const kept = [];
setInterval(() => { for (let i = 0; i < 4; i++) kept.push(new Uint8Array(16 << 20).fill(kept.length)); }, 20);
fetch('/api/tin?trang=1').then(() => 0);
</script>"""
BOUNDED = """
import sys
from queson_crawler.cli import main
from queson_crawler.fetch import browser_memory

most = 0
real = browser_memory.memory_of

def seen(process):
    global most
    found = real(process)
    most = max(most, found)
    return found

browser_memory.memory_of = seen
browser_memory.SECONDS = 0.1
browser_memory.watch.__defaults__ = (int(sys.argv.pop(1)) << 20,)
try:
    main(sys.argv[1:])
finally:
    print("most", most >> 20)
"""
"""A crawl whose browser has less memory than usual, and which says how much a page took."""


def test_a_page_that_fills_the_memory_is_ended_and_named_and_the_crawl_goes_on(tmp_path: Path) -> None:
    inner = portal(LIST)
    greedy = page("Thông báo", f"<h2>Thông báo</h2>{GREEDY}")

    def answer(path: str) -> Told | None:
        if path == "/":
            menu = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("thong-bao", "tin-tuc"))
            return page("Cổng", f"<ul class='menu'>{menu}</ul>")
        return greedy if path == "/thong-bao" else inner(path)  # type: ignore[operator]

    with site(answer) as running:
        words = (MAX_MEGABYTES, "crawl", running.base, "--archive", tmp_path / "data", "--delay", 0, "--no-files")
        done = run(python("-c", BOUNDED, *words), timeout=300)
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    (most,) = re.findall(r"^most (\d+)$", done.stdout, re.M)
    assert MAX_MEGABYTES < int(most) < 4 * MAX_MEGABYTES  # it grew, and was ended at one of the next looks
    assert value(tmp_path / "data", "select count(*) from articles") == COUNT
    assert rows(tmp_path / "data", "select 1 from problems where url like '%/thong-bao'"), done.stdout
    assert_sound(tmp_path / "data")


WAIT = 2


def test_a_portal_that_is_asked_too_fast_by_a_browser_is_asked_more_slowly(tmp_path: Path) -> None:
    """429 comes to a script, where no spider sees it, and the script asks again at once: its request waits."""
    plain = "const tin = await (await fetch('/api/tin?trang=' + trang)).json();"
    again = "do { r = await fetch('/api/tin?trang=' + trang); } while (r.status === 429);"
    eager = f"let r; {again} const tin = await r.json();"
    assert plain in LIST
    inner = portal(LIST.replace(plain, eager))
    asked: list[float] = []

    def answer(path: str) -> Told | None:
        if path.startswith("/api/tin"):
            asked.append(time.monotonic())
            if len(asked) == 1:
                return Told(b"[]", 429, {"Retry-After": str(WAIT), "Content-Type": "application/json"})
        return inner(path)  # type: ignore[operator]

    with site(answer) as running:
        ran = crawl(running.base, tmp_path / "data")
    assert ran.code == 0, ran.said
    assert asked[1] - asked[0] > 0.8 * WAIT
    assert value(tmp_path / "data", "select count(*) from articles") == COUNT


def test_a_page_in_a_browser_that_is_refused_as_asked_too_fast_is_asked_again(tmp_path: Path) -> None:
    inner = portal(LIST)
    asked: list[float] = []

    def answer(path: str) -> Told | None:
        if path == "/tin-tuc":
            asked.append(time.monotonic())
            if len(asked) == 2:  # the first time nobody knows that it needs a browser
                return Told(b"<h1>429</h1>", 429, {"Retry-After": str(WAIT)})
        return inner(path)  # type: ignore[operator]

    with site(answer) as running:
        ran = crawl(running.base, tmp_path / "data")
    assert ran.code == 0, ran.said
    assert asked[2] - asked[1] > 0.8 * WAIT
    assert value(tmp_path / "data", "select count(*) from articles") == COUNT


STUN = """<script>
const peer = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:PORT'}]});
peer.createDataChannel('a');
peer.createOffer().then(offer => peer.setLocalDescription(offer));
</script>"""


def test_no_webrtc_leaves_the_browser(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as elsewhere:
        elsewhere.bind(("127.0.0.1", 0))
        elsewhere.settimeout(0.5)
        inner = portal(LIST + STUN.replace("PORT", str(elsewhere.getsockname()[1])))
        with site(inner) as running:
            ran = crawl(running.base, tmp_path / "data")
        assert ran.code == 0, ran.said
        with pytest.raises(TimeoutError):
            elsewhere.recv(100)


WINDOWS = """<script>setInterval(() => {
  for (let i = 0; i < 5; i++) open('/cua-so-' + Math.random(), '_blank', 'noopener');
}, 20);
const link = document.createElement('a');
link.href = '/cua-so-moi'; link.target = '_blank'; link.click();</script>"""


def test_windows_that_a_page_opens_ask_nothing(tmp_path: Path) -> None:
    inner = portal(LIST + WINDOWS)
    asked: list[str] = []

    def answer(path: str) -> Told | None:
        asked.append(path)
        return inner(path)  # type: ignore[operator]

    with site(answer) as running:
        crawl(running.base, tmp_path / "data")
    assert value(tmp_path / "data", "select count(*) from articles") > 0
    assert not [path for path in asked if path.startswith("/cua-so")]


IMPATIENT = """
import sys
from queson_crawler.cli import main
from queson_crawler.fetch import browser_page

browser_page.LONGEST_UNROLLING = 0.5
main(sys.argv[1:])
"""
"""A crawl that waits for no page that goes on and on."""


def scrolled_for_ever(*, anew: bool) -> Answers:
    """The portal whose list goes on without end: with links made up `anew`, or with its own again and again."""
    inner, pages = portal(SCROLLED.format(pages=10**9)), -(-COUNT // SIZE)

    def answer(path: str) -> Told | None:
        number = int(path.rpartition("=")[2]) if path.startswith("/api/tin?trang=") else 0
        if number <= pages:
            return inner(path)  # type: ignore[operator]
        if not anew:
            return inner(f"/api/tin?trang={number % pages + 1}")  # type: ignore[operator]
        title = f"Khánh thành công trình số {number} của huyện"
        made_up = [{"url": f"/tin-tuc/cong-trinh-{5000 + number}.html", "title": title, "date": "12/03/2020"}]
        return Told(json.dumps(made_up).encode(), headers={"Content-Type": "application/json"})

    return answer


def test_a_page_that_scrolls_without_end_is_left_and_its_list_is_not_whole(tmp_path: Path) -> None:
    with site(scrolled_for_ever(anew=True)) as running:
        words = ("crawl", running.base, "--archive", tmp_path / "data", "--delay", 0, "--no-files")
        done = run(python("-c", IMPATIENT, *words), timeout=300)
    assert done.returncode == 3, done.stderr
    (detail,) = rows(tmp_path / "data", "select detail from problems where kind = 'too large'")
    assert "keeps growing as it is scrolled" in detail[0]
    assert rows(tmp_path / "data", "select gaps from coverage") == [(1,)]
    assert value(tmp_path / "data", "select count(*) from articles") == COUNT
    assert queson("rebuild", "--archive", tmp_path / "data", "--to", tmp_path / "anew").code == 0
    assert_equal_tables(tmp_path / "data", tmp_path / "anew")


def test_a_page_that_scrolls_through_the_same_again_and_again_ends(tmp_path: Path) -> None:
    with site(scrolled_for_ever(anew=False)) as running:
        ran = crawl(running.base, tmp_path / "data")
    assert ran.code == 0, ran.said
    assert rows(tmp_path / "data", "select listed, stored, gaps from coverage") == [(COUNT, COUNT, 0)]
    assert rows(tmp_path / "data", "select kind from problems") == []
