"""The first run of a newcomer: the demo portal is served, crawled and searched in one go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from archive.search import search
from archive.store import Archive
from queson_crawler import show
from queson_crawler.crawl import Options
from queson_crawler.demo import DemoOptions, DemoPortal
from queson_crawler.portals import Portal

QUERY = "hop tac xa"
SLUG = "demo"


def run_demo(folder: Path, port: int, console: Console, crawl: Callable[..., int]) -> int:
    """Serve, crawl and search; the exit code of the crawl."""
    portal = DemoPortal(DemoOptions(login_only=False))
    address = _start(portal, port)
    try:
        console.print(f"The demo portal answers at {address}/ ({portal.title}).\n")
        code = crawl(Portal(SLUG, f"{address}/", title=portal.title), f"{address}/", folder, Options(delay=0))
    finally:
        portal.stop()
    if code == 0:
        _search(folder, console)
    return code


def _start(portal: DemoPortal, port: int) -> str:
    try:
        return portal.start(port)
    except OSError:
        return portal.start(0)


def _search(folder: Path, console: Console) -> None:
    console.print(f"\nqueson search {QUERY!r} --archive {folder}\n", style="bold")
    with Archive.open(folder, create=False) as archive:
        show.hits(console, search(archive, QUERY, limit=3, marks=show.MARKS))
    console.print(f"Browse it: queson serve --archive {folder}    Ask it: queson search WORDS --archive {folder}")
    console.print(f"What it holds and what is missing: queson status --archive {folder}")
