"""A fork says, does and ends as the same command does that starts Python anew."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.crawl.tools import news, rows, site
from tests.harness.processes import Runner, environment, python, run, start

QUESON = ("-m", "queson_crawler.cli")
COMMANDS = {
    "a help": (*QUESON, "crawl", "--help"),
    "a version": (*QUESON, "--version"),
    "wrong usage": (*QUESON, "crawl", "--colour"),
    "a sentence on standard error": (*QUESON, "status", "--archive", "missing"),
    "another program": ("-m", "warcio.cli", "--help"),
    "a traceback": ("-c", "raise OSError('told')"),
    "words and where": ("-c", "import os, sys; print(sys.argv, os.getcwd(), sys.path[0] in ('', os.getcwd()))", "a b"),
    "an environment": ("-c", "import os; print(os.environ['TOLD'], len(os.environ))"),
    "an exit code": ("-c", "import sys; sys.exit(300)"),
    "a message at the end": ("-c", "import sys; sys.exit('gone')"),
    "what runs at exit": ("-c", "import atexit; atexit.register(print, 'last'); print('first', end=' ')"),
    "a signal": ("-c", "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"),
}

WAITING = """
import time
try:
    print("on", flush=True)
    time.sleep(600)
except KeyboardInterrupt:
    print("off")
"""


ALIKE = ("a help", "wrong usage", "another program", "a message at the end", "an environment")
"""Commands that `make test-all` runs too: Python starts for each, and others like them are there."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name in ALIKE else ()) for name in COMMANDS]
)
def test_a_fork_is_like_a_process(name: str, tmp_path: Path) -> None:
    command, told = python(*COMMANDS[name]), {**environment(), "TOLD": "told"}
    real = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=told)
    fork = run(command, cwd=tmp_path, env=told)
    assert (fork.returncode, fork.stdout) == (real.returncode, real.stdout)
    assert fork.stderr.splitlines()[-1:] == real.stderr.splitlines()[-1:]


def test_a_crawl_in_a_fork_keeps_what_one_in_a_process_keeps(tmp_path: Path) -> None:
    asked = "select url, status, sha256, role from captures order by id"
    with site(news()) as running:
        for name in ("fork", "process"):
            command = python(*QUESON, "crawl", running.base, "--delay", 0, "--archive", tmp_path / name)
            if name == "fork":
                assert run(command).returncode == 0
            else:
                assert subprocess.run(command, capture_output=True, env=environment()).returncode == 0
    assert sorted(rows(tmp_path / "fork", asked)) == sorted(rows(tmp_path / "process", asked))


def test_a_fork_reads_its_input_and_writes_where_it_is_told(tmp_path: Path) -> None:
    words = "import sys; print(sys.stdin.read().upper()); print('err', file=sys.stderr)"
    with start(python("-c", words), stdin=subprocess.PIPE, stdout=-1, stderr=subprocess.STDOUT, text=True) as process:
        assert process.communicate("vào", timeout=600) == ("VÀO\nerr\n", None)
    with (tmp_path / "out").open("w") as file:
        assert start(python("-c", "print('file')"), stdout=file).wait() == 0
    assert (tmp_path / "out").read_text() == "file\n"


def test_a_fork_can_be_asked_told_and_killed() -> None:
    with start(python("-c", "import time; time.sleep(600)")) as process:
        assert process.poll() is None
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.05)
        process.kill()
        assert process.wait() == -signal.SIGKILL
    with start(python("-c", WAITING), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "on\n"
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=600)[0] == "off\n"


def test_forks_share_nothing_that_chance_gives() -> None:
    told = [run(python("-c", "import random, uuid; print(random.random(), uuid.uuid4())")).stdout for _ in range(4)]
    assert len(set(told)) == 4


def test_a_fork_keeps_no_file_open_but_its_own(tmp_path: Path) -> None:
    held = os.open(tmp_path / "held", os.O_CREAT)
    with start(python("-c", "import time; time.sleep(600)")) as other:
        said = run(python("-c", "import os; print(sorted(os.listdir('/proc/self/fd'))[:4])")).stdout
        other.kill()
    os.close(held)
    assert said == "['0', '1', '2', '3']\n"


def test_a_fork_may_write_so_many_bytes_and_no_more(tmp_path: Path) -> None:
    runner = Runner(tmp_path)
    with site(news()) as running:
        code = runner.run("crawl", running.base, "--delay", 0, "--archive", tmp_path / "data", most_bytes=20_000)
    assert code == 1
    assert "Traceback" not in runner.said
