"""A crontab line or a systemd timer that crawls by itself: text from what it is to run. Pure."""

from __future__ import annotations

import re
import shlex
import zlib
from dataclasses import dataclass

FIRST_HOUR, HOURS = 1, 5
"""Nightly crawls begin between one and six, each archive at a minute of its own."""
MARK = "# queson: "
KILL_AFTER = 600
"""Seconds a crawl has to finish the page in hand after its time is over."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class NotWritable(ValueError):
    """A path or an address that cannot stand on one line."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is run, and when. `command` are the words of the crawl, all paths absolute; `archive` is its folder.

    `every` is hourly, daily or weekly; at most `hours` are spent; `jitter` are seconds by which a start may be late.
    `flock` and `timeout` are the paths of these programs, "" where the machine has none.
    """

    archive: str
    command: tuple[str, ...]
    every: str = "daily"
    hours: int = 20
    jitter: int = 1800
    flock: str = ""
    timeout: str = ""

    def __post_init__(self) -> None:
        for word in (self.archive, *self.command):
            if _CONTROL.search(word):
                raise NotWritable(f"{word!r} holds a line break or another control character: rename it.")

    @property
    def name(self) -> str:
        """The name of its units: one for each archive."""
        return f"queson-{zlib.crc32(self.archive.encode('utf-8', 'surrogateescape')):08x}"

    @property
    def minute(self) -> int:
        return zlib.crc32(self.archive.encode("utf-8", "surrogateescape")) % 60

    @property
    def hour(self) -> int:
        return FIRST_HOUR + zlib.crc32(self.archive.encode("utf-8", "surrogateescape")) // 60 % HOURS


def crontab(plan: Plan) -> str:
    """Two lines of a crontab: a mark by which they are found again, and the job."""
    when = {"hourly": f"{plan.minute} * * * *", "daily": f"{plan.minute} {plan.hour} * * *"}
    at = when.get(plan.every, f"{plan.minute} {plan.hour} * * 0")
    return f"{MARK}{plan.archive}\n{at} {escaped(shlex.join(_locked(plan)))}\n"


def _locked(plan: Plan) -> list[str]:
    """The words of the job: with a lock, a limit of time, a late start and a log."""
    lock = [plan.flock, "-n", "-E", "75", f"{plan.archive}/schedule.lock"] if plan.flock else []
    limit = [plan.timeout, "-s", "TERM", "-k", str(KILL_AFTER), f"{plan.hours}h"] if plan.timeout else []
    more = ["--jitter", str(plan.jitter), "--log", f"{plan.archive}/crawl.log"]
    return [*lock, *limit, *plan.command, *more]


def escaped(command: str) -> str:
    """A command as a crontab writes it: a percent sign would end it."""
    return command.replace("%", r"\%")


def merged(before: str, plan: Plan) -> str:
    """A crontab with the plan's lines in the place of those that it had for the same archive."""
    lines, kept = iter(before.splitlines()), []
    for line in lines:
        if line == f"{MARK}{plan.archive}":
            next(lines, None)
        else:
            kept.append(line)
    return "\n".join([*kept, crontab(plan)])


def service(plan: Plan) -> str:
    """The unit that crawls. Its log is the journal's, which rotates it."""
    return f"""[Unit]
Description=queson crawl into {_plain(plan.archive)}
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
ExecStart={" ".join(map(quoted, plan.command))}
TimeoutStartSec={plan.hours}h
TimeoutStopSec={KILL_AFTER}
SuccessExitStatus=75
Nice=10
IOSchedulingClass=idle
"""


def timer(plan: Plan) -> str:
    """The unit that starts it."""
    when = {"hourly": f"*-*-* *:{plan.minute:02d}:00", "daily": f"*-*-* {plan.hour:02d}:{plan.minute:02d}:00"}
    return f"""[Unit]
Description=queson crawl into {_plain(plan.archive)}, {plan.every}

[Timer]
OnCalendar={when.get(plan.every, f"Sun *-*-* {plan.hour:02d}:{plan.minute:02d}:00")}
RandomizedDelaySec={plan.jitter}
Persistent=true

[Install]
WantedBy=timers.target
"""


def quoted(word: str) -> str:
    """A word of ExecStart: neither systemd's specifiers nor its variables nor its quotes may act in it."""
    inner = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{inner}"'


def _plain(text: str) -> str:
    return text.replace("%", "%%").replace("\\", "\\\\")
