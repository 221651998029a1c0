"""Lists and pagers that exist only after JavaScript, in a real browser."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from queson_crawler.fetch import browser_page as render
from queson_crawler.fetch.browser import browser
from tests.crawl.tools import (
    Answers,
    Told,
    assert_equal_tables,
    assert_sound,
    begun,
    crawl,
    news,
    page,
    queson,
    rows,
    site,
    value,
)

pytestmark = pytest.mark.skipif(
    browser() is None and "CI" not in os.environ, reason="no chromium here: apt-get install chromium"
)
COUNT, SIZE = 17, 5
PAGES = -(-COUNT // SIZE)

FETCHED = """<h2>Tin tức</h2><div id="ds-tin"></div><div id="phan-trang"></div><script>
async function mo(trang) {{
  const tin = await (await fetch('/api/tin?trang=' + trang)).json();
  document.getElementById('ds-tin').innerHTML = tin.map(t =>
    `<div class="o"><h3><a href="${{t.url}}">${{t.title}}</a></h3><i>${{t.date}}</i></div>`).join('');
  let nut = '';
  for (let i = 1; i <= {pages}; i++) nut += i == trang ? `<b class="active">${{i}}</b>` : `<{tag}>${{i}}</{end}>`;
  const pt = document.getElementById('phan-trang');
  pt.innerHTML = nut;
  pt.querySelectorAll('{end}').forEach(e => {{ e.onclick = () => mo(+e.textContent); e.style.cursor = 'pointer'; }});
}}
mo(1);
</script>"""
SCROLLED = """<h2>Tin tức</h2><ul id="ds"></ul><div style="height: 1500px"></div><script>
let trang = 0, dang = false;
async function them() {{
  if (dang || trang >= {pages}) return;
  dang = true;
  const tin = await (await fetch('/api/tin?trang=' + ++trang)).json();
  for (const t of tin) document.getElementById('ds').insertAdjacentHTML('beforeend',
    `<li><a href="${{t.url}}">${{t.title}}</a> <i>${{t.date}}</i></li>`);
  dang = false;
}}
addEventListener('scroll', () => {{ if (innerHeight + scrollY >= document.body.scrollHeight - 80) them(); }});
them();
</script>"""
MORE = """<h2>Tin tức</h2><div class="khung"><ul id="ds">{items}</ul>
<button type="button" id="them">Xem thêm</button></div>
<script>let trang = 1;
document.getElementById('them').onclick = async () => {{
  const tin = await (await fetch('/api/tin?trang=' + ++trang)).json();
  for (const t of tin) document.getElementById('ds').insertAdjacentHTML('beforeend',
    `<li><a href="${{t.url}}">${{t.title}}</a> <i>${{t.date}}</i></li>`);
  if (trang >= {pages}) document.getElementById('them').remove();
}};</script>"""


def portal(main: str) -> Answers:
    """The small portal of `news`, its list as `main` shows it."""
    told = news(COUNT)
    paths = [path for path in told if "cong-trinh" in path]
    entries = [{"url": path, "title": path[9:].replace("-", " "), "date": "12/03/2020"} for path in paths]
    first = "".join(f"<li><a href='{e['url']}'>{e['title']}</a> <i>{e['date']}</i></li>" for e in entries[:SIZE])
    told["/tin-tuc"] = page("Tin tức", main.replace("{items}", first))
    told["/lien-he"] = page("Liên hệ", "<h2>Liên hệ</h2><form><input name='ten'></form><script>fetch('/dem')</script>")
    menu = "<ul class='menu'><li><a href='/tin-tuc'>Tin tức</a></li><li><a href='/lien-he'>Liên hệ</a></li></ul>"
    told["/"] = page("Cổng thông tin", menu)

    def answer(path: str) -> Told | None:
        parts = urlsplit(path)
        if parts.path == "/api/tin":
            number = int(parse_qs(parts.query)["trang"][0])
            time.sleep(0.05)
            some = entries[(number - 1) * SIZE : number * SIZE]
            return Told(json.dumps(some).encode(), headers={"Content-Type": "application/json"})
        return told.get(path)

    return answer


def fetched(tag: str, end: str) -> Answers:
    return portal(FETCHED.format(pages=PAGES, tag=tag, end=end))


SHAPES = {
    "buttons": fetched("button", "button"),
    "links without address": fetched("a href='javascript:void(0)'", "a"),
    "spans": fetched("span", "span"),
    "load more": portal(MORE.format(pages=PAGES, items="{items}")),
    "scrolling": portal(SCROLLED.format(pages=PAGES)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_lists_that_only_a_browser_shows_are_read_to_their_end(tmp_path: Path, shape: str) -> None:
    with site(SHAPES[shape]) as running:
        ran = crawl(running.base, tmp_path / "data")
    assert ran.code == 0, ran.said
    assert value(tmp_path / "data", "select count(*) from articles") == COUNT
    assert value(tmp_path / "data", "select count(*) from article_categories") == COUNT
    assert rows(tmp_path / "data", "select kind, url from problems") == []
    assert rows(tmp_path / "data", "select listed, stored, gaps from coverage") == [(COUNT, COUNT, 0)]
    assert "/dem" not in running.asked  # a page that shows all it has needs no browser
    assert_sound(tmp_path / "data")
    assert queson("rebuild", "--archive", tmp_path / "data", "--to", tmp_path / "anew").code == 0
    assert_equal_tables(tmp_path / "data", tmp_path / "anew")


def test_without_a_browser_what_is_missing_is_named(tmp_path: Path) -> None:
    with site(SHAPES["buttons"]) as running:
        ran = crawl(running.base, tmp_path, "--render", "never")
    assert ran.code == 3
    assert rows(tmp_path, "select kind, url from problems") == [("needs a browser", f"{running.base}/tin-tuc")]
    assert "none was allowed (--render never)" in ran.said


def test_where_no_browser_is_allowed_none_turns_pages_either(tmp_path: Path) -> None:
    items = "".join(
        f'<p><a href="/tin/bai-{n}.html">Bài số {n} của bản tin xã Đồng Mít trong tuần qua</a></p>'
        for n in range(1001, 1006)
    )
    turned = items + "<span class=on>1</span><span onclick='trang(2)'>2</span><span onclick='trang(3)'>3</span>"

    def answers(path: str) -> Told | None:
        if path == "/":
            return page("Bản tin", "<a href=/tin-tuc>Tin tức</a>")
        if path == "/tin-tuc":
            return page("Tin tức", turned)
        if "/bai-" in path:
            return page(
                path, f"<h1>Bài số {path[-9:-5]} của bản tin xã</h1><div>12/03/2020 08:00</div><p>Nội dung của bài.</p>"
            )
        return None

    with site(answers) as running:
        ran = crawl(running.base, tmp_path, "--render", "never")
    assert ran.code == 3, ran.said
    assert value(tmp_path, "select count(*) from captures where role in ('browser', 'rendered')") == 0
    assert rows(tmp_path, "select kind, url from problems") == [("needs a browser", f"{running.base}/tin-tuc")]
    assert "none was allowed (--render never)" in ran.said


def test_where_no_browser_is_installed_the_keeper_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("QUESON_CHROMIUM", raising=False)
    with site(SHAPES["buttons"]) as running:
        ran = crawl(running.base, tmp_path / "data")
    assert ran.code == 3
    assert "install Debian's chromium" in ran.said


def test_a_portal_file_says_when_a_browser_is_used(tmp_path: Path) -> None:
    with site(SHAPES["buttons"]) as running:
        file = tmp_path / "small.toml"
        file.write_text(f'start = "{running.base}/"\ntitle = "A"\nrender = "never"\n')
        ran = crawl(file, tmp_path / "data")
        assert "none was allowed" in ran.said
        assert crawl(file, tmp_path / "data", "--render", "auto").code == 0


def test_a_plain_portal_never_starts_a_browser(tmp_path: Path) -> None:
    with site(news()) as running:
        assert crawl(running.base, tmp_path).code == 0
    assert value(tmp_path, "select count(*) from captures where role = 'browser'") == 0


def test_a_browser_does_not_outlive_its_crawl(tmp_path: Path) -> None:
    def slow(path: str) -> Told | None:
        if path.startswith("/api/tin"):
            time.sleep(1)
        return SHAPES["buttons"](path)

    with site(slow) as running, begun(running.base, tmp_path / "data") as process:
        while not any(path.startswith("/api/tin") for path in running.asked):
            assert process.poll() is None, process.communicate()
            time.sleep(0.02)
        assert browsers(process.pid)
        children = descendants(process.pid)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        deadline = time.monotonic() + 600
        while (
            any(Path(f"/proc/{pid}").exists() and not zombie(pid) for pid in children) and time.monotonic() < deadline
        ):
            time.sleep(0.1)
        assert not [pid for pid in children if Path(f"/proc/{pid}").exists() and not zombie(pid)]


def descendants(pid: int) -> list[int]:
    said = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(child): int(parent) for child, parent in (line.split() for line in said.splitlines())}
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def browsers(pid: int) -> list[int]:
    names = ((child, Path(f"/proc/{child}/cmdline")) for child in descendants(pid))
    return [child for child, file in names if file.exists() and "chrom" in file.read_text()]


class Hung:
    """A page whose scripts never end: it answers nothing."""

    asked = 0

    async def evaluate(self, script: str, *given: object) -> None:
        self.asked += 1
        await asyncio.sleep(3600)

    async def wait_for_load_state(self, state: str, timeout: float) -> None:
        await asyncio.sleep(3600)


def test_a_page_whose_scripts_never_end_is_given_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "LONGEST_CHANGE", 0.05)
    hung: Any = Hung()

    async def shown() -> None:
        assert await render.settle(hung) is None
        await render.unroll(hung, lambda: asyncio.sleep(0, True))

    asyncio.run(asyncio.wait_for(shown(), 2))
    assert hung.asked == 2


def test_of_a_page_whose_controls_nobody_can_find_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its pager a list would seem to end."""
    monkeypatch.setattr(render, "LONGEST_CHANGE", 0.05)
    hung: Any = Hung()
    assert asyncio.run(render.snapshot(hung)) is None


