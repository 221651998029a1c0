"""Addresses of a DNN site: one page has many, and every one of them must be understood."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote

from queson_crawler.demo.compose import slug
from queson_crawler.demo.model import Story

HOME, SEARCH, NEWS, ABOUT, CONTACT, LOGIN = "36", "37", "246", "58", "60", "112"
ENTRANCE = "default.aspx"


def read(target: str) -> dict[str, str] | None:
    """The keys of an address, names in lower case, or None when it is not the address of a page.

    Query and path form (`/Name/tabid/246/Group/15/Default.aspx`) mean the same; names are case-insensitive; valueless
    parameters (the slug) say nothing. Without a tabid it is the home page.
    """
    path, _, query = target.partition("?")
    segments = [unquote(part) for part in path.split("/") if part]
    if segments and segments.pop().lower() != ENTRANCE:
        return None
    lowered = [part.lower() for part in segments]
    if segments and "tabid" not in lowered:
        return None
    pairs = segments[lowered.index("tabid") :] if segments else []
    keys = {name.lower(): value for name, value in zip(pairs[::2], pairs[1::2], strict=False)}
    keys |= {name.lower(): value for name, value in parse_qsl(query)}
    return {"tabid": HOME} | keys


def place(keys: Mapping[str, str]) -> str:
    """What a postback must stay on: the same page, under whichever address."""
    return "/".join(keys.get(name, "") for name in ("tabid", "group", "nid"))


def tab_path(tabid: str, **keys: str) -> str:
    """The usual address of a tab."""
    return f"/Default.aspx?tabid={tabid}" + "".join(f"&{name}={value}" for name, value in keys.items())


def category_path(category_id: str) -> str:
    """Where a category's list begins."""
    return tab_path(NEWS, Group=category_id)


def article_path(story: Story, category_id: str = "") -> str:
    """The usual address of an article, inside one of its categories (the first by default)."""
    one = category_id or story.category_ids[0]
    return f"{tab_path(NEWS, Group=one, NID=story.article.native_id)}&{slug(story.article.title)}"


def alias_paths(story: Story) -> tuple[str, str, str]:
    """Three more addresses of an article: another order, path form, path form with the language."""
    group, nid = story.category_ids[0], story.article.native_id
    return (
        f"/Default.aspx?NID={nid}&Group={group}&tabid={NEWS}",
        f"/tabid/{NEWS}/Group/{group}/NID/{nid}/Default.aspx",
        f"/tabid/{NEWS}/language/vi-VN/Group/{group}/NID/{nid}/Default.aspx",
    )
