"""`queson schedule`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from archive.store import Archive
from archive.store.opening import DATABASE
from queson_crawler.cli.base import archive_option, fail
from queson_crawler.cli.options import contact_option, delay_option, notify_option
from queson_crawler.cli.views.terminal import say
from queson_crawler.fetch.private import SWITCH
from queson_crawler.monitoring import notification
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.runs import keeper
from queson_crawler.runs import schedule as planning

LINGER = (
    "A user's timers run only while that user is logged in, unless lingering is on: loginctl enable-linger "
    "(as root: loginctl enable-linger USER)."
)
_OWN = ("lock", "crawl.log", keeper.FILE)
"""What may stand in the folder of an archive that has not begun."""


def _server(context: click.Context, parameter: click.Parameter, given: str | None) -> str | None:
    if not given:
        return given
    try:
        return notification.check_server(given)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command(epilog="Example: queson schedule --archive data --notify mailto:keeper@example.vn --install")
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@archive_option
@click.option("--cron", "kind", flag_value="cron", default=True, help="A line of your crontab (the default).")
@click.option("--systemd", "kind", flag_value="systemd", help="A timer and a service of your systemd.")
@click.option(
    "--every",
    type=click.Choice(("hourly", "daily", "weekly")),
    default="daily",
    show_default=True,
    help="How often to look which portals are due; how often each one is due, queson portals set decides.",
)
@click.option(
    "--hours", type=click.IntRange(1, 1000), default=20, show_default=True, metavar="N", help="Stop after N hours."
)
@click.option("--jitter", type=click.IntRange(0, 86400), metavar="S", help="Start up to S seconds late (else 1800).")
@delay_option
@contact_option
@notify_option
@click.option(
    "--smtp",
    envvar="QUESON_SMTP",
    callback=_server,
    metavar="URL",
    help="The mail server for notices, smtp://NAME:PASSWORD@HOST:PORT (else $QUESON_SMTP, else sendmail).",
)
@click.option(
    "--mail-from", envvar="QUESON_MAIL_FROM", metavar="ADDRESS", help="The sender of notices (else $QUESON_MAIL_FROM)."
)
@click.option("--files/--no-files", default=None, help="Whether the files and pictures of articles are fetched.")
@click.option("--private", is_flag=True, default=None, envvar=SWITCH, help="Allow targets in private networks.")
@click.option("--install", "deed", flag_value="install", default=None, help="Put it in place instead of printing it.")
@click.option("--uninstall", "deed", flag_value="uninstall", help="Take it away again.")
def schedule(targets: tuple[str, ...], folder: Path, **options: Any) -> None:
    """Print, or install, what starts crawls by itself: one short line, queson crawl --due.

    TARGETs are put on the archive's list of portals; the whole list is crawled. What is set here (delay, contact,
    notices, mail server, files) is kept in keeper.toml in the archive's folder, which nobody else can read, and holds
    until it is set anew.

    Never two at a time (a lock), not all archives at one minute, each with a limit of time and a log that is rotated.
    Whether all went well shows in the exit code; what did not, in queson status, and to those named by --notify.
    """
    plan = _plan(folder, options)
    if options["deed"] == "uninstall":
        _uninstall(plan, options["kind"])
        return
    _check_archive(folder)
    _list(folder, targets)
    settings = keeper.change(folder, _told(folder, options))
    plan = _plan(folder, options | {"jitter": settings.jitter})
    is_cron = options["kind"] == "cron"
    if options["deed"] is None:
        say(planning.crontab(plan) if is_cron else _units(plan), end="")
    elif is_cron:
        _install_cron(plan)
    else:
        _install_systemd(plan)


def _plan(folder: Path, options: dict[str, Any]) -> planning.Plan:
    archive = str(folder.absolute())
    command = (*_program(), "crawl", "--due", "--archive", archive)
    limit = shutil.which("timeout") or ""
    try:
        return planning.Plan(archive, command, options["every"], options["hours"], options["jitter"] or 0, limit)
    except planning.NotWritable as error:
        fail(str(error), Exit.USAGE)


def _program() -> tuple[str, ...]:
    """The words that start queson on this machine: its own program beside this Python, or the package by name."""
    program = Path(sys.executable).with_name("queson")
    if os.access(program, os.X_OK):
        return (str(program),)
    return sys.executable, "-m", "queson_crawler.cli"


def _check_archive(folder: Path) -> None:
    """Refuse a folder that is no archive: a name that was typed wrong would be crawled into every night."""
    if not folder.is_dir():
        fail(f"There is no folder {folder}: name the archive, or make the folder of a new one first.", Exit.USAGE)
    if (folder / DATABASE).exists():
        Archive.open(folder, create=False).close()
        return
    others = set(os.listdir(folder)) - set(_OWN)
    if others:
        fail(f"{folder} holds no archive, and it is not empty: name the archive's folder.", Exit.USAGE)


def _told(folder: Path, options: dict[str, Any]) -> dict[str, Any]:
    """What is set now, and stays. The start is late by half an hour where nothing else was ever said."""
    told = {}
    for name in ("delay", "contact", "notify", "smtp", "mail_from", "files", "private", "jitter"):
        if options[name] not in (None, "", ()):
            told[name] = options[name]
    if not told.get("private"):
        told.pop("private", None)
    if not (folder / keeper.FILE).exists():
        told.setdefault("jitter", 1800)
    return told


def _list(folder: Path, targets: tuple[str, ...]) -> None:
    """Put what is named on the list of portals; one that names nothing is refused now and not at night."""
    if not targets:
        return
    from queson_crawler.recording import keeping
    from queson_crawler.recording.session import SOFTWARE
    from queson_crawler.runs import roster

    rows = [job.listed for job in roster.named(folder, targets) if job.listed is not None]
    keeping.decide_in(folder, SOFTWARE, rows)


def _units(plan: planning.Plan) -> str:
    return f"# {plan.name}.service\n{planning.service(plan)}\n# {plan.name}.timer\n{planning.timer(plan)}\n# {LINGER}\n"


def _install_cron(plan: planning.Plan) -> None:
    before = _crontab()
    _run("crontab", "-", given=planning.merged(before, plan))
    say(f"Installed; see crontab -l. The log will be {plan.archive}/crawl.log.")


def _crontab() -> str:
    """The crontab as it is; "" where there is none. Nothing is touched where that cannot be told."""
    done = _called("crontab", "-l")
    if done.returncode == 0:
        return _text(done.stdout)
    said = _text(done.stderr).strip()
    if "no crontab" not in said.lower():
        fail(f"crontab -l failed, so nothing was changed: {said or done.returncode}")
    return ""


def _home() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"


def _install_systemd(plan: planning.Plan) -> None:
    home = _home()
    home.mkdir(parents=True, exist_ok=True)
    for kind, text in (("service", planning.service(plan)), ("timer", planning.timer(plan))):
        (home / f"{plan.name}.{kind}").write_bytes(text.encode("utf-8", "surrogateescape"))
    _run("systemctl", "--user", "daemon-reload")
    _run("systemctl", "--user", "enable", "--now", f"{plan.name}.timer")
    say(f"Installed; see systemctl --user list-timers. The log: journalctl --user -u {plan.name}.\n{LINGER}")


def _uninstall(plan: planning.Plan, kind: str) -> None:
    """Take away what was installed for the archive, and nothing else."""
    if kind == "cron":
        before = _crontab()
        after = planning.without(before, plan)
        if after == before or before == after.removesuffix("\n"):
            say(f"The crontab has no line of queson for {plan.archive}.")
            return
        _run("crontab", "-", given=after)
        say("Uninstalled; the archive and its list of portals stay as they are.")
        return
    units = [_home() / f"{plan.name}.{each}" for each in ("timer", "service")]
    if not any(unit.exists() for unit in units):
        say(f"There is no timer of queson for {plan.archive}.")
        return
    _run("systemctl", "--user", "disable", "--now", f"{plan.name}.timer")
    for unit in units:
        unit.unlink(missing_ok=True)
    _run("systemctl", "--user", "daemon-reload")
    say("Uninstalled; the archive and its list of portals stay as they are.")


def _run(*command: str, given: str = "") -> None:
    done = _called(*command, given=given)
    if done.returncode:
        fail(f"{command[0]} refused: {_text(done.stderr).strip() or done.returncode}")


def _called(*command: str, given: str = "") -> subprocess.CompletedProcess[bytes]:
    """A program of the system, which says what it says in English; bytes, whatever the locale is."""
    surroundings = os.environ | {"LC_ALL": "C"}
    try:
        return subprocess.run(
            command, input=given.encode("utf-8", "surrogateescape"), capture_output=True, env=surroundings
        )
    except FileNotFoundError:
        fail(f"This machine has no {command[0]}: print the text (without --install) and put it where it belongs.")


def _text(said: bytes) -> str:
    return said.decode("utf-8", "surrogateescape")
