"""Wagtail CRX: the site that its own starter makes, in an environment of its own, with its themes, on SQLite."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from queson_crawler.demo.media import pdf, png
from tests.conftest import ROOT
from tests.real.articles import CATEGORIES, PEOPLE, News, State
from tests.real.servers import Server, web_server
from tests.real.system import Changes, Placed, changed_ids, placed_of

HERE = Path(__file__).parent
BIN = ROOT / ".venv-real/bin"
TITLE = "Cổng thông tin điện tử huyện Quế Lâm"
VARIANTS = ("stock", "themed")
"""The starter's own templates in Vietnamese; ours over them, as an office has them made."""
SETTINGS = """
from .base import DATABASES

LANGUAGE_CODE = "{language}"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
DATABASES["default"]["OPTIONS"] = {{"init_command": "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY;"}}
"""


def missing() -> str:
    """What is not installed; "" where nothing is missing."""
    return "" if (BIN / "coderedcms").exists() else "Wagtail CRX (make .venv-real/.installed)"


@dataclass(frozen=True)
class Wagtail:
    """A running site."""

    server: Server
    site: Path
    per_page: int

    def fill(self, news: Sequence[News]) -> dict[int, Placed]:
        asked = {
            "title": TITLE,
            "port": urlsplit(self.server.home).port,
            "per_page": self.per_page,
            "categories": [asdict(category) for category in CATEGORIES],
            "authors": PEOPLE[:3],
            "news": [_told(one) for one in news],
        }
        return self._work("fill", asked)

    def change(self, changes: Changes, placed: dict[int, Placed]) -> dict[int, Placed]:
        asked = changed_ids(changes, placed) | {"add": [_told(one) for one in changes.added]}
        return self._work("change", asked)

    def _work(self, what: str, asked: dict[str, Any]) -> dict[int, Placed]:
        command = (str(BIN / "python"), str(HERE / "work.py"), what)
        done = subprocess.run(
            command, input=json.dumps(asked), capture_output=True, text=True, timeout=240, cwd=self.site
        )
        if done.returncode:
            raise RuntimeError(f"{what}: {done.stderr}")
        return placed_of(json.loads(done.stdout), self.server.home)


def kept(news: News) -> News:
    """The article as this system can hold it: in one list, on one page, without tags, captions and remarks."""
    return replace(news, categories=news.categories[:1], tags=(), caption="", remarks=(), breaks=())


def started(folder: Path) -> Path:
    """An empty site as its starter makes it, with its tables: slow, so each variant takes a copy."""
    site = folder / "started"
    site.mkdir()
    start = (str(BIN / "coderedcms"), "start", "mysite", ".", "--sitename", TITLE, "--domain", "127.0.0.1")
    subprocess.run(start, cwd=site, check=True, capture_output=True, timeout=60)
    _configure(site, "en")
    migrate = (str(BIN / "python"), "manage.py", "migrate", "--verbosity", "0")
    subprocess.run(migrate, cwd=site, check=True, capture_output=True, timeout=240)
    return site


@contextmanager
def wagtail(name: str, empty: Path, folder: Path, per_page: int) -> Iterator[Wagtail]:
    """A copy in `folder` of the site `empty`; each page of its lists shows `per_page` articles."""
    site = folder / "site"
    shutil.copytree(empty, site)
    _configure(site, "vi" if name == "stock" else "en")
    if name == "themed":
        shutil.copytree(HERE / "theme", site / "website/templates", dirs_exist_ok=True)

    def command(port: int) -> tuple[str, ...]:
        return (str(BIN / "python"), str(HERE / "serve.py"), str(port))

    with web_server(command, folder / "log", {}, site) as server:
        yield Wagtail(server, site, per_page)


def _configure(site: Path, language: str) -> None:
    (site / "mysite/settings/local.py").write_text(SETTINGS.format(language=language), encoding="utf-8")


def _told(news: News) -> dict[str, Any]:
    """The article as the script takes it."""
    picture = png(news.number * 7919) if news.number % 3 else b""
    return {
        "number": news.number,
        "title": news.title,
        "slug": news.slug,
        "lead": news.lead,
        "paragraphs": news.paragraphs,
        "rows": news.rows,
        "published": f"{news.published:%Y-%m-%d %H:%M:%S}",
        "author": news.author,
        "state": State(news.state).value,
        "categories": news.categories,
        "picture": base64.b64encode(picture).decode(),
        "file": base64.b64encode(pdf(f"Bao cao so {news.number}")).decode() if news.file else "",
    }
