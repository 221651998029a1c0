"""The posts that the WordPress API lists, page by page. Pure."""

from __future__ import annotations

import re
from typing import Any

from archive.records import Entry
from queson_crawler.parse.feed_entries import MAX_TIME, Named, Source, loaded, plain
from queson_crawler.parse.listing.items import id_of
from queson_crawler.parse.results import Feed
from queson_crawler.urls import parameters

POSTS_PER_PAGE = 100
_PAGE = re.compile(r"(?:^|&)page=[^&]*")


def read_posts(body: bytes, source: Source) -> Feed | None:
    """Posts of the WordPress API; a full page leads to the next one."""
    data = loaded(body)
    if not isinstance(data, list):
        return None
    if not all(isinstance(post, dict) for post in data):
        return None
    found: dict[str, Entry] = {}
    for post in map(_post, data[:POSTS_PER_PAGE]):
        address = source.address(post.place)
        if not address:
            continue
        entry = Entry(id_of(source.platform, address), address, post.title, post.changed[:MAX_TIME])
        found.setdefault(address, entry)
    following = (_next_posts(source.url),) if len(data) == POSTS_PER_PAGE else ()
    return Feed(tuple(found.values()), following)


def _post(post: dict[str, Any]) -> Named:
    """One post; its title stands as a text or as an object around it."""
    title = post.get("title")
    if isinstance(title, dict):
        title = title.get("rendered")
    changed = post.get("modified_gmt") or post.get("modified") or ""
    return Named(_string(post.get("link")), plain(_string(title)), str(changed))


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _next_posts(url: str) -> str:
    """The address of the page of posts after that at `url`."""
    path, _, query = url.partition("?")
    number = parameters(url).get("page", "1")
    following = int(number) + 1 if number.isdecimal() else 2
    others = _PAGE.sub("", query).strip("&")
    return f"{path}?{'&'.join(filter(None, (others, f'page={following}')))}"
