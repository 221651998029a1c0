"""Files that mean harm cost bounded time and memory and get a named answer; the next file is read as ever."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from archive.records import FileState
from queson_crawler.demo.media import pdf
from queson_crawler.files.sandbox import Sandbox
from tests.files.hostile import FILES

SECONDS = 5


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(2) as opened:
        yield opened


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_named_and_bounded(name: str, sandbox: Sandbox) -> None:
    data, states = FILES[name]
    spent = time.process_time()
    began = time.monotonic()
    reading = sandbox.read(data)
    waited = time.monotonic() - began
    assert reading.state in states, reading
    assert time.process_time() - spent < SECONDS  # of this process: the other one has its own limit
    assert waited < 3 * SECONDS  # on a machine that does other things too
    assert len(reading.text) <= 2_100_000
    assert not any(sign in reading.text for sign in ("\x1b", "\x00", "\u202e", "<script", "root:"))
    if reading.state in (FileState.BROKEN, FileState.ENCRYPTED, FileState.TOO_MUCH):
        assert data.strip(b" \0\r\n") == b"" or reading.detail


def test_after_all_of_them_a_file_is_read_as_ever(sandbox: Sandbox) -> None:
    assert sandbox.read(pdf("Van con day")).text == "Van con day"


def test_a_reader_that_dies_or_hangs_is_replaced() -> None:
    with Sandbox(1) as sandbox:
        assert sandbox.read(pdf("mot")).text == "mot"
        process = sandbox._process
        assert process is not None
        process.kill()
        process.wait()
        assert sandbox.read(pdf("hai")).state is FileState.CRASHED
        assert sandbox.read(pdf("ba")).text == "ba"
    assert sandbox._process is None
