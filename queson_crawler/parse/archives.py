"""Lists of what one month, author or tag has: they show once more what the categories of a portal hold."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.addresses import split
from queson_crawler.text.moments import ENGLISH_MONTH

_IN_WORDS = "một|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|mười một|mười hai|giêng|chạp"
_OF_A_MONTH = re.compile(
    rf"(?:tháng\s{{0,9}}(?:\d{{1,2}}|{_IN_WORDS})|(?:{ENGLISH_MONTH})|\d{{1,2}}(?=\s{{0,9}}[/-]))"
    r"\s{0,9}(?:[/.,-]|năm)?\s{0,9}(?:19|20)\d\d(?:\s{0,9}\(\s{0,9}\d{1,6}\s{0,9}\))?",
    re.I,
)
"""What a link to a month's archive says, with the number of its articles or without: `Tháng 3/2024 (12)`."""
_PERIOD = re.compile(r"/(?:archives?|luu-?tru)/(?:19|20)\d\d(?:[/-]\d{1,2}){0,2}/?$", re.I)
"""The path of the archive of a year, a month or a day, in a folder for archives."""
_PATH = re.compile(
    r"/(?:tags?|authors?|tu-?khoa|tac-?gia)/[^/]+/?$"
    r"|^(?:/index\.php)?(?:/archives?|/luu-tru)?/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])/?$"
    rf"|{_PERIOD.pattern}|^/(?:19|20)\d\d/$",
    re.I,
)
_QUERY = re.compile(
    r"[?&](?:(?:tag|author_name)=[^&#]|(?:author=\d{1,9}|m=(?:19|20)\d{4}(?:\d\d)?)(?=[&#]|$))"
    r"|[?&]\w{1,20}=(?:archives?|luu-?tru)&(?:[^#]{0,80}&)?(?:year|nam)=(?:19|20)\d\d(?=[&#]|$)"
)
_RELATIONS = frozenset(("tag", "author"))
_CATEGORY = re.compile(r"/(?:categor(?:y|ies)|chuyen-?muc|danh-?muc)/|[?&](?:cat|category)=", re.I)
"""The address of a category: WordPress' newer themes call links to categories, too, `rel="tag"`."""
_CATEGORY_PATH = re.compile(
    r"/categor(?:y|ies)(?:(?:/[^/.\d][^/.]{0,80}){1,4}/?|/[^/.\d]{1,80}\.html?)$",
    re.I,
)
"""The path of a category where nothing else says that it is one: static site generators name their folder so."""


def is_archive(url: str, said: str, relation: str = "") -> bool:
    """Whether a link leads to such a list, by its words, its address or its `rel`. A category may bear `rel="category
    tag"`, as WordPress has it."""
    if _OF_A_MONTH.fullmatch(said) or _PATH.search(split(url).path):
        return True
    relations = relation.lower().split()
    if not _RELATIONS.isdisjoint(relations) and not is_category(url, relation):
        return True
    return _QUERY.search(url) is not None


def is_archive_of_period(url: str) -> bool:
    """Whether an address is that of an archive of a year, a month or a day, below whatever link it stands."""
    return _PERIOD.search(split(url).path) is not None


@lru_cache(maxsize=4096)
def is_category(url: str, relation: str) -> bool:
    """Whether a link that tells where an article is filed leads to a category, and not to a tag."""
    relations = relation.lower().split()
    if "category" in relations or _CATEGORY_PATH.search(split(url).path):
        return True
    return "tag" in relations and _CATEGORY.search(url) is not None
