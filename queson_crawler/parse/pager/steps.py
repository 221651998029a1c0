"""How many pages lie between two addresses of one list. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from queson_crawler.parse.only import only

_NO_PAGE = re.compile(
    r"(?:ngay|thang|nam|date|day|month|year|lang|language|id|tag|sort|order|view|print|cat|category|type|tab|"
    r"font|size|limit|rating|itemid|tabid|mid)$",
    re.I,
)
"""Parameters that number something else than pages."""
_PATH_NUMBER = re.compile(
    r"^(?:(.*?[/-])?(?:[a-z]{0,9}(?:page|trang)[a-z]{0,9}|paged|pg|p)[-_/]?|(.*)/)(\d{1,5})(?:\.html?|\.aspx|/)?$", re.I
)
_FILE = re.compile(r"(.{0,500}/[^/]{0,200}[^\W\d_])(?:(?<=/index)[-_])?(\d{0,4})\.html?", re.I)
"""The path of a file that holds a page of a list: its name, and the number behind that, where it bears one."""
_FOLDER = re.compile("/$")
_ENDING = re.compile(r"(?:\.html?|\.aspx|/)$", re.I)
_NUMBER = re.compile(r"\d{1,6}")
_SECOND = (1, 2)
"""What the second page bears where the first bears no number: pages are counted from 0 or from 1."""
MIN_PAGE_SIZE = 3


def step_between(own: str, url: str, page_size: int = 0) -> int:
    """How many pages lie between two addresses of one list: they are the same but for one number. 0 where they are not.

    The first page bears no number, 1, or 0 where pages are counted from 0; offsets count in steps of `page_size`.
    """
    mine, other = urlsplit(own), urlsplit(url)
    before, after = _pairs(mine.query), _pairs(other.query)
    if mine.path == other.path:
        return _step_in_query(before, after, page_size)
    if before != after:
        return 0
    return _step_in_path(mine.path, other.path) or _step_in_files(mine.path, other.path)


def is_second(own: str, url: str) -> bool:
    """Whether an address is that of the second page of the list at `own`, whose own address bears no number."""
    if step_between(own, url) != 1:
        return False
    mine, other = urlsplit(own), urlsplit(url)
    if mine.path != other.path:
        return _page_of(mine.path) is None
    before = _pairs(mine.query)
    return _changed(before, _pairs(other.query)) not in before


def is_below(own: str, url: str) -> bool:
    """Whether an address is a list's own but for the number of the page, or stands below it."""
    own_path, path = urlsplit(own).path, urlsplit(url).path
    stem, _ = _page_of(own_path) or (_without_ending(own_path), 0)
    if stem.strip("/"):
        return path.startswith(stem)
    return path == own_path


def _pairs(query: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(query, keep_blank_values=True, max_num_fields=50))
    except ValueError:
        return {}


def _without_ending(path: str) -> str:
    return _ENDING.sub("", path)


def _page_of(path: str) -> tuple[str, int] | None:
    """A path without the number of a page, and that number; None where it bears none."""
    match = _PATH_NUMBER.match(path)
    if match is None:
        return None
    stem = match.expand(r"\1\2")
    return stem.rstrip("/-"), int(match.group(3))


def _step_in_path(own: str, other: str) -> int:
    here, there = _page_of(own), _page_of(other)
    if there in map(_as_second, _stems(own)):
        return 1
    if here is None:
        return 0
    stem, number = here
    if there is not None and there[0] == stem:
        return there[1] - number
    if stem in _stems(other):
        return min(1 - number, 0)
    return 0


def _as_second(stem: str) -> tuple[str, int] | None:
    """What `_page_of` tells of the second page behind a stem."""
    return stem, 2


def _stems(path: str) -> tuple[str, str]:
    """What the pages of a list may bear their number behind: its path without its ending, or as it is."""
    return _without_ending(path), path.rstrip("/")


def is_page_file(own: str, url: str) -> bool:
    """Whether an address is that of another page of the list at `own`, each a file of the same name but for a number:
    `tin.html` and `tin2.html`."""
    return _step_in_files(urlsplit(own).path, urlsplit(url).path) != 0


def _step_in_files(own: str, other: str) -> int:
    """The pages between two files of one folder and name, of which only the first page's bears no number; but for
    `index`, two numbers behind a name may tell two lists apart."""
    name, here = _file_of(own)
    other_name, there = _file_of(other)
    if name != other_name:
        return 0
    if min(here, there) > 1 and not name.endswith("/index"):
        return 0
    return there - here


def _file_of(path: str) -> tuple[str, int]:
    """The path of a file without its number, and that number, 1 where it bears none; a folder's own file is its
    index."""
    match = _FILE.fullmatch(_FOLDER.sub("/index.html", path))
    if match is None:
        return path, 1
    return match[1].lower(), int(match[2] or 1)


def _step_in_query(own: dict[str, str], other: dict[str, str], page_size: int) -> int:
    name = _changed(own, other)
    if not name:
        return 0
    before, after = own.get(name, ""), other.get(name)
    if after is None:
        return -1 if before.isdecimal() else 0
    if not _NUMBER.fullmatch(after):
        return 0
    number = int(after)
    if before.isdecimal():
        return _step(int(before), number, page_size)
    if _is_second_page(number, page_size):
        return 1
    return 0


def _is_second_page(number: int, page_size: int) -> bool:
    """Whether a number is that of the second page, where the first bears none: it counts pages, or articles."""
    return number in _SECOND or number == page_size >= MIN_PAGE_SIZE


def _changed(own: dict[str, str], other: dict[str, str]) -> str:
    """The one parameter in which two queries differ, where it may number pages; else ""."""
    name = only_change(own, other)
    if _NO_PAGE.search(name):
        return ""
    return name


def only_change(own: dict[str, str], other: dict[str, str]) -> str:
    """The only parameter in which two addresses differ; "" where there is none or more than one."""
    changed = {name for name, _ in own.items() ^ other.items()}
    return only(changed, "")


def _step(before: int, after: int, page_size: int) -> int:
    """The step from a number to another; where these count articles, in pages."""
    distance = after - before
    if MIN_PAGE_SIZE <= page_size <= after and distance % page_size == 0:
        return distance // page_size
    return distance
