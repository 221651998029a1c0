"""The reading room in a real browser: at a desk and on a phone, without a request to anyone else, open to all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from queson_crawler.render import browser as chromium
from tests.conftest import ROOT
from tests.crawl.tools import Crawled, command, environment, queson, value

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


@pytest.fixture(scope="module")
def room(complete: Crawled) -> Iterator[str]:
    """The address of a real `queson serve`."""
    process = subprocess.Popen(
        command("serve", "--archive", complete.folder, "--port", 0),
        stderr=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    assert process.stderr
    line = process.stderr.readline()
    assert "Browse the archive at http://127.0.0.1:" in line, line + process.stderr.read()
    yield line.split()[4].rstrip("/")
    process.terminate()
    process.wait(20)
    process.stderr.close()


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

    def show(path: str, *, size: dict[str, int] = DESK, language: str = "vi") -> Page:
        context = browser.new_context(viewport=size, locale=language)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "request",
            lambda asked: (
                None
                if urlsplit(asked.url).netloc == urlsplit(room).netloc or asked.url.startswith("data:")
                else problems.append(asked.url)
            ),
        )
        page.goto(room + path)
        return page

    yield show
    for context in contexts:
        context.close()
    assert problems == []


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
    page = seen(paths[name])
    page.evaluate(AXE.read_text("utf-8"))  # as the page's policy lets no script in, from outside
    found = page.evaluate("axe.run(document).then(result => result.violations)")
    grave = [each for each in found if each["impact"] in ("serious", "critical")]
    assert [(each["id"], [node["html"] for node in each["nodes"][:3]]) for each in grave] == []


def test_a_reader_finds_reads_and_looks_at_the_page_as_it_was(seen: Callable[..., Page], complete: Crawled) -> None:
    title = next(told.title for told in complete.portal.truth() if "đ" in told.title)
    page = seen("/")
    page.get_by_role("searchbox").fill(title)
    page.get_by_role("button", name="Tìm kiếm").click()
    page.get_by_role("link", name=title).first.click()
    assert page.locator("h1").inner_text() == title
    page.get_by_role("link", name="Trang như khi lưu").first.click()
    captured = page.frame_locator("iframe.captured").locator("body")
    assert title.split()[0] in captured.inner_text()


def test_the_language_follows_the_browser_and_can_be_switched(seen: Callable[..., Page]) -> None:
    page = seen("/", language="en-GB")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Tiếng Việt").click()
    assert page.locator("html").get_attribute("lang") == "vi"
    page.get_by_role("link", name="Tìm kiếm").first.click()
    assert page.locator("html").get_attribute("lang") == "vi"


def test_a_snapshot_is_what_a_public_host_needs(complete: Crawled, tmp_path: Path) -> None:
    assert queson("publish", "--archive", complete.folder, "--to", tmp_path / "public").code == 0
    assert json.loads((tmp_path / "public/settings.json").read_text())["allow_download"] is False
    again = queson("publish", "--archive", complete.folder, "--to", tmp_path / "public")
    assert again.code == 1
    assert "is not empty" in again.err
    shown = subprocess.run(
        [sys.executable, "-m", "datasette", str(tmp_path / "public"), "--get", "/archive.json"],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    tables = {each["name"]: each for each in json.loads(shown.stdout)["tables"]}
    assert tables["articles"]["count"] == len(complete.portal.truth())
    assert tables["list_pages"]["hidden"]
