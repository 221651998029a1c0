"""Two exports to one file: the first is whole, and the second is told that another command writes it."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from queson_crawler.cli import exports


def test_a_file_is_written_by_one_export_at_a_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "articles.csv"
    with exports.opened(str(out)) as first:
        first.write(b"one\n")
        with pytest.raises((SystemExit, click.ClickException)), exports.opened(str(out)):
            pass
        first.write(b"two\n")
    assert out.read_bytes() == b"one\ntwo\n"
    assert [path.name for path in tmp_path.iterdir()] == ["articles.csv"]


def test_what_was_opened_before_another_export_ended_stays_as_that_one_wrote_it(tmp_path: Path) -> None:
    part, out = tmp_path / ".articles.csv.part", tmp_path / "articles.csv"
    with part.open("wb") as late:
        late.write(b"whole\n")
        late.flush()
        part.replace(out)
        with pytest.raises(BlockingIOError, match="another command is writing it"):
            exports._lock(late, part)
    assert out.read_bytes() == b"whole\n"
