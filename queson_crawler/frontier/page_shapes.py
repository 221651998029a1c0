"""The shape of an address, and what tells that it leads into a space without end, or does something. Pure.

Addresses of one shape differ in numbers, tokens and the values of parameters alone: pages of one kind, days of a
calendar, orders of one list.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from urllib.parse import parse_qsl

from archive.addresses import host, split
from queson_crawler.urls import changes_something, is_foreign, is_refused

MAX_PARAMETERS = 4
"""An address with more belongs to a search."""
_NUMBERS = re.compile(r"\d+")
_TOKEN = re.compile(
    r"(?<![\da-z])(?=[a-z]*+\d)(?=\d*+[a-z])[\da-z_-]{16,}+|(?<![\da-f-])[\da-f]{8}-[\da-f]{4}-[\da-f-]{20,}+", re.I
)
_SESSION = re.compile(r"s(?:ess(?:ion)?)?_?id|sess(?:ion)?|token|_?csrf\w*|nonce|cftoken|cfid|zenid|oscsid", re.I)
_CALENDAR_NAMES = frozenset(
    "year month day date week nam thang ngay tuan quy tungay denngay tu_ngay den_ngay fromdate todate from_date "
    "to_date start end y m d yyyy mm dd calendar lich caldate ical eventdisplay tribe-bar-date".split()
)
_CALENDAR_PATH = re.compile(
    r"/(?:19|20)\d\d[/-]\d{1,2}(?:[/-]\d{1,2})?(?:/|$)|(?:^|/)(?:calendar|lich[\w-]{0,30}|events?|su-kien)/[\w/-]{0,40}\d",
    re.I,
)
_VIEWS = re.compile(
    r"(?:^|[?&/])(?:print|printview|printer|in-?trang|ban-?in|pdf|share|sharer|email|mailto|sendmail|send|tell-?a-?friend|"
    r"gui-?(?:mail|email|ban-?be|tin)|amp|replytocom|savefile|rss\w{0,9}|atom|xml|json|embed|preview|revision|diff|"
    r"lightbox|popup|iframe)(?:[=/?&.]|$)|[?&](?:format|type|tmpl|output|view)=(?:pdf|print|raw|feed|rss|xml|json|component)\b",
    re.I,
)
_ORDER_NAMES = re.compile(
    r"(?:order|sort|orderby|sortby|sapxep|sap_xep|dir|direction|filter\w{0,20}|loc\w{0,9}|limit|per_?page|pagesize|"
    r"page_?size|view|display|layout|tab_?index|expand|collapse|fontsize|zoom)(?:\[.{0,30}\])?",
    re.I,
)


class Trap(StrEnum):
    """Why an address is left out by what it says."""

    REFUSED = "logins, searches, feeds and endless addresses"
    ACTION = "addresses that change something"
    VIEW = "other views of a page: print, mail, share"
    LANGUAGE = "other languages"
    ORDER = "other orders and filters of a page"
    PARAMETERS = "too many parameters"
    SESSION = "addresses with a session"


@lru_cache(maxsize=1 << 15)
def trap_of(url: str) -> Trap | None:
    """Why an address is not asked for whatever page it is; None of one that may be asked for."""
    for trap, holds in _TRAPS:
        if holds(url):
            return trap
    return None


def _is_view(url: str) -> bool:
    parts = split(url)
    return _VIEWS.search(parts.path if not parts.query else f"{parts.path}?{parts.query}") is not None


def _names(url: str) -> list[str]:
    return [name for name, _ in parse_qsl(split(url).query, keep_blank_values=True)]


def _is_order(url: str) -> bool:
    """Whether a parameter only orders or filters what a page shows."""
    return any(map(_ORDER_NAMES.fullmatch, _names(url)))


def _has_session(url: str) -> bool:
    """Whether a parameter holds the token of a session: its name and its value say so."""
    for name, value in parse_qsl(split(url).query):
        if _SESSION.fullmatch(name) and _TOKEN.fullmatch(value):
            return True
    return False


def _has_many_parameters(url: str) -> bool:
    return len(_names(url)) > MAX_PARAMETERS


_TRAPS = (
    (Trap.REFUSED, is_refused),
    (Trap.ACTION, changes_something),
    (Trap.VIEW, _is_view),
    (Trap.LANGUAGE, is_foreign),
    (Trap.SESSION, _has_session),
    (Trap.ORDER, _is_order),
    (Trap.PARAMETERS, _has_many_parameters),
)


@lru_cache(maxsize=1 << 15)
def shape_of(url: str) -> str:
    """What addresses of one kind have in common: host, path and names of parameters, numbers and tokens as `#`."""
    parts = split(url)
    steps = []
    for step in parts.path.split("/"):
        steps.append("#" if _TOKEN.fullmatch(step) else _NUMBERS.sub("#", step))
    names = sorted({_NUMBERS.sub("#", name) for name in _names(url)})
    return f"{host(url)}{'/'.join(steps)}?{'&'.join(names)}"


@lru_cache(maxsize=1 << 15)
def calendar_of(url: str) -> str:
    """The calendar to which an address belongs; "" where it names no day, week, month or year."""
    parts = split(url)
    is_dated = _CALENDAR_PATH.search(parts.path) is not None
    if not is_dated and _CALENDAR_NAMES.isdisjoint(map(str.lower, _names(url))):
        return ""
    return f"{host(url)}{_NUMBERS.sub('#', parts.path)}"


def folder_of(url: str) -> str:
    """The folder in which the page of an address lies."""
    return f"{host(url)}{split(url).path.rpartition('/')[0]}/"
