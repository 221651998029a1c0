"""Addresses of a NukeViet site, as written and as understood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs

from queson_crawler.demo.model import Category, Content, Story
from tests.lab.skin_nukeviet.adapt import alias
from tests.lab.skin_nukeviet.options import NukeViet

PAGE, ID = re.compile(r"page-(\d{1,6})$"), re.compile(r"-(\d{1,9})$")
MODULES = ("about", "contact", "users", "voting", "statistics", "seek", "siteterms")


@dataclass(frozen=True, slots=True)
class Place:
    """What an address names: a module and the segments of its `op`."""

    module: str
    op: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Addresses:
    content: Content
    options: NukeViet

    def of(self, module: str, *op: str, end: str = "/") -> str:
        """The address of a page of a module."""
        options = self.options
        if not options.rewrite:
            query = f"/index.php?language=vi&nv={module}" + ("&op=" + "/".join(op) if op else "")
            return query + (end if end != "/" else "")
        dropped = module == self.news and not options.module
        return "/".join((options.language, *(() if dropped else (module,)), *op)) + end

    @property
    def news(self) -> str:
        return self.options.module or "news"

    @property
    def ending(self) -> str:
        return "/" if self.options.theme == "v3" else ".html"

    def category(self, one: Category, page: int = 1) -> str:
        return self.of(self.news, alias(one.title), *((f"page-{page}",) if page > 1 else ()))

    def article(self, story: Story, category_id: str = "", op: str = "") -> str:
        """The address of an article in one of its categories, the main one by default; `op` for print and the like."""
        one = next(each for each in self.content.categories if each.id == (category_id or story.category_ids[0]))
        name = f"{alias(story.article.title)}-{story.article.native_id}"
        return self.of(self.news, *((op,) if op else ()), alias(one.title), name, end=self.ending)

    def home(self) -> str:
        return f"{self.options.language}/" if self.options.rewrite else "/index.php?language=vi"

    def read(self, target: str) -> Place | None:
        """What an address names, or None for none of the portal's own."""
        path, _, query = target.partition("?")
        if path in ("/", "/index.php", f"{self.options.language}/"):
            named = parse_qs(query)
            op = tuple(filter(None, named.get("op", [""])[0].split("/")))
            return Place(named.get("nv", ["home"])[0], tuple(_bare(part) for part in op))
        parts = [part for part in path.removeprefix("/index.php").split("/") if part]
        if parts and parts[0] == "vi":
            parts = parts[1:]
        if parts and parts[0] in (*MODULES, self.news):
            return Place(parts[0], tuple(map(_bare, parts[1:])))
        return Place(self.news, tuple(map(_bare, parts))) if parts and not self.options.module else None


def _bare(segment: str) -> str:
    return segment.removesuffix(".html")
