"""Hexo, a generator of static sites: one portal, shown by themes of many hands, served as files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from queson_crawler.demo.media import pdf, png
from tests.conftest import ROOT
from tests.real.articles import CATEGORIES, News, State
from tests.real.servers import Server, web_server
from tests.real.system import Changes, Placed, Shape

HERE = Path(__file__).parent
MODULES = ROOT / ".node-real/node_modules"
TITLE = "Cổng thông tin điện tử huyện Quế Lâm"
OFFICE = "Ban biên tập"
"""The author of the whole site, whom some themes show for the author of each article."""
PER_PAGE = 8
PER_ARCHIVE_PAGE = 10
WRITTEN = 1_735_000_000
"""When every source is said to be written, in seconds since 1970: themes show it as the day of an update."""
REWRITTEN = WRITTEN + 20_000_000


@dataclass(frozen=True)
class Theme:
    """What a theme shows: the time of an article to its minute, its day, or nothing of it (letters of ISO 8601); its
    author, that of the site, or none; ways to the lists of categories, to an archive of all articles, or none; the text
    before the fold on an article's own page, or not."""

    precise: int = 16
    author: str = ""
    categories: bool = True
    archive: str = "archives"
    home_list: bool = True
    lead: bool = True
    language: str = "vi"

    def read(self, news: News) -> News:
        """What a reader is shown: the lead is the first paragraph of the text."""
        first = (news.lead,) if self.lead else ()
        author = news.author if self.author == "own" else self.author
        categories = news.categories if self.categories else ()
        return replace(news, lead="", paragraphs=(*first, *news.paragraphs), author=author, categories=categories)

    def shape(self) -> Shape:
        return Shape(
            per_page=PER_PAGE,
            home_list=self.home_list,
            precise=self.precise,
            passwords=False,
            tells_edits=False,
            kept=kept,
            read=self.read,
            archive=self.archive,
        )


THEMES = ("landscape", "butterfly", "fluid", "icarus", "async", "yun", "diaspora", "zhaoo")
"""Those that are tried where no others are named."""
VARIANTS = {
    "landscape": Theme(),
    "butterfly": Theme(author=OFFICE),
    "fluid": Theme(),
    "icarus": Theme(),
    "apollo": Theme(categories=False),
    "uno": Theme(),
    "pure": Theme(categories=False),
    "ayer": Theme(),
    "stellar": Theme(),
    "redefine": Theme(),
    "keep": Theme(),
    "melody": Theme(),
    "yun": Theme(author="own"),
    "zhaoo": Theme(precise=10, categories=False, lead=False),
    "diaspora": Theme(precise=10, categories=False),
    "kaze": Theme(),
    "arknights": Theme(precise=0, lead=False),
    "async": Theme(),
    "particlex": Theme(),
    "next": Theme(),
}


def kept(news: News) -> News:
    """The article as files can hold it: on one page, without captions, remarks and passwords."""
    state = State.PUBLIC if news.state is State.PASSWORD else news.state
    return replace(news, caption="", remarks=(), breaks=(), state=state)


def missing(theme: str) -> str:
    """What is not installed of what a theme needs; "" where nothing is missing."""
    packages = ("hexo", f"hexo-theme-{theme}")
    lacking = [package for package in packages if not (MODULES / package / "package.json").exists()]
    return ", ".join(lacking)


