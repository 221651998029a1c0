"""The first run of a newcomer: the demo portal is served, crawled and searched in one go."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from archive.search import search
from archive.store import Archive
from queson_crawler.cli.views import runs as show
from queson_crawler.demo import DemoOptions, DemoPortal
from queson_crawler.portals import Portal
from queson_crawler.runs.crawl import Options

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
    queson = _program()
    console.print(f"\n{queson} search '{QUERY}' --archive {folder}\n", style="bold", soft_wrap=True)
    with Archive.open(folder, create=False) as archive:
        show.hits(console, search(archive, QUERY, limit=3, marks=show.MARKS))
    for what, command in (("Browse it", "serve"), ("Search it", "search WORDS"), ("See what it holds", "status")):
        console.print(f"{what + ':':18} {queson} {command} --archive {folder}", soft_wrap=True)


def _program() -> str:
    """How this program was called, as a person would type it again."""
    called = Path(sys.argv[0])
    try:
        return str(called.resolve().relative_to(Path.cwd()))
    except ValueError:
        return called.name
