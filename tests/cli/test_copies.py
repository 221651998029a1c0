"""`queson copies`: the kinds of copies are called what they are called everywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.store import Archive
from queson_crawler.cli import main


@pytest.mark.parametrize("kind", ["exact", "near", "NEAR"])
def test_a_kind_is_asked_for_as_it_is_told(tmp_path: Path, kind: str) -> None:
    Archive.open(tmp_path / "data").close()
    ran = CliRunner().invoke(main, ["copies", "--kind", kind, "--archive", str(tmp_path / "data")])
    assert (ran.exit_code, ran.output) == (0, "No article repeats another.\n")
