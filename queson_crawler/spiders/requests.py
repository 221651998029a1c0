"""How the tasks of the live crawl become Scrapy's requests, and what an answer says of the speed of asking."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response

from queson_crawler.fetch.browser import Browsed
from queson_crawler.fetch.conditional import kept
from queson_crawler.fetch.failures import retry_after
from queson_crawler.fetch.forms import form_body
from queson_crawler.fetch.throttle import Throttle
from queson_crawler.parse.answer import Understood
from queson_crawler.parse.results import NotContent, Why
from queson_crawler.spiders.attached import PRIORITY
from queson_crawler.understand.tasks import ARTICLE, FEED, FILE, LIST, PAGE, Task

if TYPE_CHECKING:
    from queson_crawler.spiders.portal import PortalSpider

_PRIORITY = {LIST: 20, ARTICLE: 0, FEED: -20, FILE: PRIORITY}
_WAIT = re.compile(r"(?<!\d)(\d{1,9}) s to wait")
_OVERLOADED = (502, 503, 504)
_MOMENT = 0.5
"""Seconds before a repetition where the portal names none."""


def request_of(spider: PortalSpider, task: Task) -> Request:
    """The request that a task makes: GET, postback, with a browser, or for a file."""
    if task.press:  # its page is closed: the list begins anew
        task = replace(task, number=1, press="", shape="")
    if spider.render == "always" and task.role in (PAGE, LIST) and task.postback is None:
        task = replace(task, render=True)
    if task.render:
        return _shown(spider, task)
    method, body, headers = "GET", b"", {}
    if task.postback is not None:
        method = "POST"
        body, kind = form_body(task.postback)
        headers = {"Content-Type": kind}
    if task.role == FILE:
        return _file(spider, task)
    known = kept(spider.keeper.archive, task.url) if task.again and not spider.full else None
    return Request(
        task.url,
        callback=spider.answered,
        errback=spider.failed,
        method=method,
        body=body,
        headers=known.headers if known else headers,
        dont_filter=True,  # the frontier asks nothing twice that it does not mean to
        priority=_PRIORITY.get(task.role, 10) - 5 * (task.attempt - 1),
        meta={"task": task, **({"kept": known.capture} if known else {})},
    )


def _file(spider: PortalSpider, task: Task) -> Request:
    """The request for a file of an article."""
    most = spider.portal.file_megabytes or spider.crawler.settings.getint("QUESON_FILE_MEGABYTES")
    return Request(
        task.url,
        callback=spider.file_answered,
        errback=spider.file_failed,
        headers={"Accept": "*/*"},
        dont_filter=True,
        priority=PRIORITY - 5 * (task.attempt - 1),
        meta={"task": task, "download_maxsize": most << 20},
    )


def _shown(spider: PortalSpider, task: Task) -> Request:
    """The request for a page as a browser shows it."""
    browsed = Browsed(spider.keeper.browsed)
    return Request(
        task.url,
        callback=spider.rendered,
        errback=spider.not_rendered,
        dont_filter=True,
        priority=_PRIORITY.get(task.role, 10) - 5 * (task.attempt - 1),
        meta={"task": task, "browsed": browsed, **browsed.meta()},
    )


def pace(lane: Throttle, response: Response, understood: Understood) -> float | None:
    """Tell the lane how the portal took being asked; how long a repetition of this request should still wait,
    None where the lane sees to that and the request is not to blame."""
    wait = retry_after(response)
    if wait is None and (said := _WAIT.search(getattr(understood.result, "detail", ""))):
        wait = float(said.group(1))
    if isinstance(understood.result, NotContent) and understood.result.why in (Why.FLOOD, Why.CHALLENGE):
        lane.flooded(response.meta.get("burst", 0), wait)
        return 0.0
    if wait is None and response.status in _OVERLOADED:
        down = lane.failed(response.meta.get("burst", 0), response.meta["task"].attempt)
        return None if down else _MOMENT
    lane.answered()
    if wait is not None and response.status == 503:
        lane.hold(wait)
        return 0.0
    return _MOMENT
