"""What crawls by itself: lines and units that mean what they should, whatever stands in a path."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from queson_crawler.cli import main
from queson_crawler.cli.nightly import KEPT, MAX_BYTES, rotate
from queson_crawler.runs.schedule import MARK, NotWritable, Plan, crontab, merged, quoted, service, timer
from tests.crawl.tools import crawl, news, site

ODD = "/srv/kho lưu trữ/50% \"$HOME\" 'a' \\x/data"
WORDS = ("/opt/a b/python", "-m", "queson_crawler.cli", "crawl", "--archive", ODD, "--all")


def plan(**changes: object) -> Plan:
    values: dict[str, object] = {"archive": ODD, "command": WORDS, "flock": "/usr/bin/flock", "timeout": "/bin/timeout"}
    return Plan(**values | changes)  # type: ignore[arg-type]


def words_of(line: str) -> list[str]:
    """What cron runs: a percent sign ends the command, unless a backslash stands before it."""
    at, command = line.split(" ", 5)[:5], line.split(" ", 5)[5]
    assert re.fullmatch(r"(\d+|\*)( (\d+|\*)){4}", " ".join(at))
    assert not re.search(r"(?<!\\)%", command)
    return shlex.split(command.replace(r"\%", "%"))


def test_a_crontab_line_locks_limits_and_logs(tmp_path: Path) -> None:
    mark, line = crontab(plan()).splitlines()
    assert mark == MARK + ODD
    assert words_of(line) == [
        "/usr/bin/flock", "-n", "-E", "75", f"{ODD}/schedule.lock", "/bin/timeout", "-s", "TERM", "-k", "600", "20h",
        *WORDS, "--jitter", "1800", "--log", f"{ODD}/crawl.log",
    ]  # fmt: skip


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_no_path_means_anything_to_the_shell(path: str) -> None:
    line = crontab(plan(archive=path, command=("printf", path))).splitlines()[-1]
    assert path in words_of(line)


def test_the_shell_reads_the_line_as_it_is_meant() -> None:
    line = crontab(plan(command=("printf", r"%s\n", ODD), flock="", timeout="")).splitlines()[1]
    command = line.split(" ", 5)[5].replace(r"\%", "%")
    said = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[0] == ODD


def test_a_line_break_in_a_path_is_refused() -> None:
    with pytest.raises(NotWritable):
        plan(archive="/srv/a\n* * * * * rm x")


def test_installing_again_replaces_only_its_own_lines() -> None:
    others = "MAILTO=keeper@example.org\n5 5 * * * /bin/true\n"
    once = merged(others, plan())
    assert once.startswith(others)
    assert merged(once, plan(every="weekly")) == merged(others, plan(every="weekly"))
    both = merged(once, plan(archive="/srv/other"))
    assert both.count(MARK) == 2
    assert merged("", plan()) == crontab(plan())


def fields(unit: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in unit.splitlines() if "=" in line)


def unquoted(line: str) -> list[str]:
    """Words of ExecStart as systemd takes them apart: quotes, then specifiers and variables."""
    return [word.replace("%%", "%").replace("$$", "$") for word in shlex.split(line)]


def test_a_unit_says_what_runs_when_and_how_long() -> None:
    told, when = fields(service(plan())), fields(timer(plan()))
    assert unquoted(told["ExecStart"]) == list(WORDS)
    assert (told["Type"], told["TimeoutStartSec"], told["SuccessExitStatus"]) == ("oneshot", "20h", "75")
    assert re.fullmatch(r"\*-\*-\* 0[1-5]:\d\d:00", when["OnCalendar"])
    assert (when["RandomizedDelaySec"], when["Persistent"]) == ("1800", "true")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_no_path_means_anything_to_systemd(path: str) -> None:
    assert unquoted(quoted(path)) == [path]


@pytest.mark.parametrize("every", ["hourly", "daily", "weekly"])
def test_systemd_itself_has_nothing_to_say(every: str, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:  # few machines of a CI have it; the units are parsed above
        pytest.skip("systemd-analyze is not installed")
    one = plan(every=every, command=(sys.executable, *WORDS[1:]))
    for kind, text in (("service", service(one)), ("timer", timer(one))):
        (tmp_path / f"{one.name}.{kind}").write_text(text)
    files = [str(path) for path in tmp_path.iterdir()]
    (tmp_path / "run").mkdir()
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path / "run")}
    checked = subprocess.run(["systemd-analyze", "verify", "--user", *files], capture_output=True, text=True, env=env)
    assert checked.returncode == 0, checked.stderr


def test_archives_are_not_all_crawled_at_one_minute() -> None:
    times = {(plan(archive=f"/srv/{n}").hour, plan(archive=f"/srv/{n}").minute) for n in range(50)}
    assert len(times) > 30


def called(*words: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, ["schedule", *words], env=env)


def test_the_command_prints_this_machines_own_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.toml").write_text('start = "http://a.example/"\n')
    said = called("a.toml", "queson", "--archive", "kho", "--notify", "mailto:a@example.org").output
    words = words_of(said.splitlines()[1])
    assert words[words.index("--archive") + 1] == str(tmp_path / "kho")
    assert {sys.executable, str(tmp_path / "a.toml"), "queson", "mailto:a@example.org"} <= set(words)
    assert "--all" in words_of(called("--archive", "kho").output.splitlines()[1])
    assert "OnCalendar=" in called("--systemd").output
    assert called("nowhere").exit_code == 2


def test_the_command_installs_into_the_crontab(tmp_path: Path) -> None:
    fake = tmp_path / "bin" / "crontab"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\nif [ "$1" = -l ]; then cat {tmp_path}/tab; else cat > {tmp_path}/tab; fi\n')
    fake.chmod(0o755)
    path = {"PATH": f"{fake.parent}:/usr/bin:/bin"}
    for _ in range(2):
        assert called("--archive", str(tmp_path / "kho"), "--install", env=path).exit_code == 0
    assert (tmp_path / "tab").read_text().count("queson_crawler.cli") == 1


def test_a_crawl_that_nobody_watches_speaks_only_when_something_is_amiss(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "crawl.log"
    with site(news(3)) as running:
        well = crawl(f"{running.base}/", tmp_path / "data", "--log", log)
    assert (well.code, well.said) == (0, "")
    assert "is complete" in log.read_text()
    ill = crawl(f"{running.base}/", tmp_path / "data", "--log", log)
    assert ill.code == 1
    assert ill.said == f"queson crawl ended with exit code 1: see {log}, and queson status.\n"


def test_a_log_that_has_grown_is_put_away(tmp_path: Path) -> None:
    log = tmp_path / "crawl.log"
    for number in range(KEPT + 3):
        log.write_bytes(str(number).encode() * MAX_BYTES)
        rotate(log)
        assert not log.exists()
    assert len(list(tmp_path.iterdir())) == KEPT
    assert (tmp_path / "crawl.log.1").read_bytes()[:1] == str(KEPT + 2).encode()
