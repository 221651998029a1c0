"""Addresses: which belong to the portal, and which are never asked. Pure.

The menus of a portal stand on its every page, so what was found out about an address is remembered.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote

from archive.addresses import canonical as canonical
from archive.addresses import clean as clean
from archive.addresses import forward as forward
from archive.addresses import host as host
from archive.addresses import split

_REFUSED = re.compile(
    r"ctl[=/](?:login|register|terms|privacy|sendpassword)|/(?:login|logout|register|dang-nhap|dang-ky|signin|wp-admin|"
    r"administrator|user|users)(?:[/?.]|$)|/c/portal/log|dnnprintmode|skinsrc|containersrc|viewmode=print|/print/|/printpage|"
    r"/(?:sendmail|sendtofriend|savefile)(?:[/?.]|$)|tmpl=component|/pop_up/|p_p_state=pop_up|"
    r"/(?:@@)?(?:tim-kiem|search(?!/label/[^/?]+(?:$|\?))|timkiem)(?:_rss|_form)?(?:[/?.]|$)|[?&](?:s|keywords?|tukhoa|search)=[^&]|"
    r"/calendar(?:[/?.]|$)|/lich-cong-tac/\d|/rss(?:[/?.]|$)|rss\.aspx|/feed/|/_layouts/|allitems\.aspx|"
    r"[?&]mobile=|/mobile/|nvvithemever=|nv_redirect=|[?&](?:theme|skin|style|template|giao-?dien|mau-?sac|color|contrast|fontsize|css)=|[?&]nv=(?:users|seek|statistics|banners)(?:&|$)|/cdn-cgi/|struts_action=|p_p_lifecycle=[12]|/wp-login|/wp-json",
    re.I,
)
_FRONT = re.compile(r"^/?$|(?:^|/)index\.php$", re.I)
"""Paths at which `q` is the address of a page (Drupal without clean addresses) and not what somebody searched for."""
_LOGIN = re.compile(
    r"ctl[=/]login|/(?:(?:@@)?login(?:_form)?|require_login|dang-nhap|signin|users/login|wp-login)(?:[/?.]|$)|/c/portal/login",
    re.I,
)
_LOGOUT = re.compile(r"(?:log|sign)-?(?:out|off)|dang-?xuat(?!(?:-[a-z]{1,12}){2})", re.I)
"""What ends a session; a slug of more words is none: `dang-xuat-khau-vai` is an article on exports."""
_DEEDS = frozenset(
    "delete remove destroy xoa xoa-bai xoabai unsubscribe huy-dang-ky add-to-cart checkout addcomment".split()
)
"""Steps of a path, and names of parameters, by which an address does something."""
_DEED_NAMES = frozenset("action act do op task cmd command mode func function method event handler thaotac".split())
_DEED_VALUES = _DEEDS | frozenset(
    "del edit sua update insert add vote like dislike subscribe cancel huy approve duyet upload reply clear reset "
    "move copy rename restore lock unlock ban kick save submit empty".split()
)
_NOT_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|svg|ico|webp|css|js|json|xml|woff2?|ttf|eot|mp3|mp4|wma|wmv|avi|flv|pdf|docx?|xlsx?|pptx?|"
    r"zip|rar|7z|gz|rtf|txt|exe|apk|dwg|odt|ods)$",
    re.I,
)
_LANGUAGE = re.compile(r"^/(?:vi|vi-vn|vn)(?=/|$)", re.I)
_LANGUAGE_TWICE = re.compile(r"(?:^|/)((?i:vi|vi-vn|vn))/{1,9}\1(?=/|$)")
_FOREIGN = re.compile(
    r"^/(?:en|en-us|en-gb|english|zh|cn|fr|ja|ko)(?=/|$)"
    r"|[?&/](?:language|lang)[=/](?:en|us|gb|zh|cn|fr|ja|jp|ko|kr|ru|de|es|lo|km|th)(?:[-_][a-z]{2})?(?![\w-])",
    re.I,
)
_SCHEME = re.compile(r"^https?://(?:www\.)?")
MAX_CHARACTERS, MAX_SEGMENTS, MAX_REPEATS = 2000, 14, 3


def page_name(url: str) -> str:
    """What tells one page from another, to compare by: its address without scheme and `www.`, since a portal that moves
    to https shows the pages that it had."""
    return _SCHEME.sub("//", url)


def local(url: str) -> str:
    """Path and query of an address."""
    parts = split(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def folder_of(url: str) -> str:
    """The path of an address as that of a folder: it ends with a slash."""
    return split(url).path.rstrip("/") + "/"


def grows(url: str) -> bool:
    """Whether the address comes from a space without end: segments repeated, too deep, too long, or an address
    wrapped in an address."""
    if len(url) > MAX_CHARACTERS or url.count("%25") > 1:
        return True
    path = split(url).path
    segments = list(filter(None, path.split("/")))
    if len(segments) > MAX_SEGMENTS or max(map(segments.count, segments), default=0) >= MAX_REPEATS:
        return True
    # A module often has a category of its own name (`/thong-bao/thong-bao/`); a language is never named twice.
    return _LANGUAGE_TWICE.search(path) is not None


@lru_cache(maxsize=4096)
def is_refused(url: str) -> bool:
    """Whether an address is never asked: logins, searches, print and mail views, feeds, endless spaces."""
    return bool(_REFUSED.search(local(url))) or grows(url) or _is_search(url)


def _is_search(url: str) -> bool:
    """Whether `q` holds the words of a search."""
    if "q=" not in url:
        return False
    return bool(parameters(url).get("q")) and not _FRONT.search(split(url).path)


def is_login(url: str) -> bool:
    """Whether an address is that of a page that asks who one is."""
    return bool(_LOGIN.search(local(url)))


def leads_out(url: str) -> bool:
    """Whether an address is one that ends a session or begins one: a picture that a page shows may name it too."""
    return is_login(url) or bool(_LOGOUT.search(local(url)))


@lru_cache(maxsize=4096)
def changes_something(url: str) -> bool:
    """Whether an address is one that ends a session, or deletes, votes, signs up: nobody who only reads asks for it."""
    if leads_out(url):
        return True
    parts = split(url)
    if not _DEEDS.isdisjoint(unquote(parts.path).lower().split("/")):
        return True
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name.lower() in _DEEDS or (name.lower() in _DEED_NAMES and value.lower() in _DEED_VALUES):
            return True
    return False


def is_page(url: str) -> bool:
    """Whether an address looks like a page rather than a file."""
    return not _NOT_PAGE.search(unquote(split(url).path))


def is_foreign(url: str) -> bool:
    """Whether an address says that it shows the portal in another language than Vietnamese."""
    return bool(_FOREIGN.search(local(url)))


def may_be_read(url: str) -> bool:
    """Whether an address may be that of a page in Vietnamese that is worth asking for."""
    return is_page(url) and not is_refused(url) and not is_foreign(url)


def without_language(path: str) -> str:
    """A path without its Vietnamese prefix: `/vi/tin-tuc` and `/tin-tuc` name one page."""
    return _LANGUAGE.sub("", path) or "/"


def parameters(url: str) -> dict[str, str]:
    """The query as a mapping; of repeated names the last wins."""
    return dict(parse_qsl(split(url).query, keep_blank_values=True))
