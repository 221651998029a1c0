"""Pictures of the reading room for the documents: `make pictures` crawls the demo portal and writes docs/pictures/."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import sync_playwright

from queson_crawler.demo import DemoOptions, DemoPortal
from queson_crawler.render import browser
from tests.conftest import ROOT
from tests.crawl.tools import command, crawl, environment, value

SIZES = {"desk": (1200, 860), "phone": (390, 844)}


def pages(folder: Path) -> dict[str, str]:
    """The five main pages, by name."""
    key = value(folder, "select key from articles where lead <> '' order by length(body) desc limit 1")
    category = value(folder, "select category_id from article_categories group by 1 order by count(*) desc limit 1")
    return {
        "home": "/", "search": f"/-/search?q={quote('nong thon moi')}", "article": f"/-/article/{quote(key)}",
        "portal": f"/-/portal/{value(folder, 'select slug from portals')}", "category": f"/-/category/{category}",
    }  # fmt: skip


def main() -> None:
    target = ROOT / "docs/pictures"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as passing, DemoPortal(DemoOptions(sizes=(120, 60, 40, 20, 12))) as portal:
        folder = Path(passing) / "data"
        crawl(portal.base_url, folder)
        serve = command("serve", "--archive", folder, "--port", 0)
        with subprocess.Popen(serve, stderr=subprocess.PIPE, text=True, env=environment()) as process:
            assert process.stderr
            address = process.stderr.readline().split()[4].rstrip("/")
            with sync_playwright() as player:
                shown = player.chromium.launch(executable_path=browser(), args=["--no-sandbox", "--disable-gpu"])
                for name, path in pages(folder).items():
                    for size, (width, height) in SIZES.items():
                        page = shown.new_page(viewport={"width": width, "height": height})
                        page.goto(address + path + ("&" if "?" in path else "?") + "lang=vi")
                        page.screenshot(path=target / f"{name}-{size}.png")
                        page.close()
                shown.close()
            process.terminate()
    print(f"Written: {target}")


if __name__ == "__main__":
    main()
