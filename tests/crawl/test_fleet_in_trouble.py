"""Many portals, each on an address of its own, some hanging, flooding or dead: they cost the others nothing, and no
address is asked more often than once in the delay. Judged by the servers' log and the archive, by no time it took."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from queson_crawler.fetch.patience import LEFT_ALONE
from queson_crawler.fetch.throttle import REST
from tests.crawl.tools import assert_sound, rows
from tests.harness.processes import python, run
from tests.lab.fleet import serving

pytestmark = pytest.mark.slow
DELAY = 0.5
WELL, HANGING, FLOODING, DEAD = 6, 2, 2, 2
SHORT = """
import sys
from queson_crawler.fetch import patience
from queson_crawler.runs import fleet
patience.MAX_UNHEARD = 8.0
from queson_crawler.cli import main
main(sys.argv[1:])
"""
"""The command, with less patience, so that the test takes no minutes."""


def test_portals_in_trouble_cost_the_others_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with serving(
        tmp_path / "portals", well=WELL, hanging=HANGING, flooding=FLOODING, dead=DEAD, articles=12
    ) as portals:
        words = ("crawl", *portals.all, "--delay", DELAY, "--no-files", "--archive", folder)
        done = run(python("-c", SHORT, *words))
        assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
        asked = portals.asked()
    outcomes = dict(rows(folder, "select target, outcome from runs"))
    assert [outcomes[url] for url in portals.well] == ["complete"] * WELL
    troubled = [*portals.hanging, *portals.flooding, *portals.dead]
    assert [outcomes[url] for url in troubled] == ["failed"] * len(troubled)
    assert done.returncode == 3
    told = " ".join(detail for (detail,) in rows(folder, "select detail from problems"))
    assert LEFT_ALONE in told
    assert_at_its_rate(asked)
    assert_sound(folder)


def assert_at_its_rate(asked: dict[str, list[float]]) -> None:
    """Each host was asked once in the delay: as a mean over all its requests, whenever they arrived here, and never
    sooner after another than the part of the delay that follows an answer."""
    assert len(asked) == WELL + FLOODING
    for host, times in asked.items():
        times.sort()
        assert len(times) >= 4, host
        nearest = min(later - earlier for earlier, later in pairwise(times))
        assert nearest >= 0.99 * REST * DELAY, (host, nearest)
        # A request arrives between being sent and being answered: of two only the first may be late, by a rest at most.
        middle = times[1:]
        assert middle[-1] - times[0] >= (len(middle) - 1) * DELAY * 0.99, host


def test_portals_of_one_address_share_its_rate(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with serving(tmp_path / "portals", well=4, articles=6, addresses=1) as portals:
        words = ("crawl", *portals.all, "--delay", DELAY, "--no-files", "--archive", folder)
        done = run(python("-m", "queson_crawler.cli", *words))
        assert done.returncode == 0, done.stdout + done.stderr
        (times,) = portals.asked().values()
    assert min(later - earlier for earlier, later in pairwise(sorted(times))) >= 0.99 * REST * DELAY
    beside = "select count(*) from runs a join runs b on a.id < b.id and b.started_at < a.finished_at"
    assert rows(folder, beside)[0][0] > 0, "they are crawled side by side"
