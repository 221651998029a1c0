"""`queson schedule`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from queson_crawler.cli.base import archive_option, fail
from queson_crawler.cli.views.terminal import say
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.portals import resolve
from queson_crawler.runs import schedule as planning


@click.command(epilog="Example: queson schedule --archive data --cron")
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@archive_option
@click.option("--cron", "kind", flag_value="cron", default=True, help="A line of your crontab (the default).")
@click.option("--systemd", "kind", flag_value="systemd", help="A timer and a service of your systemd.")
@click.option("--every", type=click.Choice(("hourly", "daily", "weekly")), default="daily", show_default=True)
@click.option(
    "--hours", type=click.IntRange(1, 1000), default=20, show_default=True, metavar="N", help="Stop after this."
)
@click.option(
    "--jitter",
    type=click.IntRange(0, 86400),
    default=1800,
    show_default=True,
    metavar="S",
    help="Start up to S seconds late.",
)
@click.option("--notify", multiple=True, metavar="ADDRESS", help="As of queson crawl.")
@click.option("--install", is_flag=True, help="Put it in place instead of printing it.")
def schedule(
    targets: tuple[str, ...], folder: Path, kind: str, every: str, hours: int, jitter: int, notify: tuple[str, ...],
    install: bool,
) -> None:  # fmt: skip
    """Print, or install, what crawls by itself.

    TARGETs, or every portal the archive knows.

    Never two at a time (a lock), not all archives at one minute, each with a limit of time and a log that is rotated.
    Whether all went well shows in the exit code; what did not, in queson status, and to those named by --notify.
    """
    words = [_absolute(target) for target in targets] or ["--all"]
    options = ["--archive", str(folder.absolute()), *(word for each in notify for word in ("--notify", each))]
    command = (sys.executable, "-m", "queson_crawler.cli", "crawl", *options, *words)
    try:
        plan = planning.Plan(
            str(folder.absolute()), command, every, hours, jitter,
            shutil.which("flock") or "", shutil.which("timeout") or "",
        )  # fmt: skip
    except planning.NotWritable as error:
        fail(str(error), Exit.USAGE)
    if not install:
        say(planning.crontab(plan) if kind == "cron" else _units(plan), end="")
    elif kind == "cron":
        _install_cron(plan)
    else:
        _install_systemd(plan)


def _absolute(target: str) -> str:
    """A target as it is found from anywhere; one that names nothing is refused now and not at night."""
    resolve(target)
    return str(Path(target).absolute()) if target.endswith(".toml") else target


def _units(plan: planning.Plan) -> str:
    return f"# {plan.name}.service\n{planning.service(plan)}\n# {plan.name}.timer\n{planning.timer(plan)}"


def _install_cron(plan: planning.Plan) -> None:
    _folder(plan)
    before = _run("crontab", "-l", check=False)
    _run("crontab", "-", given=planning.merged(before, plan))
    say(f"Installed; see crontab -l. The log will be {plan.archive}/crawl.log.")


def _install_systemd(plan: planning.Plan) -> None:
    _folder(plan)
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"
    home.mkdir(parents=True, exist_ok=True)
    (home / f"{plan.name}.service").write_text(planning.service(plan), "utf-8")
    (home / f"{plan.name}.timer").write_text(planning.timer(plan), "utf-8")
    _run("systemctl", "--user", "daemon-reload")
    _run("systemctl", "--user", "enable", "--now", f"{plan.name}.timer")
    say(f"Installed; see systemctl --user list-timers. The log: journalctl --user -u {plan.name}.")


def _folder(plan: planning.Plan) -> None:
    """The lock and the log stand in the archive's folder, so it has to be there."""
    Path(plan.archive).mkdir(parents=True, exist_ok=True)


def _run(*command: str, given: str = "", check: bool = True) -> str:
    try:
        done = subprocess.run(command, input=given, capture_output=True, text=True)
    except FileNotFoundError:
        fail(f"This machine has no {command[0]}: print the text (without --install) and put it where it belongs.")
    if check and done.returncode:
        fail(f"{command[0]} refused: {done.stderr.strip() or done.returncode}")
    return done.stdout if not done.returncode else ""
