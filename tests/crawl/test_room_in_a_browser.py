"""The reading room in a real browser: at a desk and on a phone, without a request to anyone else, open to all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, sync_playwright

from archive.datasette.base import article_path
from queson_crawler.fetch.browser import browser as chromium
from tests.archive.rich import ODD, hostile, rich
from tests.conftest import ROOT
from tests.crawl.tools import Crawled, command, environment, queson, value
from tests.harness.processes import start

AXE = ROOT / "node_modules/axe-core/axe.min.js"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium. It ends with this module, since its event loop would be in the way of tests that have one."""
    program = chromium()
    if not program:
        reason = "Debian's chromium is not installed: apt-get install chromium"
        pytest.fail(reason) if os.environ.get("CI", "") not in ("", "0", "false") else pytest.skip(reason)
    flags = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"
    with sync_playwright() as player:
        shown = player.chromium.launch(executable_path=program, args=[*flags.split(), "--disable-component-update"])
        yield shown
        shown.close()


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a real `queson serve`."""
    process = start(command("serve", "--archive", folder, "--port", 0), stderr=subprocess.PIPE, text=True)
    assert process.stderr
    line = process.stderr.readline()
    assert "Browse the archive at http://127.0.0.1:" in line, line + process.stderr.read()
    yield line.split()[4].rstrip("/")
    process.terminate()
    process.wait(20)
    process.stderr.close()


@pytest.fixture(scope="module")
def room(complete: Crawled) -> Iterator[str]:
    with serving(complete.folder) as address:
        yield address


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A room with one of everything."""
    with serving(rich(tmp_path_factory.mktemp("made") / "data")) as address:
        yield address


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A room in which every text is an attack."""
    with serving(hostile(tmp_path_factory.mktemp("attacked") / "data")) as address:
        yield address


@pytest.fixture(scope="module")
def paths(complete: Crawled) -> dict[str, str]:
    """The five main pages."""
    key = value(complete.folder, "select key from articles where lead <> '' order by id limit 1")
    category = value(complete.folder, "select min(id) from categories where id > 0")
    return {
        "home": "/", "search": "/-/search?q=xa", "article": f"/-/article/{quote(key)}",
        "portal": f"/-/portal/{value(complete.folder, 'select slug from portals')}",
        "category": f"/-/category/{category}",
    }  # fmt: skip


@pytest.fixture
def seen(browser: Browser, room: str) -> Iterator[Callable[..., Page]]:
    """Opens a page, and fails where it wrote to the console or asked anyone else."""
    problems: list[str] = []
    contexts = []

    def show(
        path: str, *, size: dict[str, int] = DESK, language: str = "vi", where: str = "", dark: bool = False
    ) -> Page:
        scheme = "dark" if dark else "light"
        context = browser.new_context(viewport=size, locale=language, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("dialog", lambda dialog: problems.append(f"dialog: {dialog.message}") or dialog.dismiss())  # type: ignore[func-returns-value]
        base = urlsplit(where or room).netloc

        def asked_for(request: Request) -> None:
            if urlsplit(request.url).netloc != base and not request.url.startswith("data:"):
                problems.append(request.url)

        page.on("request", asked_for)
        answer = page.goto((where or room) + path)
        assert answer is not None
        assert answer.ok
        return page

    yield show
    for context in contexts:
        context.close()
    assert problems == []


def follow(link: Locator) -> None:
    """Clicks a link or the button of a form, and waits for the page it leads to: what is counted is that page's."""
    with link.page.expect_navigation():
        link.click()


NAMES = ("home", "search", "article", "portal", "category")


