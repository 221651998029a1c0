"""A pytest plugin (`-p tests.harness.seconds`): how much processor time each test took, its processes included.

Unlike the time on the wall it hardly depends on what else a machine does. What was found stands in the folder
$QUESON_TESTS_SECONDS, one JSON file for each process that ran tests: test → seconds.
"""

from __future__ import annotations

import json
import os
import resource
import time
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.harness.processes import used

found: Counter[str] = Counter()


def taken() -> float:
    """Seconds of processor time until now: of this process, its children, and the forks made for it."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime + used[0]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    before = taken()
    result = yield
    found[item.nodeid] += taken() - before
    return result


def pytest_sessionfinish() -> None:
    if found:
        folder = Path(os.environ["QUESON_TESTS_SECONDS"])
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{os.getpid()}.json").write_text(json.dumps(found), "utf-8")
