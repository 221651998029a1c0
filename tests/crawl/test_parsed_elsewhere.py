"""A crawl without a delay has its later pages parsed in other processes: it stores what it would store alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.crawl.tools import Row, rows
from tests.harness.processes import environment
from tests.lab import LabOptions, LabPortal

pytestmark = pytest.mark.slow
PROGRAM = """
import sys
from queson_crawler.cli import main
from queson_crawler.runs import crawl
from queson_crawler.spiders.parsers import Parsers

crawl.FIRST_HERE = int(sys.argv.pop(1))
given = []
parsed = Parsers.parsed

async def counted(self, *asked, **more):
    ahead = await parsed(self, *asked, **more)
    given.append(ahead is not None)
    return ahead

Parsers.parsed = counted
try:
    main()
finally:
    print("elsewhere:", sum(given))
"""
# The portal counts each view, so their number differs between two crawls.
ARTICLES = "select native_id, title, lead, body, author, published_at, url from articles order by native_id"
CATEGORIES = """select a.native_id, c.title from article_categories ac join articles a on a.id = ac.article_id
    join categories c on c.id = ac.category_id order by 1, 2"""


def stored(portal: LabPortal, folder: Path, first_here: int, *options: str) -> tuple[list[Row], list[Row], int]:
    asked = ["crawl", portal.base_url, "--archive", str(folder), "--no-files", *options]
    command = [sys.executable, "-c", PROGRAM, str(first_here), *asked]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    *_, elsewhere = done.stdout.split()
    return rows(folder, ARTICLES), rows(folder, CATEGORIES), int(elsewhere)


def test_a_crawl_stores_the_same_wherever_its_pages_are_parsed(tmp_path: Path) -> None:
    with LabPortal(LabOptions(shape="vnpt", login_only=False, sizes=(60, 30, 20))) as portal:
        here = stored(portal, tmp_path / "here", 100_000, "--delay", "0")
        there = stored(portal, tmp_path / "there", 10, "--delay", "0")
    assert here[2] == 0
    assert there[2] > 50, "other processes parsed nothing: the comparison would say nothing"
    assert len(here[0]) > 50
    assert here[:2] == there[:2]
