"""Answers that are no page to be read: redirects, floods, refusals, files and what broke off."""

from __future__ import annotations

from collections.abc import Callable

from queson_crawler.parse.flood import may_be_flood, too_fast
from queson_crawler.parse.notices import time_to_wait, visible
from queson_crawler.parse.redirects import REDIRECTS, redirected
from queson_crawler.parse.results import NotContent, Redirect, Why
from queson_crawler.parse.sent import Answer
from queson_crawler.platforms.base import Platform

_HTML_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "")
_MAGIC = (
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"%PDF",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"RIFF",
    b"7z\xbc",
)
BROKE_OFF = "the answer broke off within its encoding"
_STATUSES = {
    401: Why.REFUSED,
    403: Why.REFUSED,
    404: Why.NOT_FOUND,
    407: Why.REFUSED,
    410: Why.NOT_FOUND,
}
"""What a status says of a page, where it says more than that something failed."""
_FLOODS = {429: "answered 429"}
_OF_FLOODS = frozenset((200, 503))
"""The status that says that a page was asked for too fast, and those under which a page may say so in words."""


def refusal_of(answer: Answer, platform: Platform) -> NotContent | Redirect | None:
    """What can be told without reading the page."""
    if answer.status in REDIRECTS:
        return redirected(answer.status, answer.url, answer.location, platform)
    flood = _flood(answer)
    if flood is not None:
        return flood
    if answer.status != 200:
        return NotContent(_STATUSES.get(answer.status, Why.HTTP_ERROR), f"answered {answer.status}")
    return _not_a_page(answer)


def _flood(answer: Answer) -> NotContent | None:
    """What a portal says that was asked too fast, with the time to wait; None where it says nothing of the kind."""
    said = _FLOODS.get(answer.status, "")
    if answer.status in _OF_FLOODS and may_be_flood(answer.body):
        said = too_fast(answer.document())
    if not said:
        return None
    return NotContent(Why.FLOOD, said + time_to_wait(visible(answer.document())))


def _is_cut_off(answer: Answer) -> bool:
    return answer.is_cut_off


def _is_empty(answer: Answer) -> bool:
    return not answer.body.strip()


def _is_of_other_type(answer: Answer) -> bool:
    if answer.media_type.lower() not in _HTML_TYPES:
        return True
    return answer.body.lstrip().startswith(_MAGIC)


def _has_no_markup(answer: Answer) -> bool:
    return b"<" not in answer.body


_NO_PAGES: tuple[tuple[Callable[[Answer], bool], Why, str], ...] = (
    (_is_cut_off, Why.NO_ANSWER, BROKE_OFF),
    (_is_empty, Why.EMPTY, "no bytes in the answer"),
    (_is_of_other_type, Why.NOT_HTML, "sent as {0.type_said}, begins {0.beginning!r}"),
    (_has_no_markup, Why.NOT_HTML, "no markup in it"),
)
"""What is no whole page, how it is called, and in which words."""


def _not_a_page(answer: Answer) -> NotContent | None:
    """What the bytes of an answer are if they are no whole page."""
    for is_so, why, words in _NO_PAGES:
        if is_so(answer):
            return NotContent(why, words.format(answer))
    return None
