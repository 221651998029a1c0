"""Files that mean harm cost bounded time and memory and get a named answer; the next file is read as ever."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from archive.records import FileState
from queson_crawler.demo.media import pdf
from queson_crawler.files.sandbox import Sandbox
from tests.files.hostile import FILES
from tests.harness.processor import within

SECONDS = 5


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """It may use two seconds of the processor for a file, and wait for it as long as a busy machine needs."""
    with pytest.MonkeyPatch.context() as patched, Sandbox(2) as opened:
        patched.setattr("queson_crawler.files.sandbox.PATIENCE", 60)
        yield opened


LARGE = ("a million", "300,000 rows", "endless", "strings that go on")
"""Files that are read to their bounds, which takes seconds: `make test` leaves them to `make test-all`."""


def is_large(name: str) -> bool:
    return any(words in name for words in LARGE)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if is_large(name) else ()) for name in FILES]
)
def test_a_hostile_file_is_named_and_bounded(name: str, sandbox: Sandbox) -> None:
    make, states = FILES[name]
    data = make()
    with within(SECONDS):  # of this process: the other one has its own limit
        reading = sandbox.read(data)
    assert reading.state in states, reading
    assert len(reading.text) <= 2_100_000
    assert not any(sign in reading.text for sign in ("\x1b", "\x00", "\u202e", "<script", "root:"))
    if reading.state in (FileState.BROKEN, FileState.ENCRYPTED, FileState.TOO_MUCH):
        assert data.strip(b" \0\r\n") == b"" or reading.detail


def test_after_all_of_them_a_file_is_read_as_ever(sandbox: Sandbox) -> None:
    assert sandbox.read(pdf("Van con day")).text == "Van con day"


def test_a_reader_that_dies_or_hangs_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox(1) as sandbox:
        monkeypatch.setattr("queson_crawler.files.sandbox.PATIENCE", 60)
        assert sandbox.read(pdf("mot")).text == "mot"
        process = sandbox._process
        assert process is not None
        process.send_signal(signal.SIGSTOP)
        monkeypatch.setattr("queson_crawler.files.sandbox.PATIENCE", 0.1)
        assert sandbox.read(pdf("ba")).state is FileState.TOO_LONG
        monkeypatch.setattr("queson_crawler.files.sandbox.PATIENCE", 60)
        assert sandbox.read(pdf("bon")).text == "bon"
        process = sandbox._process
        assert process is not None
        process.kill()
        process.wait()
        assert sandbox.read(pdf("hai")).state is FileState.CRASHED
        assert sandbox.read(pdf("ba")).text == "ba"
    assert sandbox._process is None


def test_a_broken_pdf_is_not_told_with_the_fault_of_the_one_before(sandbox: Sandbox) -> None:
    locked, _ = FILES["pdf behind a password"]
    broken, states = FILES["pdf of dictionaries"]
    assert sandbox.read(locked()).state is FileState.ENCRYPTED
    assert sandbox.read(broken()).state in states
