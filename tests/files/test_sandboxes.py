"""Files of many crawls are read by a few processes: at the same time, each by one of them, and none stays behind."""

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from threading import Barrier

import pytest

from archive.records import FileState
from queson_crawler.files import sandbox as module
from queson_crawler.files.formats import Format
from queson_crawler.files.readings import FileReading
from queson_crawler.files.sandbox import Sandbox, Sandboxes


def test_as_many_files_as_there_are_processes_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    both = Barrier(2, timeout=600)
    busy: list[Sandbox] = []

    def read(sandbox: Sandbox, data: bytes) -> FileReading:
        assert sandbox not in busy
        busy.append(sandbox)
        both.wait()
        busy.remove(sandbox)
        return FileReading(Format.RTF, FileState.TEXT, data.decode())

    monkeypatch.setattr(Sandbox, "read", read)
    sandboxes = Sandboxes(2)
    with ThreadPoolExecutor(6) as pool:
        found = [reading.text for reading in pool.map(sandboxes.read, [b"%d" % number for number in range(6)])]
    assert found == [str(number) for number in range(6)]


def test_a_reading_that_fails_gives_its_process_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(sandbox: Sandbox, data: bytes) -> FileReading:
        raise ValueError(data)

    monkeypatch.setattr(Sandbox, "read", fail)
    sandboxes = Sandboxes(1)
    for _ in range(3):
        with pytest.raises(ValueError, match="one"):
            sandboxes.read(b"one")


def test_settings_are_copied_and_processes_are_not() -> None:
    sandboxes = Sandboxes(1)
    assert deepcopy(sandboxes) is sandboxes


def test_a_file_is_read_and_the_process_ends() -> None:
    sandboxes = Sandboxes(1)
    assert sandboxes.read(b"%PDF-1.4 broken").kind is Format.PDF
    (one,) = sandboxes._all
    process = one._process
    assert process is not None
    sandboxes.close()
    assert process.poll() is not None


def test_the_machine_says_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.os, "cpu_count", lambda: 64)
    assert len(Sandboxes()._all) == module.MAX_SANDBOXES
