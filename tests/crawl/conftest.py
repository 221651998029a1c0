"""Crawled archives that several tests look into; none of them writes to one."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from queson_crawler.demo import DemoOptions, DemoPortal
from tests.crawl.tools import Crawled, begun, crawled

MOMENTS = (2, 8, 15, 24, 40)
"""After how many requests each of the crawls is killed."""


@pytest.fixture(scope="session")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """The demo portal with postbacks, crawled twice and then in full."""
    with DemoPortal(DemoOptions(login_only=False)) as portal:
        yield crawled(portal, tmp_path_factory.mktemp("complete") / "data", (), (), ("--full",))


@pytest.fixture(scope="session")
def walled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """The demo portal with numbered addresses and one article behind a login, crawled twice and then in full."""
    with DemoPortal(DemoOptions(pager="query", login_only=True, sizes=(26, 14, 9))) as portal:
        yield crawled(portal, tmp_path_factory.mktemp("walled") / "data", (), (), ("--full",))


@pytest.fixture(scope="session")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """The demo portal, crawled anew after each of five crawls that were killed."""
    folder = tmp_path_factory.mktemp("killed") / "data"
    with DemoPortal(DemoOptions(login_only=False, sizes=(50, 28, 20))) as portal:
        for moment in MOMENTS:
            before = len(portal.requests)
            process = begun(portal.base_url, folder)
            while len(portal.requests) < before + moment:
                assert process.poll() is None, process.communicate()
                time.sleep(0.002)
            process.kill()
            process.communicate()
        yield crawled(portal, folder, ())
