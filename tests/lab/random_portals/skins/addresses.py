"""Addresses of articles and lists as families of real portals form them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.lab.random_portals.truth import Article, Category

MAX_SLUG = 50


@dataclass(frozen=True)
class Kind:
    """How an article's and a list's address look; `has_category` tells whether the list stands in the article's."""

    article: Callable[[Any, Article, Category], str]
    category: Callable[[Any, Category], str]
    has_category: bool = False


def _stamp(article: Article) -> str:
    return f"{article.published:%Y%m%d%H%M}{article.number:05d}"


def _code(category: Category) -> str:
    return "".join(word[0] for word in category.slug.split("-")) + str(category.number)


def _slug(_: Any, category: Category) -> str:
    return f"/{category.slug}"


HOME = "/webcenter/portal/huyen/pages_tin-tuc"
JOOMLA = "/index.php?option=com_content"
KINDS: dict[str, Kind] = {
    "tabid-nid": Kind(
        lambda g, a, c: f"/Default.aspx?tabid=246&Group={c.number + 15}&NID={a.ident}&{a.slug}",
        lambda g, c: f"/Default.aspx?tabid=246&Group={c.number + 15}",
        True,
    ),
    "tabid-path": Kind(
        lambda g, a, c: f"/tabid/{92 + c.number}/newsid/{a.ident}/Default.aspx",
        lambda g, c: f"/tabid/{92 + c.number}/Default.aspx",
        True,
    ),
    "view-content": Kind(lambda g, a, c: f"/{c.slug}/-/view_content/{a.ident}-{a.slug}.html", _slug, True),
    "nid-page": Kind(lambda g, a, c: f"/Trang/ChiTietTinTuc.aspx?nid={a.ident}", lambda g, c: f"/Trang/{c.slug}.aspx"),
    "doc-name": Kind(
        lambda g, a, c: f"{HOME}/chi-tiet?dDocName=PORTAL{a.ident}", lambda g, c: f"{HOME}?catalog={_code(c)}"
    ),
    "orders": Kind(
        lambda g, a, c: f"/?gd=1&cn={c.number + 85}&tc={a.ident}", lambda g, c: f"/?gd=7&cn={c.number + 85}", True
    ),
    "slug-fifty": Kind(lambda g, a, c: f"/vi-vn/{c.slug}/{a.slug}.html", lambda g, c: f"/vi-vn/{c.slug}.html", True),
    "dashes-id": Kind(lambda g, a, c: f"/tin-tuc/{a.slug}---id{a.ident}", lambda g, c: f"/tin-tuc/{c.slug}"),
    "long-digits": Kind(lambda g, a, c: f"/{c.slug}/{a.slug}-{_stamp(a)}.htm", lambda g, c: f"/{c.slug}.htm", True),
    "stamp-folder": Kind(
        lambda g, a, c: f"/{_stamp(a)}p0c{1019 + c.number}/{a.slug}.htm",
        lambda g, c: f"/p0c{1019 + c.number}/{c.slug}.htm",
        True,
    ),
    "option-view": Kind(
        lambda g, a, c: f"{JOOMLA}&view=article&id={a.ident}:{a.slug}&catid={c.number + 8}&Itemid={c.number + 101}",
        lambda g, c: f"{JOOMLA}&view=category&id={c.number + 8}&Itemid={c.number + 101}",
        True,
    ),
    "query-path": Kind(lambda g, a, c: f"/chi-tiet-tin?/{a.slug}/{a.ident}", _slug),
    "publisher": Kind(
        lambda g, a, c: f"/web/guest/xem-chi-tiet/-/asset_publisher//Content/{a.slug[:60].strip('-')}?{a.ident}",
        lambda g, c: f"/web/guest/{c.slug}",
    ),
    "letters": Kind(
        lambda g, a, c: f"/{a.slug}-c{46 + c.number}a{a.ident}.html",
        lambda g, c: f"/{c.slug}-c{46 + c.number}.html",
        True,
    ),
    "slash-id": Kind(lambda g, a, c: f"/{c.slug}/{a.slug}/{a.ident}", _slug, True),
    "detail": Kind(lambda g, a, c: f"/news/detail/{a.ident}", lambda g, c: f"/news/category/{c.number + 3}"),
    "op-path": Kind(
        lambda g, a, c: f"/index.php?language=vi&nv=news&op={c.slug}/{a.slug}-{a.ident}",
        lambda g, c: f"/index.php?language=vi&nv=news&op={c.slug}",
        True,
    ),
    "mod-act": Kind(
        lambda g, a, c: f"/?mod=news&act=view&id={a.ident}", lambda g, c: f"/?mod=news&act=list&cat={c.number + 2}"
    ),
    "site-nid": Kind(
        lambda g, a, c: f"/So/vp/Trang/xem.aspx?title={a.slug}.html&ItemID={a.ident}&l={_code(c)}",
        lambda g, c: f"/So/vp/Trang/list.aspx?l={_code(c)}",
        True,
    ),
}
WITHOUT_CATEGORY = frozenset(name for name, kind in KINDS.items() if not kind.has_category)


def unique(slug: str, taken: set[str]) -> str:
    """A slug cut as some portals do; one that is taken gets a number."""
    short = slug[:MAX_SLUG].strip("-")
    found, number = short, 1
    while found in taken:
        found = f"{short}-{number}"
        number += 1
    return found