@pytest.mark.parametrize("name", NAMES)
def test_a_phone_scrolls_one_way_only(name: str, seen: Callable[..., Page], paths: dict[str, str]) -> None:
    page = seen(paths[name], size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_in_anyones_way(
    name: str, seen: Callable[..., Page], paths: dict[str, str], needs: Callable[[str, object], None]
) -> None:
    needs("axe-core is missing: npm install --no-save --no-package-lock axe-core@4.10.3", AXE.exists())
    assert grave(seen(paths[name])) == []


def test_a_reader_finds_reads_and_looks_at_the_page_as_it_was(seen: Callable[..., Page], complete: Crawled) -> None:
    title = next(told.title for told in complete.portal.truth() if "đ" in told.title)
    page = seen("/")
    page.get_by_role("searchbox").fill(title)
    follow(page.get_by_role("button", name="Tìm kiếm"))
    follow(page.get_by_role("link", name=title).first)
    assert page.locator("h1").inner_text() == title
    follow(page.get_by_role("link", name="Trang như khi lưu").first)
    captured = page.frame_locator("iframe.captured").locator("body")
    assert title.split()[0] in captured.inner_text()


def test_the_language_follows_the_browser_and_can_be_switched(seen: Callable[..., Page]) -> None:
    page = seen("/", language="en-GB")
    assert page.locator("html").get_attribute("lang") == "en"
    follow(page.get_by_role("link", name="Tiếng Việt"))
    assert page.locator("html").get_attribute("lang") == "vi"
    follow(page.get_by_role("link", name="Tìm kiếm").first)
    assert page.locator("html").get_attribute("lang") == "vi"


def test_an_unknown_address_is_told_of_in_the_language_of_the_room(browser: Browser, made: str) -> None:
    page = browser.new_page(locale="vi")
    for path in ("/nowhere", "/archive/nothing", "/-/article/x/1", "/-/nothing"):
        answer = page.goto(made + path)
        assert answer is not None
        assert answer.status == 404, path
        assert "Không tìm thấy" in page.locator("h1").inner_text()
        assert page.get_by_role("searchbox").first.is_visible()
    page.close()


def test_a_snapshot_is_what_a_public_host_needs(complete: Crawled, tmp_path: Path) -> None:
    assert queson("publish", "--archive", complete.folder, "--to", tmp_path / "public").code == 0
    assert json.loads((tmp_path / "public/settings.json").read_text())["allow_download"] is False
    again = queson("publish", "--archive", complete.folder, "--to", tmp_path / "public")
    assert again.code == 1
    assert "is not empty" in again.err
    shown = subprocess.run(
        [sys.executable, "-m", "datasette", str(tmp_path / "public"), "--get", "/archive.json"],
        capture_output=True, text=True, timeout=600, check=True,
    )  # fmt: skip
    tables = {each["name"]: each for each in json.loads(shown.stdout)["tables"]}
    assert tables["articles"]["count"] == len(complete.portal.truth())
    assert tables["list_pages"]["hidden"]
    with subprocess.Popen(
        [sys.executable, "-m", "datasette", "serve", str(tmp_path / "public"), "--port", "0"],
        stderr=subprocess.PIPE, text=True, env=environment(),
    ) as process:  # fmt: skip
        assert process.stderr
        address = next(word for line in process.stderr for word in line.split() if word.startswith("http://"))
        try:
            for path, caching in (("/", "public, max-age=3600"), ("/archive/articles", "max-age=3600")):
                assert urlopen(address + path).headers["cache-control"] == caching
            writes = "insert into portals (slug) values ('x')"
            for path in ("/archive.db", f"/archive.json?sql={quote(writes)}", "/archive.json?sql=attach+'x'+as+y"):
                with pytest.raises(HTTPError, match=r"HTTP Error 40[03]"):
                    urlopen(address + path)
            assert b"Disallow: /archive" in urlopen(address + "/robots.txt").read()
        finally:
            process.terminate()


def grave(page: Page) -> list[tuple[str, list[str]]]:
    """What keeps readers out, by axe's rules: (rule, elements)."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document).then(result => result.violations)")
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    return [(each["id"], [node["html"] for node in each["nodes"][:3]]) for each in serious]


EVERYTHING = (
    "/", "/-/search", "/-/search?q=duong&vs=cau&since=2012", "/-/search?q=zzzz", "/-/article/queson/1?revision=2",
    "/-/article/duyxuyen/77", article_path(f"queson/{ODD}"), "/-/portal/queson", "/-/category/1", "/-/capture/2",
    "/-/capture/8", "/-/cite/queson/1",
)  # fmt: skip


@pytest.mark.parametrize("path", EVERYTHING)
def test_every_kind_of_page_is_open_to_all_and_fits_a_phone(
    path: str, seen: Callable[..., Page], made: str, needs: Callable[[str, object], None]
) -> None:
    needs("axe-core is missing: npm install --no-save --no-package-lock axe-core@4.10.3", AXE.exists())
    page = seen(path, where=made, size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert grave(page) == []


def test_the_room_in_dark_colours_and_in_english_is_as_open(
    seen: Callable[..., Page], made: str, needs: Callable[[str, object], None]
) -> None:
    needs("axe-core is missing: npm install --no-save --no-package-lock axe-core@4.10.3", AXE.exists())
    for path in (*EVERYTHING, "/-/search?q=duong&vs=cau&trend=share"):
        page = seen(path, where=made, language="en", dark=True)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 26, 27)"
        assert grave(page) == [], path


def test_everything_is_reached_by_keyboard_and_seen_to_be(seen: Callable[..., Page], made: str) -> None:
    page = seen("/-/search?q=duong", where=made)
    names = []
    for _ in range(25):
        page.keyboard.press("Tab")
        style = "getComputedStyle(document.activeElement).outlineStyle"
        assert page.evaluate(style) == "solid", names
        names.append(page.evaluate("document.activeElement.innerText || document.activeElement.name"))
    assert names[0] == "Đến nội dung"
    for name in ("Trang chủ", "English", "q", "Bộ lọc", "Parquet", "Tỉ lệ", "Xem dạng bảng"):
        assert name in names
    page.keyboard.press("Escape")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_page_at_twice_its_size_scrolls_one_way_only(seen: Callable[..., Page], made: str) -> None:
    for path in EVERYTHING:
        page = seen(path, where=made, size={"width": 640, "height": 450})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_reader_narrows_compares_and_orders_a_search(seen: Callable[..., Page], made: str) -> None:
    page = seen("/-/search?q=duong", where=made)
    assert page.locator("ol.hits li").count() == 5
    page.get_by_text("Bộ lọc", exact=True).click()
    page.get_by_label("Từ", exact=True).fill("2013")
    page.get_by_label("So sánh với").fill("cau")
    follow(page.get_by_role("button", name="Áp dụng"))
    assert page.locator("ol.hits li").count() == 4
    assert page.locator("rect.bar.other").count() == page.locator("rect.bar").count() / 2 > 3
    assert page.locator("svg.chart").get_attribute("role") == "img"
    page.get_by_text("Xem dạng bảng").click()
    assert page.get_by_role("columnheader", name="cau").is_visible()
    follow(page.get_by_role("link", name="Mới nhất trước"))
    dates = page.locator("ol.hits time").evaluate_all("all => all.map(each => each.dateTime)")
    assert dates == sorted(dates, reverse=True)
    follow(page.get_by_role("link", name="Bỏ: Từ 2013"))
    assert page.locator("ol.hits li").count() == 5


def test_words_are_found_with_and_without_marks(seen: Callable[..., Page], made: str) -> None:
    for typed in ("cầu bà rén", "cau ba ren", "CẦU BÀ RÉN", "cầu Bà Re\u0301n"):
        page = seen(f"/-/search?q={quote(typed)}", where=made)
        assert page.locator("ol.hits h2").first.inner_text() == "Khánh thành cầu Bà Rén"
        assert page.locator("mark").first.is_visible()


def test_a_reader_sees_what_changed_and_when_it_was_read(seen: Callable[..., Page], made: str) -> None:
    page = seen("/-/article/queson/1", where=made, language="en")
    follow(page.get_by_role("link", name="Revision 2"))
    page.locator("del").first.wait_for()
    assert [each.strip() for each in page.locator("del").all_inner_texts()] == ["ông Nguyễn Văn An", "30"]
    assert [each.strip() for each in page.locator("ins").all_inner_texts()] == ["bà Trần Thị Bình", "45"]
    assert page.locator("svg circle.dot").count() == 3
    follow(page.get_by_role("link", name="Revision 1"))
    assert "ông Nguyễn Văn An" in page.locator(".body").inner_text()


def test_a_captured_page_shows_the_pictures_that_were_kept(seen: Callable[..., Page], made: str) -> None:
    page = seen("/-/capture/2", where=made)
    picture = page.frame_locator("iframe.captured").locator("img")
    assert picture.evaluate("image => image.naturalWidth") == 2
    assert page.locator("iframe.captured").get_attribute("sandbox") == ""


ATTACKS = (
    "/", "/-/search?q=alert", "/-/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&vs=%3Csvg+onload=alert(1)%3E",
    "/-/portal/queson", "/-/category/1", "/-/article/queson/1", "/-/capture/1", "/-/capture/2", "/-/captured/1",
    "/-/captured/2", "/-/cite/queson/1", "/archive", "/archive/articles", "/archive/articles/2", "/archive/problems",
    "/archive/images", "/archive/attachments", "/archive/most_viewed",
    "/archive?sql=select+*+from+articles+join+problems", "/-/article/queson/2%2F..%2F%3F%23" + quote(
        '"><script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(2)>', safe=""
    ),
)  # fmt: skip


@pytest.mark.parametrize("path", ATTACKS)
def test_nothing_a_portal_wrote_does_anything_in_a_browser(path: str, seen: Callable[..., Page], attacked: str) -> None:
    page = seen(path, where=attacked)
    for frame in page.frames:
        assert urlsplit(frame.url).netloc == urlsplit(attacked).netloc
        assert frame.evaluate("document.querySelectorAll('[onload], [onerror], [onclick]').length") == 0
        ways = frame.evaluate("[...document.querySelectorAll('[href]')].map(each => each.getAttribute('href'))")
        assert not [way for way in ways if way.lower().strip().startswith(("javascript:", "data:text", "vbscript:"))]
    page.mouse.click(200, 300)
    page.wait_for_timeout(50)
