"""The crawl of a shard, in its process."""

from pathlib import Path

from archive.store.locking import locked
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.portals import Portal
from queson_crawler.runs import shard
from queson_crawler.runs.crawl import Options


def test_a_shard_that_another_crawl_holds_is_busy_and_is_not_broken_off(tmp_path: Path) -> None:
    start = "http://127.0.0.1:9/"
    crawling = shard.Crawling(Portal("suoi-mo", start), start, None)
    order = shard.Order(str(tmp_path), "a call", (crawling,), Options(delay=0))
    with locked(tmp_path):
        code = shard._run(order)
    assert code == Exit.BUSY
    assert (tmp_path / shard.LOG).read_text() == ""
