"""What distinguishes the portals of one platform from those of another, as data."""

from __future__ import annotations

import tomllib
import zlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from string import Template

from queson_crawler.demo.compose import slug
from queson_crawler.demo.model import Category, Story


class Markup(Template):
    """HTML with slots: their sign is one that ASP.NET pages, full of dollars, do not use."""

    delimiter = "§"


@dataclass(frozen=True, slots=True)
class Look:
    """The HTML of one item, of a list around its items, and of an article."""

    item: str
    list: str
    article: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A platform's addresses, pager, date and labels; HTML comes from the look of that name.

    Addresses are format strings over cat, cslug, id, slug, Slug, rand, when, twice (-1 for a
    document whose title another has), page, zero (page - 1) and offset.
    Labels are markup around §value; an empty one is never shown. `pager` names which pages are linked (see
    `pages.shown`), `link` how: href, postback, option, button (no address at all) or more (a button with the
    address of a JSON answer). `target` and `argument` are those of a postback. `state`: every page stands in an
    ASP.NET form.
    """

    look: str
    listing: str
    paged: str
    article: str
    home: str = "/"
    pager: str = "numbers"
    link: str = "href"
    target: str = ""
    argument: str = ""
    state: bool = False
    strict: bool = False
    scripted: bool = False
    oldest_first: bool = False
    date: str = "%d/%m/%Y %H:%M"
    item_date: str = "%d/%m/%Y"
    dated: str = "<span class='date'>§value</span>"
    author: str = "<p class='author' style='text-align:right'>Tác giả: §value</p>"
    poster: str = ""
    source: str = "<p style='text-align:right'><i>Nguồn: §value</i></p>"
    views: str = ""
    mark: str = ""
    uploads: str = "/uploads/"
    twin: str = ""
    noise: str = ""
    api: str = ""

    @property
    def day_only(self) -> bool:
        """Whether the article's page tells the day and no more: without an hour, or without its half of the day."""
        return "%H" not in self.date and "%p" not in self.date

    def list_path(self, category: Category, page: int = 1, per_page: int = 1) -> str:
        """The address of a page of a list."""
        return self._list_path(self.listing if page == 1 else self.paged, category, page, per_page)

    def numbered_path(self, category: Category, page: int, per_page: int) -> str:
        """The address of a page as pagers write it, the first page's too."""
        return self._list_path(self.paged, category, page, per_page)

    @staticmethod
    def _list_path(form: str, category: Category, page: int, per_page: int) -> str:
        return form.format(
            cat=category.id,
            cslug=slug(category.title).lower(),
            page=page,
            zero=page - 1,
            offset=(page - 1) * per_page,
        )

    def article_path(self, story: Story, category: Category) -> str:
        """The address of an article within a category."""
        article = story.article
        words = slug(article.title)
        return self.article.format(
            cat=category.id,
            cslug=slug(category.title).lower(),
            id=article.native_id,
            slug=words.lower()[:120].strip("-"),
            Slug=words.replace("-", ""),
            rand=f"{zlib.crc32(article.native_id.encode()) % 10**6:06d}",
            when=datetime.fromisoformat(article.published),
            twice="-1" if article.copy_of else "",
        )


@cache
def _table() -> dict[str, dict[str, dict[str, object]]]:
    folder = files(__package__)
    shapes = tomllib.loads(folder.joinpath("shapes.toml").read_text("utf-8"))
    return {"shapes": shapes, "looks": tomllib.loads(folder.joinpath("looks.toml").read_text("utf-8"))}


def shape(name: str) -> Shape:
    """The shape of that name. Raises ValueError, naming the known ones, when there is none."""
    if name not in SHAPES:
        raise ValueError(f"no demo shape {name!r}; there are: {', '.join(SHAPES)}")
    return Shape(**_table()["shapes"][name])  # type: ignore[arg-type]


@cache
def look(name: str) -> Look:
    """The look of that name."""
    return Look(**_table()["looks"][name])  # type: ignore[arg-type]


SHAPES: tuple[str, ...] = tuple(_table()["shapes"])
