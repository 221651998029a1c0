"""What crawls by itself: lines and units that mean what they should, whatever stands in a path."""

from __future__ import annotations

import gzip
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
from queson_crawler.runs import keeper
from queson_crawler.runs.schedule import MARK, NotWritable, Plan, crontab, merged, quoted, service, timer, without
from tests.crawl.tools import crawl, news, rows, site, value
from tests.harness.processes import environment

ODD = "/srv/kho lưu trữ/50% \"$HOME\" 'a' \\x/data"
WORDS = ("/opt/a b/queson", "crawl", "--due", "--archive", ODD)


def plan(**changes: object) -> Plan:
    values: dict[str, object] = {"archive": ODD, "command": WORDS, "timeout": "/bin/timeout"}
    return Plan(**values | changes)  # type: ignore[arg-type]


def words_of(line: str) -> list[str]:
    """What cron runs: a percent sign ends the command, unless a backslash stands before it."""
    at, command = line.split(" ", 5)[:5], line.split(" ", 5)[5]
    assert re.fullmatch(r"(\d+|\*)( (\d+|\*)){4}", " ".join(at))
    assert not re.search(r"(?<!\\)%", command)
    return shlex.split(command.replace(r"\%", "%"), comments=True)


def test_a_crontab_line_is_one_that_is_limited_and_marked() -> None:
    (line,) = crontab(plan()).splitlines()
    assert line.endswith(f" {MARK}{ODD}".replace("%", r"\%"))
    assert words_of(line) == ["/bin/timeout", "-k", "600", "20h", *WORDS, "--nightly"]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_no_path_means_anything_to_the_shell(path: str) -> None:
    (line,) = crontab(plan(archive=path, command=("printf", path))).splitlines()
    assert words_of(line)[-3:] == ["printf", path, "--nightly"]


def test_the_shell_reads_the_line_as_it_is_meant() -> None:
    (line,) = crontab(plan(command=("printf", r"%s\n", ODD), timeout="")).splitlines()
    command = line.split(" ", 5)[5].replace(r"\%", "%")
    said = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[0] == ODD


def test_a_line_break_in_a_path_is_refused() -> None:
    with pytest.raises(NotWritable):
        plan(archive="/srv/a\n* * * * * rm x")


OTHERS = "MAILTO=keeper@example.org\n5 5 * * * /bin/true\n"
OLD = (
    "0 3 * * * /usr/bin/flock -n -E 75 /srv/kho/schedule.lock /opt/python -m queson_crawler.cli crawl "
    "--archive /srv/kho --all --jitter 1800 --log /srv/kho/crawl.log\n"
)
KHO = Plan("/srv/kho", ("queson", "crawl", "--due", "--archive", "/srv/kho"))
OPEN, STATUS = "0 1 * * * queson crawl --archive /srv/kho 'a\n", "0 1 * * * queson status --archive /srv/kho\n"
BACKUP = "0 5 * * * /usr/local/bin/backup.sh\n"


