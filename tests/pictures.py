"""Pictures of the reading room: `make pictures` crawls two demo portals, one of them twice, and writes docs/pictures/.

``python -m tests.pictures FOLDER`` writes them into a folder of one's own, with those of further states: a difference,
two queries compared, nothing found, an empty archive, a page as it was captured.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import BrowserType, sync_playwright

from archive.datasette.base import article_path
from archive.store import Archive
from queson_crawler.fetch.browser import browser
from tests.conftest import ROOT
from tests.crawl.tools import command, crawl, environment, rows, value
from tests.lab import SMALL, LabOptions, LabPortal

SIZES = {"desk": (1200, 860), "phone": (390, 844)}
_READ = """
select key from articles where lead <> '' and exists (
    select 1 from images i where i.article_id = articles.id and i.capture_id is not null)
order by length(body) > 900 desc, length(body) desc limit 1
"""
_LARGEST = "select category_id from article_categories group by 1 order by count(*) desc limit 1"


def main_pages(folder: Path) -> dict[str, str]:
    """The five main pages, by name."""
    return {
        "home": "/", "search": f"/-/search?q={quote('nong thon moi')}", "portal": "/-/portal/suoi-may",
        "article": article_path(value(folder, _READ)), "category": f"/-/category/{value(folder, _LARGEST)}",
    }  # fmt: skip


def states(folder: Path) -> dict[str, str]:
    """What else a reader may see."""
    edited, capture = rows(
        folder,
        "select a.key, v.capture_id from revisions v join articles a on a.id = v.article_id where v.number = 2 limit 1",
    )[0]
    return {
        "difference": f"{article_path(edited)}?revision=2", "captured": f"/-/capture/{capture}",
        "compared": f"/-/search?q={quote('nông thôn')}&vs={quote('hội nghị')}&since=2017&portal=suoi-may",
        "nothing": "/-/search?q=zzzzz", "start": "/-/search", "cite": article_path(edited, "cite"),
        "tables": "/archive", "table": "/archive/articles", "unknown": "/-/article/x/1",
    }  # fmt: skip


def made(folder: Path) -> None:
    """Two portals; the first is crawled again after it has changed."""
    files = Path(folder.parent)
    with LabPortal(LabOptions(sizes=(120, 60, 40, 20, 12), login_only=False)) as large, LabPortal(SMALL) as small:
        for name, portal in (("suoi-may", large), ("con-say", small)):
            toml = files / f"{name}.toml"
            toml.write_text(f'start = "{portal.base_url}/"\n', "utf-8")
            crawl(toml, folder, "--files")
        large.change(added=3, edited=6, deleted=1)
        crawl(files / "suoi-may.toml", folder, "--files", "--full")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    serve = command("serve", "--archive", folder, "--port", 0)
    with subprocess.Popen(serve, stderr=subprocess.PIPE, text=True, env=environment()) as process:
        assert process.stderr
        yield process.stderr.readline().split()[4].rstrip("/")
        process.terminate()


def taken(kind: BrowserType, address: str, paths: dict[str, str], target: Path) -> None:
    shown = kind.launch(executable_path=browser(), args=["--no-sandbox", "--disable-gpu"])
    for name, path in paths.items():
        for size, (width, height) in SIZES.items():
            page = shown.new_page(viewport={"width": width, "height": height}, locale="vi")
            page.goto(address + path)
            page.screenshot(path=target / f"{name}-{size}.png")
            page.close()
    shown.close()


def main(target: Path, *, every: bool) -> None:
    target.mkdir(exist_ok=True, parents=True)
    with tempfile.TemporaryDirectory() as passing, sync_playwright() as player:
        folder, empty = Path(passing) / "data", Path(passing) / "empty"
        made(folder)
        with served(folder) as address:
            taken(player.chromium, address, main_pages(folder) | (states(folder) if every else {}), target)
        if every:
            with Archive.open(empty):
                pass
            with served(empty) as address:
                taken(player.chromium, address, {"empty": "/"}, target)
    print(f"Written: {target}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs/pictures", every=len(sys.argv) > 1)