@dataclass(frozen=True)
class Hexo:
    """A portal as files: `site` holds its sources, and `public` in it what is served."""

    server: Server
    site: Path
    theme: str

    def fill(self, news: Sequence[News]) -> dict[int, Placed]:
        self._configure()
        for one in news:
            self._write(one, WRITTEN)
        self._generate()
        return self._placed(news)

    def change(self, changes: Changes, placed: dict[int, Placed]) -> dict[int, Placed]:
        for one in changes.added:
            self._write(one, WRITTEN)
        for _old, new in changes.edited:
            self._write(new, REWRITTEN)
        for one in changes.deleted:
            self._source(one).unlink()
        for one in changes.private:
            self._write(replace(one, state=State.PRIVATE), REWRITTEN)
        self._generate()
        return self._placed(changes.added)

    def _configure(self) -> None:
        os.symlink(MODULES, self.site / "node_modules")
        dependencies = {}
        for package in sorted(MODULES.glob("hexo*")):
            if not package.name.startswith("hexo-theme-"):
                dependencies[package.name] = json.loads((package / "package.json").read_text())["version"]
        own = {"name": "portal", "version": "1.0.0", "private": True, "hexo": {}, "dependencies": dependencies}
        (self.site / "package.json").write_text(json.dumps(own), encoding="utf-8")
        settings = (HERE / "_config.yml").read_text(encoding="utf-8")
        settings += f'title: "{TITLE}"\nauthor: {OFFICE}\nurl: {self.server.home}\ntheme: {self.theme}\n'
        settings += f"language: {VARIANTS[self.theme].language}\n"
        (self.site / "_config.yml").write_text(settings, encoding="utf-8")

    def _source(self, news: News) -> Path:
        return self.site / "source/_posts" / f"{news.slug}.md"

    def _write(self, news: News, when: int) -> None:
        source = self._source(news)
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(_markdown(news), encoding="utf-8")
        os.utime(source, (when, when))
        if news.file:
            _keep(self.site / "source/tep" / news.file, pdf(f"Bao cao so {news.number}"))
        if news.number % 3:
            _keep(self.site / f"source/anh/{news.number}.png", png(news.number * 7919))

    def _generate(self) -> None:
        command = ("node", str(MODULES / "hexo/bin/hexo"), "generate")
        done = subprocess.run(command, cwd=self.site, capture_output=True, text=True, timeout=240)
        if done.returncode or not (self.site / "public/index.html").exists():
            raise RuntimeError(f"hexo generate: {done.stdout[-3000:]}{done.stderr[-3000:]}")

    def _placed(self, news: Sequence[News]) -> dict[int, Placed]:
        found = {}
        for one in news:
            found[one.number] = Placed(one.number, f"{self.server.home}/{one.published:%Y/%m/%d}/{one.slug}/")
        return found


@contextmanager
def hexo(theme: str, folder: Path) -> Iterator[Hexo]:
    """A portal without articles, in `folder`."""
    site = folder / "site"
    (site / "public").mkdir(parents=True)

    def command(port: int) -> tuple[str, ...]:
        return (sys.executable, str(HERE / "serve.py"), str(site / "public"), str(port))

    with web_server(command, folder / "log", {}) as server:
        yield Hexo(server, site, theme)


def _keep(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def _path(slug: str) -> list[str]:
    """The names of a category and of those above it, from the top."""
    known = {category.slug: category for category in CATEGORIES}
    names: list[str] = []
    while slug:
        names.insert(0, known[slug].name)
        slug = known[slug].parent
    return names


def _markdown(news: News) -> str:
    """The article as an editor writes it; what stands before the fold is the text of lists."""
    head: dict[str, object] = {
        "title": news.title,
        "author": news.author,
        "date": f"{news.published:%Y-%m-%d %H:%M:%S}",
        "categories": [_path(slug) for slug in news.categories],
        "tags": list(news.tags),
        "published": news.state not in (State.PRIVATE, State.DRAFT),
    }
    if news.state is State.STICKY:
        head["sticky"] = 1
    blocks = [news.lead, "<!-- more -->", *news.paragraphs]
    if news.number % 3:
        blocks.insert(3, f"![](/anh/{news.number}.png)")
    if news.rows:
        top, *rows = news.rows
        blocks.append("\n".join([f"| {top} |", "| --- | --- |", *(f"| {row} |" for row in rows)]))
    if news.file:
        blocks.append(f"[{news.file}](/tep/{news.file})")
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items()]
    return "\n".join(["---", *lines, "---", ""]) + "\n\n".join(blocks) + "\n"
