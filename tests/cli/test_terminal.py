"""Nothing that portals, files or archives of others say steers a terminal: the command line prints through one door."""

from __future__ import annotations

import io
import json
import logging
import sys
from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from queson_crawler.cli.views import terminal
from queson_crawler.cli.views.terminal import Line, Screen, cleaned, print_json, say
from tests.conftest import ROOT

HOSTILE = "a\x1b[2Jb\x1b]0;title\x07c\x9bd\u202ee\rf"
CLEAN = "a�[2Jb�]0;title�c�d�e�f"


def shown(thing: object) -> str:
    out = io.StringIO()
    Screen(file=out, width=200, markup=False, highlight=False).print(thing)
    return out.getvalue()


def in_a_table() -> Table:
    table = Table(box=None)
    table.add_column(HOSTILE)
    table.add_row(Text(HOSTILE, style="bold"))
    return table


def in_a_tree() -> Tree:
    tree = Tree(Text("menu"))
    tree.add(Text(HOSTILE)).add(HOSTILE)
    return tree


@pytest.mark.parametrize(
    "thing", [HOSTILE, Text(HOSTILE), in_a_table(), in_a_tree()], ids=["str", "text", "table", "tree"]
)
def test_what_rich_prints_is_clean_wherever_it_stands(thing: object) -> None:
    text = shown(thing)
    assert "�]0;title" in text
    assert cleaned(text) == text


def test_what_a_command_says_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    say(HOSTILE)
    say(HOSTILE, err=True)
    assert capsys.readouterr() == (f"{CLEAN}\n", f"{CLEAN}\n")


def test_json_is_the_same_value_without_steering_signs(capsys: pytest.CaptureFixture[str]) -> None:
    value = {"tiêu đề": [HOSTILE, "Quế Sơn", "hai\ndòng"]}
    print_json(value)
    text = capsys.readouterr().out
    assert json.loads(text) == value
    assert cleaned(text) == text
    assert "Quế Sơn" in text


def test_what_is_logged_is_one_clean_line_and_faults_keep_theirs() -> None:
    try:
        raise ValueError(HOSTILE)
    except ValueError:
        fault = sys.exc_info()
    told = f"Ignored %s\n2020-01-01 queson: all is well {HOSTILE}"
    lines = Line("%(message)s").format(logging.LogRecord("a", 30, "", 1, told, ("a\r\nb",), fault)).splitlines()
    assert lines[0] == "Ignored a b 2020-01-01 queson: all is well " + CLEAN.replace("\ufffdf", " f")
    assert lines[1].startswith("Traceback")
    assert cleaned("\n".join(lines)) == "\n".join(lines)


def test_letters_lines_and_tabs_stay() -> None:
    text = "Quế Sơn\tđường\nngày 1/7/2025 – “hết” …"
    assert cleaned(text) == text


def test_no_command_prints_past_the_door() -> None:
    door = Path(terminal.__file__)
    for file in (ROOT / "queson_crawler" / "cli").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        if file != door:
            assert "click.echo" not in text, file
            assert "click.secho" not in text, file
            assert " Console(" not in text, file
