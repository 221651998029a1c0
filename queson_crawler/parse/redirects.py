"""Answers that send the asker on: by their status, by <meta http-equiv="refresh">, or by a script. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from queson_crawler.parse.document import Document
from queson_crawler.parse.feed_entries import joined
from queson_crawler.parse.notices import SHORT_PAGE, named, visible
from queson_crawler.parse.results import NotContent, Redirect, Why
from queson_crawler.platforms.base import Platform
from queson_crawler.urls import is_login, is_refused

REDIRECTS = frozenset((301, 302, 303, 307, 308))
"""The statuses of a redirect."""
_SCHEMES = ("http:", "https:")
_REFRESH = re.compile(r"""^\s{0,50}+\d{0,3}\s{0,50}+[;,]\s{0,50}+url\s{0,50}+=\s{0,50}+['"]?([^'"\s]{1,5000})""", re.I)
_SENDS_ON = re.compile(
    r"\s{0,99}(?:<!--)?\s{0,99}(?:(?:window|top|self|document|parent)\.){0,2}location"
    r"""(?:\.href\s{0,9}=|\s{0,9}=|\.(?:replace|assign)\s{0,9}\()\s{0,9}["']([^"'<>\s]{1,2000})["']"""
)
_REFRESHES = etree.XPath("//meta[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh']/@content")
_SCRIPTS = etree.XPath("//script/text()")
MAX_BESIDE_SCRIPT = 120
"""Characters of a page whose script sends its reader on at once."""
MAX_REFRESH_PAGE = 20_000
"""Bytes of a page that only sends its reader on."""


def redirected(status: int, url: str, location: str, platform: Platform) -> NotContent | Redirect:
    """Where the answer to `url` leads whose status is that of a redirect; `location` is what its header says."""
    target = _target(url, location)
    if not target:
        return NotContent(Why.HTTP_ERROR, f"{status} without an address to go to")
    return _leads_to(target, url, platform)


def sent_on(doc: Document, size: int, platform: Platform) -> NotContent | Redirect | None:
    """Where a page of `size` bytes sends its reader; None of a page that says something itself."""
    if size > MAX_REFRESH_PAGE:
        return None
    refreshed = _named_in(doc, _REFRESHES, _REFRESH.search)
    target = refreshed or _named_in(doc, _SCRIPTS, _SENDS_ON.match)
    if target in ("", doc.url):
        return None
    text = visible(doc)
    if len(text) > SHORT_PAGE or not (refreshed or len(text) < MAX_BESIDE_SCRIPT):
        return None
    return named(f"{doc.title} {text}") or _leads_to(target, doc.url, platform)


def _leads_to(target: str, url: str, platform: Platform) -> NotContent | Redirect:
    if not platform.same_site(target, url):
        return NotContent(Why.OTHER_SITE, f"leads to {target}")
    if is_login(target):
        return NotContent(Why.LOGIN, f"leads to {target}")
    if is_refused(target):
        return NotContent(Why.REFUSED, f"leads to {target}")
    return Redirect(target)


def _named_in(doc: Document, texts: etree.XPath, find: Callable[[str], re.Match[str] | None]) -> str:
    """The address that the first of some texts of a page names which names any; else ""."""
    for text in texts(doc.root):
        match = find(text)
        if match is not None:
            return doc.join(match.group(1))
    return ""


def _target(url: str, location: str) -> str:
    """A location as a whole address of the web, or ""."""
    if not location:
        return ""
    target = joined(url, location.strip())
    return target if target.lower().startswith(_SCHEMES) else ""
