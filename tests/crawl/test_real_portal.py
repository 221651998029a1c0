"""A real portal, as it stood in August 2022, crawled from its WARC."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SHARED
from tests.crawl.tools import Ran, crawl, rows, value

pytestmark = pytest.mark.slow

WARC = "real/sotttt-hanoi-2022.warc.gz"
NEWS = "/vi/tin-tuc-su-kien"
LEAST = 3_220
ARTICLE = re.compile(r"/-/view_content/(\d+)-")


@pytest.fixture(scope="module")
def hanoi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Ran]]:
    """The archive of one crawl, and how it ended."""
    if not (SHARED / WARC).is_file():
        pytest.skip("the recorded portal is not beside this checkout")
    replay = [sys.executable, str(SHARED / "tools/replay.py"), str(SHARED / WARC), "--port", "0"]
    with subprocess.Popen(replay, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            server.stdout.readline()
            yield from ()
        finally:
            server.kill()