def test_installing_again_replaces_only_its_own_lines() -> None:
    once = merged(OTHERS, plan())
    assert once == OTHERS + crontab(plan())
    assert merged(once, plan(every="weekly")) == merged(OTHERS, plan(every="weekly"))
    both = merged(once, plan(archive="/srv/other"))
    assert both.count(MARK) == 2
    assert without(without(both, plan()), plan(archive="/srv/other")) == OTHERS
    assert merged("", plan()) == crontab(plan())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{MARK}/srv/kho\n{OLD}{BACKUP}", BACKUP),
        (f"{MARK}/srv/kho\n{BACKUP}", BACKUP),
        (f"{MARK}/srv/kho\n\n{BACKUP}", f"\n{BACKUP}"),
        (f"{MARK}/srv/kho\n# {OLD}{BACKUP}", f"# {OLD}{BACKUP}"),
        (f"{MARK}/srv/kho2\n{OLD}", f"{MARK}/srv/kho2\n{OLD}"),
        (OLD, OLD),
        (f"{MARK}/srv/kho\n{OPEN}", OPEN),
        (f"{MARK}/srv/kho\n{STATUS}", STATUS),
        (f"{crontab(KHO)}{BACKUP}", BACKUP),
        (f"#{crontab(KHO)}{BACKUP}", f"#{crontab(KHO)}{BACKUP}"),
        ("0 1 * * * true", "0 1 * * * true\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_is_anothers_stays_wherever_it_stands(before: str, after: str) -> None:
    assert without(before, KHO) == after


def fields(unit: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in unit.splitlines() if "=" in line)


def unquoted(line: str) -> list[str]:
    """Words of ExecStart as systemd takes them apart: quotes, then specifiers and variables."""
    words = shlex.split(line)
    for word in words:
        assert not re.search(r"[%$]", word.replace("%%", "").replace("$$", "")), "it would mean something"
    return [word.replace("%%", "%").replace("$$", "$") for word in words]


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


def job_of(said: str) -> list[str]:
    (line,) = [line for line in said.splitlines() if " crawl " in line]
    return words_of(line)


def test_the_command_prints_one_short_line_and_keeps_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    kho = tmp_path / "kho"
    kho.mkdir()
    (tmp_path / "a.toml").write_text('start = "http://a.example/"\n')
    many = [f"http://xa-{number}.example.vn/" for number in range(40)]
    server = {"QUESON_SMTP": "smtps://ten:mat%20khau@mail.example:465"}
    words = ("--notify", "mailto:a@example.org", "--delay", "2", "--contact", "a@example.org", "--no-files")
    said = called("a.toml", *many, "--archive", "kho", *words, env=server)
    assert said.exit_code == 0, said.output
    job = job_of(said.output)
    assert job[job.index("crawl") :] == ["crawl", "--due", "--archive", str(kho), "--nightly"]
    assert len(said.output) - len(str(kho)) * 2 < 200
    assert keeper.load(kho) == keeper.Settings(
        2.0, "a@example.org", False, False, ("mailto:a@example.org",), server["QUESON_SMTP"], jitter=1800
    )
    assert (kho / keeper.FILE).stat().st_mode & 0o077 == 0
    listed = rows(kho, "select target from fleet order by listed_at, slug")
    assert {target for (target,) in listed} == {str(tmp_path / "a.toml"), *many}
    assert called("--archive", "kho", "--jitter", "7").exit_code == 0
    assert keeper.load(kho).jitter == 7
    assert keeper.load(kho).contact == "a@example.org", "what is not set anew stays"


@pytest.mark.parametrize(
    "words",
    [
        ("nowhere", "--archive", "kho"),
        ("--archive", "kh0"),
        ("--archive", "full"),
        ("--archive", "kho", "--notify", "keeper"),
        ("--archive", "kho", "--notify", "mailto:keeper"),
        ("--archive", "kho", "--notify", "mailto:@example.org"),
        ("--archive", "kho", "--notify", "https://"),
        ("--archive", "kho", "--notify", "https://a.example:port/"),
        ("--archive", "kho", "--smtp", "mail.example:25"),
        ("--archive", "kho", "--contact", "a b"),
    ],
)
def test_what_is_mistyped_is_refused_now_and_not_at_night(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("kho", "full"):
        (tmp_path / name).mkdir()
    (tmp_path / "full/letters.txt").write_text("x")
    path = {"PATH": f"{fake_crontab(tmp_path)}:/usr/bin:/bin"}
    assert called(*words, "--install", env=path).exit_code == 2
    assert not (tmp_path / "tab").exists()
    assert list((tmp_path / "kho").iterdir()) == []
    assert not (tmp_path / "kh0").exists()


def test_a_folder_that_is_no_archive_of_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_bytes(b"no database" * 99)
    assert called("--archive", str(tmp_path)).exit_code == 1


def fake_crontab(folder: Path, failing: str = "") -> Path:
    """The folder of a program that keeps a crontab in a file, as cron's own does; or fails, saying why."""
    fake = folder / "bin" / "crontab"
    fake.parent.mkdir()
    tell = f"cat '{folder}/tab' 2>/dev/null || {{ echo 'no crontab for keeper' >&2; exit 1; }}"
    if failing:
        tell = f"echo '{failing}' >&2; exit 1"
    fake.write_text(f"#!/bin/sh\nif [ \"$1\" = -l ]; then {tell}; else cat > '{folder}/tab'; fi\n")
    fake.chmod(0o755)
    return fake.parent


def test_the_command_installs_into_the_crontab_and_takes_it_away_again(tmp_path: Path) -> None:
    path = {"PATH": f"{fake_crontab(tmp_path)}:/usr/bin:/bin"}
    folder = tmp_path / "kho"
    folder.mkdir()
    tab = tmp_path / "tab"
    assert called("--archive", str(folder), "--install", env=path).exit_code == 0, "there was no crontab"
    assert tab.read_text().count(" crawl --due ") == 1
    tab.write_bytes("# sao lưu\n".encode() + b"\xff\n" + tab.read_bytes())
    for _ in range(2):
        assert called("--archive", str(folder), "--install", env=path).exit_code == 0
    assert tab.read_bytes().count(b" crawl --due ") == 1
    assert called("--archive", str(folder), "--uninstall", env=path).exit_code == 0
    assert tab.read_bytes() == "# sao lưu\n".encode() + b"\xff\n"
    assert "has no line" in called("--archive", str(folder), "--uninstall", env=path).output


@pytest.mark.parametrize("deed", ["--install", "--uninstall"])
def test_a_crontab_that_cannot_be_read_is_not_written(deed: str, tmp_path: Path) -> None:
    path = {"PATH": f"{fake_crontab(tmp_path, 'cannot open /var/spool/cron: Permission denied')}:/usr/bin:/bin"}
    (tmp_path / "kho").mkdir()
    said = called("--archive", str(tmp_path / "kho"), deed, env=path)
    assert said.exit_code == 1
    assert "Permission denied" in said.output
    assert not (tmp_path / "tab").exists()


def test_units_come_with_what_a_users_timers_need(tmp_path: Path) -> None:
    said = called("--archive", str(tmp_path), "--systemd").output
    assert "OnCalendar=" in said
    assert "loginctl enable-linger" in said
    calls, home = tmp_path / "calls", tmp_path / "home"
    fake = tmp_path / "bin" / "systemctl"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\necho "$@" >> {calls}\n')
    fake.chmod(0o755)
    env = {"PATH": f"{fake.parent}:/usr/bin:/bin", "XDG_CONFIG_HOME": str(home)}
    folder = tmp_path / "kho"
    folder.mkdir()
    said = called("--archive", str(folder), "--systemd", "--install", env=env).output
    assert "loginctl enable-linger" in said
    units = sorted(each.suffix for each in (home / "systemd/user").iterdir())
    assert units == [".service", ".timer"]
    assert called("--archive", str(folder), "--systemd", "--uninstall", env=env).exit_code == 0
    assert list((home / "systemd/user").iterdir()) == []
    assert "disable --now" in calls.read_text()


def test_what_is_set_holds_for_the_nights(tmp_path: Path) -> None:
    """The line that was printed, as cron runs it: in another folder, in a plain locale, with nothing in its
    environment."""
    folder = tmp_path / "data"
    folder.mkdir()
    with site(news(3)) as running:
        words = ("--archive", str(folder), "--contact", "keeper@example.org", "--delay", "0", "--no-files")
        words += ("--jitter", "0")
        job = job_of(called(f"{running.base}/", *words).output)
        env = environment() | {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
        done = subprocess.run(job, cwd="/", env=env, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "is complete" in (folder / "crawl.log").read_text("utf-8")
    assert "Khánh thành" in (folder / "crawl.log").read_text("utf-8")
    sent = b"".join(gzip.decompress(file.read_bytes()) for file in (folder / "warc").iterdir())
    assert b"; +keeper@example.org)" in sent
    assert rows(folder, "select last_outcome from fleet") == [("complete",)]


def test_a_crawl_that_nobody_watches_speaks_only_when_something_is_amiss(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "crawl.log"
    with site(news(3)) as running:
        well = crawl(f"{running.base}/", tmp_path / "data", "--log", log)
    assert (well.code, well.said) == (0, "")
    slug = value(tmp_path / "data", "select slug from portals")
    assert "is complete" in log.read_text()
    ill = crawl(f"{running.base}/", tmp_path / "data", "--log", log)
    assert (ill.code, ill.out) == (3, "")
    assert ill.err.splitlines()[:2] == [f"queson: {slug} needs a look", "queson crawl ended with exit code 3."]
    assert "none of its 1 lists can be read any more" in ill.err
    again = crawl(f"{running.base}/", tmp_path / "data", "--log", log)
    assert (again.code, again.said) == (3, ""), "it was told once"


def test_a_log_that_has_grown_is_put_away(tmp_path: Path) -> None:
    log = tmp_path / "crawl.log"
    for number in range(KEPT + 3):
        log.write_bytes(str(number).encode() * MAX_BYTES)
        rotate(log)
        assert not log.exists()
    assert len(list(tmp_path.iterdir())) == KEPT
    assert (tmp_path / "crawl.log.1").read_bytes()[:1] == str(KEPT + 2).encode()
