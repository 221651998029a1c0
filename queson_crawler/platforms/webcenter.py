"""Oracle WebCenter Portal: articles of a content server under `dDocName`, and ADF's page that asks for a window first.

Document names count through the whole content server: one id space for all portals of a province.
"""

from __future__ import annotations

import re
from itertools import filterfalse
from urllib.parse import quote, urlsplit, urlunsplit

from queson_crawler.platforms.base import Platform

WEBCENTER = Platform(
    name="webcenter",
    marks=(
        r"/webcenter/(?:portal|content|faces|documentContent|afr)",
        r"[?&;]dDocName=",
        r"\baf_[a-z]+[A-Z]\w+|AFStretchWidth|AFDetectExpansion",
        r"AdfPage|AdfLoopback|_adf\.ctrl-state|Adf-Window-Id|oracle\.adf",
        r"javax\.faces\.ViewState|org\.apache\.myfaces\.trinidad",
    ),
    enough=2,
    # A document name is that of a picture or a file where the content itself is asked for.
    ids=(r"^(?!/webcenter/(?:documentcontent|content)|/cs/|/documentcontent)[^?]*\?(?:[^?]*&)?ddocname=(\w+)",),
    variant=r"[?&](?:print|mobile)=|/print\?|in-bai",
    page_parameter=r"^(?:page|p|trang)$",
    pagers=("catalog=<code>&page=N",),
    state=r"^(?:_afr|_adf|adf-window-id|wc\.)",
    action=r"^(?:_afrredirect|wc\.contentsource)$",
)

MAX_LOOPBACK = 60_000
"""The page that asks for a window has some 7,000 bytes; a page with content has ten times that."""
_CALL = re.compile(rb"AdfLoopbackUtils\s*\.\s*runLoopback\s*\(")
_LOOP = re.compile(rb"""["']_afrLoop["']\s*,\s*["']?([\w-]{1,40})["']?\s*[,)]|[?&;]_afrLoop=([\w-]{1,40})""")
_CARRIED = re.compile(r"(?:\A|&)_afrloop=", re.I)
_STATE = re.compile(r"_afr|adf-window-id=", re.I)
_WINDOW = re.compile(rb"""["']_afrPage["']\s*,\s*["'][^"']{0,40}["']\s*,\s*["']([\w-]{1,40})["']""")


def loopback_address(body: bytes, url: str) -> str | None:
    """The address to ask, with the cookies of this answer, where the answer to `url` is ADF's loopback page.

    None for any other page, and where `url` already carries such a token: asking on would go in circles.
    """
    if len(body) > MAX_LOOPBACK or not _CALL.search(body):
        return None
    parts = urlsplit(url)
    token = _LOOP.search(body)
    if token is None or _CARRIED.search(parts.query):
        return None
    loop = token[token.lastindex or 0].decode("ascii")
    pairs = list(filterfalse(_STATE.match, filter(None, parts.query.split("&"))))
    pairs += [f"_afrLoop={quote(loop)}", "_afrWindowMode=0"]
    window = _WINDOW.search(body)
    if window is not None:
        pairs.append(f"Adf-Window-Id={quote(window.group(1).decode('ascii'))}")
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "&".join(pairs), ""))
