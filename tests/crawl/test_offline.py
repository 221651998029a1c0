"""A crawl without sockets (`tests.lab.offline`) asks and keeps what one through sockets does."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from archive.warc import StoredExchange, read_all
from tests.crawl.tools import assert_sound, crawl, crawled_offline, rows
from tests.lab import SMALL, LabOptions, LabPortal
from tests.lab.server import LabRequest

KEPT = (
    "select url, status, media_type, role from captures order by 1, 2, 3, 4",
    "select native_id, url, title, lead, body, author, published_at from articles order by 1",
    "select url, title, declared_total from categories order by 1",
    "select portal, target, outcome, requests, new from runs",
    "select url, kind, detail from problems order by 1, 2",
)
OPTIONS = {
    "postbacks": replace(SMALL, login_only=True),
    "a session that is demanded": LabOptions(
        shape="dnn-window", sizes=(8, 5, 3), per_page=3, login_only=False, demands=("exact", "session", "latest")
    ),
    "addresses": replace(SMALL, shape="vnpt", login_only=False, etags=True),
}


def headers_in(folder: Path) -> Counter[tuple[object, ...]]:
    """The headers of every exchange, but for the times and counters in them."""
    found: Counter[tuple[object, ...]] = Counter()
    for stored in read_all(folder / "warc"):
        if isinstance(stored, StoredExchange):
            exchange = stored.exchange
            sent = tuple(sorted(name for name, _ in exchange.request_headers))
            got = tuple(
                sorted(
                    (name, "" if name in ("Date", "Content-Length", "Set-Cookie", "Etag") else text)
                    for name, text in exchange.response_headers
                )
            )
            found[exchange.url, exchange.method, exchange.reason, exchange.ip, sent, got] += 1
    return found


def asked(requests: tuple[LabRequest, ...]) -> Counter[tuple[str, str, str, str]]:
    return Counter((one.method, one.target, one.argument, one.user_agent) for one in requests)


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS.keys())
def test_it_makes_no_difference(options: LabOptions, tmp_path: Path) -> None:
    wired, offline = tmp_path / "wired", tmp_path / "offline"
    with LabPortal(options) as portal:
        first = crawl(portal.base_url, wired)
        other, second = crawled_offline(options, offline, base=portal.base_url)
        assert asked(portal.requests) == asked(other.requests)
    assert (first.code, first.out.replace(str(wired), "")) == (second.code, second.out.replace(str(offline), ""))
    for query in KEPT:
        assert rows(wired, query) == rows(offline, query)
    assert headers_in(wired) == headers_in(offline)
    texts = sorted((one.title, one.body) for one in other.truth())
    assert rows(offline, "select title, body from articles order by 1, 2") == texts
    assert_sound(offline)
