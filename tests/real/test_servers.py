"""The servers of real systems: started until they answer, anew where they end before that."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.real.servers import STARTS, web_server

SECOND_TIME = """
import http.server, os, sys
if not os.path.exists('begun'):
    open('begun', 'w').close()
    sys.exit('the port is taken')
http.server.test(http.server.SimpleHTTPRequestHandler, port=int(sys.argv[1]), bind='127.0.0.1')
"""


def test_a_server_that_ends_before_it_answers_is_started_anew(tmp_path: Path) -> None:
    def command(port: int) -> tuple[str, ...]:
        return sys.executable, "-c", SECOND_TIME, str(port)

    with web_server(command, tmp_path / "log", {}, tmp_path) as server, urlopen(server.home, timeout=600) as answer:
        assert answer.status == 200
    assert "the port is taken" in (tmp_path / "log").read_text()


def test_a_server_that_always_ends_is_named(tmp_path: Path) -> None:
    begun: list[int] = []

    def command(port: int) -> tuple[str, ...]:
        begun.append(port)
        return sys.executable, "-c", "raise SystemExit(1)"

    with (
        pytest.raises(ChildProcessError, match="ended before it answered"),
        web_server(command, tmp_path / "log", {}),
    ):
        pass
    assert len(begun) == STARTS
