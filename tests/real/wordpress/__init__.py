"""Debian's WordPress as a private instance: its files copied, its database our own, nothing called outside."""

from __future__ import annotations

import base64
import html
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from queson_crawler.demo.media import pdf, png
from tests.real.articles import CATEGORIES, PEOPLE, News, State
from tests.real.servers import WORKERS, Server, sql, web_server
from tests.real.system import Changes, Placed, changed_ids, placed_of

HERE = Path(__file__).parent
INSTALLED = Path("/usr/share/wordpress")
TITLE = "Cổng thông tin điện tử huyện Quế Lâm"


@dataclass(frozen=True)
class Variant:
    """One way to run WordPress."""

    theme: str
    permalinks: str
    language: str
    menu: str
    options: dict[str, object] = field(default_factory=dict)
    page_break: str = "<!-- wp:nextpage --><!--nextpage--><!-- /wp:nextpage -->"
    """What its editor writes between the pages of an article: a theme of blocks shows no way to the next page else."""

    @property
    def per_page(self) -> int:
        return int(str(self.options["posts_per_page"]))


DATES = {
    "posts_per_page": 10,
    "timezone_string": "Asia/Ho_Chi_Minh",
    "gmt_offset": "",
    "date_format": "d/m/Y",
    "time_format": "H:i",
}
VARIANTS = {
    "classic": Variant("twentytwentyone", "/%category%/%postname%/", "vi", "classic", DATES, "<!--nextpage-->"),
    "block": Variant("twentytwentythree", "", "", "block", DATES | {"date_format": "F j, Y", "blog_public": 0}),
    "blog": Variant("twentytwentythree", "/%postname%/", "", "none", DATES | {"date_format": "F j, Y"}),
    "dated": Variant("twentytwentytwo", "/%year%/%monthnum%/%day%/%postname%/", "vi", "block", DATES),
}
"""`blog_public` 0 takes the sitemap away (and asks search engines to stay away, which an archive is not)."""


def missing() -> str:
    """What Debian's packages lack here; "" where nothing does."""
    programs = [name for name in ("php", "mariadb", "mariadb-install-db") if not shutil.which(name)]
    themes = {variant.theme for variant in VARIANTS.values()}
    folders = [INSTALLED / "wp-load.php", *(INSTALLED / "wp-content/themes" / theme for theme in sorted(themes))]
    return ", ".join([*programs, *(path.name for path in folders if not path.exists())])


def copied(folder: Path) -> Path:
    """WordPress's files with our configuration."""
    root = folder / "wordpress"
    shutil.copytree(INSTALLED, root, ignore=shutil.ignore_patterns("wp-config.php", ".htaccess"))
    shutil.copy(HERE / "wp-config.php", root)
    (root / "wp-content/uploads").mkdir(exist_ok=True)
    return root


@dataclass(frozen=True)
class WordPress:
    """A running one."""

    server: Server
    environment: dict[str, str]
    variant: Variant

    def fill(self, news: Sequence[News]) -> dict[int, Placed]:
        asked = {
            **asdict(self.variant),
            "title": TITLE,
            "categories": [asdict(category) for category in CATEGORIES],
            "authors": PEOPLE[:3],
            "news": [self._told(one) for one in news],
        }
        return placed_of(self._php("fill.php", asked))

    def change(self, changes: Changes, placed: dict[int, Placed]) -> dict[int, Placed]:
        asked = changed_ids(changes, placed) | {"add": [self._told(one) for one in changes.added]}
        return placed_of(self._php("change.php", asked))

    def _told(self, news: News) -> dict[str, Any]:
        """The article as the scripts take it."""
        media = {}
        if news.caption:
            media[f"anh-{news.number}.png"] = png(news.number * 7919)
        if news.file:
            media[news.file] = pdf(f"Bao cao so {news.number}")
        return {
            "number": news.number,
            "title": news.title,
            "slug": news.slug,
            "html": content(news, self.variant.page_break),
            "published": f"{news.published:%Y-%m-%d %H:%M:%S}",
            "author": news.author,
            "state": State(news.state).value,
            "categories": news.categories,
            "tags": news.tags,
            "remarks": [asdict(remark) for remark in news.remarks],
            "media": {name: base64.b64encode(data).decode() for name, data in media.items()},
        }

    def _php(self, script: str, asked: dict[str, Any]) -> dict[str, Any]:
        command = ("php", "-d", "memory_limit=512M", str(HERE / script))
        environment = {**os.environ, **self.environment}
        done = subprocess.run(
            command, input=json.dumps(asked), capture_output=True, text=True, timeout=240, env=environment
        )
        try:
            told: dict[str, Any] = json.loads(done.stdout)
        except ValueError:
            raise RuntimeError(f"{script}: {done.stdout}{done.stderr}") from None
        return told


@contextmanager
def wordpress(name: str, root: Path, where: Path, log: Path) -> Iterator[WordPress]:
    """The variant `name` of the copy at `root`, with a database of its own on the server at the socket `where`."""
    sql(where, f"create database wp_{name} character set utf8mb4")
    environment = {"REAL_DATABASE": f"wp_{name}", "REAL_SOCKET": str(where), "REAL_ROOT": str(root)}
    environment |= {"REAL_HOME": "http://127.0.0.1:{port}", "PHP_CLI_SERVER_WORKERS": str(WORKERS)}
    environment |= {"REAL_REWRITE": VARIANTS[name].permalinks}

    def command(port: int) -> tuple[str, ...]:
        limits = ("-d", "memory_limit=256M", "-d", "opcache.enable_cli=1", "-d", "opcache.enable=1")
        return ("php", *limits, "-S", f"127.0.0.1:{port}", "-t", str(root), str(HERE / "router.php"))

    with web_server(command, log, environment) as server:
        yield WordPress(server, environment | {"REAL_HOME": server.home}, VARIANTS[name])


def content(news: News, page_break: str) -> str:
    """The article as an editor types it: the lead in bold, then paragraphs, a picture, a table, a file."""
    parts = [f"<p><strong>{html.escape(news.lead)}</strong></p>"]
    for place, text in enumerate(news.paragraphs):
        if place in news.breaks:
            parts.append(page_break)
        parts.append(f"<p>{html.escape(text)}</p>")
        if place == 0 and news.caption:
            picture = f'<img src="{{{{anh-{news.number}.png}}}}" alt="" width="240" height="160"/>'
            caption = f"<figcaption>{html.escape(news.caption)}</figcaption>"
            parts.append(f'<figure class="wp-block-image">{picture}{caption}</figure>')
    if news.rows:
        rows = "".join(f"<tr><td>{row.replace(' | ', '</td><td>')}</td></tr>" for row in news.rows)
        parts.append(f'<figure class="wp-block-table"><table><tbody>{rows}</tbody></table></figure>')
    if news.file:
        parts.append(f'<div class="wp-block-file"><a href="{{{{{news.file}}}}}">Báo cáo số {news.number}</a></div>')
    return "\n".join(parts)
