"""What it costs that pages look as they did: requests for style sheets, scripts, fonts and pictures of the layout."""

import subprocess
import sys
import tempfile
from pathlib import Path

from archive.store import Archive
from queson_crawler.demo import DemoOptions, DemoPortal

SIZES = (500, 300, 200)
"""A portal of 1,000 articles."""
_COUNT = "select count(*) from captures where role = ? or ? = ''"


def run() -> list[tuple[str, float, str]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        portal = DemoPortal(DemoOptions(sizes=SIZES, per_page=20, pager="query", login_only=False))
        base = portal.start()
        rows: list[tuple[str, float, str]] = []
        try:
            before = 0
            for which in ("first", "second"):
                _crawl(base, folder)
                with Archive.open(folder) as archive:
                    of_looks = archive.db.execute(_COUNT, ["resource", "resource"]).fetchone()[0]
                    every = archive.db.execute(_COUNT, ["", ""]).fetchone()[0]
                rows.append((f"requests for looks, {which} crawl of 1,000 articles", of_looks - before, "requests"))
                if which == "first":
                    rows.append(("share of the requests of a crawl (goal: 3 at most)", 100 * of_looks / every, "%"))
                before = of_looks
        finally:
            portal.stop()
    return rows


def _crawl(base: str, folder: Path) -> None:
    command = ["-m", "queson_crawler.cli", "crawl", base, "--archive", str(folder), "--delay", "0"]
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