def test_each_of_several_portals_is_shown_by_a_browser_of_its_own(tmp_path: Path) -> None:
    with site(SHAPES["buttons"]) as first, site(SHAPES["buttons"]) as second:
        ran = queson("crawl", first.base, second.base, "--archive", tmp_path / "data", "--delay", "0")
    assert ran.code == 0, ran.said
    assert rows(tmp_path / "data", "select count(*) from articles group by portal") == [(COUNT,), (COUNT,)]


WAYS_OUT = """<script>
const elsewhere = 'ORIGIN';
new WebSocket(elsewhere.replace('http', 'ws') + '/socket');
fetch(elsewhere + '/fetched', {mode: 'no-cors'}).catch(() => 0);
for (const rel of ['preconnect', 'prefetch', 'dns-prefetch', 'modulepreload'])
  document.head.append(Object.assign(document.createElement('link'), {rel, href: elsewhere + '/' + rel}));
document.head.append(Object.assign(document.createElement('script'), {type: 'speculationrules',
  textContent: JSON.stringify({prefetch: [{urls: [elsewhere + '/speculated'], source: 'list'}]})}));
fetch('/di-noi-khac').catch(() => 0);
navigator.sendBeacon(elsewhere + '/beacon');
</script>"""


def test_no_way_out_of_a_page_leads_to_another_port(tmp_path: Path) -> None:
    met: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.settimeout(0.1)
        origin = f"http://127.0.0.1:{elsewhere.getsockname()[1]}"
        inner = portal(FETCHED.format(pages=PAGES, tag="button", end="button") + WAYS_OUT.replace("ORIGIN", origin))

        def answer(path: str) -> Told | None:
            if path == "/di-noi-khac":
                return Told(b"", 302, headers={"Location": f"{origin}/redirected"})
            return inner(path) if callable(inner) else inner.get(path)

        with site(answer) as running:
            ran = crawl(running.base, tmp_path / "data")
        try:
            while True:
                met.append(elsewhere.accept()[1])
        except TimeoutError:
            pass
    assert ran.code == 0, ran.said
    assert met == []
