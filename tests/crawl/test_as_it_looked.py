"""A page looks as it did, replayed in a real pywb and in the reading room: in a real browser, point by point."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Response, sync_playwright

from queson_crawler.fetch.browser import browser as chromium
from tests.crawl.test_replay import PYWB, serving, unpacked
from tests.crawl.test_room_in_a_browser import serving as room_of
from tests.crawl.tools import crawl, here, rows
from tests.lab import LabOptions, LabPortal

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MAX_DIFFERENT = 0.02
"""Of the points of a picture: counters of visits differ, and a line that runs."""
NOTICEABLE = 32
"""Points differ whose colours differ by more than this, of 255."""
SIZE = {"width": 1100, "height": 900}
ARTICLE = """
select c.id, c.url, c.fetched_at from captures c join articles a on a.id = c.article_id
where a.id in (select article_id from images) order by c.id limit 1
"""


@contextmanager
def browsing() -> Iterator[Browser]:
    """Debian's chromium."""
    with sync_playwright() as player:
        shown = player.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        try:
            yield shown
        finally:
            shown.close()


def seen(browser: Browser, address: str) -> tuple[bytes, dict[str, int]]:
    """A picture of a page, and the status of everything that was asked for it."""
    context = browser.new_context(viewport=SIZE, locale="vi")  # type: ignore[arg-type]
    page = context.new_page()
    asked: dict[str, int] = {}

    def note(response: Response) -> None:
        asked[response.url] = response.status

    page.on("response", note)
    page.on("requestfailed", lambda request: asked.setdefault(request.url, 0))
    page.goto(address, wait_until="networkidle", timeout=120_000)
    page.evaluate("document.fonts.ready.then(() => document.fonts.size)")
    shot = page.screenshot(full_page=True, timeout=120_000)
    context.close()
    return shot, asked


COMPARE = """
async ([one, other, noticeable]) => {
    const pictures = [];
    for (const coded of [one, other]) {
        const picture = new Image();
        picture.src = "data:image/png;base64," + coded;
        await picture.decode();
        pictures.push(picture);
    }
    const width = Math.max(...pictures.map(each => each.width));
    const height = Math.max(...pictures.map(each => each.height));
    const [left, right] = pictures.map(picture => {
        const drawn = new OffscreenCanvas(width, height).getContext("2d");
        drawn.drawImage(picture, 0, 0);
        return drawn.getImageData(0, 0, width, height).data;
    });
    let different = 0;
    for (let at = 0; at < left.length; at += 4) {
        const gaps = [0, 1, 2, 3].map(band => Math.abs(left[at + band] - right[at + band]));
        different += Math.max(...gaps) > noticeable;
    }
    return different / (width * height);
}
"""


def different(browser: Browser, one: bytes, other: bytes) -> float:
    """The share of points in which two pictures differ, each as large as the larger."""
    page = browser.new_page()
    coded = [b64encode(picture).decode("ascii") for picture in (one, other)]
    found = float(page.evaluate(COMPARE, [*coded, NOTICEABLE]))
    page.close()
    return found


def test_a_page_looks_as_it_did(tmp_path: Path, needs: Callable[[str, object], None]) -> None:
    needs("pywb in .venv-pywb: make .venv-pywb/.installed", (PYWB / "wayback").is_file())
    needs("Debian's chromium: apt-get install chromium", chromium())
    folder, package = tmp_path / "data", tmp_path / "kept.wacz"
    with LabPortal(LabOptions(sizes=(8, 6), login_only=False)) as portal, browsing() as browser:
        ran = crawl(portal.base_url, folder, "--files")
        assert ran.code == 0, ran.said
        ((number, url, date),) = rows(folder, ARTICLE)
        live, of_live = seen(browser, url)
        assert here("export", "wacz", package, "--archive", folder).code == 0
        digits = "".join(sign for sign in date if sign.isdigit())
        with serving(PYWB, tmp_path / "pywb", unpacked(package, tmp_path), framed=False) as collection:
            replayed, of_replay = seen(browser, f"{collection}/{digits}mp_/{url}")
        with room_of(folder) as room:
            shown, of_room = seen(browser, f"{room}/-/captured/{number}")
        other, _ = seen(browser, portal.base_url)
        gaps = [different(browser, live, each) for each in (replayed, shown, other)]
    assert len([asked for asked in of_live if asked.startswith(portal.base_url)]) >= 9, "the portal has looks"
    assert [asked for asked, status in of_replay.items() if status != 200] == [], "a sub-resource is missing"
    assert not [asked for asked in of_replay if asked.startswith(portal.base_url)], "the live portal is not asked"
    for asked, status in of_live.items():
        assert status == 200, asked
        assert any(replay.endswith(asked) for replay in of_replay), asked
    assert {status for asked, status in of_room.items() if not asked.startswith("data:")} == {200}
    assert not [asked for asked in of_room if not asked.startswith((room, "data:"))], "the room asks nobody else"
    assert gaps[0] < MAX_DIFFERENT, "replayed"
    assert gaps[1] < MAX_DIFFERENT, "shown by the room"
    assert gaps[2] > MAX_DIFFERENT, "another page differs"
